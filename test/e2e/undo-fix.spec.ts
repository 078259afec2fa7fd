import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src-main/app/create-app.ts';
import type { View } from '../../src-main/contract/view.ts';
import { peers } from '../peers/needs.ts';
import { type Staged, stage } from './hosts/diagnose.ts';
import { settled, until } from './support/until.ts';

let staged: Staged;
let dataDir: string;
let app: App;

const open = () => createApp({ dataDir, shell: 'terminal', version: '0.0.0' });
const ready = (view: View) => settled(view, 'host') && settled(view, 'upgrade') && view.host.state === 'open';
const consented = async () => {
  const { fix } = await until(app, (view) => view.fix?.phase === 'consent' || view.fix?.phase === 'refused');
  expect(fix?.phase, fix?.result?.sentence).toBe('consent');
  await app.dispatch({ type: 'apply-fix', hash: fix?.hash ?? '' });
  const done = await until(app, (view) => view.fix?.phase === 'done' && view.progress === null);
  return { plan: fix, done };
};
const paths = () => [staged.mid.path('logs'), staged.mid.path('work'), staged.mid.path('work/old run')];
const rights = () =>
  paths().map((path) => `${statSync(path).uid}:${statSync(path).gid} ${statSync(path).mode.toString(8)}`);

describe.skipIf(!peers('root', 'namespaces', 'wrapper', 'java', 'sshd', 'openssl'))('granted rights', () => {
  beforeAll(async () => {
    staged = await stage({
      host: { runAs: 'midsvc' },
      prepare: async (mid) => {
        mkdirSync(mid.path('work/old run'));
        for (const name of ['logs', 'work', 'work/old run']) chownSync(mid.path(name), 0, 0);
        chmodSync(mid.path('logs'), 0o1755);
        chmodSync(mid.path('work/old run'), 0o2700);
      },
    });
    dataDir = mkdtempSync(join(tmpdir(), 'midup-app-'));
    app = open();
  }, 60_000);
  afterAll(async () => {
    await app?.close();
    await staged?.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('are proven, kept in the session, and taken back from the session opened again', async () => {
    const before = rights();
    const { address, keyFile, knownHostsFile } = staged.sshd;
    await app.dispatch({
      type: 'connect',
      target: { kind: 'ssh', address, identityFiles: [keyFile], knownHostsFile, agentDir: staged.mid.dir },
    });
    const seen = await until(app, ready);
    expect(seen.findings.find((f) => f.code === 'host.permissions')?.status).toBe('fail');
    expect(seen.changes).toEqual([]);
    await app.dispatch({ type: 'plan-fix', fix: 'grant-rights' });
    const granted = await consented();
    expect(granted.plan?.undo.join('\n')).toContain(`chmod 1755 ${staged.mid.dir}/logs`);
    expect(granted.done.fix).toMatchObject({ result: { status: 'pass' }, canUndo: 1 });
    expect(granted.done.changes).toMatchObject([{ n: 1, canUndo: true, result: { status: 'pass' } }]);
    expect(rights()).not.toEqual(before);
    expect(granted.done.findings.find((f) => f.code === 'host.permissions')?.status).toBe('pass');

    await app.close();
    app = open();
    const [session] = (await app.ask({ type: 'list-sessions' })).sessions;
    await app.dispatch({ type: 'open-session', id: session?.id ?? '' });
    const saved = await until(app, (view) => view.screen === 'guide');
    expect(saved.changes).toMatchObject([{ n: 1, canUndo: false }]);
    await app.dispatch({ type: 'reconnect' });
    const again = await until(app, (view) => ready(view) && view.changes[0]?.canUndo === true);
    expect(again.fix).toBeNull();
    await app.dispatch({ type: 'undo', change: 1 });
    const back = await consented();
    expect(back.plan?.takesBack).toBe(true);
    expect(back.plan?.commands.join('\n')).toContain(`chmod 2700 '${staged.mid.dir}/work/old run'`);
    expect(back.done.fix?.result, back.done.fix?.output.join('\n')).toMatchObject({ status: 'pass' });
    expect(rights()).toEqual(before);
    expect(back.done.changes.map(({ canUndo }) => canUndo)).toEqual([false, false]);
    expect(back.done.findings.find((f) => f.code === 'host.permissions')?.status).toBe('fail');
    const ledger = await app.ask({ type: 'read-ledger' });
    expect(ledger.filter(({ readOnly }) => !readOnly)).toHaveLength((granted.plan?.commands.length ?? 0) + 1);
  });

  test('are not taken back where somebody has changed one of the paths since', async () => {
    await app.dispatch({ type: 'close-fix' });
    await app.dispatch({ type: 'plan-fix', fix: 'grant-rights' });
    await consented();
    chmodSync(staged.mid.path('work'), 0o700);
    const before = rights();
    await app.dispatch({ type: 'undo', change: 3 });
    const { done } = await consented();
    expect(done.fix?.result?.status).toBe('fail');
    expect(done.fix?.output.join('\n')).toContain('has changed since');
    expect(rights()).toEqual(before);
    expect(done.changes.at(-1)).toMatchObject({ canUndo: false });
    expect(done.changes[2]).toMatchObject({ canUndo: true });
  });
});
