import { createHmac, timingSafeEqual } from 'node:crypto';
import { matchesHosts } from '../patterns.ts';

/** One usable line of a known_hosts file. */
export type KnownHost = {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly marker: 'revoked' | 'cert-authority' | null;
  readonly hosts: string;
  readonly keyType: string;
  readonly key: Buffer;
};

const MOST_LINES = 100_000;
const LONGEST_LINE = 16_384;

/** Reads known_hosts text. Lines that make no sense are left out, as OpenSSH does; nothing throws. */
export const parseKnownHosts = (text: string, file: string): readonly KnownHost[] => {
  const found: KnownHost[] = [];
  let number = 0;
  for (const line of text.split('\n')) {
    if (++number > MOST_LINES) break;
    const entry = line.length > LONGEST_LINE ? null : parseLine(line, file, number);
    if (entry) found.push(entry);
  }
  return found;
};

const parseLine = (text: string, file: string, line: number): KnownHost | null => {
  // Not trim(): it would take a byte order mark away, which is part of the name to ssh.
  const words = text.replace(/^[ \t]+|[ \t\r]+$/g, '').split(/[ \t]+/);
  if (words[0] === '' || words[0]?.startsWith('#')) return null;
  let marker: KnownHost['marker'] = null;
  if (words[0]?.startsWith('@')) {
    const name = words.shift();
    if (name === '@revoked') marker = 'revoked';
    else if (name === '@cert-authority') marker = 'cert-authority';
    else return null;
  }
  const [hosts, keyType, encoded] = words;
  if (hosts === undefined || keyType === undefined || encoded === undefined) return null;
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) return null;
  const key = Buffer.from(encoded, 'base64');
  // The blob names its own type; a line that disagrees with itself is not believed.
  return keyTypeOf(key) === keyType && isWhole(key) ? { file, line, marker, hosts, keyType, key } : null;
};

/** The type that a public key's blob begins with; empty where it is none. */
export const keyTypeOf = (blob: Buffer): string => {
  if (blob.length < 8) return '';
  const length = blob.readUInt32BE(0);
  return length > 0 && length <= 64 && blob.length >= 4 + length ? blob.toString('latin1', 4, 4 + length) : '';
};

/** A key that was cut off is none: it would make the host's real one look changed. */
const isWhole = (blob: Buffer): boolean => {
  let at = 0;
  let fields = 0;
  while (at + 4 <= blob.length) {
    at += 4 + blob.readUInt32BE(at);
    fields++;
  }
  return at === blob.length && fields >= 2;
};

/** `name` is `host`, or `[host]:port` where the port is not 22. */
export const isFor = (entry: KnownHost, name: string): boolean =>
  entry.hosts.startsWith('|') ? hashMatches(entry.hosts, name) : matchesHosts(name, entry.hosts);

const hashMatches = (hashed: string, name: string): boolean => {
  const [, version, salt, hash] = hashed.split('|');
  if (version !== '1' || !salt || !hash) return false;
  const expected = Buffer.from(hash, 'base64');
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name.toLowerCase()).digest();
  return expected.length === actual.length && timingSafeEqual(expected, actual);
};

/** As it stands in known_hosts. */
export const knownHostName = (host: string, port: number): string =>
  port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;
