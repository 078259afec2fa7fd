import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConnectionError } from '../../../../src-main/model/connection-error.ts';
import type { Host } from '../../../../src-main/model/host.ts';
import type { PromptAnswer, PromptRequest } from '../../../../src-main/model/prompt.ts';
import type { SshTarget } from '../../../../src-main/model/target.ts';
import { peers } from '../../../peers/needs.ts';
import { oneTimeCode } from '../../../peers/one-time-code.ts';
import { processes } from '../../../peers/processes.ts';
import { type Sshd, type SshdOptions, startSshd } from '../../../peers/sshd.ts';
import { attempt, byKey, values } from '../ssh/harness.ts';

const servers: Sshd[] = [];
const files: string[] = [];
afterAll(async () => {
  for (const server of servers) await server.stop();
  for (const file of files) rmSync(file, { force: true });
});

const sshd = async (options: SshdOptions = {}): Promise<Sshd> => {
  const server = await startSshd({ account: {}, ...options });
  servers.push(server);
  return server;
};

/** A server whose account may use sudo as these lines of sudoers say; USER stands for its name. */
const withSudoers = async (lines: readonly string[], options: SshdOptions = {}): Promise<Sshd> => {
  const server = await sshd(options);
  const file = `/etc/sudoers.d/${server.user}`;
  files.push(file);
  writeFileSync(file, `${lines.join('\n').replaceAll('USER', server.user)}\n`, { mode: 0o440 });
  return server;
};

const ALL = 'USER ALL=(ALL) ALL';
const FREE = 'USER ALL=(ALL) NOPASSWD: ALL';
type Answer = (request: PromptRequest, nth: number) => PromptAnswer;

const opened = async (server: Sshd, answer?: Answer, more: Partial<SshTarget> = {}) => {
  const { outcome, asked } = attempt({ ...byKey(server), sudo: true, ...more }, answer ? { answer } : {});
  return { host: await outcome, asked };
};
const idAs = async (host: Host, become = 'root') => {
  const { stdout, failed, error } = await host.runScript({ text: 'id -un' }, { become });
  return {
    who: stdout.trim(),
    ...(failed && { failed, code: error?.code, said: String(error?.params['said'] ?? '') }),
  };
};

describe.skipIf(!peers('sshd', 'ssh', 'sudo', 'root'))('sudo as people set it up', { concurrent: true }, () => {
  describe.for([
    ['MID Up’s own client', {}],
    ['this computer’s ssh', { client: 'openssh' }],
  ] as const)('where it wants a terminal, through %s', { concurrent: true }, ([, more]) => {
    test('it gets one: nothing is echoed, not a byte is changed, what runs can be cancelled', async () => {
      const server = await withSudoers(['Defaults:USER requiretty', ALL]);
      const { host, asked } = await opened(server, () => values(server.password), more);
      expect(await idAs(host)).toEqual({ who: 'root' });
      const awkward = Array.from({ length: 255 }, (_, i) => String.fromCharCode(i + 1)).join('');
      const long = `${awkward}\n`.repeat(2000);
      const result = await host.runScript(
        { text: 'echo error >&2; printf %s "$1"; cat; exit 7' },
        { become: 'root', args: [awkward], stdin: long },
      );
      expect(result).toMatchObject({ exitCode: 7, stdout: awkward + long, stderr: '' });
      expect(asked.map(({ kind }) => kind)).toEqual(['sudo-password']);
      const stop = new AbortController();
      const running = host.runScript(
        { text: `sleep 9${server.port}` },
        { become: 'root', signal: stop.signal, onOutput: () => undefined },
      );
      const sleeping = () => processes().filter(({ command }) => command === `sleep 9${server.port}`).length;
      await expect.poll(sleeping, { timeout: 10_000 }).toBe(1);
      stop.abort();
      expect(await running).toMatchObject({ failed: 'cancelled' });
      await expect.poll(sleeping, { timeout: 10_000 }).toBe(0);
      await host.close();
    });

    test('a wrong password goes there once, and is asked for again', async () => {
      const server = await withSudoers(['Defaults:USER requiretty, use_pty, insults, lecture=always', ALL]);
      const given = (_: PromptRequest, nth: number) => values(nth === 1 ? 'wrong-one' : server.password);
      const { host, asked } = await opened(server, given, more);
      expect(await idAs(host)).toEqual({ who: 'root' });
      expect(asked).toMatchObject([{ again: false }, { again: true }]);
      await host.close();
    });
  });

  test('no password, a terminal only', async () => {
    const server = await withSudoers(['Defaults:USER requiretty, use_pty', FREE]);
    const { host, asked } = await opened(server);
    expect(await idAs(host)).toEqual({ who: 'root' });
    expect(await idAs(host, 'nobody')).toEqual({ who: 'nobody' });
    expect(asked).toEqual([]);
    await host.close();
  });

  test('a server that gives no terminal either: said', async () => {
    const server = await withSudoers(['Defaults:USER requiretty', FREE], { config: ['PermitTTY no'] });
    const { host } = await opened(server);
    expect(await idAs(host)).toEqual({
      who: '',
      failed: 'denied',
      code: 'sudo-denied',
      said: 'sudo wants a terminal, and the host gives none',
    });
    await host.close();
  });

  test.for([
    ['its own terminal', 'use_pty'],
    ['a lecture every time', 'lecture=always'],
    ['insults', 'insults'],
    ['no memory of who typed it', 'timestamp_timeout=0'],
    ['one try', 'passwd_tries=1'],
    [
      'words of another language',
      'passprompt_override, passprompt="[sudo] %p さんのパスワード: ", badpass_message="残念、また試してください。"',
    ],
  ])('%s', async ([, defaults]) => {
    const server = await withSudoers([`Defaults:USER ${defaults}`, ALL]);
    const given = (_: PromptRequest, nth: number) => values(nth === 1 ? 'wrong-one' : server.password);
    const { host, asked } = await opened(server, given);
    expect(await idAs(host)).toEqual({ who: 'root' });
    expect(await idAs(host)).toEqual({ who: 'root' });
    expect(asked).toMatchObject([
      { kind: 'sudo-password', owner: server.user, again: false },
      { kind: 'sudo-password', owner: server.user, again: true },
    ]);
    await host.close();
  });

  test('the password of the one that one becomes (targetpw) is asked for as such, and kept apart', async () => {
    const server = await withSudoers(['Defaults:USER targetpw', ALL]);
    const other = await sshd();
    const { host, asked } = await opened(server, () => values(other.password));
    expect(await idAs(host, other.user)).toEqual({ who: other.user });
    expect(await idAs(host, other.user)).toEqual({ who: other.user });
    expect(asked).toMatchObject([{ kind: 'sudo-password', user: server.user, owner: other.user, become: other.user }]);
    await host.close();
  });

  test('one command without a password, and nothing else', async () => {
    const server = await withSudoers(['USER ALL=(root) NOPASSWD: /usr/bin/systemctl']);
    const { host } = await opened(server, () => values(server.password));
    const { failed, code, said } = await idAs(host);
    expect({ failed, code }).toEqual({ failed: 'denied', code: 'sudo-denied' });
    expect(said).toMatch(/not allowed to execute '\/(usr\/)?bin\/sh' as root/);
    await host.close();
  });

  test('an expired account is no wrong password', async () => {
    const service = `midup-expired-${process.pid}`;
    files.push(`/etc/pam.d/${service}`);
    writeFileSync(`/etc/pam.d/${service}`, 'auth required pam_unix.so\naccount required pam_deny.so\n');
    const server = await withSudoers([`Defaults:USER pam_service=${service}`, ALL]);
    const { host, asked } = await opened(server, () => values(server.password));
    expect(await idAs(host)).toMatchObject({
      failed: 'denied',
      code: 'sudo-denied',
      said: expect.stringMatching(/locked/),
    });
    expect(asked).toHaveLength(1);
    await host.close();
  });

  test.skipIf(!peers('oath'))('a password and a one-time code', async () => {
    const service = `midup-code-${process.pid}`;
    const seed = '3132333435363738393031323334353637383930';
    const users = `/etc/${service}.oath`;
    files.push(users, `/etc/pam.d/${service}`);
    const server = await withSudoers([`Defaults:USER pam_service=${service}`, ALL]);
    writeFileSync(users, `HOTP/T30 ${server.user} - ${seed}\n`, { mode: 0o600 });
    writeFileSync(
      `/etc/pam.d/${service}`,
      `auth required pam_unix.so\nauth required pam_oath.so usersfile=${users} window=20\naccount required pam_unix.so\n`,
    );
    const { host, asked } = await opened(server, (request) =>
      values(request.kind === 'interactive' ? oneTimeCode(seed) : server.password),
    );
    // A code holds once: what follows at once shares the shell that it opened.
    const both = await Promise.all([idAs(host), idAs(host)]);
    expect(both).toEqual([{ who: 'root' }, { who: 'root' }]);
    expect(await idAs(host)).toEqual({ who: 'root' });
    expect(asked).toMatchObject([
      { kind: 'sudo-password' },
      {
        kind: 'interactive',
        about: 'sudo',
        fields: [{ label: expect.stringMatching(/One-time password/), echo: false }],
      },
    ]);
    await host.close();
  });

  test('a wrong password that is not corrected is never sent twice', async () => {
    const server = await withSudoers([ALL]);
    const { host, asked } = await opened(server, (_, nth) => (nth === 1 ? values('wrong-one') : { kind: 'cancel' }));
    expect(await idAs(host)).toMatchObject({ failed: 'denied', code: 'sudo-password' });
    expect(asked).toHaveLength(2);
    await host.close();
  });

  test('cancelled while the password is asked for', async () => {
    const server = await withSudoers([ALL]);
    const { outcome } = attempt(
      { ...byKey(server), sudo: true },
      { answer: () => new Promise<PromptAnswer>(() => undefined) },
    );
    const host = await outcome;
    const stop = new AbortController();
    const running = host.runScript({ text: 'id' }, { become: 'root', signal: stop.signal });
    setTimeout(() => stop.abort(), 1500);
    const { failed, error } = await running;
    expect({ failed, known: error instanceof ConnectionError }).toEqual({ failed: 'cancelled', known: true });
    await host.close();
  });
});

describe.skipIf(!peers('sshd', 'ssh', 'doas', 'root'))('doas, where there is no sudo', () => {
  const conf = '/etc/doas.conf';
  const before = existsSync(conf) ? readFileSync(conf, 'utf8') : null;
  let bin = '';
  beforeAll(() => {
    bin = mkdtempSync('/tmp/midup-bin-');
    chmodSync(bin, 0o755);
    for (const name of readdirSync('/usr/bin')) if (name !== 'sudo') symlinkSync(`/usr/bin/${name}`, join(bin, name));
  });
  afterAll(() => {
    rmSync(bin, { recursive: true, force: true });
    if (before === null) rmSync(conf, { force: true });
    else writeFileSync(conf, before);
  });
  const permit = (line: string) => writeFileSync(conf, `${before ?? ''}${line}\n`, { mode: 0o400 });

  test('without a password, with one, and not at all', async () => {
    const server = await sshd({ config: [`SetEnv PATH=${bin}`] });
    const given = (_: PromptRequest, nth: number) => values(nth === 1 ? 'wrong-one' : server.password);
    permit(`permit nopass ${server.user}`);
    const free = await opened(server, given);
    expect(await idAs(free.host)).toEqual({ who: 'root' });
    expect(free.asked).toEqual([]);
    expect(free.host.becomesBy).toBe('doas');
    await free.host.close();
    permit(`permit ${server.user}`);
    const asked = await opened(server, given);
    expect(await idAs(asked.host)).toEqual({ who: 'root' });
    expect(asked.asked).toMatchObject([{ again: false }, { again: true }]);
    await asked.host.close();
    permit('');
    const { host } = await opened(server, given);
    expect(await idAs(host)).toMatchObject({
      failed: 'denied',
      code: 'sudo-denied',
      said: expect.stringMatching(/not permitted/),
    });
    await host.close();
  });
});
