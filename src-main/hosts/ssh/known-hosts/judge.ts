import { createHash } from 'node:crypto';
import { isFor, type KnownHost, keyTypeOf, knownHostName } from './entries.ts';

export type HostKeyVerdict =
  | { readonly kind: 'known' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'changed'; readonly entry: KnownHost }
  | { readonly kind: 'revoked'; readonly entry: KnownHost };

export type HostName = { readonly host: string; readonly port: number; readonly alias: string | null };

/** An alias stands for host and port both, as HostKeyAlias does. */
const nameOf = ({ host, port, alias }: HostName) => (alias === null ? knownHostName(host, port) : alias.toLowerCase());

/**
 * Whether this key is the host's, as OpenSSH judges it: a key that matches any line is known, unless revoked; one
 * that matches none while another is known is changed.
 */
export const judgeHostKey = (entries: readonly KnownHost[], name: HostName, key: Buffer): HostKeyVerdict => {
  const verdict = judgeAs(entries, nameOf(name), key);
  if (verdict.kind !== 'unknown' || name.alias !== null || name.port === 22) return verdict;
  // Known under its plain name, from before it moved to another port: only ever good, never bad.
  const plain = judgeAs(entries, name.host.toLowerCase(), key);
  return plain.kind === 'known' ? plain : verdict;
};

const judgeAs = (entries: readonly KnownHost[], name: string, key: Buffer): HostKeyVerdict => {
  const mine = entries.filter((entry) => isFor(entry, name));
  const revoked = mine.find((entry) => entry.marker === 'revoked' && entry.key.equals(key));
  if (revoked) return { kind: 'revoked', entry: revoked };
  const plain = mine.filter((entry) => entry.marker === null);
  if (plain.some((entry) => entry.key.equals(key))) return { kind: 'known' };
  const entry = plain.find((e) => e.keyType === keyTypeOf(key)) ?? plain[0];
  return entry ? { kind: 'changed', entry } : { kind: 'unknown' };
};

/** The key types that this host is known by, so that it is asked for one of them. */
export const knownKeyTypes = (entries: readonly KnownHost[], name: HostName): readonly string[] => {
  const mine = entries.filter((entry) => entry.marker === null && isFor(entry, nameOf(name)));
  return [...new Set(mine.map((entry) => entry.keyType))];
};

/** The line that trusts an authority to sign this host's keys. */
export const authorityFor = (entries: readonly KnownHost[], name: HostName): KnownHost | undefined =>
  entries.find((entry) => entry.marker === 'cert-authority' && isFor(entry, nameOf(name)));

/** As `ssh-keygen -l` prints it. */
export const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
