import { fork } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSessionStore } from '../../../src-main/store/session-store.ts';
import { fakeSession as session } from '../../fakes/session.ts';

test('a process that is killed in the middle of writing leaves a whole session', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'midup-store-'));
  const store = createSessionStore(dir);
  await store.save(session('a1', { note: 'before' }));
  const writer = fork(
    new URL('../../fixtures/store/write-forever.ts', import.meta.url),
    [dir, JSON.stringify(session('a1'))],
    {
      stdio: 'ignore',
    },
  );
  for (let i = 0; i < 100 && (await store.load('a1')).note === 'before'; i++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  writer.kill('SIGKILL');
  await new Promise((resolve) => writer.once('exit', resolve));
  const { note } = await store.load('a1');
  expect(note).toMatch(/^\d+ x{1000000}$/);
  expect(JSON.parse(await readFile(join(dir, 'a1', 'session.json'), 'utf8')).id).toBe('a1');
  await rm(dir, { recursive: true, force: true });
});
