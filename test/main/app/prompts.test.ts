import { expect, test } from 'vitest';
import { createPrompts } from '../../../src-main/app/prompts.ts';
import { createSecrets } from '../../../src-main/app/secrets.ts';
import type { Prompt } from '../../../src-main/model/prompt.ts';

const create = () => {
  const open = new Map<string, Prompt>();
  const secrets = createSecrets();
  const prompts = createPrompts(
    { shown: (prompt) => open.set(prompt.id, prompt), gone: (id) => open.delete(id) },
    secrets,
  );
  return { prompts, open, secrets };
};
const PASSWORD = { kind: 'password', host: 'h', user: 'u', again: false } as const;

test('an aborted signal answers for the user, before and after the question was shown', async () => {
  const { prompts, open } = create();
  expect(await prompts.ask(PASSWORD, AbortSignal.abort())).toEqual({ kind: 'cancel' });
  const controller = new AbortController();
  const asked = prompts.ask(PASSWORD, controller.signal);
  expect(open.size).toBe(1);
  controller.abort();
  expect(await asked).toEqual({ kind: 'cancel' });
  expect(open.size).toBe(0);
});

test('an answer goes to its own question only, and only once', async () => {
  const { prompts, open } = create();
  const [first, second] = [prompts.ask(PASSWORD), prompts.ask({ ...PASSWORD, again: true })];
  const [a = '', b = ''] = [...open.keys()];
  expect(prompts.answer('nobody', { kind: 'once' })).toBe(false);
  expect(prompts.answer(b, { kind: 'values', values: ['two'] })).toBe(true);
  expect(prompts.answer(b, { kind: 'values', values: ['three'] })).toBe(false);
  prompts.answer(a, { kind: 'values', values: ['one'] });
  expect(await first).toEqual({ kind: 'values', values: ['one'] });
  expect(await second).toEqual({ kind: 'values', values: ['two'] });
});

test('what a host says with its question is bounded like the rest', async () => {
  const { prompts, open } = create();
  void prompts.ask({ ...PASSWORD, said: `T\u001b[31m${'x'.repeat(9000)}` });
  const [shown] = [...open.values()];
  expect(shown?.kind === 'password' && shown.said?.length).toBe(2000);
  expect(JSON.stringify(shown)).not.toContain('\\u001b');
});

test('a host that repeats what it was told does not get it shown', async () => {
  const { prompts, open } = create();
  const asked = prompts.ask(PASSWORD);
  prompts.answer([...open.keys()][0] ?? '', { kind: 'values', values: ['hunter2-secret'] });
  await asked;
  void prompts.ask({ ...PASSWORD, said: 'hunter2-secret is wrong' });
  const fields = [{ label: 'Not hunter2-secret:', echo: false }];
  void prompts.ask({
    kind: 'interactive',
    host: 'h',
    user: 'u',
    title: 'hunter2-secret',
    instruction: 'a hunter2-secret',
    fields,
  });
  expect(open.size).toBe(2);
  expect(JSON.stringify([...open.values()])).not.toContain('hunter2');
});

test('a choice of a list is none, although PAM hides it as it is typed', async () => {
  const { prompts, open, secrets } = create();
  for (const typed of ['1', 'yes', '123456']) {
    const fields = [{ label: 'Passcode or option (1-3):', echo: false }];
    const asked = prompts.ask({ kind: 'interactive', host: 'h', user: 'u', title: '', instruction: '', fields });
    prompts.answer([...open.keys()][0] ?? '', { kind: 'values', values: [typed] });
    await asked;
  }
  // One is what stands in every second line of the evidence.
  expect(secrets.all()).toEqual(['123456']);
});

test('only what was hidden while it was typed is a secret', async () => {
  const { prompts, open, secrets } = create();
  const asked = prompts.ask({
    kind: 'interactive',
    host: 'h',
    user: 'u',
    title: `T\u001b[31m${'x'.repeat(9000)}`,
    instruction: '',
    fields: [
      { label: 'Name', echo: true },
      { label: 'Code', echo: false },
    ],
  });
  const [shown] = [...open.values()];
  expect(shown?.kind === 'interactive' && shown.title.length).toBe(2000);
  expect(JSON.stringify(shown)).not.toContain('\\u001b');
  prompts.answer(shown?.id ?? '', { kind: 'values', values: ['ops', '123456'] });
  await asked;
  expect(secrets.all()).toEqual(['123456']);
});
