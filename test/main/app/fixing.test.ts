import { describe, expect, test } from 'vitest';
import { isIdle, SSH, useApps } from '../../fakes/app.ts';
import { STOPPED } from '../../fakes/parts.ts';

const { start, looked } = useApps();

describe('a fix', () => {
  const planned = async () => {
    const it = await looked();
    await it.app.dispatch({ type: 'goto', step: 'service' });
    await it.until((view) => view.next.actions.some(({ kind }) => kind === 'plan-fix'));
    await it.app.dispatch({ type: 'plan-fix', fix: 'start-service' });
    const { fix } = await it.until((view) => view.fix?.phase === 'consent');
    return { ...it, fix };
  };

  test('shows exactly what will run, runs it, and proves it', async () => {
    const { app, state, until, fix } = await planned();
    expect(fix).toMatchObject({ host: 'mid1', user: 'root', commands: ['sudo systemctl start mid.service'] });
    const apply = state.calls.length;
    await app.dispatch({ type: 'apply-fix', hash: fix?.hash ?? '' });
    await until((view) => view.fix?.phase === 'done' && view.progress === null);
    expect(state.calls.slice(apply)).toEqual([
      'collect service,upgrade',
      `apply ${fix?.hash.slice(0, 4)}`,
      'watch 2',
      'collect service,upgrade,verify',
    ]);
    const ledger = await app.ask({ type: 'read-ledger' });
    expect(ledger.filter(({ readOnly }) => !readOnly).map(({ command }) => command)).toEqual([
      'sudo systemctl start mid.service',
    ]);
    expect(ledger.map(({ n }) => n)).toEqual(ledger.map((_, i) => i + 1));
  });

  test('another hash than the one shown is refused, and nothing runs', async () => {
    const { app, state, until } = await planned();
    await app.dispatch({ type: 'apply-fix', hash: '0'.repeat(64) });
    const { fix } = await until((view) => view.fix?.phase === 'refused');
    expect(fix?.result?.sentence).toContain('Nothing was changed');
    expect(state.calls.some((call) => call.startsWith('apply'))).toBe(false);
  });

  test.each([
    ['the pid moved', { ...STOPPED, service: 'service.stopped fail\npid 77' }, 'has changed since'],
    ['it runs by now', { ...STOPPED, service: 'service.running pass' }, 'running already'],
    ['an upgrade began', { ...STOPPED, upgrade: 'upgrade.in-progress fail' }, 'upgrade is running'],
  ])('is refused where %s', async (_, world, sentence) => {
    const { app, state, until, fix } = await planned();
    state.world = world;
    await app.dispatch({ type: 'apply-fix', hash: fix?.hash ?? '' });
    const view = await until((v) => v.fix?.phase === 'refused');
    expect(view.fix?.result?.sentence).toContain(sentence);
    expect(state.calls.some((call) => call.startsWith('apply'))).toBe(false);
  });

  test('is refused where the one who signed in may not do it', async () => {
    const { app, state, until } = start();
    state.canBecome = false;
    await app.dispatch({ type: 'connect', target: SSH });
    await until(isIdle);
    await app.dispatch({ type: 'plan-fix', fix: 'start-service' });
    const { fix } = await until((view) => view.fix?.phase === 'refused');
    expect(fix?.result?.sentence).toContain('may not do this');
  });

  test('that does not hold has the reason looked for', async () => {
    const { app, state, until, fix } = await planned();
    state.outcome = { kind: 'died', afterSeconds: 20, reason: 'No space left on device' };
    await app.dispatch({ type: 'apply-fix', hash: fix?.hash ?? '' });
    const view = await until((v) => v.fix?.phase === 'done' && v.progress === null);
    expect(view.fix?.result).toMatchObject({ status: 'fail' });
    expect(view.fix?.result?.sentence).toContain('No space left on device');
    expect(state.calls.at(-1)).toBe('collect all');
  });

  test('is not offered while an upgrade runs, nor before its evidence is in', async () => {
    const { app, state, until } = start({ ...STOPPED, upgrade: 'upgrade.in-progress fail' });
    await app.dispatch({ type: 'connect', target: SSH });
    const view = await until((v) => isIdle(v) && v.guard !== null);
    expect(view.current).toBe('upgrade');
    await app.dispatch({ type: 'goto', step: 'service' });
    const there = await until((v) => v.current === 'service');
    expect(there.next.actions.map(({ kind }) => kind)).not.toContain('plan-fix');
    await app.dispatch({ type: 'plan-fix', fix: 'start-service' });
    await until((v) => v.fix?.phase === 'refused');
    expect(state.calls).toEqual(['collect all']);
  });
});
