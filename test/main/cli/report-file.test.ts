import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openReportFile } from '../../../src-main/cli/report-file.ts';
import { UsageError } from '../../../src-main/cli/usage-error.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'midup-report-'));
});
afterEach(async () => {
  await chmod(dir, 0o700);
  await rm(dir, { recursive: true });
});

describe("a report's file", () => {
  test('is put in its place whole, over what was there', async () => {
    const path = join(dir, 'r.html');
    await writeFile(path, 'old');
    const file = await openReportFile(path);
    expect(await readFile(path, 'utf8')).toBe('old');
    await file.commit('<p>new');
    await file.discard();
    expect(await readFile(path, 'utf8')).toBe('<p>new');
    expect(await readdir(dir)).toEqual(['r.html']);
  });

  test('leaves nothing behind where it was not needed', async () => {
    const file = await openReportFile(join(dir, 'r.html'));
    await file.discard();
    expect(await readdir(dir)).toEqual([]);
  });

  test.each([
    ['no/such/r.html', /its folder does not exist/],
    ['r.json', /must end in \.html/],
    ['folder.html', /is there already and is no file/],
    [`${'x'.repeat(300)}.html`, /too long/],
  ])('%s is refused before anything is done', async (name, message) => {
    await mkdir(join(dir, 'folder.html'));
    const opening = openReportFile(join(dir, name));
    await expect(opening).rejects.toThrow(UsageError);
    await expect(opening).rejects.toThrow(message);
  });
});
