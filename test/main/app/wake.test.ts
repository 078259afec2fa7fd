import { afterEach, describe, expect, test, vi } from 'vitest';
import { stillAnswers } from '../../../src-main/app/still-answers.ts';
import { watchForWake } from '../../../src-main/app/wake-watch.ts';
import type { Host, ScriptResult } from '../../../src-main/model/host.ts';
import { isIdle, SSH, useApps } from '../../fakes/app.ts';

const DONE: ScriptResult = { exitCode: 0, stdout: '', stderr: '', ms: 1 };

describe('after the computer has slept', () => {
  const { start, looked } = useApps();

  test('a connection that is dead is shown as lost at once, and the session stays', async () => {
    const { app, state, until } = await looked();
    await app.dispatch({ type: 'goto', step: 'host' });
    state.runScript = async () => ({ ...DONE, exitCode: null, failed: 'timeout' });
    app.wake();
    const view = await until((v) => v.host.state === 'lost');
    expect(view).toMatchObject({ screen: 'guide', current: 'host', error: { code: 'connection.lost' } });
    expect(JSON.stringify(view.error)).toContain('no longer answers');
    expect(view.next.actions[0]?.kind).toBe('reconnect');
    expect(state.openHosts).toBe(0);
  });

  test('one that answers stays as it is, and what was asked of it stands in the ledger', async () => {
    const { app, views } = await looked();
    const before = await app.ask({ type: 'read-ledger' });
    app.wake();
    await expect.poll(async () => (await app.ask({ type: 'read-ledger' })).length).toBe(before.length + 1);
    expect(views.at(-1)?.host.state).toBe('open');
  });

  test('with no connection there is nothing to ask', async () => {
    const { app, state, until } = start();
    state.runScript = () => Promise.reject(new Error('nobody should ask'));
    app.wake();
    await until((view) => view.screen === 'connect');
  });

  test('an answer that comes when another connection is open concerns that one no more', async () => {
    const { app, state, until } = await looked();
    const first = await until(isIdle);
    let answer = (_: ScriptResult) => {};
    state.runScript = () => new Promise((resolve) => (answer = resolve));
    app.wake();
    await app.dispatch({ type: 'connect', target: SSH });
    const view = await until((v) => isIdle(v) && v.sessionId !== first.sessionId);
    answer({ ...DONE, failed: 'connection' });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect((await until(() => true)).host.state).toBe('open');
    expect(view.error).toBeNull();
  });
});

describe('whether a host still answers', () => {
  const host = (over: Partial<Host>): Host => ({
    os: 'linux',
    name: 'mid1',
    kind: 'ssh',
    user: 'ops',
    canBecome: false,
    runScript: async () => DONE,
    readFile: async () => new Uint8Array(),
    onLost: () => {},
    close: async () => {},
    ...over,
  });
  const ended = (failed: ScriptResult['failed']) => async () => ({ ...DONE, ...(failed && { failed }) });
  const ask = (over: Partial<Host>, busy = false) =>
    stillAnswers(host(over), { isBusy: () => busy, onLedger: () => {}, limitMs: 100 });

  test.for([
    [undefined, false, true],
    ['connection', false, false],
    ['connection', true, false],
    ['timeout', false, false],
    ['timeout', true, true],
    ['cancelled', false, false],
    ['denied', false, true],
  ] as const)('a script that ends with %s, busy %s: %s', async ([failed, busy, answers]) => {
    expect(await ask({ runScript: ended(failed) }, busy)).toBe(answers);
  });

  test('its own way of asking comes first, and has a limit', async () => {
    const never = () => Promise.reject(new Error('not asked'));
    expect(await ask({ runScript: never, check: async () => true })).toBe(true);
    const silent = (signal: AbortSignal) =>
      new Promise<boolean>((resolve) => signal.addEventListener('abort', () => resolve(false)));
    expect(await ask({ runScript: never, check: silent })).toBe(false);
  });

  test.for(['local', 'practice', 'replay'] as const)('%s has no connection to lose', async (kind) => {
    expect(await ask({ kind, runScript: ended('timeout') })).toBe(true);
  });
});

describe('the clock', () => {
  afterEach(() => vi.useRealTimers());

  test('that jumps ahead is a sleep; one that merely runs, or is late by a little, is not', () => {
    vi.useFakeTimers();
    let now = 0;
    const woken: number[] = [];
    const stop = watchForWake(
      () => woken.push(now),
      () => now,
    );
    const pass = (ms: number) => {
      now += ms;
      vi.advanceTimersByTime(5_000);
    };
    pass(5_000);
    pass(9_000);
    pass(-60_000);
    pass(5_000);
    expect(woken).toEqual([]);
    pass(3_600_000);
    expect(woken).toHaveLength(1);
    pass(5_000);
    expect(woken).toHaveLength(1);
    stop();
    pass(3_600_000);
    expect(woken).toHaveLength(1);
  });
});
