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

type Change = {
  readonly remove?: readonly RegExp[];
  readonly append?: readonly RegExp[];
  readonly prepend?: readonly RegExp[];
};

/**
 * The offer. Host keys of a type that is known already come first, so that a host known by one key is not taken for
 * changed because it has another, too. Names that this build cannot do are left out by ssh2, since these are patterns.
 */
export const algorithmsFor = (settings: SshSettings, knownTypes: readonly string[]): Algorithms => {
  const { hostkeyalgorithms, kexalgorithms, ciphers, macs } = settings.algorithms;
  const known = knownTypes.flatMap((type) => (type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : [type]));
  const usual = [...known, ...HOST_KEYS.filter((name) => !known.includes(name))];
  const hostKeys = hostkeyalgorithms === null ? exactly(usual) : change(hostkeyalgorithms, usual);
  return {
    serverHostKey: hostKeys,
    ...(kexalgorithms === null ? {} : { kex: change(kexalgorithms) }),
    ...(ciphers === null ? {} : { cipher: change(ciphers) }),
    ...(macs === null ? {} : { hmac: change(macs) }),
  } as Algorithms;
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
