import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Address, portNumber } from '../../../model/address.ts';
import { userName } from '../../user-name.ts';
import { type Agents, agentsOf } from './agents.ts';
import { type ConfigFile, includeBase, includedFiles, readConfigFile } from './files.ts';
import { type ConfigLine, invalid } from './lines.ts';
import { hostMatches, matchMatches } from './match.ts';
import { expandHome, expandTokens, expandVariables, type Tokens, tokensOf } from './tokens.ts';
import { unsupportedOptions } from './unsupported.ts';

/** What decides a connection, after ~/.ssh/config and /etc/ssh/ssh_config had their say. */
export type SshSettings = {
  /** As the user named it. */
  readonly alias: string;
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  /** Null where none is named: then the usual files are tried. */
  readonly identityFiles: readonly string[] | null;
  readonly certificateFiles: readonly string[];
  readonly identitiesOnly: boolean;
  readonly agents: Agents;
  /** As written, without `none`. */
  readonly proxyJump: string | null;
  readonly proxyCommand: string | null;
  readonly userKnownHosts: readonly string[];
  readonly globalKnownHosts: readonly string[];
  /** A file of keys that no host may have, whatever known_hosts says. */
  readonly revokedHostKeys: string | null;
  readonly hostKeyAlias: string | null;
  readonly strictHostKeyChecking: string;
  readonly hashKnownHosts: boolean;
  /** Seconds; null where none is set, and 0 for none of its own. */
  readonly connectTimeout: number | null;
  readonly serverAliveInterval: number | null;
  readonly preferredAuthentications: readonly string[];
  readonly methods: { readonly publickey: boolean; readonly password: boolean; readonly interactive: boolean };
  readonly addressFamily: 'any' | 'inet' | 'inet6';
  readonly bindAddress: string | null;
  readonly algorithms: Readonly<Record<'hostkeyalgorithms' | 'kexalgorithms' | 'ciphers' | 'macs', string | null>>;
  /** Options that are set for this host and that only ssh itself honours. */
  readonly unsupported: readonly string[];
};

export type ResolveOptions = {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  /** Default: ~/.ssh/config, then /etc/ssh/ssh_config. */
  readonly files?: readonly ConfigFile[];
  /** What the user said outside of any file; wins over all of them. */
  readonly user?: string;
  readonly exec: (command: string) => Promise<boolean>;
  readonly platform?: NodeJS.Platform;
};

const MAX_DEPTH = 16;
/** Files that include each other several times would be read for ever, at no great depth. */
const MOST_FILES = 500;
const REPEATED = new Set(['identityfile', 'certificatefile']);
const WHOLE_LINE = new Set(['proxycommand', 'proxyjump']);

export const defaultConfigFiles = (home: string): readonly ConfigFile[] => [
  { path: join(home, '.ssh', 'config'), mustBeOurs: true },
  { path: '/etc/ssh/ssh_config', mustBeOurs: false },
];

/** Resolves an address as `ssh -G` does, for the options in {@link SshSettings}. Throws `config-invalid`. */
export const resolveSettings = async (address: Address, options: ResolveOptions): Promise<SshSettings> => {
  const { home, env } = options;
  const files = options.files ?? defaultConfigFiles(home);
  const localUser = userName(env);
  const values = new Map<string, readonly string[]>();
  const given = address.user ?? options.user;
  if (given !== undefined) values.set('user', [given]);
  if (address.port !== undefined) values.set('port', [String(address.port)]);
  const first = (key: string): string | undefined => values.get(key)?.[0];
  let hostName: string | null = null;
  let wantFinal = false;
  const notAsked = new Set<string>();
  let filesRead = 0;

  const currentHost = () => hostName ?? expandTokens(first('hostname') ?? address.host, { h: address.host });
  const tokens = (): Tokens =>
    tokensOf({
      original: address.host,
      hostName: currentHost(),
      port: portOf(first('port')) ?? 22,
      user: first('user') ?? localUser,
      localUser,
      localHost: hostname(),
      home,
      jump: (first('proxyjump') ?? '').replace(/^none$/i, ''),
      keyAlias: first('hostkeyalias') ?? '',
    });

  const take = (line: ConfigLine) => {
    const value = WHOLE_LINE.has(line.key) ? [line.raw] : line.words;
    if (value.length === 0 || (value.length === 1 && value[0] === '' && line.key !== 'identityfile'))
      throw invalid(`${line.file}, line ${line.line}`, `has “${line.key}” without a value`);
    if (REPEATED.has(line.key)) {
      const known = values.get(line.key) ?? [];
      const added = value[0] ?? '';
      if (!known.includes(added)) values.set(line.key, [...known, added]);
    } else if (!values.has(line.key)) values.set(line.key, value);
  };

  const walk = async (file: ConfigFile, active: boolean, final: boolean, depth: number): Promise<void> => {
    if (depth > MAX_DEPTH) throw invalid(file.path, 'includes other files more than 16 levels deep');
    if (++filesRead > MOST_FILES) throw invalid(file.path, `and what it includes are more than ${MOST_FILES} files`);
    let on = active;
    for (const line of readConfigFile(file)) {
      if (line.key === 'host') on = active && hostMatches(line, address.host);
      else if (line.key === 'match')
        on =
          active &&
          (await matchMatches(line, {
            original: address.host,
            hostName: currentHost(),
            user: first('user') ?? localUser,
            localUser,
            tag: first('tag') ?? '',
            final,
            exec: (command) => options.exec(expandTokens(command, tokens())),
            onFinal: () => {
              wantFinal = true;
            },
            onUnsupported: (what) => notAsked.add(what),
          }));
      else if (line.key === 'include') {
        for (const word of line.words)
          for (const path of includedFiles(expandVariables(word, env), includeBase(file, home), home))
            await walk({ ...file, path }, on, final, depth + 1);
      } else if (on) take(line);
    }
  };

  for (const file of files) await walk(file, true, false, 0);
  hostName = lowered(currentHost());
  if (wantFinal) for (const file of files) await walk(file, true, true, 0);

  const where = `the ssh configuration for ${address.host}`;
  const port = portOf(first('port'));
  if (port === null) throw invalid(where, `names the port “${first('port')}”, which is not a number from 1 to 65535`);
  const all = tokens();
  const path = (text: string) => expandTokens(expandVariables(expandHome(text, home), env), all);
  const paths = (key: string, usual: readonly string[]) =>
    (values.get(key) ?? usual).filter((p) => p.toLowerCase() !== 'none').map(path);
  const yes = (key: string, usual: boolean) => {
    const value = first(key)?.toLowerCase();
    return value === undefined ? usual : !['no', 'false', '0'].includes(value);
  };
  const seconds = (key: string) => {
    const value = first(key);
    return value === undefined || value.toLowerCase() === 'none' ? null : timeSpan(value, where, key);
  };
  const identityFiles = values.get('identityfile');
  const jump = first('proxyjump');
  const command = first('proxycommand');
  // Whichever of the two stands first in the files holds, as in OpenSSH.
  const order = [...values.keys()];
  const jumpFirst =
    command === undefined || (jump !== undefined && order.indexOf('proxyjump') < order.indexOf('proxycommand'));
  return {
    alias: address.host,
    hostName,
    port,
    user: first('user') ?? localUser,
    identityFiles: identityFiles ? identityFiles.filter((f) => f !== '' && f.toLowerCase() !== 'none').map(path) : null,
    certificateFiles: (values.get('certificatefile') ?? []).map(path),
    identitiesOnly: yes('identitiesonly', false),
    agents: agentsOf(first('identityagent'), { env, platform: options.platform ?? process.platform }, path),
    proxyJump: jump === undefined || !jumpFirst || jump.toLowerCase() === 'none' ? null : jump,
    proxyCommand:
      command === undefined || jumpFirst || command.toLowerCase() === 'none' ? null : expandTokens(command, all),
    userKnownHosts: paths('userknownhostsfile', ['~/.ssh/known_hosts', '~/.ssh/known_hosts2']),
    globalKnownHosts: paths('globalknownhostsfile', ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2']),
    revokedHostKeys: paths('revokedhostkeys', ['none'])[0] ?? null,
    hostKeyAlias: first('hostkeyalias') ?? null,
    strictHostKeyChecking: (first('stricthostkeychecking') ?? 'ask').toLowerCase(),
    hashKnownHosts: yes('hashknownhosts', false),
    connectTimeout: seconds('connecttimeout'),
    serverAliveInterval: seconds('serveraliveinterval'),
    preferredAuthentications: (first('preferredauthentications') ?? '').split(',').filter(Boolean),
    methods: {
      publickey: yes('pubkeyauthentication', true),
      password: yes('passwordauthentication', true),
      interactive: yes('kbdinteractiveauthentication', yes('challengeresponseauthentication', true)),
    },
    addressFamily: familyOf(first('addressfamily')),
    bindAddress: first('bindaddress') ?? null,
    algorithms: {
      hostkeyalgorithms: first('hostkeyalgorithms') ?? null,
      kexalgorithms: first('kexalgorithms') ?? null,
      ciphers: first('ciphers') ?? null,
      macs: first('macs') ?? null,
    },
    unsupported: [...unsupportedOptions(first), ...notAsked],
  };
};

/** As ssh reads it: a number, or the name of a service. */
const portOf = (text = '22'): number | null => {
  const number = portNumber(text);
  if (number !== null || !/^[a-z][\w-]{0,30}$/i.test(text)) return number;
  return text.toLowerCase() === 'ssh' ? 22 : servicePort(text);
};

const servicePort = (name: string): number | null => {
  try {
    return portNumber(
      new RegExp(`^${name}\\s+(\\d+)/tcp\\b`, 'm').exec(readFileSync('/etc/services', 'utf8'))?.[1] ?? '',
    );
  } catch {
    return null;
  }
};

/** Names are compared in lower case everywhere after this; addresses stay as they are. */
const lowered = (host: string) => (isIP(host) ? host : host.toLowerCase());

const familyOf = (value: string | undefined): 'any' | 'inet' | 'inet6' => {
  const family = value?.toLowerCase();
  return family === 'inet' || family === 'inet6' ? family : 'any';
};

const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** `90`, `1m30s`, `2h`: seconds. */
const timeSpan = (text: string, where: string, key: string): number => {
  const parts = [...text.toLowerCase().matchAll(/(\d+)([smhdw]?)/g)];
  if (parts.length === 0 || parts.map((p) => p[0]).join('') !== text.toLowerCase())
    throw invalid(where, `names “${text}” for ${key}, which is not a time`);
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ''] ?? 1), 0);
};
