import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messagesFor } from '../../../src-main/messages/index.ts';
import type { PromptRequest } from '../../../src-main/model/prompt.ts';
import type { SshTarget } from '../../../src-main/model/target.ts';
import { peers } from '../../peers/needs.ts';
import { type RecordingOptions, type RecordingServer, startRecordingServer } from '../../peers/recording-ssh.ts';
import { type Sshd, startSshd } from '../../peers/sshd.ts';
import { attempt, byKey, failureOf, type TempHome, tempHome, values, whoAmI } from './ssh/harness.ts';

const servers: RecordingServer[] = [];
const record = async (options: RecordingOptions): Promise<RecordingServer> => {
  const server = await startRecordingServer({ methods: ['keyboard-interactive'], ...options });
  servers.push(server);
  return server;
};
let home: TempHome;
beforeAll(() => {
  home = tempHome();
});
afterAll(async () => {
  for (const server of servers) await server.stop();
  home.remove();
});

/** Resolves when it is told to. */
const gate = () => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened: () => opened };
};

const SOON = { timeout: 20_000 };
const PUSHED = 'Pushed a login request to your phone…';
const PASSWORD = { prompts: [{ prompt: 'Password: ', echo: false }], answers: ['pw'], title: '', instruction: '' };
const CODE = { prompts: [{ prompt: 'Code: ', echo: false }], answers: ['123456'], title: '', instruction: '' };
const words = (instruction: string, waitsFor?: () => Promise<void>) => ({
  ...{ prompts: [], answers: [], title: 'Duo', instruction },
  ...(waitsFor && { waitsFor }),
});
const notice = (instruction: string, host = '127.0.0.1'): PromptRequest => ({
  ...{ kind: 'interactive', host, user: 'jo', title: '', instruction, fields: [] },
});
/** ssh does not say which of its lines is the title. */
const pushed = (client: string | undefined): PromptRequest =>
  client === 'openssh' ? notice(`Duo\n${PUSHED}`) : { ...notice(PUSHED), ...{ title: 'Duo' } };

describe.skipIf(!peers('ssh')).for([
  ['MID Up’s own client', undefined],
  ['this computer’s ssh', 'openssh'],
] as const)('words of a host, through %s', ([, client]) => {
  const connect = (
    server: RecordingServer,
    more: Parameters<typeof attempt>[1] = {},
    target: Partial<SshTarget> = {},
  ) =>
    attempt(
      {
        address: `jo@127.0.0.1:${server.port}`,
        knownHostsFile: join(home.home, `known-${client}`),
        acceptNewHostKey: true,
        ...(client && { client }),
        ...target,
      },
      {
        answer: (request) => values(request.kind === 'password' ? 'pw' : '123456'),
        home: home.home,
        env: { PATH: process.env['PATH'] },
        ...more,
      },
    );

  test('stand while the host waits for somebody, and go when it lets one in', async () => {
    const { open, opened } = gate();
    const server = await record({ rounds: [PASSWORD, words(PUSHED, opened)] });
    const { outcome, asked, standing } = connect(server);
    await expect.poll(standing, SOON).toEqual([pushed(client)]);
    expect(asked.map(({ kind }) => kind)).toEqual(['password', 'interactive']);
    open();
    await (await outcome).close();
    expect(standing()).toEqual([]);
    // Nothing was sent in answer to them.
    expect(server.seen.filter(({ secret }) => secret !== '').map(({ secret }) => secret)).toEqual(['pw']);
  });

  test('go when it asks for something, also when they were hidden', async () => {
    const { open, opened } = gate();
    const rounds = [words(PUSHED, opened), CODE];
    const first = connect(await record({ rounds }), {
      answer: () => {
        expect(first.standing()).toEqual([]);
        return values('123456');
      },
    });
    await expect.poll(first.standing, SOON).toHaveLength(1);
    open();
    await (await first.outcome).close();
    const hidden = connect(await record({ rounds }), { onNotice: () => values() });
    await (await hidden.outcome).close();
    expect(hidden.asked).toHaveLength(2);
  });

  test('go when it refuses, and when it is lost', async () => {
    const refusing = await record({ rounds: [{ ...words(PUSHED), answers: ['never'] }] });
    const refused = connect(refusing);
    expect(await failureOf(refused.outcome)).toMatchObject({ code: 'auth-failed', phase: 'auth' });
    expect(refused.asked.length).toBeGreaterThan(0);
    expect(refused.standing()).toEqual([]);
    const { opened } = gate();
    const server = await record({ rounds: [words(PUSHED, opened)] });
    const { outcome, standing } = connect(server);
    await expect.poll(standing, SOON).toHaveLength(1);
    const failed = failureOf(outcome);
    await server.stop();
    expect(await failed).toMatchObject({ code: 'lost', phase: 'auth' });
    expect(standing()).toEqual([]);
  });

  test('closed, they cancel the connection; so does who cancels it', async () => {
    const { opened } = gate();
    const server = await record({ rounds: [words(PUSHED, opened)] });
    const closed = connect(server, { onNotice: () => ({ kind: 'cancel' }) });
    expect(await failureOf(closed.outcome)).toMatchObject({ code: 'cancelled', phase: 'auth' });
    const stop = new AbortController();
    const { outcome, standing } = connect(server, { signal: stop.signal });
    await expect.poll(standing, SOON).toHaveLength(1);
    stop.abort();
    expect(await failureOf(outcome)).toMatchObject({ code: 'cancelled' });
    expect(standing()).toEqual([]);
  });

  test('of a question are shown with it, line by line', async () => {
    const prompt = 'Two ways:\n 1. a push\n 2. a call\nChoose (1-2): ';
    const server = await record({
      rounds: [
        { ...PASSWORD, instruction: 'The account was locked until noon.' },
        { prompts: [{ prompt, echo: false }], answers: ['123456'], title: '', instruction: 'Hello\u001b[2J\u202e jo' },
      ],
    });
    const { outcome, asked } = connect(server);
    await (await outcome).close();
    expect(asked).toMatchObject([
      { kind: 'password', said: 'The account was locked until noon.' },
      { kind: 'interactive', fields: [{ label: 'Choose (1-2):', echo: false }] },
    ]);
    const last = asked.at(-1);
    const said = last?.kind === 'interactive' ? last.instruction.split('\n') : [];
    expect(said.slice(1)).toEqual(['Two ways:', ' 1. a push', ' 2. a call']);
    expect(said[0]).toMatch(/^Hello[^\u001b\u202e]* jo$/);
  });

  test('that say nothing are not shown; those that do not stop end it', async () => {
    const silent = connect(await record({ rounds: [words(''), { ...words(' '), title: '' }, PASSWORD].slice(1) }));
    await (await silent.outcome).close();
    expect(silent.asked.map(({ kind }) => kind)).toEqual(['password']);
    const endless = Array.from({ length: 55 }, (_, i) => words(`Still waiting, ${i}`));
    const { outcome, standing } = connect(await record({ rounds: endless }));
    expect(await failureOf(outcome)).toMatchObject({ code: 'failed', phase: 'auth' });
    expect(standing()).toEqual([]);
    // The same time and again is a host that makes sure that one is still there.
    const same = connect(await record({ rounds: Array.from({ length: 20 }, () => words(PUSHED)) }));
    await (await same.outcome).close();
    expect(same.asked).toEqual([pushed(client)]);
  });

  test('a banner shows where the host waits after it, and not where it goes on', async () => {
    const { open, opened } = gate();
    const BANNER = 'To sign in, visit\r\nhttps://example.org/a/1\r\n';
    const waiting = connect(await record({ rounds: [PASSWORD], banner: BANNER, afterBanner: opened }));
    await expect.poll(waiting.standing, SOON).toEqual([notice(BANNER.trim().replace('\r', ''))]);
    open();
    await (await waiting.outcome).close();
    expect(waiting.standing()).toEqual([]);
    // How long ssh may take between two lines of its own is up to this computer.
    if (client === 'openssh') return;
    const plain = connect(await record({ rounds: [PASSWORD], banner: 'Authorized users only\r\n' }));
    await (await plain.outcome).close();
    expect(plain.asked.map(({ kind }) => kind)).toEqual(['password']);
  });

  test('say which host they are of', async () => {
    const { open, opened } = gate();
    const jump = await record({ rounds: [words(PUSHED, opened)], forwards: true });
    const last = await record({ rounds: [words('Hello')] });
    writeFileSync(
      join(home.ssh, 'config'),
      `Host bastion\n HostName 127.0.0.1\n Port ${jump.port}\n User jo\nHost mid\n HostName 127.0.0.1\n Port ${last.port}\n User jo\n ProxyJump bastion\n`,
    );
    const { outcome, standing, asked } = connect(last, {}, { address: 'mid' });
    await expect.poll(standing, SOON).toMatchObject([{ host: 'bastion', user: 'jo' }]);
    open();
    await (await outcome).close();
    expect(asked.map((request) => 'host' in request && request.host)).toEqual(['bastion', 'mid']);
    writeFileSync(join(home.ssh, 'config'), '');
  });
});

describe.skipIf(!peers('sshd', 'ssh', 'root', 'namespaces')).for([
  ['MID Up’s own client', undefined],
  ['this computer’s ssh', 'openssh'],
] as const)('what PAM says, through %s', { concurrent: true }, ([, client]) => {
  const sshds: Sshd[] = [];
  afterAll(async () => {
    for (const sshd of sshds) await sshd.stop();
  });
  const config = ['KbdInteractiveAuthentication yes', 'PasswordAuthentication no', 'PubkeyAuthentication no'];
  const say = (words: string) => `auth optional pam_exec.so quiet stdout /bin/echo ${words}`;
  const start = async (...auth: readonly string[]): Promise<Sshd> => {
    const pam = [...auth, 'account required pam_unix.so', 'session required pam_permit.so'];
    const sshd = await startSshd({ account: {}, config, pam });
    sshds.push(sshd);
    return sshd;
  };
  /** Gives the password once. */
  const connect = (sshd: Sshd, password = sshd.password) =>
    attempt(
      { address: sshd.address, knownHostsFile: sshd.knownHostsFile, ...(client && { client }) },
      {
        answer: ({ kind }, nth) => (kind === 'password' && nth === 1 ? values(password) : { kind: 'cancel' }),
        env: { PATH: process.env['PATH'] },
      },
    );

  test('stands with its question', async () => {
    const sshd = await start(say('Two factors from Monday on'), 'auth required pam_unix.so nodelay');
    const { outcome, asked } = connect(sshd);
    expect(await whoAmI(outcome)).toBe(sshd.user);
    expect(asked).toMatchObject([{ kind: 'password', said: 'Two factors from Monday on' }]);
  });

  test('instead of one is shown, and stands in the error where it refuses', async () => {
    const sshd = await start(
      'auth required pam_unix.so nodelay',
      say('Your phone did not answer'),
      'auth required pam_deny.so',
    );
    const { outcome, asked, standing } = connect(sshd);
    const error = await failureOf(outcome);
    expect(error).toMatchObject({ code: 'auth-failed', params: { told: 'Your phone did not answer' } });
    expect(messagesFor('en').connection(error).message).toMatch(
      /Before that, the host said: Your phone did not answer$/,
    );
    expect(asked.slice(0, 2)).toMatchObject([
      { kind: 'password' },
      { kind: 'interactive', instruction: 'Your phone did not answer', fields: [] },
    ]);
    expect(standing()).toEqual([]);
  });

  test('nothing, and hangs up on a key that it had accepted', async () => {
    const sshd = await startSshd({
      account: {},
      pam: ['auth required pam_unix.so', 'account required pam_deny.so', 'session required pam_permit.so'],
    });
    sshds.push(sshd);
    const { outcome } = attempt({ ...byKey(sshd), ...(client && { client }) }, { env: { PATH: process.env['PATH'] } });
    expect(await failureOf(outcome)).toMatchObject({
      code: 'lost',
      phase: 'auth',
      params: { why: expect.stringMatching(/once it had accepted a key$/) },
    });
  });

  test('of an account that is locked is what one is told', async () => {
    const locks = mkdtempSync(join(tmpdir(), 'midup-locks-'));
    const faillock = `pam_faillock.so dir=${locks} deny=1 unlock_time=600 nodelay`;
    const sshd = await start(
      `auth required ${faillock} preauth`,
      'auth sufficient pam_unix.so nodelay',
      `auth [default=die] ${faillock} authfail`,
    );
    expect(await failureOf(connect(sshd, 'wrong').outcome)).toMatchObject({ phase: 'auth' });
    const { outcome, asked } = connect(sshd);
    const error = await failureOf(outcome);
    expect(error).toMatchObject({ code: 'account-refused', phase: 'auth' });
    expect(error.params['said']).toMatch(/^The account is locked due to \d failed login/);
    expect(asked[0]).toMatchObject({ kind: 'password', said: expect.stringMatching(/^The account is locked/) });
    rmSync(locks, { recursive: true });
  });
});
