/** One option of a command. With `value` it takes one, named so in the help; without, it is a switch. */
export type OptionSpec = {
  readonly name: string;
  readonly value?: string;
  /** May be given more than once. */
  readonly many?: true;
  /** `-` is a value: standard input. */
  readonly dash?: true;
  readonly about: string;
};

export type CommandSpec = {
  readonly name: string;
  readonly about: string;
  readonly usage: readonly string[];
  /** How many words after the command it takes at most, and what they are. */
  readonly words: { readonly most: number; readonly name: string };
  readonly options: readonly OptionSpec[];
  /** What stands below the options in its help. */
  readonly notes: readonly string[];
};

/** Where the MID Server is and how to get there. */
const TARGET: readonly OptionSpec[] = [
  { name: 'local', about: 'the MID Server is on this computer' },
  { name: 'ssh', value: '[user@]host[:port]', about: 'it is on this host, or alias of ~/.ssh/config' },
  {
    name: 'practice',
    value: 'NAME',
    about: 'a broken MID Server that exists only here; midup practice lists them',
  },
  {
    name: 'agent-dir',
    value: 'DIR',
    about: "the agent's folder, where there are several or it is in an unusual place",
  },
  {
    name: 'mid-name',
    value: 'NAME',
    about: "the MID Server's name, as its record or the Down mail has it, where there are several",
  },
  { name: 'identity', value: 'FILE', many: true, about: 'private key to sign in with (may be repeated)' },
  {
    name: 'jump',
    value: '[user@]host[:port]',
    many: true,
    about: 'go through this host first (may be repeated, or several with commas; in order)',
  },
  { name: 'known-hosts', value: 'FILE', about: 'use this file instead of the usual known_hosts files' },
  {
    name: 'accept-new-host-key',
    about: 'trust and remember a key not met before; a changed one is refused always',
  },
  { name: 'user', value: 'NAME', about: 'sign in as this user; user@ in the target wins' },
  {
    name: 'ssh-client',
    value: 'NAME',
    about: "builtin, or openssh: through this computer's own ssh (certificates, security keys, GSSAPI; not on Windows)",
  },
  { name: 'sudo', about: 'use sudo for what the user may not read' },
  {
    name: 'polkit',
    about: "on this computer: root rights by its desktop's own prompt (pkexec), asked once, instead of sudo",
  },
  { name: 'become-user', value: 'NAME', about: 'with sudo, look as this user instead of root' },
];

const LANGUAGE: OptionSpec = { name: 'language', value: 'en', about: 'language of the sentences' };

const OUTPUT: readonly OptionSpec[] = [
  { name: 'step', value: 'NAME', many: true, about: 'judge only this step (may be repeated); others are skipped' },
  { name: 'timeout', value: 'SECONDS', about: 'stop looking after this long and report what was seen' },
  LANGUAGE,
  { name: 'json', about: 'print the report as one JSON document (midup.report/1)' },
  { name: 'report', value: 'FILE.html', about: 'also write the report as a page that needs nothing else' },
];

export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'diagnose',
    about: 'look at a MID Server and say what is wrong with it',
    usage: [
      'midup diagnose --local [options]',
      'midup diagnose --ssh [user@]host[:port] [options]',
      'midup diagnose --practice NAME [options]',
      'midup diagnose --evidence FILE [options]',
    ],
    words: { most: 0, name: '' },
    options: [
      ...TARGET,
      {
        name: 'evidence',
        value: 'FILE',
        dash: true,
        about: 'judge what midup capture saved, with no host; - reads standard input',
      },
      ...OUTPUT,
    ],
    notes: [
      'Passwords come from MIDUP_PASSWORD, MIDUP_PASSPHRASE and MIDUP_SUDO_PASSWORD, or from a prompt; never from an argument.',
      'The result goes to standard output, everything else to standard error. Nothing on the host is changed.',
      'Exit status: 0 nothing wrong, 1 a problem, 2 warnings only, 3 wrong call, 4 MID Up could not look, 5 undetermined, 130 interrupted.',
    ],
  },
  {
    name: 'capture',
    about: 'save what there is to see of a MID Server, redacted, to judge it elsewhere',
    usage: ['midup capture (a target as for diagnose) --output FILE'],
    words: { most: 0, name: '' },
    options: [
      ...TARGET,
      {
        name: 'output',
        value: 'FILE',
        about: 'where to save it, readable by you only; a file there is never overwritten',
      },
      { name: 'timeout', value: 'SECONDS', about: 'stop looking after this long and save what was seen' },
      LANGUAGE,
    ],
    notes: [
      'For a colleague, for Support, or for a test: midup diagnose --evidence FILE says the same of it as of the host.',
      'Passwords, keys and tokens are masked; host names, addresses, users and folders are not. Read it before you hand it over.',
      'Passwords to sign in with come from MIDUP_PASSWORD, MIDUP_PASSPHRASE and MIDUP_SUDO_PASSWORD, or from a prompt.',
      'Exit status: 0 saved, 3 wrong call, 4 nothing could be saved, 5 saved but looking ended early, 130 interrupted.',
    ],
  },
  {
    name: 'practice',
    about: 'list the MID Servers to practise on, or diagnose one',
    usage: ['midup practice', 'midup practice NAME [options]'],
    words: { most: 1, name: 'NAME' },
    options: OUTPUT,
    notes: ['midup practice NAME is midup diagnose --practice NAME.'],
  },
  {
    name: 'explain',
    about: 'say what a code means, how MID Up sees it, and what to do',
    usage: ['midup explain CODE', 'midup explain --list', 'midup explain --schema'],
    words: { most: 1, name: 'CODE' },
    options: [
      { name: 'list', about: 'list all codes with their titles' },
      { name: 'schema', about: 'print the JSON Schema of the report (midup.report/1)' },
      { name: 'json', about: 'print as JSON' },
      LANGUAGE,
    ],
    notes: [],
  },
  {
    name: 'sessions',
    about: 'list the saved sessions, newest first',
    usage: ['midup sessions'],
    words: { most: 0, name: '' },
    options: [{ name: 'json', about: 'print as JSON' }],
    notes: [],
  },
  {
    name: 'serve',
    about: 'serve the wizard to the browser of this computer, on loopback only',
    usage: ['midup serve'],
    words: { most: 0, name: '' },
    options: [],
    notes: ['Prints an address that works once. End it with Ctrl-C.'],
  },
  {
    name: 'version',
    about: 'print the version',
    usage: ['midup version'],
    words: { most: 0, name: '' },
    options: [],
    notes: [],
  },
  {
    name: 'help',
    about: 'show this, or the help of a command',
    usage: ['midup help [COMMAND]'],
    words: { most: 1, name: 'COMMAND' },
    options: [],
    notes: [],
  },
];

export const commandNamed = (name: string): CommandSpec | undefined => COMMANDS.find((c) => c.name === name);
