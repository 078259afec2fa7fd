import { createPrivateKey } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import ssh2, { type ParsedKey } from 'ssh2';

/** What a private key's file turned out to be. */
export type KeyFile =
  | { readonly kind: 'open'; readonly key: ParsedKey }
  | { readonly kind: 'locked'; readonly text: string; readonly publicKey: ParsedKey | null }
  /** Only the public half: usable where an agent holds the other. */
  | { readonly kind: 'public'; readonly key: ParsedKey }
  | { readonly kind: 'missing' }
  /** `onlySsh`: this computer's own ssh can use it. */
  | { readonly kind: 'unusable'; readonly why: string; readonly onlySsh?: true };

const MAX_BYTES = 64 * 1024;

/** Reads OpenSSH, PEM and PPK files. Never throws; nothing of the file's content is in `why`. */
export const readKeyFile = (path: string): KeyFile => {
  let text: string;
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return { kind: 'unusable', why: 'it is not a file' };
    if (stat.size > MAX_BYTES) return { kind: 'unusable', why: 'it is too large to be a key' };
    text = readFileSync(path, 'utf8');
    if (process.platform !== 'win32' && (stat.mode & 0o077) !== 0 && /PRIVATE KEY|^PuTTY-User-Key/m.test(text))
      return {
        kind: 'unusable',
        why: `its mode ${(stat.mode & 0o777).toString(8).padStart(4, '0')} lets other users of this computer read it; chmod 600 mends that`,
      };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
    return { kind: 'unusable', why: code === 'EACCES' ? 'this user may not read it' : 'it cannot be read' };
  }
  const key = parse(text);
  if (!(key instanceof Error)) return key.isPrivateKey() ? { kind: 'open', key } : { kind: 'public', key };
  if (/chacha20/.test(clearHead(text)))
    return { kind: 'unusable', onlySsh: true, why: 'it is locked with chacha20-poly1305, which only ssh itself opens' };
  if (passphraseRounds(text) > MOST_ROUNDS)
    return {
      kind: 'unusable',
      onlySsh: true,
      why: 'its passphrase takes more rounds than MID Up reckons; ssh itself opens it',
    };
  if (/passphrase/i.test(key.message) || /^-----BEGIN ENCRYPTED PRIVATE KEY-----/m.test(text))
    return { kind: 'locked', text, publicKey: publicHalf(path, text) };
  return unusable(text);
};

const unusable = (text: string): KeyFile => {
  const type = /sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com/.exec(clearHead(text));
  if (type)
    return {
      kind: 'unusable',
      onlySsh: true,
      why: `it is a security key (${type[0]}), which works only through ssh itself`,
    };
  const putty = /^PuTTY-User-Key-File-(\d{1,2}): ([\w-]{1,40})/.exec(text);
  if (putty)
    return {
      kind: 'unusable',
      why: `it is a PuTTY key of version ${putty[1]} and type ${putty[2]}; MID Up reads version 2 with RSA. Load it into Pageant, or let PuTTYgen export it as an OpenSSH key (Conversions)`,
    };
  return { kind: 'unusable', why: 'it is not a private key in a format that MID Up reads (OpenSSH, PEM, PPK)' };
};

/** Null where the passphrase is wrong. */
export const unlock = (text: string, passphrase: string): ParsedKey | null => {
  if (passphraseRounds(text) > MOST_ROUNDS) return null;
  const key = parse(text, passphrase);
  return key instanceof Error ? null : key;
};

const parse = (text: string, passphrase?: string): ParsedKey | Error => {
  try {
    const plain = /^-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/m.test(text) ? fromPkcs8(text, passphrase) : null;
    // A file that says it holds no key gives nothing at all.
    const key: ParsedKey | ParsedKey[] | Error | undefined = ssh2.utils.parseKey(plain ?? text, passphrase);
    return (Array.isArray(key) ? key[0] : key) ?? new Error('no key');
  } catch {
    return new Error('not a key');
  }
};

/** ssh2 reads the older PEM of each type only. Throws where the passphrase is wrong or missing. */
const fromPkcs8 = (text: string, passphrase?: string): string | null => {
  const key = createPrivateKey(passphrase === undefined ? text : { key: text, passphrase });
  const type = key.asymmetricKeyType === 'rsa' ? 'pkcs1' : key.asymmetricKeyType === 'ec' ? 'sec1' : null;
  return type === null ? null : key.export({ format: 'pem', type }).toString();
};

/** The server is asked about a key before its owner is asked for the passphrase. */
const publicHalf = (path: string, text: string): ParsedKey | null => {
  for (const candidate of [beside(path), openSshPublic(text), puttyPublic(text)]) {
    if (candidate === null) continue;
    const key = parse(candidate);
    if (!(key instanceof Error) && !key.isPrivateKey()) return key;
  }
  return null;
};

const beside = (path: string): string | null => {
  try {
    return readFileSync(`${path}.pub`, 'utf8').slice(0, MAX_BYTES);
  } catch {
    return null;
  }
};

/** All up to the last END is read, as ssh2 does: what is no base64 is passed over, and a hyphen is read as a plus. */
const body = (text: string): Buffer =>
  Buffer.from(/-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]*)-----END/.exec(text)?.[1] ?? '', 'base64');

const clearHead = (text: string) => body(text).subarray(0, 512).toString('latin1');

/** So many of bcrypt's take this program some seconds, in which nothing else happens; ssh-keygen writes 16 or 24. */
const MOST_ROUNDS = 256;

/** The fields of an openssh-key-v1 in order, each null from where it ends too early; undefined of another format. */
const openSshFields = (text: string): { next(): Buffer | null; skip(bytes: number): void } | undefined => {
  const data = body(text);
  if (data.toString('latin1', 0, 14) !== 'openssh-key-v1') return undefined;
  let at = 15;
  return {
    next: () => {
      if (at + 4 > data.length) return null;
      const end = at + 4 + data.readUInt32BE(at);
      if (end > data.length) return null;
      const field = data.subarray(at + 4, end);
      at = end;
      return field;
    },
    skip: (bytes) => {
      at += bytes;
    },
  };
};

/** How often a passphrase is hashed, as an OpenSSH key says it of itself; zero for others. */
export const passphraseRounds = (text: string): number => {
  const fields = openSshFields(text);
  if (!fields?.next() || !fields.next()) return 0;
  // The options of bcrypt: the salt, and the rounds after it. A key that is not locked has none.
  const options = fields.next();
  if (!options || options.length < 8) return 0;
  const rounds = 4 + options.readUInt32BE(0);
  return rounds + 4 <= options.length ? options.readUInt32BE(rounds) : 0;
};

/** openssh-key-v1 keeps the public key in the clear, after cipher, kdf and its options (PROTOCOL.key of OpenSSH). */
const openSshPublic = (text: string): string | null => {
  const fields = openSshFields(text);
  if (!fields?.next() || !fields.next() || !fields.next()) return null;
  // How many keys there are.
  fields.skip(4);
  const blob = fields.next();
  if (!blob || blob.length < 8) return null;
  const type = blob.toString('latin1', 4, 4 + Math.min(64, blob.readUInt32BE(0)));
  return `${type} ${blob.toString('base64')}`;
};

const puttyPublic = (text: string): string | null => {
  const type = /^PuTTY-User-Key-File-\d: (\S+)/m.exec(text)?.[1];
  const count = Number(/^Public-Lines: (\d{1,4})/m.exec(text)?.[1] ?? 0);
  const lines = text.split(/\r?\n/);
  const at = lines.findIndex((line) => line.startsWith('Public-Lines:'));
  return type && count ? `${type} ${lines.slice(at + 1, at + 1 + count).join('')}` : null;
};
