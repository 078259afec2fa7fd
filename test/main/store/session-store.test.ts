import { chmod, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSessionStore } from '../../../src-main/store/session-store.ts';
import { fakeSession as session } from '../../fakes/session.ts';

let dir: string;
beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'midup-store-')), 'sessions');
});
afterEach(() => rm(join(dir, '..'), { recursive: true, force: true }));

test('what was saved is loaded as it was', async () => {
  const store = createSessionStore(dir);
  await store.save(session('a1'));
  expect(await createSessionStore(dir).load('a1')).toEqual(session('a1'));
});

test('saved evidence is kept with what it said of itself; a session without is as it ever was', async () => {
  const store = createSessionStore(dir);
  const captured = {
    startedAt: '2026-01-01T03:04:05.000Z',
    finishedAt: '2026-01-01T03:04:07.000Z',
    host: { name: 'mid-ber-02', os: 'linux' },
    agentDir: null,
    failed: 'timeout',
  } as const;
  const target = { kind: 'evidence', file: '~/mid.json' } as const;
  const coverage = {
    checks: 52,
    ran: 51,
    couldNot: [{ check: 'host.java', code: 'host.java-version', needs: 'java' }],
  } as const;
  await store.save(session('a1', { target, captured, coverage }));
  await store.save(session('a2'));
  expect(await store.load('a1')).toEqual(session('a1', { target, captured, coverage }));
  expect(await store.load('a2')).toEqual(session('a2'));
  await store.save({ ...session('a3', { target }), captured: { ...captured, host: 'gremlins' } } as never);
  await expect(store.load('a3')).rejects.toThrow('captured.host');
});

test('only the owner can read it, also in a folder that was there with other rights', async () => {
  await mkdir(join(dir, 'a1'), { recursive: true });
  await chmod(join(dir, 'a1'), 0o777);
  await createSessionStore(dir).save(session('a1'));
  expect((await stat(join(dir, 'a1'))).mode & 0o777).toBe(0o700);
  expect((await stat(join(dir, 'a1', 'session.json'))).mode & 0o777).toBe(0o600);
});

test('the list is newest first, without evidence, and names what cannot be read', async () => {
  const store = createSessionStore(dir);
  expect(await store.list()).toEqual({ sessions: [], unreadable: [] });
  await store.save(session('old', { savedAt: '2026-01-01T00:00:00.000Z' }));
  await store.save(session('new', { savedAt: '2026-02-01T00:00:00.000Z' }));
  await mkdir(join(dir, 'broken'));
  await writeFile(join(dir, 'broken', 'session.json'), '{"version":1');
  await writeFile(join(dir, 'a file'), 'not a session');
  const { sessions, unreadable } = await store.list();
  expect(sessions.map(({ id, evidence }) => [id, evidence])).toEqual([
    ['new', []],
    ['old', []],
  ]);
  expect(unreadable).toEqual([join(dir, 'broken', 'session.json')]);
});

describe('a file that is none of ours', () => {
  test.each([
    ['cut off', '{"version":1,', 'is not whole JSON'],
    ['something else', '[]', 'expected object'],
    ['of a later version', '{"version":7}', 'later version of MID Up (format 7'],
    [
      'with a code that there is not',
      JSON.stringify({ ...session('x'), findings: [{ ...session('x').findings[0], code: 'a.b' }] }),
      'findings.0.code',
    ],
    ['of another session', JSON.stringify(session('y')), 'it holds the session y'],
  ])('%s: says which file and why', async (_, text, why) => {
    await mkdir(join(dir, 'x'), { recursive: true });
    await writeFile(join(dir, 'x', 'session.json'), text);
    const loading = createSessionStore(dir).load('x');
    await expect(loading).rejects.toThrow(why);
    await expect(loading).rejects.toThrow(join(dir, 'x', 'session.json'));
  });

  test('missing', async () => {
    await expect(createSessionStore(dir).load('x')).rejects.toThrow('it is not there');
  });
});

test.each(['..', '../x', 'a/b', 'a\\b', '', '.hidden', 'C:', 'a\0b', `${'a'.repeat(200)}`])(
  'an id cannot lead out of the folder: %j',
  async (id) => {
    const store = createSessionStore(dir);
    await mkdir(dir, { recursive: true });
    await expect(store.load(id)).rejects.toThrow('is not the id of a session');
    await expect(store.save(session(id))).rejects.toThrow('is not the id of a session');
    await expect(store.remove(id)).rejects.toThrow('is not the id of a session');
    expect(await readdir(join(dir, '..'))).toEqual(['sessions']);
  },
);

test('removed is gone, and removing what is gone is no error', async () => {
  const store = createSessionStore(dir);
  await store.save(session('a1'));
  await store.remove('a1');
  await store.remove('a1');
  expect(await store.list()).toEqual({ sessions: [], unreadable: [] });
});

test('a half-written file beside it does no harm', async () => {
  const store = createSessionStore(dir);
  await store.save(session('a1'));
  await writeFile(join(dir, 'a1', 'session.json.1234567'), '{"version":1,"id":"a1","star');
  expect((await store.load('a1')).note).toBe('asked the storage team');
  await store.save(session('a1', { note: 'later' }));
  expect((await store.load('a1')).note).toBe('later');
});

test('two at once on one folder: every read is whole, and the last write stands', async () => {
  const [one, two] = [createSessionStore(dir), createSessionStore(dir)];
  await one.save(session('a1'));
  const long = 'x'.repeat(200_000);
  await Promise.all(
    Array.from({ length: 20 }, async (_, i) => {
      await (i % 2 ? one : two).save(session('a1', { note: `${i} ${long}` }));
      expect((await (i % 2 ? two : one).load('a1')).note).toContain(long);
    }),
  );
  expect(await readdir(join(dir, 'a1'))).toEqual(['session.json']);
});
