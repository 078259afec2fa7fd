import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src-main/app/create-app.ts';
import type { View } from '../../src-main/contract/view.ts';
import { peers } from '../peers/needs.ts';
import { type Staged, stage } from './hosts/diagnose.ts';
import { settled, until } from './support/until.ts';

/** Long enough for a JVM to start and to die again, short enough for a test; the product watches for 60 s. */
const WATCH_S = 10;

let staged: Staged | undefined;
let app: App | undefined;
let dataDir: string | undefined;

afterEach(async () => {
  await app?.close();
  await staged?.close();
  if (dataDir) rmSync(dataDir, { recursive: true, force: true });
  [app, staged, dataDir] = [undefined, undefined, undefined];
});

/** A stopped host with these settings, and the wizard at its service step. */
const atTheServiceStep = async (override: readonly string[]) => {
  staged = await stage({
    prepare: async (mid) => {
      await mid.start();
      await mid.waitFor('logs/agent0.log.0', 'LogStatusMonitor');
      await mid.stop();
      mid.override(...override);
    },
  });
  dataDir = mkdtempSync(join(tmpdir(), 'midup-app-'));
  app = createApp({ dataDir, shell: 'terminal', version: '0.0.0', watchSeconds: WATCH_S });
  const { address, keyFile, knownHostsFile } = staged.sshd;
  await app.dispatch({
    type: 'connect',
    target: { kind: 'ssh', address, identityFiles: [keyFile], knownHostsFile, agentDir: staged.mid.dir },
  });
  await until(app, (view) => view.screen === 'guide' && settled(view, 'service') && settled(view, 'upgrade'));
  await app.dispatch({ type: 'goto', step: 'service' });
  return { app, mid: staged.mid, sshd: staged.sshd };
};

const consented = async (wizard: App): Promise<View> => {
  await wizard.dispatch({ type: 'plan-fix', fix: 'start-service' });
  const { fix } = await until(wizard, (view) => view.fix?.phase === 'consent' || view.fix?.phase === 'refused');
  expect(fix?.phase, fix?.result?.sentence).toBe('consent');
  await wizard.dispatch({ type: 'apply-fix', hash: fix?.hash ?? '' });
  return until(wizard, (view) => view.fix?.phase === 'done' || view.fix?.phase === 'refused', 90_000);
};

describe.skipIf(!peers('root', 'namespaces', 'wrapper', 'java', 'sshd', 'openssl'))('starting a real service', () => {
  test('the plan shows the commands; consent starts it; the watch proves that it holds', async () => {
    const { app: wizard, mid } = await atTheServiceStep([]);
    expect(mid.pid()).toBeNull();
    await wizard.dispatch({ type: 'plan-fix', fix: 'start-service' });
    const planned = await until(wizard, (view) => view.fix?.phase === 'consent');
    expect(planned.fix?.commands.join('\n')).toMatch(/mid\.sh.* start|service mid start|init\.d\/mid start/);
    expect(mid.pid()).toBeNull();
    const { fix } = await consented(wizard);
    expect(fix?.result?.status, fix?.result?.sentence).toBe('pass');
    expect(fix?.output.join('\n')).toContain('Starting ServiceNow MID Server...');
    expect(mid.pid()).not.toBeNull();
    expect(mid.read('logs/agent0.log.0').match(/MID Server started/g)).toHaveLength(2);
    await wizard.dispatch({ type: 'close-fix' });
    const after = await until(wizard, (view) => settled(view, 'service'));
    const failing = after.findings.filter((f) => f.step === 'service' && f.status === 'fail');
    expect(failing.map((f) => f.code)).toEqual([]);
  });

  test('an agent that ends again after a few seconds is told apart', async () => {
    const { app: wizard, mid } = await atTheServiceStep([
      'wrapper.java.additional.1=-Dfakemid.exit=4',
      'wrapper.java.additional.2=-Dfakemid.code=1',
    ]);
    const { fix } = await consented(wizard);
    expect(fix?.result?.status, fix?.result?.sentence).toBe('fail');
    expect(mid.pid()).toBeNull();
  });

  test('a JVM that crashes and is launched again by the wrapper does not count as up', async () => {
    const { app: wizard } = await atTheServiceStep([
      'wrapper.java.additional.1=-Dfakemid.exit=3',
      'wrapper.restart.delay=1',
    ]);
    const { fix } = await consented(wizard);
    expect(fix?.result?.status, fix?.result?.sentence).toBe('fail');
  });

  test('consent to a state that is no longer there is refused, and nothing is started a second time', async () => {
    const { app: wizard, mid } = await atTheServiceStep([]);
    await wizard.dispatch({ type: 'plan-fix', fix: 'start-service' });
    const { fix } = await until(wizard, (view) => view.fix?.phase === 'consent');
    await mid.start();
    const pid = mid.pid();
    await wizard.dispatch({ type: 'apply-fix', hash: fix?.hash ?? '' });
    const refused = await until(wizard, (view) => view.fix?.phase === 'refused' || view.fix?.phase === 'done');
    expect(refused.fix?.phase).toBe('refused');
    expect(mid.pid()).toBe(pid);
    expect(mid.read('logs/wrapper.log').match(/Wrapper Started/g)).toHaveLength(2);
  });
});
