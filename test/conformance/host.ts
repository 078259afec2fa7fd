import { randomBytes, randomInt } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Host, RunOptions, ScriptResult } from '../../src-main/model/host.ts';
import { freePort } from '../peers/free-port.ts';
import { killAll, processes } from '../peers/processes.ts';

export type HostUnderTest = {
  readonly open: () => Promise<Host>;
  /** Who scripts run as; `become` is set where that is not who signed in. */
  readonly runsAs: () => string;
  readonly become?: string;
  /** Only what the way to the shell can spoil: for hosts that differ in nothing else. */
  readonly onlyShell?: true;
};

const running = (needle: string) => processes().filter((p) => p.command.includes(needle));
/** A sleep that no other test has. */
const uniqueSleep = () => `9${randomInt(10_000, 99_999)}`;

export const gone = async (needle: string, withinMs: number): Promise<void> => {
  const until = Date.now() + withinMs;
  while (running(needle).length > 0 && Date.now() < until) await sleep(20);
  const left = running(needle);
  killAll(left.map((p) => p.pid));
  expect(left).toEqual([]);
};

export const started = async (needle: string): Promise<void> => {
  const until = Date.now() + 10_000;
  while (running(needle).length === 0 && Date.now() < until) await sleep(10);
  expect(running(needle)).not.toEqual([]);
};

/** What every host does alike, whatever is between it and MID Up. */
export const hostConformance = (name: string, under: HostUnderTest) => {
  describe.concurrent(name, () => {
    let host: Host;
    let dir: string;
    const as = under.become === undefined ? {} : { become: under.become };
    const run = (text: string, options: RunOptions = {}): Promise<ScriptResult> =>
      host.runScript({ text }, { ...as, ...options });

    beforeAll(async () => {
      dir = mkdtempSync(join(tmpdir(), 'midup-conformance-'));
      chmodSync(dir, 0o755);
      host = await under.open();
    });
    afterAll(async () => {
      await host.close();
      rmSync(dir, { recursive: true, force: true });
    });

    test('gives stdout, stderr and the exit status, as the right user', async () => {
      const result = await run('id -un; echo oops >&2; exit 3');
      expect(result).toMatchObject({ exitCode: 3, stdout: `${under.runsAs()}\n`, stderr: 'oops\n' });
      expect(result.failed).toBeUndefined();
    });

    test('passes arguments on as they are', async () => {
      const args = [
        "it's",
        '',
        '$(id)',
        '`id`',
        '-n',
        'a\nb',
        '"',
        '\\',
        '!x',
        '%s',
        '*',
        'ü日本',
        ';exit 9',
        "'\\''",
        ' ',
      ];
      const result = await run(`printf '[%s]' "$@"; echo $#`, { args });
      expect(result.stdout).toBe(`${args.map((a) => `[${a}]`).join('')}${args.length}\n`);
    });

    test('refuses an argument with NUL', async () => {
      const result = await run('echo no', { args: ['a\0b'] });
      expect(result).toMatchObject({ failed: 'not-started', stdout: '' });
    });

    test('gives the script its standard input, or none', async () => {
      expect((await run('cat', { stdin: "a'b\n%s\\n ü" })).stdout).toBe("a'b\n%s\\n ü");
      expect((await run('cat; echo end')).stdout).toBe('end\n');
    });

    test('runs several scripts at the same time', async () => {
      const results = await Promise.all([1, 2, 3, 4].map((i) => run('sleep 0.1; echo "$1"', { args: [String(i)] })));
      expect(results.map((r) => r.stdout)).toEqual(['1\n', '2\n', '3\n', '4\n']);
    });

    test('cancels within half a second and leaves no process', async () => {
      const seconds = uniqueSleep();
      const stop = new AbortController();
      const result = run(`trap '' TERM; sleep ${seconds} & (sleep ${seconds}); wait`, { signal: stop.signal });
      await started(`sleep ${seconds}`);
      const before = Date.now();
      stop.abort();
      expect(await result).toMatchObject({ failed: 'cancelled' });
      expect(Date.now() - before).toBeLessThan(500);
      await gone(`sleep ${seconds}`, 6000);
    });

    if (under.onlyShell) return;

    test('streams characters whole, in order', async () => {
      const chunks: string[] = [];
      const result = await run("printf '\\303'; sleep 0.15; printf '\\274\\n'; sleep 0.15; printf 'x'", {
        onOutput: (chunk) => chunks.push(chunk),
      });
      expect(chunks.join('')).toBe('ü\nx');
      expect(chunks.length).toBeGreaterThan(1);
      expect(result.stdout).toBe('ü\nx');
    });

    test('reads the whole script before it runs, however long, and leaves its text alone', async () => {
      const lines = Array.from({ length: 4000 }, (_, i) => `# line ${i} with 'quotes' and $things\n`).join('');
      const result = await run(
        `${lines}cat <<'END'\nit's $HOME\nEND\ncase x in x) echo ok ;; esac\nf() { echo "$1"; }; f last`,
      );
      expect(result.stdout).toBe("it's $HOME\nok\nlast\n");
    });

    test('reports a script that is no shell as its own failure, not as one of the host', async () => {
      const result = await run('echo before\nif then fi (');
      expect(result.failed).toBeUndefined();
      expect(result.exitCode).not.toBe(0);
      expect(result.stderr).toMatch(/syntax/i);
    });

    test('says when a signal ended the script', async () => {
      const result = await run('echo a; kill -KILL $$; sleep 5');
      expect(result.stdout).toBe('a\n');
      expect(result.exitCode).not.toBe(0);
    });

    test('is not held up by what a script leaves running', async () => {
      const seconds = uniqueSleep();
      const before = Date.now();
      const result = await run(`setsid sleep ${seconds} & echo done`);
      expect(result).toMatchObject({ exitCode: 0, stdout: 'done\n' });
      expect(Date.now() - before).toBeLessThan(4000);
      await started(`sleep ${seconds}`);
      killAll(running(`sleep ${seconds}`).map((p) => p.pid));
    });

    test('keeps nothing of what was only to be streamed', async () => {
      let streamed = '';
      const onOutput = (chunk: string) => {
        streamed += chunk;
      };
      const result = await run('printf %s "seen once"', { streamOnly: true, onOutput });
      expect(result).toMatchObject({ exitCode: 0, stdout: '' });
      expect(streamed).toBe('seen once');
    });

    test('keeps no more output than it may, and ends an endless script', async () => {
      let streamed = 0;
      const result = await run('yes midup-conformance-yes', {
        maxBytes: 100_000,
        onOutput: (chunk) => {
          streamed += chunk.length;
        },
      });
      expect(result).toMatchObject({ failed: 'overflow', exitCode: null });
      expect(result.stdout.length).toBe(100_000);
      expect(streamed).toBe(100_000);
      expect(result.message).toMatch(/more output/);
      await gone('yes midup-conformance-yes', 3000);
    });

    test('bounds stderr', async () => {
      const result = await run('head -c 5000000 /dev/zero | tr "\\0" e >&2; echo ok');
      expect(result).toMatchObject({ exitCode: 0, stdout: 'ok\n' });
      expect(result.stderr.length).toBeLessThanOrEqual(65_536);
    });

    test('ends a script at its time limit, with what it said until then', async () => {
      const seconds = uniqueSleep();
      const before = Date.now();
      const result = await run(`echo first; sleep ${seconds}; echo never`, { timeoutMs: 1500 });
      expect(Date.now() - before).toBeLessThan(4000);
      expect(result).toMatchObject({ failed: 'timeout', stdout: 'first\n', exitCode: null });
      await gone(`sleep ${seconds}`, 3000);
    });

    test('does not begin what is cancelled already', async () => {
      const file = join(dir, 'never');
      const result = await run('touch "$1"', { args: [file], signal: AbortSignal.abort() });
      expect(result).toMatchObject({ failed: 'cancelled', stdout: '' });
      expect((await run('test -e "$1"; echo $?', { args: [file] })).stdout).toBe('1\n');
    });

    test('reads files byte by byte, from anywhere', async () => {
      const bytes = randomBytes(300_000);
      const file = join(dir, "odd 'name' $x");
      writeFileSync(file, bytes, { mode: 0o644 });
      const read = async (from: number | undefined, maxBytes: number) =>
        Buffer.from(await host.readFile(file, { maxBytes, ...as, ...(from === undefined ? {} : { from }) }));
      expect((await read(undefined, 1_000_000)).equals(bytes)).toBe(true);
      expect((await read(299_000, 1_000_000)).equals(bytes.subarray(299_000))).toBe(true);
      expect((await read(1, 10)).equals(bytes.subarray(1, 11))).toBe(true);
      expect((await read(400_000, 10)).length).toBe(0);
    });

    test('says why a file cannot be read', async () => {
      await expect(host.readFile(join(dir, 'not', 'there'), { maxBytes: 10, ...as })).rejects.toMatchObject({
        reason: 'missing',
      });
      await expect(host.readFile(dir, { maxBytes: 10, ...as })).rejects.toMatchObject({ reason: 'not-a-file' });
    });

    describe('openTcp', () => {
      let server: Server;
      let port: number;
      beforeAll(async () => {
        server = createServer((socket) => {
          socket.on('error', () => undefined);
          socket.pipe(socket);
        });
        await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
        const address = server.address();
        port = address && typeof address === 'object' ? address.port : 0;
      });
      afterAll(() => server.close());

      test('connects', async () => {
        const stream = await host.openTcp?.('127.0.0.1', port);
        stream?.write('ping');
        const answer = await new Promise<string>((done) =>
          stream?.once('data', (chunk: Buffer) => done(chunk.toString())),
        );
        expect(answer).toBe('ping');
        stream?.destroy();
      });

      test('names what went wrong', async () => {
        await expect(host.openTcp?.('127.0.0.1', await freePort())).rejects.toMatchObject({ reason: 'refused' });
        await expect(host.openTcp?.('no-such-host.invalid', 443)).rejects.toMatchObject({ reason: 'name' });
        await expect(host.openTcp?.('127.0.0.1', port, AbortSignal.abort())).rejects.toMatchObject({
          reason: 'cancelled',
        });
      });
    });

    test('closing ends what runs, and leaves no process', async () => {
      const other = await under.open();
      const seconds = uniqueSleep();
      let lost = 0;
      other.onLost(() => lost++);
      const result = other.runScript({ text: `sleep ${seconds}` }, as);
      await started(`sleep ${seconds}`);
      await other.close();
      expect(await result).toMatchObject({ failed: 'cancelled' });
      await gone(`sleep ${seconds}`, 3000);
      expect(lost).toBe(0);
      expect(await other.runScript({ text: 'echo no' }, as)).toMatchObject({ failed: 'cancelled', stdout: '' });
    });
  });
};
