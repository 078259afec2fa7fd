import type { Algorithms } from 'ssh2';
import type { SshSettings } from './config/resolve.ts';

/** What host keys are asked for, best first. SHA-1 signatures (plain `ssh-rsa`) only where the configuration names them. */
const HOST_KEYS = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
];

/**
 * Key exchanges that stop everything for seconds under Electron: its BoringSSL proves anew that each prime is one
 * (measured: 11 s for group 17, 25 s for group 18 and for the 8192 bits that a group exchange is asked for).
 */
const SLOW_UNDER_ELECTRON = [
  'diffie-hellman-group17-sha512',
  'diffie-hellman-group18-sha512',
  'diffie-hellman-group-exchange-sha256',
  'diffie-hellman-group-exchange-sha1',
];

export const slowExchanges = (versions: NodeJS.ProcessVersions = process.versions): readonly string[] =>
  versions['electron'] === undefined ? [] : SLOW_UNDER_ELECTRON;

type Change = {
  readonly remove?: readonly RegExp[];
  readonly append?: readonly RegExp[];
  readonly prepend?: readonly RegExp[];
};

/**
 * The offer. Host keys of a type that is known already come first, so that a host known by one key is not taken for
 * changed because it has another, too. Ciphers and MACs that this runtime lacks are left out by ssh2, since these are
 * patterns; exchanges that it cannot do in reasonable time are left out here, whoever names them.
 */
export const algorithmsFor = (
  settings: Pick<SshSettings, 'algorithms'>,
  knownTypes: readonly string[],
  without: readonly string[] = slowExchanges(),
): Algorithms => {
  const { hostkeyalgorithms, kexalgorithms, ciphers, macs } = settings.algorithms;
  const known = knownTypes.flatMap((type) => (type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : [type]));
  const usual = [...known, ...HOST_KEYS.filter((name) => !known.includes(name))];
  const hostKeys = hostkeyalgorithms === null ? exactly(usual) : change(hostkeyalgorithms, usual);
  return {
    serverHostKey: hostKeys,
    ...(kexalgorithms === null && without.length === 0 ? {} : { kex: exchanges(kexalgorithms, without) }),
    ...(ciphers === null ? {} : { cipher: change(ciphers) }),
    ...(macs === null ? {} : { hmac: change(macs) }),
  } as Algorithms;
};

const exchanges = (spec: string | null, without: readonly string[]): Change => {
  const asked = spec === null ? {} : change(spec);
  const allowed = (pattern: RegExp) => new RegExp(`^(?!(?:${without.join('|')})$)${pattern.source.slice(1)}`);
  const only = (patterns: readonly RegExp[]) => (without.length === 0 ? patterns : patterns.map(allowed));
  return {
    remove: [...(asked.remove ?? []), ...without.map(pattern)],
    ...(asked.append ? { append: only(asked.append) } : {}),
    ...(asked.prepend ? { prepend: only(asked.prepend) } : {}),
  };
};

/** `a,b` replaces, `+a` adds, `-a*` removes, `^a` puts first: as in ssh_config. */
const change = (spec: string, usual?: readonly string[]): Change => {
  const sign = /^[+^-]/.exec(spec)?.[0];
  const names = (sign ? spec.slice(1) : spec).split(',').filter(Boolean);
  if (!sign) return exactly(names);
  if (usual) {
    const hit = (name: string) => names.some((n) => pattern(n).test(name));
    if (sign === '-') return exactly(usual.filter((name) => !hit(name)));
    return exactly(sign === '+' ? [...usual, ...names] : [...names, ...usual.filter((name) => !hit(name))]);
  }
  if (sign === '-') return { remove: names.map(pattern) };
  return sign === '+' ? { append: names.map(pattern) } : { remove: names.map(pattern), prepend: names.map(pattern) };
};

const exactly = (names: readonly string[]): Change => ({ remove: [/./], append: names.map(pattern) });

const pattern = (name: string): RegExp =>
  new RegExp(
    `^${name
      .replace(/[.+^$(){}|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
