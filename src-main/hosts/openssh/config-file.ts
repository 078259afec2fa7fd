import { join } from 'node:path';
import type { SshTarget } from '../../model/target.ts';
import { invalid } from '../ssh/config/lines.ts';
import type { SshSettings } from '../ssh/config/resolve.ts';
import { expandHome } from '../ssh/config/tokens.ts';
import { WORDS_MARKED } from './words.ts';

export type ConfigParts = {
  readonly target: SshTarget;
  /** Every hop as it was resolved (and consented to), the target last. */
  readonly route: readonly SshSettings[];
  readonly home: string;
  /** Where OpenSSH writes the keys that were accepted; the first of the files that it looks into. */
  readonly learned: string;
  /** No keys but those that are named here or there. */
  readonly onlyNamed: boolean;
};

/** Where the usual files stop to hold, and what a connection of MID Up never does. First value wins in ssh_config. */
const ALWAYS = [
  'IgnoreUnknown ForkAfterAuthentication,SessionType,StdinNull,KnownHostsCommand,LogVerbose',
  'BatchMode no',
  'CheckHostIP no',
  'ClearAllForwardings yes',
  'ControlMaster no',
  'ControlPath none',
  'ControlPersist no',
  'EscapeChar none',
  'FingerprintHash sha256',
  'ForkAfterAuthentication no',
  'ForwardAgent no',
  'ForwardX11 no',
  'AddKeysToAgent no',
  'GSSAPIDelegateCredentials no',
  'KnownHostsCommand none',
  // What is offered, which is told where the host shares none of it; and what the host says during sign-in.
  `LogVerbose kex*.c:kex_buf2prop():*,${WORDS_MARKED}`,
  'NoHostAuthenticationForLocalhost no',
  'NumberOfPasswordPrompts 3',
  'PermitLocalCommand no',
  'RemoteCommand none',
  'RequestTTY no',
  'SessionType default',
  'StdinNull no',
  'Tunnel no',
  'UpdateHostKeys no',
  'VerifyHostKeyDNS no',
  'VisualHostKey no',
  'ServerAliveCountMax 3',
];

/**
 * The configuration that ssh is given: jump hosts are reached by ssh calling itself, which passes a file on, but no
 * options. What is stricter than the user's own settings stands first and holds on every hop; then come their files.
 */
export const configFile = ({ target, route, home, learned, onlyNamed }: ConfigParts): string => {
  const lines: string[] = [];
  for (const hop of route) {
    lines.push(`Host ${hop.alias}`);
    const own = target.knownHostsFile === undefined ? hop.userKnownHosts : [target.knownHostsFile];
    lines.push(`UserKnownHostsFile ${[learned, ...own].map(path).join(' ')}`);
    if (target.knownHostsFile !== undefined) lines.push('GlobalKnownHostsFile /dev/null');
    // Never weaker than asking; a stricter setting stays.
    lines.push(
      `StrictHostKeyChecking ${hop.strictHostKeyChecking === 'yes' && !target.acceptNewHostKey ? 'yes' : 'ask'}`,
    );
    lines.push(`ConnectTimeout ${hop.connectTimeout || 15}`);
    const own4 = hop.serverAliveInterval;
    lines.push(`ServerAliveInterval ${own4 !== null && own4 > 0 ? Math.min(own4, 4) : 4}`);
  }
  lines.push('Host *', ...ALWAYS);
  if (onlyNamed) lines.push('IdentitiesOnly yes');
  for (const file of target.identityFiles ?? []) lines.push(`IdentityFile ${path(expandHome(file, home))}`);
  lines.push(`Include ${path(join(home, '.ssh', 'config'))}`, 'Host *', 'Include /etc/ssh/ssh_config');
  // One comes this way for Kerberos, too. Where the user's files say no, they are first and it stays so.
  lines.push('Host *', 'GSSAPIAuthentication yes');
  return `${lines.join('\n')}\n`;
};

/** One word of ssh_config that means this path and nothing else: no token, no variable. */
const path = (file: string): string => {
  if (/["\\\u0000-\u001f]|\$\{/.test(file))
    throw invalid('the sign-in options', `have a file name that ssh cannot be given: ${JSON.stringify(file)}`);
  return `"${file.replaceAll('%', '%%')}"`;
};
