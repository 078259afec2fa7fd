import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSharedShells } from '../../../../src-main/hosts/become/shared-shells.ts';
import { createLocalShell } from '../../../../src-main/hosts/local/local-shell.ts';
import { createShellHost } from '../../../../src-main/hosts/shell-host.ts';
import type { Host } from '../../../../src-main/model/host.ts';
import { peers } from '../../../peers/needs.ts';
import { processes } from '../../../peers/processes.ts';

/** Stands for pkexec where somebody says yes: counts, and runs what it was given as who runs the tests. */
const PKEXEC = `#!/bin/sh
echo asked >>"\${0%/*}/asked"
while [ "$1" != --user ]; do shift; done
shift 2
exec "$@"
`;

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'midup-pkexec-'));
  writeFileSync(join(dir, 'pkexec'), PKEXEC, { mode: 0o755 });
});
afterAll(() => rmSync(dir, { recursive: true }));

const env = () => ({ ...process.env, PATH: `${dir}:${process.env['PATH']}` });
const open = (): Host => {
  writeFileSync(join(dir, 'asked'), '');
  return createShellHost(
    {
      ...{ os: 'linux', name: 'this computer', kind: 'local', user: 'jo', isRoot: false, terminal: false },
      becomeBy: 'polkit',
      shell: createLocalShell('this computer', env()),
      ask: async () => ({ kind: 'cancel' }),
    },
    ({ stop }) => ({ onLost: () => undefined, close: async () => stop() }),
  );
};
const timesAsked = () => readFileSync(join(dir, 'asked'), 'utf8').split('\n').length - 1;
const as = { become: 'root' } as const;
const sleeping = (seconds: string) => processes().filter(({ command }) => command === `sleep ${seconds}`).length;

const SHELLS = ['dash', 'bash', ...(peers('busybox') ? ['busybox'] : [])];

describe.for(SHELLS)('scripts for which somebody has to be asked each time, in %s', (shell) => {
  beforeAll(() => {
    rmSync(join(dir, 'sh'), { force: true });
    symlinkSync(spawnSync('which', [shell], { encoding: 'utf8' }).stdout.trim(), join(dir, 'sh'));
  });
  test('share one shell while they follow each other, and each is as if it had its own', async () => {
    const host = open();
    const awkward = Array.from({ length: 255 }, (_, i) => String.fromCharCode(i + 1)).join('');
    const first = await host.runScript(
      { text: 'printf %s "$1"; cat; echo no end >&2; x=left; cd /tmp; exec 4>&1; exit 7' },
      { ...as, args: [awkward], stdin: awkward.repeat(300) },
    );
    expect(first).toMatchObject({ exitCode: 7, stdout: awkward.repeat(301), stderr: 'no end\n' });
    const second = await host.runScript({ text: 'printf "%s %s" "$x" "$PWD"; (exit 3)' }, as);
    expect(second).toMatchObject({ exitCode: 3, stdout: ' /', stderr: '' });
    const chunks: string[] = [];
    await host.runScript({ text: 'echo a; echo b' }, { ...as, onOutput: (chunk) => chunks.push(chunk) });
    expect(chunks.join('')).toBe('a\nb\n');
    writeFileSync(join(dir, 'bytes'), Buffer.from([0, 1, 255, 10, 0]));
    expect(Buffer.from(await host.readFile(join(dir, 'bytes'), { maxBytes: 10, ...as }))).toEqual(
      Buffer.from([0, 1, 255, 10, 0]),
    );
    expect(timesAsked()).toBe(1);
    await host.close();
  });

  test('one after another, also when they are begun together', async () => {
    const host = open();
    const ids = ['one', 'two', 'three'];
    const runs = await Promise.all(
      ids.map((id) =>
        host.runScript(
          { text: 'for i in 1 2 3; do echo "$1 $i"; sleep 0.05; done; exit $2' },
          { ...as, args: [id, '4'] },
        ),
      ),
    );
    for (const [i, id] of ids.entries())
      expect(runs[i]).toMatchObject({ exitCode: 4, stdout: [1, 2, 3].map((n) => `${id} ${n}\n`).join('') });
    expect(timesAsked()).toBe(1);
    await host.close();
  });

  test('not with those of a change, nor those as another user', async () => {
    const host = open();
    const run = async (more: object) => (await host.runScript({ text: 'echo $$' }, { ...as, ...more })).stdout;
    await run({});
    await run({ change: 'a' });
    await run({ change: 'a' });
    expect(timesAsked()).toBe(2);
    await run({ change: 'b' });
    await run({ become: 'nobody' });
    await run({});
    expect(timesAsked()).toBe(4);
    await host.close();
  });

  test('one that is cancelled, or runs for too long, ends with all it started; the next one asks', async () => {
    const host = open();
    const stop = new AbortController();
    const running = host.runScript({ text: 'sleep 918171' }, { ...as, signal: stop.signal });
    const waiting = host.runScript({ text: 'echo after' }, as);
    await expect.poll(() => sleeping('918171'), { timeout: 10_000 }).toBe(1);
    stop.abort();
    expect(await running).toMatchObject({ failed: 'cancelled' });
    expect(await waiting).toMatchObject({ exitCode: 0, stdout: 'after\n' });
    await expect.poll(() => sleeping('918171'), { timeout: 10_000 }).toBe(0);
    expect(timesAsked()).toBe(2);
    expect(await host.runScript({ text: 'sleep 918172' }, { ...as, timeoutMs: 200 })).toMatchObject({
      failed: 'timeout',
    });
    await expect.poll(() => sleeping('918172'), { timeout: 10_000 }).toBe(0);
    await host.close();
  });

  test('one that waits for its turn can be cancelled; the others are not held up by it', async () => {
    const host = open();
    const stop = new AbortController();
    const first = host.runScript({ text: 'sleep 0.4; echo first' }, as);
    const second = host.runScript({ text: 'echo second' }, { ...as, signal: stop.signal });
    const third = host.runScript({ text: 'echo third' }, as);
    stop.abort();
    expect(await second).toMatchObject({ failed: 'cancelled', stdout: '' });
    expect((await first).stdout).toBe('first\n');
    expect((await third).stdout).toBe('third\n');
    expect(timesAsked()).toBe(1);
    await host.close();
  });

  test('what one leaves running is not waited for, and closing the host ends the shell', async () => {
    const host = open();
    const seconds = String(randomInt(900_000, 999_999));
    const { stdout } = await host.runScript({ text: `sleep ${seconds} & echo $$` }, as);
    // It is another copy of the shell until it has begun.
    await expect.poll(() => sleeping(seconds)).toBe(1);
    expect((await host.runScript({ text: 'echo $$' }, as)).stdout).toBe(stdout);
    const shell = Number(stdout);
    const there = () => processes().some(({ pid }) => pid === shell);
    expect(there()).toBe(true);
    await host.close();
    await expect.poll(there, { timeout: 10_000 }).toBe(false);
    for (const { pid, command } of processes()) if (command === `sleep ${seconds}`) process.kill(pid);
  });

  test('a shell that dies under one is not given to the next', async () => {
    const host = open();
    expect(await host.runScript({ text: 'kill -9 $$; sleep 5' }, as)).toMatchObject({ stdout: '' });
    expect((await host.runScript({ text: 'echo again' }, as)).stdout).toBe('again\n');
    expect(timesAsked()).toBe(2);
    await host.close();
  });

  test('nobody is asked again where the first was refused, until somebody asks for it', async () => {
    const refuses = PKEXEC.replace(/^while[\s\S]*/m, 'echo Not authorized >&2\nexit 127\n');
    writeFileSync(join(dir, 'pkexec'), refuses);
    const host = open();
    expect(await host.runScript({ text: 'id' }, as)).toMatchObject({
      failed: 'denied',
      error: { code: 'polkit-denied' },
    });
    expect(timesAsked()).toBe(1);
    await host.close();
    writeFileSync(join(dir, 'pkexec'), PKEXEC);
  });
});

test('a shell that waits for no further script is ended', async () => {
  const shell = createLocalShell('this computer', env());
  const signal = new AbortController().signal;
  const shells = createSharedShells('this computer', 50);
  let opened = 0;
  let last: Promise<unknown> = Promise.resolve();
  const take = () =>
    shells.take(
      'root',
      async () => {
        opened++;
        const made = await shell(['sh'], signal);
        last = made.ended;
        return made;
      },
      signal,
    );
  const run = async () => {
    const turn = await take();
    turn.write('exit 5');
    expect(await turn.ended).toEqual({ exitCode: 5 });
  };
  await run();
  await last;
  await run();
  expect(opened).toBe(2);
  shells.close();
  await last;
});
