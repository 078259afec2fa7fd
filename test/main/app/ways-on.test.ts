import { describe, expect, test } from 'vitest';
import { messagesFor } from '../../../src-main/messages/index.ts';
import { CONNECTION_CODES, ConnectionError, type ConnectionPhase } from '../../../src-main/model/connection-error.ts';
import { SSH, useApps } from '../../fakes/app.ts';
import { STOPPED } from '../../fakes/parts.ts';

const { start, looked } = useApps();

/** Everything that any sentence is filled with. */
const PARAMS = {
  host: 'mid1',
  port: 22,
  user: 'ops',
  why: 'it did not work',
  said: 'hello',
  seconds: 15,
  kind: 'cipher',
  theirs: 'a',
  ours: 'b',
  keyType: 'ssh-ed25519',
  fingerprint: 'SHA256:x',
  known: 'SHA256:y (ssh-ed25519)',
  file: '/home/ops/.ssh/known_hosts',
  line: 7,
  tried: 'password',
  offered: 'publickey',
  socket: '/tmp/agent',
  what: 'a certificate',
  become: 'root',
  owner: 'ops',
  where: '~/.ssh/config',
  prompt: 'the password',
  answer: 'set MIDUP_PASSWORD',
} as const;

describe('no dead end', () => {
  const failing = (error: ConnectionError) => {
    const it = start(STOPPED);
    (it.parts as { messages: typeof it.parts.messages }).messages = messagesFor('en');
    it.state.connecting = async () => {
      throw error;
    };
    return it;
  };

  test.for(CONNECTION_CODES.filter((code) => code !== 'cancelled'))(
    'connection.%s says what to do, and keeps what was asked for',
    async (code) => {
      const target = { ...SSH, user: 'ops', jumps: ['bastion'] };
      const { app, until } = failing(new ConnectionError(code, 'auth', PARAMS));
      await app.dispatch({ type: 'connect', target });
      const { error, ...view } = await until((v) => v.error !== null);
      expect(error?.code).toBe(`connection.${code}`);
      expect(error?.next.length).toBeGreaterThan(0);
      for (const sentence of [error?.title, error?.message, ...(error?.next ?? [])]) {
        expect(sentence).toMatch(/\S/);
        expect(sentence).not.toMatch(/\{\w+\}|undefined/);
      }
      expect(view).toMatchObject({ screen: 'connect', target, progress: null, prompts: [] });
    },
  );

  test('what somebody cancelled has not failed: the form as it was, and no alarm', async () => {
    const { app, until } = failing(new ConnectionError('cancelled', 'auth', PARAMS));
    await app.dispatch({ type: 'connect', target: SSH });
    const view = await until((v) => v.target !== null && v.progress === null);
    expect(view).toMatchObject({ screen: 'connect', target: SSH, error: null, host: { state: 'none' } });
  });

  test('the same attempt can be made again at once', async () => {
    const { app, state, until } = failing(new ConnectionError('refused', 'tcp', PARAMS));
    await app.dispatch({ type: 'connect', target: SSH });
    const { target } = await until((v) => v.error !== null);
    state.connecting = async () => {};
    await app.dispatch({ type: 'connect', target: target ?? SSH });
    expect((await until((v) => v.screen === 'guide')).error).toBeNull();
  });

  test('a connection that cannot be made again leaves the session, and can be tried once more', async () => {
    const { app, state, until } = await looked();
    state.lose('the other side went away');
    await until((v) => v.host.state === 'lost');
    state.connecting = async () => {
      throw new ConnectionError('timeout', 'tcp', PARAMS);
    };
    await app.dispatch({ type: 'reconnect' });
    const view = await until((v) => v.error?.code === 'connection.timeout');
    expect(view).toMatchObject({ screen: 'guide', host: { state: 'lost' } });
    expect(view.findings.length).toBeGreaterThan(0);
    expect(view.next.actions[0]?.kind).toBe('reconnect');
  });
});

test('each phase that has a time limit has a sentence of its own', () => {
  const messages = messagesFor('en');
  const phases: readonly ConnectionPhase[] = ['tcp', 'banner', 'key-exchange', 'auth', 'shell', 'sudo'];
  const said = phases.map((phase) => messages.connection({ code: 'timeout', phase, params: PARAMS }).message);
  expect(new Set(said).size).toBe(phases.length);
  for (const sentence of said) expect(sentence).toContain('15 s');
});

describe('cancel ends a change at once', () => {
  const changing = async () => {
    const it = await looked();
    await it.app.dispatch({ type: 'plan-fix', fix: 'start-service' });
    const { fix } = await it.until((view) => view.fix?.phase === 'consent');
    return { ...it, apply: () => it.app.dispatch({ type: 'apply-fix', hash: fix?.hash ?? '' }) };
  };
  const cancelled = async ({ app, until }: Awaited<ReturnType<typeof changing>>) => {
    await app.dispatch({ type: 'cancel' });
    return until((v) => v.fix?.phase === 'done');
  };

  test.for(['applying', 'watching'] as const)(
    'while %s: nothing is claimed, and the host is looked at anew',
    async (phase) => {
      const it = await changing();
      const parts = it.parts as { -readonly [K in keyof typeof it.parts]: (typeof it.parts)[K] };
      const ended: AbortSignal[] = [];
      const hang = (signal: AbortSignal) => {
        ended.push(signal);
        return new Promise<never>(() => {});
      };
      if (phase === 'applying') parts.applyPlan = (_host, _plan, { signal }) => hang(signal);
      else parts.watchStart = (_host, _facts, { signal }) => hang(signal);
      it.state.calls.length = 0;
      await it.apply();
      await it.until((view) => view.fix?.phase === phase);
      await expect.poll(() => ended.length).toBe(1);
      const view = await cancelled(it);
      expect(view.fix?.result?.status).not.toBe('pass');
      expect(ended[0]?.aborted).toBe(true);
      await expect.poll(() => it.state.calls).toContain('collect all');
    },
  );
});
