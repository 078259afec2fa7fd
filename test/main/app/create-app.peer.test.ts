import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../../src-main/app/create-app.ts';
import { diagnose } from '../../../src-main/app/diagnose.ts';
import type { View } from '../../../src-main/contract/view.ts';
import type { SshTarget } from '../../../src-main/model/target.ts';
import { createMidHost, type MidHostOptions } from '../../peers/mid-host.ts';
import { peers } from '../../peers/needs.ts';
import { killAll } from '../../peers/processes.ts';
import { startSshd } from '../../peers/sshd.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const broken = async (options: MidHostOptions = {}) => {
  const mid = await createMidHost(options);
  ends.push(() => mid.close());
  const sshd = await startSshd({ prefix: mid.machine.prefix });
  ends.push(() => sshd.stop());
  const target: SshTarget = {
    kind: 'ssh',
    address: sshd.address,
    identityFiles: [sshd.keyFile],
    knownHostsFile: sshd.knownHostsFile,
  };
  return { mid, sshd, target };
};

const isListener = (pid: number) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('[listener]');

const opened = () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'midup-app-'));
  ends.push(() => rmSync(dataDir, { recursive: true, force: true }));
  const app: App = createApp({ dataDir, shell: 'browser', version: '0', watchSeconds: 12 });
  ends.push(() => app.close());
  let last: View | undefined;
  app.subscribe((view) => {
    last = view;
  });
  const until = async (what: (view: View) => boolean, ms = 30_000): Promise<View> => {
    for (const end = Date.now() + ms; Date.now() < end; ) {
      if (last && what(last)) return last;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`never seen; the last view: ${JSON.stringify({ ...last, steps: 0 }, null, 1).slice(0, 6000)}`);
  };
  return { app, until, dataDir };
};

describe.skipIf(!peers('root', 'namespaces', 'sshd', 'wrapper', 'java'))('the whole way on a real host', () => {
  test('stopped: connects over SSH, finds it, starts it, and sees it stay up', async () => {
    const { mid, target } = await broken();
    const { app, until } = opened();
    await app.dispatch({ type: 'connect', target });
    await app.dispatch({ type: 'run-to-end', on: true });
    const { verdict } = await until((view) => view.screen === 'verdict');
    expect(verdict).toMatchObject({ status: 'problem' });
    expect(verdict?.shown[0]?.code).toBe('service.stopped');
    expect(verdict?.next.actions[0]).toMatchObject({ kind: 'plan-fix' });

    await app.dispatch({ type: 'plan-fix', fix: 'start-service' });
    const { fix } = await until((view) => view.fix?.phase === 'consent');
    await app.dispatch({ type: 'apply-fix', hash: fix?.hash ?? '' });
    const done = await until((view) => view.fix?.phase === 'done' && view.progress === null, 60_000);
    expect(done.fix?.result).toMatchObject({ status: 'pass' });
    expect(mid.pid()).not.toBeNull();
    expect(done.findings.find(({ code }) => code === 'service.running')?.status).toBe('pass');
    const changes = (await app.ask({ type: 'read-ledger' })).filter(({ readOnly }) => !readOnly);
    expect(changes.map(({ command }) => command)).toEqual(fix?.commands);
  });

  test('one that dies again a little later is told apart, and its reason is looked for', async () => {
    const { target } = await broken({
      override: ['wrapper.java.additional.1=-Dfakemid.exit=6', 'wrapper.on_exit.default=SHUTDOWN'],
    });
    const { app, until } = opened();
    await app.dispatch({ type: 'connect', target });
    await until((view) => view.screen === 'guide' && view.progress === null && view.findings.length > 0);
    await app.dispatch({ type: 'plan-fix', fix: 'start-service' });
    const { fix } = await until((view) => view.fix?.phase === 'consent');
    await app.dispatch({ type: 'apply-fix', hash: fix?.hash ?? '' });
    const done = await until((view) => view.fix?.phase === 'done' && view.progress === null, 60_000);
    expect(done.fix?.result).toMatchObject({ status: 'fail' });
  });

  test('the command line sees the same, and a closed port is a result', async () => {
    const { target, sshd } = await broken();
    const seen = await diagnose({ target, ask: async () => ({ kind: 'cancel' }) });
    expect(seen.verdict.cause?.finding.code).toBe('service.stopped');
    expect(seen.target).toMatchObject({ os: 'linux', agentDir: expect.stringContaining('agent') });
    killAll(sshd.pids());
    const closed = await diagnose({ target, ask: async () => ({ kind: 'cancel' }) });
    expect(closed).toMatchObject({ error: { code: 'refused' }, verdict: { status: 'undetermined' } });
  });

  test('a host key that is new is asked about, and cancel ends it there', async () => {
    const { target, sshd } = await broken();
    const { app, until } = opened();
    await app.dispatch({ type: 'connect', target: { ...target, knownHostsFile: join(sshd.dir, 'nobody-known') } });
    const { prompts } = await until((view) => view.prompts.length === 1);
    expect(prompts[0]).toMatchObject({ kind: 'host-key', fingerprint: sshd.hostFingerprint });
    await app.dispatch({ type: 'cancel' });
    await until((view) => view.screen === 'connect' && view.prompts.length === 0 && view.progress === null);
  });

  test('the connection is lost in the middle: it is said, the place is kept, and it can be made again', async () => {
    const { target, sshd } = await broken();
    const { app, until } = opened();
    await app.dispatch({ type: 'connect', target });
    await until((view) => view.screen === 'guide' && view.progress === null && view.findings.length > 0);
    await app.dispatch({ type: 'goto', step: 'host' });
    // What serves this connection, not what listens.
    for (const pid of sshd.pids())
      if (/^sshd(?:-session)?: /.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')) && !isListener(pid))
        process.kill(pid, 'SIGKILL');
    const lost = await until((view) => view.host.state === 'lost');
    expect(lost.next.actions[0]?.kind).toBe('reconnect');
    await app.dispatch({ type: 'reconnect' });
    const back = await until((view) => view.host.state === 'open' && view.progress === null);
    expect(back.current).toBe('host');
  });
});
