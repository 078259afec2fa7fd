import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { View } from '../../../src-main/contract/view.ts';
import { ConnectionError } from '../../../src-main/model/connection-error.ts';
import { isIdle, SSH, useApps } from '../../fakes/app.ts';
import { HEALTHY, STOPPED } from '../../fakes/parts.ts';

const { start, looked, folder } = useApps();

describe('a look', () => {
  test('streams: findings come while it is under way, the worst first', async () => {
    const { app, state, until } = start();
    state.probeMs = 70;
    await app.dispatch({ type: 'connect', target: SSH });
    const early = await until((view) => view.findings.length > 0);
    expect(early.progress).toMatchObject({ total: 5 });
    expect(early.steps.find(({ id }) => id === 'host')?.state).toBe('looking');
    const late = await until(isIdle);
    expect(late.findings[0]).toMatchObject({
      code: 'service.stopped',
      status: 'fail',
      evidence: [{ id: 'service', lines: [1] }],
    });
    expect(late.host).toMatchObject({ name: 'mid1', state: 'open' });
  });

  test('cancel stops it at once and keeps what was collected', async () => {
    const { app, state, until } = start();
    state.hangsAt = 'service';
    await app.dispatch({ type: 'connect', target: SSH });
    await until((view) => view.findings.some(({ code }) => code === 'locate.found'));
    await app.dispatch({ type: 'cancel' });
    const view = await until((v) => v.progress === null && v.findings.length === 5);
    expect(view.findings.find(({ code }) => code === 'locate.found')?.status).toBe('pass');
    expect(view.findings.filter(({ status }) => status === 'unknown').length).toBeGreaterThan(2);
    expect(view.host.state).toBe('open');
  });

  test('is pushed at most about twenty times a second, each with its own revision', async () => {
    const { views } = await looked();
    const revisions = views.map(({ revision }) => revision);
    expect(revisions).toEqual(revisions.map((_, i) => i + (revisions[0] ?? 0)));
    expect(views.length).toBeLessThan(10);
  });

  test('recheck collects the step on screen only', async () => {
    const { app, state, until } = await looked();
    await app.dispatch({ type: 'goto', step: 'service' });
    state.world = HEALTHY;
    await app.dispatch({ type: 'recheck' });
    await until((view) => view.steps.find(({ id }) => id === 'service')?.state === 'pass');
    expect(state.calls).toEqual(['collect all', 'collect service']);
  });

  test('a lost connection is said, and reconnecting keeps the place', async () => {
    const { app, state, until } = await looked();
    await app.dispatch({ type: 'goto', step: 'host' });
    state.lose('the other side went away');
    const lost = await until((view) => view.host.state === 'lost');
    expect(lost.next.actions[0]?.kind).toBe('reconnect');
    expect(lost.error).toMatchObject({ code: 'connection.lost', next: ['Try again.'] });
    await app.dispatch({ type: 'reconnect' });
    const back = await until((view) => view.host.state === 'open' && view.progress === null);
    expect(back).toMatchObject({ screen: 'guide', current: 'host', error: null });
    expect(state.openHosts).toBe(1);
  });

  test('a connection that cannot be made is an error that says what to do', async () => {
    const { app, state, until } = start();
    state.connecting = async () => {
      throw new ConnectionError('refused', 'tcp', { host: 'mid1', port: 22, why: 'x' });
    };
    await app.dispatch({ type: 'connect', target: SSH });
    const view = await until((v) => v.error !== null);
    expect(view).toMatchObject({ screen: 'connect', target: SSH, error: { code: 'connection.refused' } });
  });
});

describe('prompts', () => {
  test('stand in the view until they are answered, and the secret stands nowhere', async () => {
    const { app, state, views, until } = start({ ...STOPPED, disk: 'host.disk-full pass\n hunter2-secret' });
    const answers: unknown[] = [];
    state.connecting = async ({ ask }) => {
      answers.push(await ask({ kind: 'password', host: 'mid1', user: 'ops', again: false }));
    };
    await app.dispatch({ type: 'connect', target: SSH });
    const { prompts } = await until((view) => view.prompts.length === 1);
    await app.dispatch({
      type: 'prompt-answer',
      id: prompts[0]?.id ?? '',
      answer: { kind: 'values', values: ['hunter2-secret'] },
    });
    const view = await until(isIdle);
    expect(view.prompts).toEqual([]);
    expect(answers).toEqual([{ kind: 'values', values: ['hunter2-secret'] }]);
    await app.dispatch({ type: 'note', text: 'the password is hunter2-secret' });
    const evidence = await app.ask({ type: 'read-evidence', id: 'disk' });
    expect(evidence?.lines.map(({ text }) => text)).toEqual(['host.disk-full pass', '****']);
    await app.close();
    const [id = ''] = await readdir(join(folder(), 'sessions'));
    const saved = await readFile(join(folder(), 'sessions', id, 'session.json'), 'utf8');
    expect(saved).toContain('host.disk-full');
    expect(saved).not.toContain('hunter2');
    expect(JSON.stringify(views.map(({ note: _, ...rest }) => rest))).not.toContain('hunter2');
  });

  test('a secret is forgotten when its session is left, and what was saved is without it', async () => {
    const { app, state, until } = start({ ...STOPPED, disk: 'host.disk-full pass\n hunter2-secret' });
    state.connecting = async ({ ask }) => {
      await ask({ kind: 'password', host: 'mid1', user: 'ops', again: false });
    };
    await app.dispatch({ type: 'connect', target: SSH });
    const { prompts } = await until((view) => view.prompts.length === 1);
    const answer = { kind: 'values' as const, values: ['hunter2-secret'] };
    await app.dispatch({ type: 'prompt-answer', id: prompts[0]?.id ?? '', answer });
    const { sessionId } = await until(isIdle);
    await app.dispatch({ type: 'disconnect' });
    const saved = await readFile(join(folder(), 'sessions', sessionId ?? '', 'session.json'), 'utf8');
    expect(saved).toContain('host.disk-full');
    expect(saved).not.toContain('hunter2');
    // In the next session the word is the host's own.
    state.connecting = async () => {};
    await app.dispatch({ type: 'connect', target: SSH });
    await until((view) => isIdle(view) && view.sessionId !== sessionId);
    const evidence = await app.ask({ type: 'read-evidence', id: 'disk' });
    expect(evidence?.lines.at(-1)?.text).toBe('hunter2-secret');
  });

  test('cancel ends them and the connecting', async () => {
    const { app, state, until } = start();
    const answers: unknown[] = [];
    state.connecting = async ({ ask, signal }) => {
      answers.push(await ask({ kind: 'passphrase', file: 'k', again: false }, signal));
      throw new ConnectionError('cancelled', 'auth', { host: 'mid1' });
    };
    await app.dispatch({ type: 'connect', target: SSH });
    await until((view) => view.prompts.length === 1);
    await app.dispatch({ type: 'cancel' });
    const view = await until((v) => v.prompts.length === 0 && v.progress === null);
    expect(view.screen).toBe('connect');
    expect(answers).toEqual([{ kind: 'cancel' }]);
  });
});

describe('a session', () => {
  test('a page that is loaded anew finds its place', async () => {
    const { app, until } = await looked();
    await app.dispatch({ type: 'goto', step: 'network' });
    await app.dispatch({ type: 'answer', answer: 'no' });
    await until((view) => view.current === 'network');
    let first: View | undefined;
    app.subscribe((view) => {
      first ??= view;
    })();
    expect(first).toMatchObject({ screen: 'guide', current: 'network' });
    expect(first?.steps.find(({ id }) => id === 'network')).toMatchObject({ state: 'answered' });
  });

  test('is opened again where it was, by another run of the app', async () => {
    const { app, until } = await looked();
    await app.dispatch({ type: 'goto', step: 'service' });
    const { sessionId } = await until((view) => view.current === 'service');
    await app.close();

    const later = start(HEALTHY);
    const { sessions } = await later.app.ask({ type: 'list-sessions' });
    expect(sessions).toMatchObject([
      { id: sessionId, name: 'mid1', status: 'problem', title: 'title of service.stopped' },
    ]);
    await later.app.dispatch({ type: 'open-session', id: sessionId ?? '' });
    const view = await later.until((v) => v.screen === 'guide');
    expect(view).toMatchObject({
      current: 'service',
      host: { state: 'saved', detail: 'from a saved session, not connected' },
    });
    expect(view.findings[0]).toMatchObject({ code: 'service.stopped', status: 'fail' });
    expect(view.next.actions[0]?.kind).toBe('reconnect');
    expect((await later.app.ask({ type: 'read-evidence', id: 'service' }))?.lines).toHaveLength(1);
    expect((await later.app.ask({ type: 'read-ledger' })).length).toBe(5);
    await later.app.dispatch({ type: 'reconnect' });
    const again = await later.until((v) => v.host.state === 'open' && v.progress === null);
    expect(again.current).toBe('service');
    expect(again.steps.find(({ id }) => id === 'service')?.state).toBe('pass');
  });

  test('that is opened again stands as it was judged, whatever is made of its redacted evidence', async () => {
    const { app, until } = await looked();
    const { sessionId, coverage } = await until(isIdle);
    await app.close();
    const later = start(HEALTHY);
    const parts = later.parts as { judge: typeof later.parts.judge };
    parts.judge = () => ({ findings: [], coverage: { checks: 99, ran: 0, couldNot: [] } });
    await later.app.dispatch({ type: 'open-session', id: sessionId ?? '' });
    expect((await later.until((v) => v.screen === 'guide')).coverage).toEqual(coverage);
  });

  test('that cannot be read says so and leaves everything as it is', async () => {
    const { app, until } = start();
    await app.dispatch({ type: 'open-session', id: '../../etc' });
    const view = await until((v) => v.error !== null);
    expect(view).toMatchObject({ screen: 'connect', error: { code: 'session.unreadable' } });
    expect(view.error?.message).toContain('not the id of a session');
  });

  test('disconnect saves it, closes the connection and goes back', async () => {
    const { app, state, until } = await looked();
    await app.dispatch({ type: 'disconnect' });
    const view = await until((v) => v.screen === 'connect');
    expect(view).toMatchObject({ host: { state: 'none' }, findings: [], target: SSH });
    expect(state.openHosts).toBe(0);
    expect((await app.ask({ type: 'list-sessions' })).sessions).toHaveLength(1);
  });
});

test('run to end reaches the verdict by itself', async () => {
  const { app, until } = start();
  await app.dispatch({ type: 'connect', target: SSH });
  await app.dispatch({ type: 'run-to-end', on: true });
  const view = await until((v) => v.screen === 'verdict');
  expect(view.verdict).toMatchObject({
    status: 'problem',
    headline: 'title of service.stopped',
    confidence: 'Verdict · certain',
    next: { text: 'mend service.stopped' },
  });
  expect(view.verdict?.next.actions[0]).toMatchObject({ kind: 'plan-fix' });
  const report = JSON.parse((await app.ask({ type: 'report', format: 'json' })).text);
  expect(report.path.map(({ step }: { step: string }) => step)).toHaveLength(10);
});

test('only links that the product itself shows are opened', async () => {
  const { app } = start();
  await expect(app.ask({ type: 'open-link', url: 'https://evil.example/' })).rejects.toThrow('Only the links');
  await expect(app.ask({ type: 'open-link', url: 'https://docs.example/page' })).resolves.toBe(false);
});
