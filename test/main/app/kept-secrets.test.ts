import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { View } from '../../../src-main/contract/view.ts';
import { ConnectionError } from '../../../src-main/model/connection-error.ts';
import type { AskUser, PromptAnswer, PromptRequest } from '../../../src-main/model/prompt.ts';
import { isIdle, SSH, useApps } from '../../fakes/app.ts';
import { STOPPED } from '../../fakes/parts.ts';
import { createFakeBox } from '../../fakes/secret-box.ts';

const { start, folder } = useApps();

const PASSWORD = { kind: 'password', host: 'mid1', user: 'ops', again: false } as const;
const SECRET = 'kept-secret-41c';

/** An app on a fake key store, whose connections ask what they are told to. */
const withBox = () => {
  const fake = createFakeBox();
  const it = start(STOPPED, { shell: 'desktop', secretBox: fake.box });
  const answers: PromptAnswer[] = [];
  const asks = (...requests: PromptRequest[]) => {
    it.state.connecting = async ({ ask, signal }: { ask: AskUser; signal: AbortSignal }) => {
      for (const request of requests) answers.push(await ask(request, signal));
    };
  };
  const prompt = async () => {
    const [first] = (await it.until((view) => view.prompts.length === 1)).prompts;
    if (!first) throw new Error('no prompt');
    return first;
  };
  const give = async (value: string, keep?: boolean) => {
    const { id } = await prompt();
    const kept = keep === undefined ? {} : { keep };
    await it.app.dispatch({ type: 'prompt-answer', id, answer: { kind: 'values', values: [value], ...kept } });
    await it.until((view) => view.prompts.every((one) => one.id !== id));
  };
  const connect = () => it.app.dispatch({ type: 'connect', target: SSH });
  return { ...it, box: fake.box, held: fake.held, answers, asks, prompt, give, connect };
};

const idleAnew = (before: View | undefined) => (view: View) => isIdle(view) && view.sessionId !== before?.sessionId;

describe('a secret that is to be kept', () => {
  test('is kept only where that was asked for, and then used once without a question', async () => {
    const it = withBox();
    it.asks(PASSWORD);
    await it.connect();
    expect(await it.prompt()).toMatchObject({ kind: 'password', canKeep: true });
    await it.give(SECRET);
    const first = await it.until(isIdle);
    expect([...it.held.values()]).toEqual([]);
    expect(first.keptSecrets).toBeUndefined();

    await it.connect();
    await it.give(SECRET, true);
    const second = await it.until(idleAnew(first));
    expect([...it.held.values()]).toEqual([SECRET]);
    expect(second.keptSecrets).toBe(1);

    await it.connect();
    const third = await it.until(idleAnew(second));
    expect(third.prompts).toEqual([]);
    expect(it.answers.at(-1)).toEqual({ kind: 'values', values: [SECRET] });
    expect(JSON.stringify(it.views)).not.toContain(SECRET);
  });

  test('is taken out of what is saved and shown, though nobody typed it in this run', async () => {
    const fake = createFakeBox();
    const it = start(STOPPED, { shell: 'desktop', secretBox: fake.box });
    fake.held.set(JSON.stringify(['password', 'ops', 'mid1', 'mid1']), SECRET);
    it.state.world = { ...STOPPED, disk: `host.disk-full pass\n ${SECRET}` };
    it.state.connecting = async ({ ask }) => {
      await ask(PASSWORD);
    };
    await it.app.dispatch({ type: 'connect', target: SSH });
    await it.until(isIdle);
    expect(JSON.stringify(await it.app.ask({ type: 'read-evidence', id: 'disk' }))).not.toContain(SECRET);
    await it.app.close();
    const [id = ''] = await readdir(join(folder(), 'sessions'));
    expect(await readFile(join(folder(), 'sessions', id, 'session.json'), 'utf8')).not.toContain(SECRET);
  });

  test('is forgotten when it is refused, and asked for then', async () => {
    const it = withBox();
    it.asks(PASSWORD);
    await it.connect();
    await it.give(SECRET, true);
    const first = await it.until(isIdle);
    it.asks(PASSWORD, { ...PASSWORD, again: true });
    await it.connect();
    expect(await it.prompt()).toMatchObject({ again: true });
    expect([...it.held.keys()]).toEqual([]);
    await it.give('the-new-one', true);
    await it.until(idleAnew(first));
    expect([...it.held.values()]).toEqual(['the-new-one']);
  });

  test.for([
    ['auth-failed', 'auth', 'mid1', 0],
    ['too-many-attempts', 'auth', 'mid1', 0],
    ['auth-failed', 'auth', 'behind-it', 1],
    ['refused', 'tcp', 'mid1', 1],
    ['cancelled', 'auth', 'mid1', 1],
  ] as const)('after %s in %s at %s, %i is left', async ([code, phase, host, left]) => {
    const it = withBox();
    it.held.set(JSON.stringify(['password', 'ops', 'mid1', 'mid1']), SECRET);
    it.state.connecting = async ({ ask }) => {
      await ask(PASSWORD);
      throw new ConnectionError(code, phase, { host });
    };
    await it.connect();
    await it.until((view) =>
      code === 'cancelled' ? view.target !== null && view.progress === null : view.error?.code === `connection.${code}`,
    );
    expect(it.held.size).toBe(left);
  });

  test('is not sent to a host that was not met before', async () => {
    const it = withBox();
    it.held.set(JSON.stringify(['password', 'ops', 'mid1', 'mid1']), SECRET);
    const key = { host: 'mid1', keyType: 'ssh-ed25519', fingerprint: 'SHA256:x', hop: 1, hops: 1, file: 'f' };
    it.asks({ kind: 'host-key', ...key }, PASSWORD);
    await it.connect();
    const { id } = await it.prompt();
    await it.app.dispatch({ type: 'prompt-answer', id, answer: { kind: 'once' } });
    await it.until((view) => view.prompts[0]?.kind === 'password');
    expect(it.answers).toEqual([{ kind: 'once' }]);
  });

  test('belongs to its target: another way to the same name is asked anew', async () => {
    const it = withBox();
    it.held.set(JSON.stringify(['password', 'ops', 'mid1', 'mid1']), SECRET);
    it.asks(PASSWORD);
    await it.app.dispatch({ type: 'connect', target: { ...SSH, jumps: ['bastion'] } });
    expect(await it.prompt()).toMatchObject({ kind: 'password' });
  });

  test('a one-time code is never offered to be kept', async () => {
    const it = withBox();
    const fields = [{ label: 'Code: ', echo: false }];
    it.asks({ kind: 'interactive', host: 'mid1', user: 'ops', title: '', instruction: '', fields });
    await it.connect();
    expect((await it.prompt()).canKeep).toBeUndefined();
    await it.give('123456', true);
    await it.until(isIdle);
    expect(it.held.size).toBe(0);
  });

  test('where the store is plain text it is refused, with the reason, and keep does nothing', async () => {
    const it = withBox();
    it.asks(PASSWORD);
    it.box.available = async () => ({ ok: false, why: 'plain-store' });
    await it.connect();
    const shown = await it.prompt();
    expect(shown.canKeep).toBeUndefined();
    expect(shown.cannotKeep).toMatch(/plain text/);
    await it.give(SECRET, true);
    await it.until(isIdle);
    expect(it.held.size).toBe(0);
  });

  test('that cannot be written is said, and the sign-in goes on', async () => {
    const it = withBox();
    it.asks(PASSWORD);
    it.box.set = () => Promise.reject(new Error('the disk is full'));
    await it.connect();
    await it.give(SECRET, true);
    const view = await it.until(isIdle);
    expect(view.error).toMatchObject({ code: 'secret.unkept', message: 'the disk is full' });
    expect(view.error?.next).toHaveLength(1);
  });

  test('all are forgotten on request', async () => {
    const it = withBox();
    it.asks(PASSWORD);
    await it.connect();
    await it.give(SECRET, true);
    await it.until((view) => view.keptSecrets === 1);
    await it.app.dispatch({ type: 'forget-secrets' });
    await it.until((view) => view.keptSecrets === undefined);
    expect(it.held.size).toBe(0);
  });

  test('forgetting that fails says why', async () => {
    const it = withBox();
    it.box.removeAll = () => Promise.reject(new Error('read-only'));
    await expect(it.app.dispatch({ type: 'forget-secrets' })).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringContaining('read-only'),
    });
  });

  test('a key store that never answers does not hold a cancel up', async () => {
    const it = withBox();
    it.box.get = () => new Promise(() => {});
    it.asks(PASSWORD);
    await it.connect();
    await it.until((view) => view.host.state === 'connecting');
    await it.app.dispatch({ type: 'cancel' });
    await it.until((view) => view.progress === null && view.screen === 'connect');
    await expect.poll(() => it.answers).toEqual([{ kind: 'cancel' }]);
  });
});

test('a shell without a key store offers nothing to keep', async () => {
  const it = start();
  it.state.connecting = async ({ ask }) => {
    await ask(PASSWORD);
  };
  await it.app.dispatch({ type: 'connect', target: SSH });
  const { prompts } = await it.until((view) => view.prompts.length === 1);
  expect(prompts[0]).toEqual({ ...PASSWORD, id: prompts[0]?.id });
  await it.app.dispatch({ type: 'forget-secrets' });
});
