import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readEvidenceFile, readEvidenceStream } from '../../../src-main/app/evidence-file.ts';
import { EvidenceError, type EvidenceErrorCode } from '../../../src-main/model/evidence-error.ts';
import { captureOf } from '../../fakes/capture.ts';
import { damaged, FUZZ, FUZZ_MS } from '../../fakes/fuzz.ts';

const GOOD = captureOf({});
const TEXT = JSON.stringify(GOOD, null, 1);

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'midup-evidence-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const put = async (content: string | Uint8Array): Promise<string> => {
  const file = join(dir, 'mid.json');
  await writeFile(file, content);
  return file;
};
const plain = (path: string) => readEvidenceFile(path, { plainOnly: true });
const refusal = async (reading: Promise<unknown>): Promise<EvidenceError> => {
  const error = await reading.then(
    () => new Error('was read'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EvidenceError);
  return error as EvidenceError;
};

describe('a file of saved evidence', () => {
  test('is read as it was saved, through a link and with a byte order mark, too', async () => {
    const file = await put(`\ufeff${TEXT}`);
    await symlink(file, join(dir, 'link'));
    expect(await plain(join(dir, 'link'))).toEqual(GOOD);
    expect(await readEvidenceFile(file)).toEqual(GOOD);
  });

  test.each<[EvidenceErrorCode, string, RegExp, () => string | Promise<string>]>([
    ['missing', 'is not there', /^it is not there$/, () => join(dir, 'none.json')],
    ['missing', 'is below another file', /^its folder is no folder$/, async () => join(await put(''), 'x')],
    ['unreadable', 'has a name too long', /^the name is too long$/, () => join(dir, 'x'.repeat(300))],
    ['not-a-file', 'is a folder', /^it is a folder$/, () => dir],
    ['not-text', 'is UTF-16', /not text in UTF-8/, () => put(Buffer.from(`\ufeff${TEXT}`, 'utf16le'))],
    ['not-text', 'is packed', /not text in UTF-8/, () => put(new Uint8Array([0x1f, 0x8b, 0x08, 0x00, 0xff]))],
    ['cut-off', 'is empty', /not whole JSON/, () => put('')],
    ['cut-off', 'was cut off', /not whole JSON/, () => put(TEXT.slice(0, 400))],
    ['foreign', 'is something else', /not saved by midup capture/, () => put('{"name":"package"}')],
    ['version', 'is of another version', /another version/, () => put('{"schema":"midup.capture/7"}')],
  ])('%s: one that %s', async (code, _, said, make) => {
    const file = await make();
    for (const error of [await refusal(plain(file)), await refusal(readEvidenceFile(file))]) {
      expect(error).toMatchObject({ code, params: { file } });
      expect(error.message).toMatch(said);
    }
  });

  test('that one may not read', async () => {
    const file = await put(TEXT);
    await chmod(file, 0);
    // Who runs the tests as root may read anything.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      const [a, b] = [await refusal(plain(file)), await refusal(readEvidenceFile(file))];
      expect([a.code, b.code, b.message]).toEqual(['denied', 'denied', 'you may not read it']);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  test('that is far too large is not even begun', async () => {
    const file = await put('');
    await truncate(file, 70 * 1024 * 1024);
    const error = await refusal(plain(file));
    expect(error).toMatchObject({ code: 'too-large', message: expect.stringContaining('73400320 bytes long') });
  });

  test('that never ends, or never begins, is no file for the page', async () => {
    const pipe = join(dir, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const path of ['/dev/zero', '/dev/null', pipe])
      expect(await refusal(plain(path)), path).toMatchObject({ code: 'not-a-file' });
    // The terminal takes what is piped into it, and no more than evidence can be.
    expect(await refusal(readEvidenceFile('/dev/zero'))).toMatchObject({ code: 'too-large' });
  });

  test('is not read on when nobody waits for it any more', async () => {
    const file = await put(TEXT);
    await expect(readEvidenceFile(file, { plainOnly: true, signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });

  test('may be piped in', async () => {
    const pieces = async function* () {
      for (const at of [0, 100, 200]) yield Buffer.from(at === 200 ? TEXT.slice(at) : TEXT.slice(at, at + 100));
    };
    expect(await readEvidenceStream(pieces())).toEqual(GOOD);
  });

  test(
    'whatever became of it, it is read or refused',
    async () => {
      await mkdir(join(dir, 'some'));
      const file = join(dir, 'some', 'x.json');
      await fc.assert(
        fc.asyncProperty(damaged(TEXT), async (text) => {
          await writeFile(file, text);
          try {
            expect((await plain(file)).evidence.length).toBeGreaterThan(0);
          } catch (error) {
            expect(error).toBeInstanceOf(EvidenceError);
            expect((error as Error).message).toMatch(/^[^\n\u0000-\u001f]{1,400}$/);
          }
        }),
        FUZZ,
      );
    },
    FUZZ_MS,
  );
});
