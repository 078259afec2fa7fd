/** One option of a command. With `value` it takes one, named so in the help; without, it is a switch. */
export type OptionSpec = {
  readonly name: string;
  readonly value?: string;
  /** May be given more than once. */
  readonly many?: true;
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

const OUTPUT: readonly OptionSpec[] = [
  { name: 'step', value: 'NAME', many: true, about: 'judge only this step (may be repeated); others are skipped' },
  { name: 'timeout', value: 'SECONDS', about: 'stop looking after this long and report what was seen' },
  { name: 'language', value: 'en', about: 'language of the sentences' },
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
    ],
    words: { most: 0, name: '' },
    options: [
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
      { name: 'identity', value: 'FILE', many: true, about: 'private key to sign in with (may be repeated)' },
      {
        name: 'jump',
        value: '[user@]host[:port]',
        many: true,
        about: 'go through this host first (may be repeated, in order)',
      },
      { name: 'known-hosts', value: 'FILE', about: 'use this file instead of the usual known_hosts files' },
      {
        name: 'accept-new-host-key',
        about: 'trust and remember a key not met before; a changed one is refused always',
      },
      { name: 'user', value: 'NAME', about: 'sign in as this user; user@ in the target wins' },
      { name: 'sudo', about: 'use sudo for what the user may not read' },
      { name: 'become-user', value: 'NAME', about: 'with sudo, look as this user instead of root' },
      ...OUTPUT,
    ],
    notes: [
      'Passwords come from MIDUP_PASSWORD, MIDUP_PASSPHRASE and MIDUP_SUDO_PASSWORD, or from a prompt; never from an argument.',
      'The result goes to standard output, everything else to standard error. Nothing on the host is changed.',
      'Exit status: 0 nothing wrong, 1 a problem, 2 warnings only, 3 wrong call, 4 MID Up could not look, 5 undetermined, 130 interrupted.',
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
      { name: 'language', value: 'en', about: 'language of the sentences' },
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
