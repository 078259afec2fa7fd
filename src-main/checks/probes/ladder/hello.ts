import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';

/** What a server said to a handshake that offers it TLS 1.2 and older, by the first bytes of its answer. */
export type Spoken =
  | { readonly kind: 'old'; readonly spoken: string }
  /** TLS 1.2. */
  | { readonly kind: 'current' }
  /** No TLS at all. */
  | { readonly kind: 'plain' };

/** The ciphers that a server without TLS 1.2 can have, as openssl names them, the best first. Source: IANA, "TLS Cipher Suites". */
const OLD_CIPHERS = [
  [0xc014, 'ECDHE-RSA-AES256-SHA'],
  [0xc013, 'ECDHE-RSA-AES128-SHA'],
  [0xc00a, 'ECDHE-ECDSA-AES256-SHA'],
  [0xc009, 'ECDHE-ECDSA-AES128-SHA'],
  [0x0039, 'DHE-RSA-AES256-SHA'],
  [0x0033, 'DHE-RSA-AES128-SHA'],
  [0x0038, 'DHE-DSS-AES256-SHA'],
  [0x0032, 'DHE-DSS-AES128-SHA'],
  [0x0035, 'AES256-SHA'],
  [0x002f, 'AES128-SHA'],
  [0x0084, 'CAMELLIA256-SHA'],
  [0x0041, 'CAMELLIA128-SHA'],
  [0xc012, 'ECDHE-RSA-DES-CBC3-SHA'],
  [0xc008, 'ECDHE-ECDSA-DES-CBC3-SHA'],
  [0x0016, 'DHE-RSA-DES-CBC3-SHA'],
  [0x000a, 'DES-CBC3-SHA'],
  [0xc011, 'ECDHE-RSA-RC4-SHA'],
  [0x0005, 'RC4-SHA'],
  [0x0004, 'RC4-MD5'],
] as const;
/** Those of TLS 1.2 alone, so that a server that has it takes it. */
const CURRENT_CIPHERS = [0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0x009e, 0x009f, 0x009c, 0x009d];
/** Instead of an extension: renegotiation is safe (RFC 5746). */
const SAFE = 0x00ff;
const VERSIONS: Readonly<Record<number, string>> = { 768: 'SSLv3', 769: 'TLSv1', 770: 'TLSv1.1' };

/** The first message of a handshake by hand, up to TLS 1.2 or 1.1. Source: RFC 5246, RFC 4492, RFC 6066. */
export const clientHello = (host: string, version: '1.2' | '1.1'): Buffer => {
  const current = version === '1.2';
  const ciphers = [...(current ? CURRENT_CIPHERS : []), ...OLD_CIPHERS.map(([id]) => id), SAFE];
  const extensions = [
    ...(isIP(host) ? [] : [extension(0, sized(2, Buffer.from([0]), sized(2, Buffer.from(host))))]),
    extension(10, sized(2, words([0x001d, 0x0017, 0x0018, 0x0019]))),
    extension(11, sized(1, Buffer.from([0]))),
    ...(current ? [extension(13, sized(2, words([0x0403, 0x0401, 0x0503, 0x0501, 0x0601, 0x0203, 0x0201])))] : []),
  ];
  const hello = Buffer.concat([
    words([current ? 0x0303 : 0x0302]),
    randomBytes(32),
    sized(1),
    sized(2, words(ciphers)),
    sized(1, Buffer.from([0])),
    sized(2, ...extensions),
  ]);
  return Buffer.concat([Buffer.from([22, 3, 1]), sized(2, Buffer.from([1]), sized(3, hello))]);
};

/** As printf and Python read it: every byte a backslash and three octal digits. */
export const escaped = (bytes: Buffer): string =>
  [...bytes].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');

/** Out of the first bytes of an answer, in hexadecimal; undefined where they tell nothing: an alert, or too few. */
export const spokenIn = (hex: string): Spoken | undefined => {
  if (!/^(?:[0-9a-f]{2}){1,200}$/.test(hex)) return undefined;
  const bytes = Buffer.from(hex, 'hex');
  const [record] = bytes;
  if (record !== 22 && record !== 21) return { kind: 'plain' };
  // A record's head has five bytes, that of the message in it four; then version, random, session and cipher.
  const session = bytes[43];
  if (record !== 22 || bytes[5] !== 2 || session === undefined || bytes.length < 46 + session) return undefined;
  const version = bytes.readUInt16BE(9);
  if (version >= 0x0303) return { kind: 'current' };
  const chosen = bytes.readUInt16BE(44 + session);
  const [, cipher] = OLD_CIPHERS.find(([id]) => id === chosen) ?? [];
  const spoken = VERSIONS[version];
  return spoken && cipher ? { kind: 'old', spoken: `${spoken} ${cipher}` } : undefined;
};

const words = (numbers: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(numbers.length * 2);
  for (const [at, number] of numbers.entries()) bytes.writeUInt16BE(number, at * 2);
  return bytes;
};

/** With its length in front, in so many bytes. */
const sized = (lengthBytes: number, ...parts: readonly Buffer[]): Buffer => {
  const value = Buffer.concat(parts);
  const length = Buffer.alloc(lengthBytes);
  length.writeUIntBE(value.length, 0, lengthBytes);
  return Buffer.concat([length, value]);
};

const extension = (kind: number, value: Buffer): Buffer => Buffer.concat([words([kind]), sized(2, value)]);
