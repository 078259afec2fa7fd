import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { SafeStorage } from 'electron';
import writeFileAtomic from 'write-file-atomic';
import type { SecretBox } from '../app/secret-box.ts';

type Cipher = Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'> &
  Partial<Pick<SafeStorage, 'getSelectedStorageBackend'>>;

/** Chromium's mark of a value that is encrypted by the key which stands in its source, on Linux without a key store. */
const FIXED_KEY = 'v10';

/**
 * Secrets in one file of the user's own, each encrypted by the system's key store (Keychain, DPAPI, libsecret, KWallet).
 * What a secret is for is not in the file: an entry's name is a hash of it, and stands again inside what is encrypted.
 */
export const createSecretBox = (
  cipher: Cipher,
  file: string,
  platform: NodeJS.Platform = process.platform,
): SecretBox => {
  let entries = readEntries(file);
  let writing: Promise<void> = Promise.resolve();

  const available: SecretBox['available'] = async () => {
    try {
      if (!(await cipher.isAsyncEncryptionAvailable())) return { ok: false, why: 'no-store' };
      if (platform !== 'linux') return { ok: true };
      const backend = cipher.getSelectedStorageBackend?.() ?? 'unknown';
      if (backend === 'unknown') return { ok: false, why: 'no-store' };
      if (backend === 'basic_text' || isPlain(await cipher.encryptStringAsync('probe'), platform))
        return { ok: false, why: 'plain-store' };
      return { ok: true };
    } catch {
      return { ok: false, why: 'no-store' };
    }
  };

  /** One write after the other; a later one holds what an earlier one changed. */
  const change = (next: ReadonlyMap<string, string>): Promise<void> => {
    entries = next;
    const written = writing.then(() => write(file, next));
    writing = written.catch(() => undefined);
    return written;
  };
  const without = (name: string) => new Map([...entries].filter(([key]) => key !== name));

  return {
    available,
    count: () => entries.size,
    get: async (key) => {
      const blob = entries.get(nameOf(key));
      if (blob === undefined || !(await available()).ok) return null;
      try {
        const { result } = await cipher.decryptStringAsync(Buffer.from(blob, 'base64'));
        const [about, secret]: unknown[] = JSON.parse(result);
        if (about === key && typeof secret === 'string') return secret;
      } catch {
        // The key store was reset, or the file comes from another computer: it opens for nobody any more.
      }
      await change(without(nameOf(key))).catch(() => undefined);
      return null;
    },
    set: async (key, secret) => {
      const state = await available();
      if (!state.ok) throw new Error('there is no key store that encrypts');
      const blob = await cipher.encryptStringAsync(JSON.stringify([key, secret]));
      if (isPlain(blob, platform)) throw new Error('the key store would hold it as plain text');
      await change(new Map([...entries, [nameOf(key), blob.toString('base64')]]));
    },
    remove: async (key) => {
      if (entries.has(nameOf(key))) await change(without(nameOf(key)));
    },
    removeAll: () => change(new Map()),
  };
};

const nameOf = (key: string) => createHash('sha256').update(key).digest('hex');

const isPlain = (blob: Buffer, platform: NodeJS.Platform) =>
  platform === 'linux' && blob.toString('latin1', 0, FIXED_KEY.length) === FIXED_KEY;

/** What cannot be read is as good as not kept: each is asked for again. */
const readEntries = (file: string): ReadonlyMap<string, string> => {
  try {
    const { version, secrets } = JSON.parse(readFileSync(file, 'utf8'));
    if (version !== 1) return new Map();
    const all = Object.entries(secrets as Record<string, unknown>);
    return new Map(all.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return new Map();
  }
};

const write = async (file: string, entries: ReadonlyMap<string, string>): Promise<void> => {
  if (entries.size === 0) return rm(file, { force: true });
  const text = JSON.stringify({ version: 1, secrets: Object.fromEntries(entries) });
  await writeFileAtomic(file, `${text}\n`, { mode: 0o600 });
};
