import { describe, expect, test } from 'vitest';
import { createAsk } from '../../../src-main/cli/prompts.ts';
import type { Terminal } from '../../../src-main/cli/terminal.ts';
import { messagesFor } from '../../../src-main/messages/index.ts';
import { ConnectionError } from '../../../src-main/model/connection-error.ts';
import type { PromptRequest } from '../../../src-main/model/prompt.ts';

const PASSWORD: PromptRequest = { kind: 'password', host: 'mid1', user: 'ops', again: false };
const PASSPHRASE: PromptRequest = { kind: 'passphrase', file: '/home/ops/.ssh/id', again: false };
const SUDO: PromptRequest = {
  kind: 'sudo-password',
  host: 'mid1',
  user: 'ops',
  become: 'root',
  owner: 'ops',
  again: false,
};
const HOST_KEY: PromptRequest = {
  kind: 'host-key',
  host: 'mid1',
  keyType: 'ED25519',
  fingerprint: 'SHA256:abc',
  hop: 1,
  hops: 2,
  file: '/home/ops/.ssh/known_hosts',
};
const FIELD: PromptRequest = {
  kind: 'interactive',
  host: 'mid1',
  user: 'ops',
  title: 'Welcome\x1b[2J',
  instruction: '',
  fields: [{ label: 'Password:', echo: false }],
};
const CODE: PromptRequest = { ...FIELD, fields: [{ label: 'Code\x1b]0;x\x07:', echo: true }] };

const asker = (env: NodeJS.ProcessEnv, answers?: readonly (string | null)[]) => {
  const shown: string[] = [];
  const asked: { prompt: string; echo: boolean }[] = [];
  const left = [...(answers ?? [])];
  const terminal: Terminal = {
    write: (text) => void shown.push(text),
    readLine: async (prompt, { echo }) => {
      asked.push({ prompt, echo });
      return left.shift() ?? null;
    },
    close: () => {},
  };
  const refused: string[] = [];
  const noticed: string[] = [];
  const ask = createAsk({
    env,
    messages: messagesFor('en'),
    terminal: () => (answers ? terminal : null),
    onRefused: (variable) => refused.push(variable),
    onNotice: (text) => noticed.push(text),
  });
  return { ask, shown, asked, refused, noticed };
};

const failure = async (promise: Promise<unknown>): Promise<ConnectionError> => {
  const error = await promise.then(
    () => null,
    (e: unknown) => e,
  );
  if (error instanceof ConnectionError) return error;
  throw new Error('nothing was refused');
};

describe('a secret in the environment', () => {
  test.each([
    [PASSWORD, 'MIDUP_PASSWORD'],
    [PASSPHRASE, 'MIDUP_PASSPHRASE'],
    [SUDO, 'MIDUP_SUDO_PASSWORD'],
    [FIELD, 'MIDUP_PASSWORD'],
  ] as const)('answers %j', async (request, variable) => {
    const { ask } = asker({ [variable]: 's3cret' });
    expect(await ask(request)).toEqual({ kind: 'values', values: ['s3cret'] });
  });

  test('is tried once, in whatever way it is asked for', async () => {
    const { ask, refused } = asker({ MIDUP_PASSWORD: 'wrong' });
    await ask(PASSWORD);
    expect(await ask({ ...PASSWORD, again: true })).toEqual({ kind: 'cancel' });
    expect(refused).toEqual(['MIDUP_PASSWORD']);
    const otherWay = await failure(ask(FIELD));
    expect(otherWay.code).toBe('auth-failed');
    expect(otherWay.params['answer']).toMatch(/correct MIDUP_PASSWORD.*tried once/);
    expect(JSON.stringify(otherWay.params)).not.toContain('wrong"');
  });

  test('is tried once for each host on the way', async () => {
    const { ask } = asker({ MIDUP_PASSWORD: 'x' });
    await ask({ ...PASSWORD, host: 'bastion' });
    expect(await ask(PASSWORD)).toEqual({ kind: 'values', values: ['x'] });
  });

  test('gives way to the terminal once it was refused', async () => {
    const { ask, asked } = asker({ MIDUP_PASSWORD: 'wrong' }, ['right']);
    await ask(PASSWORD);
    expect(await ask({ ...PASSWORD, again: true })).toEqual({ kind: 'values', values: ['right'] });
    expect(asked[0]).toMatchObject({ echo: false, prompt: expect.stringContaining('not accepted') });
  });

  test.each(['One-time code: ', 'Verification Code:', 'PIN:', 'OTP: ', 'Token passcode: '])(
    'is not given as what %s asks for',
    async (label) => {
      const { ask, asked } = asker({ MIDUP_PASSWORD: 'x' }, ['123456']);
      const request: PromptRequest = { ...FIELD, fields: [{ label, echo: false }] };
      expect(await ask(request)).toEqual({ kind: 'values', values: ['123456'] });
      expect(asked).toHaveLength(1);
    },
  );

  test('is never given to a security key', async () => {
    const secrets = { MIDUP_PASSWORD: 'x', MIDUP_PASSPHRASE: 'y' };
    const pin: PromptRequest = { kind: 'security-key', key: 'ada@acme', wants: 'pin', again: false };
    const { ask, asked } = asker(secrets, ['2468']);
    expect(await ask(pin)).toEqual({ kind: 'values', values: ['2468'] });
    expect(asked[0]).toMatchObject({ echo: false, prompt: expect.stringContaining('ada@acme') });
    expect((await failure(asker(secrets).ask(pin))).phase).toBe('auth');
  });

  test('is not used for a question that shows what is typed', async () => {
    const { ask } = asker({ MIDUP_PASSWORD: 'x' });
    expect((await failure(ask(CODE))).params['answer']).toMatch(/--identity/);
  });
});

describe('a security key that waits for a touch', () => {
  const TOUCH: PromptRequest = { kind: 'security-key', key: 'ada@acme', wants: 'touch', again: false };
  test('is told at the terminal, and holds nothing up', async () => {
    const { ask, shown, asked } = asker({}, []);
    expect(await ask(TOUCH)).toEqual({ kind: 'values', values: [] });
    expect(shown.join('')).toMatch(/Touch the security key ada@acme/);
    expect(asked).toEqual([]);
    expect(await asker({}).ask(TOUCH)).toEqual({ kind: 'values', values: [] });
  });
});

describe('words of a host that waits for somebody', () => {
  const PUSHED: PromptRequest = {
    ...FIELD,
    title: '',
    instruction: 'Pushed a login request\nto your phone',
    fields: [],
  };
  test('are printed at the terminal, and hold nothing up', async () => {
    const { ask, shown, asked, noticed } = asker({ MIDUP_PASSWORD: 'x' }, []);
    expect(await ask(PUSHED)).toEqual({ kind: 'values', values: [] });
    expect(shown.join('')).toMatch(/^mid1 says: Pushed a login request\nto your phone\nIt goes on by itself/);
    expect(asked).toEqual([]);
    expect(noticed).toEqual([]);
  });

  test('without one they are told all the same', async () => {
    const { ask, noticed } = asker({ MIDUP_PASSWORD: 'x' });
    expect(await ask(PUSHED)).toEqual({ kind: 'values', values: [] });
    expect(noticed).toEqual(['mid1 says: Pushed a login request\nto your phone']);
  });

  test('cannot act', async () => {
    const { ask, shown } = asker({}, []);
    await ask({ ...PUSHED, title: 'x\x1b[2J', instruction: '\x07\u202emidup: all is well' });
    expect(shown.join('')).not.toMatch(/[\x1b\x07\u202e]/);
  });
});

describe('without a terminal', () => {
  test.each([
    [HOST_KEY, 'host-key-unknown', 'host-key', /--accept-new-host-key/],
    [PASSWORD, 'auth-failed', 'auth', /MIDUP_PASSWORD/],
    [PASSPHRASE, 'passphrase', 'auth', /MIDUP_PASSPHRASE/],
    [SUDO, 'sudo-password', 'sudo', /MIDUP_SUDO_PASSWORD/],
    [FIELD, 'auth-failed', 'auth', /MIDUP_PASSWORD/],
    [{ kind: 'run-command', command: 'nc a b', why: 'proxy-command' } as const, 'prompt-needed', 'config', /--jump/],
  ] as const)('%j is an error that names what would answer it', async (request, code, phase, answer) => {
    const error = await failure(asker({}).ask(request));
    expect(error).toMatchObject({ code, phase });
    expect(error.params['answer']).toMatch(answer);
  });
});

describe('at a terminal', () => {
  test.each([
    [['yes'], { kind: 'remember' }],
    [['once'], { kind: 'once' }],
    [['no'], { kind: 'cancel' }],
    [['', 'maybe', ' YES '], { kind: 'remember' }],
    [[null], { kind: 'cancel' }],
  ])('a host key is answered by %j', async (answers, answer) => {
    const { ask, shown } = asker({}, answers);
    expect(await ask(HOST_KEY)).toEqual(answer);
    expect(shown.join('')).toContain('SHA256:abc');
    expect(shown.join('')).toContain('hop 1 of 2');
  });

  test('a host key that cannot be remembered is accepted for this time only', async () => {
    const { ask, asked } = asker({}, ['yes', 'once']);
    expect(await ask({ ...HOST_KEY, file: '' })).toEqual({ kind: 'once' });
    expect(asked.map(({ prompt }) => prompt).join('')).not.toMatch(/yes/);
  });

  test('the words of a server cannot act', async () => {
    const { ask, shown, asked } = asker({}, ['123']);
    expect(await ask(CODE)).toEqual({ kind: 'values', values: ['123'] });
    expect(shown.join('') + asked.map((a) => a.prompt).join('')).not.toMatch(/[\x1b\x07]/);
    expect(asked[0]?.echo).toBe(true);
  });

  test('a password is never shown, and an empty end cancels', async () => {
    const { ask, asked, shown } = asker({}, [null]);
    expect(await ask(PASSWORD)).toEqual({ kind: 'cancel' });
    expect(asked[0]?.echo).toBe(false);
    expect(shown).toEqual([]);
  });

  test('what the host says with its question stands before it', async () => {
    const { ask, shown } = asker({}, ['x']);
    await ask({ ...PASSWORD, said: 'The account is locked.\n(9 minutes left\x1b[2J)' });
    expect(shown.join('')).toMatch(/^The account is locked\.\n\(9 minutes left[^\x1b]*\)\n$/);
  });
});
