import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gone, started } from '../../../conformance/host.ts';
import { startDelayProxy } from '../../../peers/delay-proxy.ts';
import { startDroppingPort } from '../../../peers/dropping-port.ts';
import { peers } from '../../../peers/needs.ts';
import { startOddServer } from '../../../peers/odd-server.ts';
import { killAll } from '../../../peers/processes.ts';
import { type Sshd, startSshd } from '../../../peers/sshd.ts';
import { attempt, byKey, failureOf } from './harness.ts';

/** How long after `act` the attempt ends, in ms. */
const timeOf = async (outcome: Promise<unknown>, act: () => void): Promise<number> => {
  const began = performance.now();
  act();
  await outcome.catch(() => undefined);
  return performance.now() - began;
};

describe('cancelling', { concurrent: true }, () => {
  test('while a host says nothing', async () => {
    let connected: (() => void) | undefined;
    const isConnected = new Promise<void>((done) => {
      connected = done;
    });
    const server = await startOddServer(() => connected?.());
    const stop = new AbortController();
    const { outcome } = attempt({ address: `127.0.0.1:${server.port}` }, { signal: stop.signal });
    await isConnected;
    await sleep(100);
    expect(await timeOf(outcome, () => stop.abort())).toBeLessThan(500);
    expect(await failureOf(outcome)).toMatchObject({ code: 'cancelled', phase: 'banner' });
    await server.stop();
  });

  test('while packets are dropped', async () => {
    const stop = new AbortController();
    const { port, stop: end } = await startDroppingPort();
    const { outcome } = attempt({ address: `127.0.0.1:${port}` }, { signal: stop.signal });
    // Longer than loading the client takes on a busy computer.
    await sleep(400);
    expect(await timeOf(outcome, () => stop.abort())).toBeLessThan(500);
    expect(await failureOf(outcome)).toMatchObject({ code: 'cancelled', phase: 'tcp' });
    await end();
  });

  test('before it began', async () => {
    const { outcome } = attempt({ address: '127.0.0.1:1' }, { signal: AbortSignal.abort() });
    expect(await failureOf(outcome)).toMatchObject({ code: 'cancelled' });
  });
});

describe.skipIf(!peers('sshd', 'ssh', 'root'))('life of a connection', { concurrent: true }, () => {
  let server: Sshd;
  beforeAll(async () => {
    server = await startSshd({ account: {}, config: ['PasswordAuthentication yes'] });
  });
  afterAll(() => server.stop());

  test.for(['builtin', 'openssh'] as const)(
    'a host that goes behind a jump host is missed at once (%s)',
    async (client) => {
      const last = await startSshd({ account: {} });
      const { outcome } = attempt({
        address: last.address,
        jumps: [server.address],
        client,
        identityFiles: [server.keyFile, last.keyFile],
        acceptNewHostKey: true,
        knownHostsFile: join(last.dir, `learned-${client}`),
      });
      const host = await outcome;
      const lost = new Promise<string>((resolve) => host.onLost(resolve));
      const began = performance.now();
      killAll(last.pids().slice(1));
      expect(await lost).not.toBe('');
      expect(performance.now() - began).toBeLessThan(5_000);
      await host.close();
      await last.stop();
    },
  );

  test('cancelling while the second hop says nothing', async () => {
    let reached: (() => void) | undefined;
    const isReached = new Promise<void>((done) => {
      reached = done;
    });
    const silent = await startOddServer(() => reached?.());
    const stop = new AbortController();
    const { outcome } = attempt(
      { ...byKey(server), address: `127.0.0.1:${silent.port}`, jumps: [server.address] },
      { signal: stop.signal },
    );
    await isReached;
    await sleep(100);
    expect(await timeOf(outcome, () => stop.abort())).toBeLessThan(500);
    expect(await failureOf(outcome)).toMatchObject({ code: 'cancelled', phase: 'banner' });
    await silent.stop();
  });

  test.for(['host-key', 'password'] as const)('cancelling while asked for the %s', async (kind) => {
    const stop = new AbortController();
    let asking: (() => void) | undefined;
    const isAsking = new Promise<void>((done) => {
      asking = done;
    });
    const { outcome } = attempt(
      kind === 'password'
        ? { address: server.address, knownHostsFile: server.knownHostsFile }
        : { ...byKey(server), knownHostsFile: '/tmp/midup-none' },
      {
        signal: stop.signal,
        answer: () => {
          asking?.();
          return new Promise(() => undefined);
        },
      },
    );
    await isAsking;
    expect(await timeOf(outcome, () => stop.abort())).toBeLessThan(500);
    expect(await failureOf(outcome)).toMatchObject({ code: 'cancelled' });
  });

  test('a client that is killed leaves no process on the host', async () => {
    const seconds = '912345';
    const dir = mkdtempSync(join(tmpdir(), 'midup-life-'));
    const program = join(dir, 'client.ts');
    const hosts = new URL('../../../../src-main/hosts/connect.ts', import.meta.url).pathname;
    writeFileSync(
      program,
      `import { connectHost } from ${JSON.stringify(hosts)};
      const target = JSON.parse(process.argv[2]);
      const host = await connectHost(target, { ask: async () => ({ kind: 'cancel' }), signal: new AbortController().signal });
      await host.runScript({ text: 'sleep ${seconds}; echo never' });`,
    );
    const run = (target: unknown): ChildProcess =>
      spawn(process.execPath, [program, JSON.stringify(target)], { stdio: 'inherit' });
    for (const target of [{ kind: 'ssh', ...byKey(server) }, { kind: 'local' }]) {
      const child = run(target);
      await started(`sleep ${seconds}`);
      child.kill('SIGKILL');
      await gone(`sleep ${seconds}`, 5000);
    }
    rmSync(dir, { recursive: true });
  });

  test('a server that goes away: said once, and what runs ends with it', async () => {
    const other = await startSshd({});
    const host = await attempt(byKey(other)).outcome;
    const said: string[] = [];
    host.onLost((why) => said.push(why));
    let begun: (() => void) | undefined;
    const hasBegun = new Promise<void>((done) => {
      begun = done;
    });
    const running = host.runScript({ text: 'echo before; sleep 30' }, { onOutput: () => begun?.() });
    await hasBegun;
    killAll(other.pids());
    const result = await running;
    expect(result).toMatchObject({ failed: 'connection', stdout: 'before\n', error: { code: 'lost', phase: 'run' } });
    expect(said).toHaveLength(1);
    expect(await host.runScript({ text: 'echo x' })).toMatchObject({ failed: 'connection', stdout: '' });
    expect(await host.check?.(AbortSignal.timeout(5000))).toBe(false);
    await expect(host.openTcp?.('127.0.0.1', 1)).rejects.toMatchObject({
      reason: expect.stringMatching(/reset|unknown/),
    });
    await host.close();
    expect(said).toHaveLength(1);
    await other.stop();
  });

  test('a cable that is pulled is noticed within 20 seconds', async () => {
    const proxy = await startDelayProxy(server.port, 0);
    const { outcome } = attempt({
      ...byKey(server),
      address: `${server.user}@127.0.0.1:${proxy.port}`,
      acceptNewHostKey: true,
      knownHostsFile: join(server.dir, 'via-proxy'),
    });
    const host = await outcome;
    const lost = new Promise<string>((done) => host.onLost(done));
    const running = host.runScript({ text: 'sleep 60' });
    expect(await host.check?.(AbortSignal.timeout(5000))).toBe(true);
    proxy.freeze();
    const began = performance.now();
    expect(await host.check?.(AbortSignal.timeout(500))).toBe(false);
    expect(performance.now() - began).toBeLessThan(2000);
    expect(await lost).not.toBe('');
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(await running).toMatchObject({ failed: 'connection' });
    await host.close();
    await proxy.stop();
  });

  test('whether it is still there is asked without a session', async () => {
    const one = await startSshd({ config: ['MaxSessions 1', 'AllowTcpForwarding no'] });
    const host = await attempt(byKey(one)).outcome;
    let begun: (() => void) | undefined;
    const hasBegun = new Promise<void>((done) => {
      begun = done;
    });
    const stop = new AbortController();
    const running = host.runScript({ text: 'echo up; sleep 30' }, { signal: stop.signal, onOutput: () => begun?.() });
    await hasBegun;
    expect(await host.check?.(AbortSignal.timeout(2000))).toBe(true);
    stop.abort();
    await running;
    await host.close();
    expect(await host.check?.(AbortSignal.timeout(2000))).toBe(false);
    await one.stop();
  });

  test('connecting costs no more round trips than it must', async () => {
    const proxy = await startDelayProxy(server.port, 30);
    const host = await attempt({
      ...byKey(server),
      address: `${server.user}@127.0.0.1:${proxy.port}`,
      acceptNewHostKey: true,
      knownHostsFile: join(server.dir, 'via-slow-proxy'),
    }).outcome;
    // Names and algorithms, key exchange, sign-in service, the key's offer, its signature; one to spare.
    expect(proxy.turns()).toBeLessThanOrEqual(6);
    const before = proxy.turns();
    await host.runScript({ text: 'true' });
    // Open a session, start the shell, give it the script; one to spare.
    expect(proxy.turns() - before).toBeLessThanOrEqual(4);
    await host.close();
    await proxy.stop();
  });
});
