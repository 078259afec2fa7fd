import type { ConnectionCode } from '../../model/connection-error.ts';
import type { ConnectionText } from '../types.ts';

const LOCAL_WAY = 'Or run MID Up on the host itself and choose this computer.';

const OPENSSH_WAY = {
  viaOpenssh:
    "Go through this computer's own ssh, which may be able to: choose it as SSH client in the sign-in options, or give --ssh-client openssh on the command line.",
};

/** `connection.*`: why MID Up itself did not get in. Each says what was seen and where, and offers another way on. */
export const connection: Record<ConnectionCode, ConnectionText> = {
  'name-unknown': {
    title: 'The host name is not known',
    message: 'Looking up {host} gave no address.',
    next: [
      'Check the spelling of {host}, or give its IP address instead.',
      'If the name is known only inside a network, connect to that network (VPN) or name a jump host.',
    ],
  },
  refused: {
    title: 'The host refused the connection',
    message:
      'Connecting to {host} on port {port} was refused at once: the host is there, but nothing listens on that port.',
    next: [
      'Check the port; write it as host:port where it is not 22.',
      'If it is right, the SSH service on {host} is not running, or a firewall refuses for it; ask who runs the host.',
      LOCAL_WAY,
    ],
  },
  timeout: {
    title: 'The host did not answer in time',
    message: '{host} did not answer within {seconds} s {phase}.',
    byPhase: {
      tcp: 'Connecting to {host} on port {port} gave no answer within {seconds} s: packets are dropped on the way, or the host is off.',
      banner:
        '{host} accepted the connection on port {port} and then said nothing for {seconds} s; an SSH server names itself at once.',
      'key-exchange': '{host} named itself as an SSH server, and did not finish the key exchange within {seconds} s.',
      auth: '{host} did not answer a sign-in attempt within {seconds} s.',
      shell: '{host} let you in, and did not start a command within {seconds} s.',
      sudo: 'sudo on {host} did not answer within {seconds} s.',
    },
    next: [
      'Try again: a busy host may be slow.',
      'If it stays so, ask whether a firewall lets this computer reach {host}, or name a jump host that can.',
      LOCAL_WAY,
    ],
  },
  lost: {
    title: 'The connection was lost',
    message: 'The connection to {host} ended {phase}: {why}.',
    byPhase: {
      banner: '{host} closed the connection before it named itself as an SSH server: {why}.',
      'key-exchange': 'The connection to {host} ended during the key exchange: {why}.',
      auth: 'The connection to {host} ended during sign-in: {why}.',
      run: 'The connection to {host} was lost: {why}.',
    },
    next: [
      'Connect again; what was found so far is kept.',
      'If it ends at the same place again, the SSH log on {host} says why.',
      LOCAL_WAY,
    ],
  },
  'not-ssh': {
    title: 'That port does not speak SSH',
    message: '{host} answered on port {port}, but not as an SSH server. It said: {said}',
    next: ['Check the port of {host}; write it as host:port.', LOCAL_WAY],
  },
  'no-shell': {
    title: 'The host gives no usable shell',
    message: 'Signing in as {user} on {host} worked, but its login shell ran no script. It said: {said}',
    next: [
      'Sign in as a user with a normal login shell: not nologin, without a forced command, and without a start file (.bashrc, .profile) that ends the shell.',
      LOCAL_WAY,
    ],
  },
  algorithms: {
    title: 'No common algorithm with the host',
    message: 'MID Up and {host} share no algorithm for: {kind}. The host offers {theirs}; MID Up offers {ours}.',
    next: [
      OPENSSH_WAY,
      'If the host is old, name what it offers for it in ~/.ssh/config (HostKeyAlgorithms, KexAlgorithms, Ciphers, MACs) and try again.',
      'If it is newer than that, go through a jump host, or ask for one of the algorithms of MID Up to be allowed there.',
      LOCAL_WAY,
    ],
  },
  'host-key-unknown': {
    title: 'The host key was not accepted',
    message:
      '{host} showed a {keyType} key with the fingerprint {fingerprint}, which is not known here and was not accepted.',
    next: [
      'Compare the fingerprint with the one that ssh-keygen -lf prints on {host}, then connect again and accept it.',
      'On the command line, --accept-new-host-key accepts and remembers it, and --known-hosts names the file that knows it.',
    ],
  },
  'host-key-changed': {
    title: 'The host key has changed',
    message:
      '{host} showed a {keyType} key with the fingerprint {fingerprint}, but is known by {known} in {file}, line {line}. Nothing was sent to it.',
    next: [
      'Ask who runs {host} whether it was set up anew. If not, someone may be listening: do not go on.',
      'If it was, remove line {line} of {file} and connect again.',
      LOCAL_WAY,
    ],
  },
  'host-key-revoked': {
    title: 'The host key is revoked',
    message:
      '{host} showed the {keyType} key {fingerprint}, which {file} marks as revoked in line {line}. Nothing was sent to it.',
    next: ['Tell who runs {host}: its key must be replaced before anyone signs in there again.', LOCAL_WAY],
  },
  'auth-failed': {
    title: 'Signing in was refused',
    message: '{host} refused {user}. Tried: {tried}. The host takes: {offered}.',
    next: [
      'Check the user name, then try again with another key or password.',
      'If the password is right, the account may be locked or expired, or not allowed to sign in over SSH; ask who runs {host}.',
      LOCAL_WAY,
    ],
  },
  'account-refused': {
    title: 'The account may not sign in',
    message: '{host} did not let {user} in, although it knows the account. It said: {said}',
    next: [
      'Ask who runs {host} to unlock or prolong the account, or to let it in.',
      'Or sign in as another user.',
      LOCAL_WAY,
    ],
  },
  'key-unreadable': {
    title: 'The key file cannot be used',
    message: '{file} cannot be used to sign in to {host}: {why}.',
    next: [
      'Choose another key file, or leave it out to use the agent or a password.',
      {
        viaOpenssh:
          "Where it is a security key or of a kind that only OpenSSH reads: choose this computer's ssh as SSH client in the sign-in options (--ssh-client openssh on the command line).",
      },
    ],
  },
  passphrase: {
    title: 'The key stayed locked',
    message: '{host} would take the key {file}, but its passphrase or PIN was not given or not right.',
    next: [
      'Connect again and type the passphrase or PIN of {file}.',
      'Or add the key to your SSH agent first (ssh-add), or sign in with another key or a password.',
    ],
  },
  agent: {
    title: 'The SSH agent gave no key',
    message: 'The agent at {socket} gave no key for {host}: {why}.',
    next: [
      'Start the agent, unlock it, or add a key to it (ssh-add), and try again.',
      'Or choose a key file, or sign in with a password.',
    ],
  },
  'certificate-unsupported': {
    title: 'This sign-in needs more than the built-in SSH client',
    message: 'Signing in to {host} goes by {what}, which MID Up cannot use itself. Without it, {host} refused.',
    byPhase: {
      'host-key': '{host} proves itself by {what}, which MID Up cannot check itself. Nothing was sent to it.',
    },
    next: [OPENSSH_WAY, 'Sign in with another key or a password.', LOCAL_WAY],
  },
  ticket: {
    title: 'There is no valid Kerberos ticket',
    message:
      '{host} takes Kerberos tickets, and this computer has none that it can use for {user}. Kerberos says: {why}',
    next: [
      'Get a ticket with kinit and connect again; klist shows those that there are.',
      'Where there is a valid one, {host} may have another name in its realm: connect by its full name.',
      LOCAL_WAY,
    ],
  },
  'too-many-attempts': {
    title: 'The host allows no more attempts',
    message: '{host} ended the connection after too many refused attempts for {user}. Tried: {tried}.',
    next: [
      'Name the one key that belongs to {host}, so that the others are not tried first.',
      'Wait a few minutes before the next try: some hosts lock out who fails too often.',
      LOCAL_WAY,
    ],
  },
  'sudo-denied': {
    title: 'sudo is not allowed',
    message: 'On {host}, {user} may not become {become}. sudo said: {said}',
    next: [
      'Go on without sudo; what needs it is shown as not checked.',
      'Have {user} allowed to run sh as {become} in sudoers (MID Up starts nothing else with sudo), or sign in as a user who may.',
      LOCAL_WAY,
    ],
  },
  'sudo-password': {
    title: 'sudo did not take the password',
    message:
      'On {host}, sudo asks for the password of {owner} before {user} may become {become}; it was not given, or not right.',
    next: ['Look again, and give the right password.', 'Or go on without sudo; what needs it is shown as not checked.'],
  },
  'polkit-denied': {
    title: 'polkit did not allow root rights',
    message: 'On {host}, polkit does not let {user} become {become}. It said: {said}',
    next: [
      'Use sudo instead, if {user} may.',
      'Or go on without; what needs root rights is shown as not checked.',
      'Or start MID Up as root, or as the user that the MID Server runs as.',
    ],
  },
  'polkit-dismissed': {
    title: 'The prompt for root rights was closed',
    message:
      "On {host}, this desktop's prompt for root rights was closed without an answer. Nothing was run with them.",
    next: ['Look again, and answer the prompt.', 'Or go on without; what needs root rights is shown as not checked.'],
  },
  'polkit-no-agent': {
    title: 'Nothing here can ask for root rights',
    message:
      'On {host}, polkit would ask {user} for a password, but no authentication agent runs in this session: there is no desktop to show its prompt.',
    next: [
      'Use sudo instead: MID Up then asks for the password itself.',
      'Or start MID Up from a desktop session, or as root.',
      'Or go on without; what needs root rights is shown as not checked.',
    ],
  },
  'config-invalid': {
    title: 'The connection settings cannot be used',
    message: 'In {where}: {why}.',
    next: ['Correct it and connect again.', 'Or give host, user and key in MID Up itself.'],
  },
  cancelled: {
    title: 'Cancelled',
    message: 'Connecting to {host} was cancelled {phase}.',
    next: ['Connect again when you like, or choose another host.'],
  },
  'prompt-needed': {
    title: 'A question could not be asked',
    message: 'Connecting to {host} needs an answer ({prompt}), and there is nobody to ask.',
    next: ['Give it beforehand: {answer}.', 'Or run MID Up at a terminal, or in its window.'],
  },
  failed: {
    title: 'Connecting failed',
    message: 'The connection to {host} failed {phase}: {why}.',
    next: ['Try again.', 'If it fails the same way, try ssh to {host} from a terminal: it may say more.', LOCAL_WAY],
  },
};
