import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSecretBox } from '../../../src-main/electron/secret-box.ts';

let dir = '';
let file = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'midup-box-'));
  file = join(dir, 'secrets.json');
});
afterEach(() => rmSync(dir, { recursive: true }));

type Backend = 'basic_text' | 'gnome_libsecret' | 'unknown';

/** As Electron's, with a cipher that a test can look through: the bytes turned over, behind Chromium's mark. */
const fakeStorage = (o: { available?: boolean; backend?: Backend; mark?: string } = {}) => {
  const turned = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0x5a));
  return {
    isAsyncEncryptionAvailable: async () => o.available ?? true,
    getSelectedStorageBackend: () => o.backend ?? 'gnome_libsecret',
    encryptStringAsync: async (text: string) =>
      Buffer.concat([Buffer.from(o.mark ?? 'v11'), turned(Buffer.from(text))]),
    decryptStringAsync: async (blob: Buffer) => {
      if (blob.length < 4) throw new Error('Error while decrypting the ciphertext');
      return { result: turned(blob.subarray(3)).toString(), shouldReEncrypt: false };
    },
  };
};
const box = (storage = fakeStorage(), platform: NodeJS.Platform = 'linux') => createSecretBox(storage, file, platform);

test('keeps, finds again in another run, and removes; the file is the user’s own and tells nothing', async () => {
  const first = box();
  await first.set('password ops mid1', 'hunter2');
  await Promise.all([first.set('b', 'two'), first.set('c', 'three')]);
  const text = readFileSync(file, 'utf8');
  for (const word of ['hunter2', 'ops', 'mid1', Buffer.from('hunter2').toString('base64')])
    expect(text).not.toContain(word);
  expect(statSync(file).mode & 0o777).toBe(0o600);

  const second = box();
  expect(second.count()).toBe(3);
  expect(await second.get('password ops mid1')).toBe('hunter2');
  expect(await second.get('another')).toBeNull();
  await second.remove('password ops mid1');
  expect(await box().get('password ops mid1')).toBeNull();
  expect(await box().get('c')).toBe('three');
  await second.removeAll();
  expect(() => statSync(file)).toThrow('ENOENT');
  expect(second.count()).toBe(0);
});

test('a file that others could read becomes the user’s own', async () => {
  writeFileSync(file, '{}', { mode: 0o644 });
  await box().set('a', 'one');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.for([
  [{ backend: 'basic_text' }, 'plain-store'],
  [{ mark: 'v10' }, 'plain-store'],
  [{ backend: 'unknown' }, 'no-store'],
  [{ available: false }, 'no-store'],
] as const)('%j is refused: %s', async ([storage, why]) => {
  const it = box(fakeStorage(storage));
  expect(await it.available()).toEqual({ ok: false, why });
  await expect(it.set('a', 'one')).rejects.toThrow(/key store/);
  expect(() => statSync(file)).toThrow('ENOENT');
});

test.for(['darwin', 'win32'] as const)('%s has no backend to name, and v10 is its usual mark', async (platform) => {
  const { getSelectedStorageBackend: _, ...storage } = fakeStorage({ mark: 'v10' });
  const it = createSecretBox(storage, file, platform);
  expect(await it.available()).toEqual({ ok: true });
  await it.set('a', 'one');
  expect(await it.get('a')).toBe('one');
});

test('what was kept is not read where the store has become plain text', async () => {
  await box().set('a', 'one');
  expect(await box(fakeStorage({ backend: 'basic_text' })).get('a')).toBeNull();
  expect(await box().get('a')).toBe('one');
});

test('a blob that was put under another name, or does not decrypt, opens nothing and is removed', async () => {
  const it = box();
  await it.set('a', 'one');
  await it.set('b', 'two');
  const saved = JSON.parse(readFileSync(file, 'utf8'));
  const [nameOfA = '', nameOfB = ''] = Object.keys(saved.secrets);
  writeFileSync(
    file,
    JSON.stringify({ version: 1, secrets: { [nameOfA]: saved.secrets[nameOfB], [nameOfB]: 'AA==' } }),
  );
  const other = box();
  expect(await other.get('a')).toBeNull();
  expect(await other.get('b')).toBeNull();
  expect(other.count()).toBe(0);
});

test.for(['', 'not json', '[]', '{"version":2,"secrets":{"a":"x"}}', '{"version":1,"secrets":null}'])(
  'a file with %j is as good as none',
  async (text) => {
    writeFileSync(file, text);
    const it = box();
    expect(it.count()).toBe(0);
    await it.set('a', 'one');
    expect(await box().get('a')).toBe('one');
  },
);

test('what cannot be written is told', async () => {
  const it = createSecretBox(fakeStorage(), join(dir, 'missing', 'secrets.json'), 'linux');
  await expect(it.set('a', 'one')).rejects.toThrow(/ENOENT/);
});
