import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { peers } from '../../../peers/needs.ts';
import { toPpk } from '../../../peers/ppk.ts';
import { type RecordingServer, startRecordingServer } from '../../../peers/recording-ssh.ts';
import { type SshAgent, startSshAgent } from '../../../peers/ssh-agent.ts';
import { keygen, type Sshd, type SshdOptions, startSshd } from '../../../peers/sshd.ts';
import { attempt, byKey, failureOf, tempHome, values, whoAmI } from './harness.ts';

const ready = peers('sshd', 'ssh', 'root');
const servers: Sshd[] = [];
const sshd = async (options: SshdOptions): Promise<Sshd> => {
  const server = await startSshd(options);
  servers.push(server);
  return server;
};
afterAll(async () => {
  for (const server of servers) await server.stop();
});

const keygenAs = (...args: readonly string[]) => {
  const { status, stderr } = spawnSync('ssh-keygen', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
};

describe.skipIf(!ready)('keys', { concurrent: true }, () => {
  test.for([
    ['ed25519', {}],
    ['ecdsa', {}],
    ['rsa', {}],
    ['rsa', { pem: true }],
    ['ecdsa', { pem: true }],
  ] as const)('%s %j', async ([type, more]) => {
    const server = await sshd({ userKey: { type, ...more } });
    const { outcome, asked, ledger } = attempt(byKey(server));
    expect(await whoAmI(outcome)).toBe(server.user);
    expect(asked).toEqual([]);
    expect(ledger).toMatchObject([
      { command: `ssh ${server.user}@127.0.0.1:${server.port}`, exitCode: 0, readOnly: true },
    ]);
  });

  test.for([
    ['ed25519', {}],
    ['rsa', { pem: true }],
  ] as const)('with a passphrase, asked for again when it is wrong: %s %j', async ([type, more]) => {
    const server = await sshd({ userKey: { type, passphrase: 'open sesame', ...more } });
    const { outcome, asked, ledger } = attempt(byKey(server), {
      answer: (_, nth) => values(nth === 1 ? 'wrong' : 'open sesame'),
    });
    expect(await whoAmI(outcome)).toBe(server.user);
    expect(asked).toEqual([
      { kind: 'passphrase', file: server.keyFile, again: false },
      { kind: 'passphrase', file: server.keyFile, again: true },
    ]);
    expect(JSON.stringify(ledger)).not.toContain('sesame');
  });

  test('a passphrase is not asked for where the server would not take the key', async () => {
    const server = await sshd({});
    const locked = join(server.dir, 'locked');
    keygen(locked, 'ed25519', 'secret');
    const error = await failureOf(attempt({ ...byKey(server), identityFiles: [locked] }).outcome);
    expect(error).toMatchObject({
      code: 'auth-failed',
      phase: 'auth',
      params: { offered: 'publickey', tried: `key ${locked}` },
    });
  });

  test('a passphrase that is not given is what is said', async () => {
    const server = await sshd({ userKey: { passphrase: 'x' } });
    const { outcome } = attempt(byKey(server));
    expect(await failureOf(outcome)).toMatchObject({ code: 'passphrase', params: { file: server.keyFile } });
  });

  test.for(['', 'open sesame'])('PKCS#8, locked by “%s”', async (passphrase) => {
    const server = await sshd({ userKey: { type: 'ecdsa' } });
    keygenAs('-q', '-p', '-P', '', '-N', passphrase, '-m', 'PKCS8', '-f', server.keyFile);
    const { outcome, asked } = attempt(byKey(server), { answer: () => values(passphrase) });
    expect(await whoAmI(outcome)).toBe(server.user);
    expect(asked).toHaveLength(passphrase === '' ? 0 : 1);
  });

  test('PPK', async () => {
    const server = await sshd({ userKey: { type: 'rsa', pem: true } });
    const file = join(server.dir, 'key.ppk');
    writeFileSync(file, toPpk(readFileSync(server.keyFile, 'utf8')), { mode: 0o600 });
    expect(await whoAmI(attempt({ ...byKey(server), identityFiles: [file] }).outcome)).toBe(server.user);
  });

  test('a public half alone is said to be one', async () => {
    const server = await sshd({});
    const half = join(server.dir, 'half');
    copyFileSync(`${server.keyFile}.pub`, half);
    const error = await failureOf(attempt({ ...byKey(server), identityFiles: [half] }).outcome);
    expect(error).toMatchObject({ code: 'key-unreadable', params: { file: half } });
    expect(String(error.params['why'])).toMatch(/public half/);
  });

  test('a file that cannot be used is named before anything is sent', async () => {
    const server = await sshd({});
    const refusal = async (name: string, content: string | null, mode = 0o600) => {
      const file = join(server.dir, name);
      if (content !== null) writeFileSync(file, content, { mode });
      const error = await failureOf(attempt({ ...byKey(server), identityFiles: [file] }).outcome);
      expect(error).toMatchObject({ code: 'key-unreadable', params: { file } });
      return String(error.params['why']);
    };
    expect(await refusal('absent', null)).toMatch(/not there/);
    expect(await refusal('text', 'hello')).toMatch(/not a private key/);
    expect(await refusal('open', readFileSync(server.keyFile, 'utf8'), 0o644)).toMatch(/0644/);
    expect(await refusal('putty', 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n')).toMatch(
      /PuTTY key of version 3 .*PuTTYgen/,
    );
    const sealed = join(server.dir, 'sealed');
    keygenAs('-q', '-t', 'ed25519', '-N', 'x', '-Z', 'chacha20-poly1305@openssh.com', '-f', sealed);
    expect(await refusal('sealed', null)).toMatch(/chacha20-poly1305/);
    expect(await refusal('cut', readFileSync(server.keyFile, 'utf8').slice(0, 200))).toMatch(/not a private key/);
  });

  test('the usual files of ~/.ssh, and those of its config', async () => {
    const server = await sshd({});
    const home = tempHome(`Host mid\n HostName 127.0.0.1\n Port ${server.port}\n User ${server.user}\n`);
    copyFileSync(server.keyFile, join(home.ssh, 'id_ed25519'));
    copyFileSync(server.knownHostsFile, join(home.ssh, 'known_hosts'));
    const { outcome } = attempt({ address: 'mid' }, { home: home.home });
    expect((await outcome).name).toBe('mid');
    expect(await whoAmI(outcome)).toBe(server.user);
    home.remove();
  });
});

describe.skipIf(!ready)('agent', () => {
  let agent: SshAgent;
  beforeAll(async () => {
    agent = await startSshAgent();
  });
  afterAll(() => agent.stop());

  test('its keys are used; one that gives no key is said', async () => {
    const server = await sshd({ userKey: { type: 'rsa' } });
    agent.add(server.keyFile);
    const env = { SSH_AUTH_SOCK: agent.socket };
    const target = { address: server.address, knownHostsFile: server.knownHostsFile };
    expect(await whoAmI(attempt(target, { env }).outcome)).toBe(server.user);
    const error = await failureOf(attempt(target, { env: { SSH_AUTH_SOCK: '/nonexistent/agent' } }).outcome);
    expect(error).toMatchObject({ code: 'agent', params: { socket: '/nonexistent/agent' } });
  });

  test.for(['builtin', 'openssh'] as const)('one that does not sign is said, by the client %s', async (client) => {
    const server = await sshd({});
    const asking = await startSshAgent();
    // It is to ask before each use, and has no way to.
    asking.add(server.keyFile, '-c');
    const env = { PATH: process.env['PATH'], SSH_AUTH_SOCK: asking.socket };
    const target = { address: server.address, knownHostsFile: server.knownHostsFile, client };
    const error = await failureOf(attempt(target, { env }).outcome);
    expect(error).toMatchObject({
      code: 'key-unreadable',
      phase: 'auth',
      params: { file: expect.stringContaining('midup-test') },
    });
    expect(String(error.params['why'])).toMatch(/did not sign|could not sign/);
    await asking.stop();
  });

  test.for(['builtin', 'openssh'] as const)('one that says nothing is said, by the client %s', async (client) => {
    const server = await sshd({});
    const socket = join(server.dir, 'silent.sock');
    const silent = createServer(() => undefined);
    await new Promise<void>((listening) => silent.listen(socket, listening));
    const { home, remove } = tempHome('ConnectTimeout 2\n');
    const target = { address: server.address, knownHostsFile: server.knownHostsFile, client };
    const env = { PATH: process.env['PATH'], SSH_AUTH_SOCK: socket };
    const error = await failureOf(attempt(target, { env, home }).outcome);
    expect(error).toMatchObject({
      code: 'agent',
      phase: 'auth',
      params: { socket, why: expect.stringMatching(/did not answer/) },
    });
    silent.close();
    remove();
  });

  test('a limit of tries is not run into: the rest is tried on a new connection', async () => {
    const server = await sshd({ config: ['MaxAuthTries 3'] });
    for (let i = 0; i < 4; i++) {
      const file = join(server.dir, `other-${i}`);
      keygen(file, 'ed25519');
      agent.add(file);
    }
    agent.add(server.keyFile);
    const env = { SSH_AUTH_SOCK: agent.socket };
    const target = { address: server.address, knownHostsFile: server.knownHostsFile };
    expect(await whoAmI(attempt(target, { env }).outcome)).toBe(server.user);
    // The named key goes first, also when the agent holds it.
    const { outcome, ledger } = attempt(byKey(server), { env });
    expect(await whoAmI(outcome)).toBe(server.user);
    expect(ledger).toHaveLength(1);
  });

  test('key and password both, one after the other', async () => {
    const server = await sshd({
      account: {},
      config: ['PasswordAuthentication yes', 'AuthenticationMethods publickey,password'],
    });
    agent.add(server.keyFile);
    const { outcome, asked } = attempt(
      { address: server.address, knownHostsFile: server.knownHostsFile },
      { env: { SSH_AUTH_SOCK: agent.socket }, answer: () => values(server.password) },
    );
    expect(await whoAmI(outcome)).toBe(server.user);
    expect(asked).toEqual([{ kind: 'password', host: '127.0.0.1', user: server.user, again: false }]);
  });
});

describe.skipIf(!ready)('passwords', { concurrent: true }, () => {
  const withPassword = () => sshd({ account: {}, config: ['PasswordAuthentication yes'] });
  const plain = (server: Sshd) => ({ address: server.address, knownHostsFile: server.knownHostsFile });

  test('a wrong one is asked for again', async () => {
    const server = await withPassword();
    const { outcome, asked } = attempt(plain(server), {
      answer: (_, nth) => values(nth === 1 ? 'wrong' : server.password),
    });
    expect(await whoAmI(outcome)).toBe(server.user);
    expect(asked.map((request) => request.kind === 'password' && request.again)).toEqual([false, true]);
  });

  test('closing the question is cancelling; after a refused one it is the refusal', async () => {
    const server = await withPassword();
    expect(await failureOf(attempt(plain(server)).outcome)).toMatchObject({ code: 'cancelled', phase: 'auth' });
    const { outcome } = attempt(plain(server), {
      answer: (_, nth) => (nth === 1 ? values('wrong') : { kind: 'cancel' }),
    });
    const error = await failureOf(outcome);
    expect(error).toMatchObject({ code: 'auth-failed', params: { user: server.user, tried: 'password' } });
    expect(error.params['offered']).toBe('publickey,password'.replace(',', ', '));
    expect(JSON.stringify([error, error.message, error.params])).not.toContain('wrong');
  });

  test('three are asked for, then no more', async () => {
    const server = await withPassword();
    const { outcome, asked } = attempt(plain(server), { answer: () => values('wrong') });
    expect(await failureOf(outcome)).toMatchObject({ code: 'auth-failed' });
    expect(asked).toHaveLength(3);
  });

  test('the limit of the host is named', async () => {
    const server = await sshd({ account: {}, config: ['PasswordAuthentication yes', 'MaxAuthTries 1'] });
    const { outcome } = attempt(plain(server), { answer: () => values('wrong') });
    expect(await failureOf(outcome)).toMatchObject({ code: 'too-many-attempts', params: { tried: 'password' } });
  });
});

describe.skipIf(!ready)('PAM, as servers mostly have it', { concurrent: true }, () => {
  const config = ['UsePAM yes', 'PasswordAuthentication yes', 'KbdInteractiveAuthentication yes'];
  const plain = (server: Sshd) => ({ address: server.address, knownHostsFile: server.knownHostsFile });

  test('its question for the password is the plain one, and a wrong one is asked for again', async () => {
    const server = await sshd({ account: {}, config });
    const { outcome, asked } = attempt(plain(server), {
      answer: (_, nth) => values(nth === 1 ? 'wrong' : server.password),
    });
    expect(await whoAmI(outcome)).toBe(server.user);
    expect(asked).toEqual(
      [false, true].map((again) => ({ kind: 'password', host: '127.0.0.1', user: server.user, again })),
    );
  });

  test('an expired password is changed on the way, in the words of the host', async () => {
    const server = await sshd({ account: {}, config });
    spawnSync('chage', ['-d', '0', server.user]);
    const fresh = 'A-new-one-2931';
    const { outcome, asked } = attempt(plain(server), {
      answer: (request) => {
        if (request.kind === 'password') return values(server.password);
        const label = request.kind === 'interactive' ? (request.fields[0]?.label ?? '') : '';
        return values(/current/i.test(label) ? server.password : fresh);
      },
    });
    expect(await whoAmI(outcome)).toBe(server.user);
    expect(asked.map((request) => (request.kind === 'interactive' ? request.fields[0]?.label : request.kind))).toEqual([
      'password',
      expect.stringMatching(/Current password:$/),
      'New password:',
      'Retype new password:',
    ]);
    const later = attempt(plain(server), { answer: () => values(fresh) });
    expect(await whoAmI(later.outcome)).toBe(server.user);
  });
});

describe('what a server gets to see', () => {
  const recorders: RecordingServer[] = [];
  const record = async (options: Parameters<typeof startRecordingServer>[0]) => {
    const server = await startRecordingServer(options);
    recorders.push(server);
    return server;
  };
  afterAll(async () => {
    for (const server of recorders) await server.stop();
  });
  const target = (server: RecordingServer) => ({
    address: `jo@127.0.0.1:${server.port}`,
    knownHostsFile: `/tmp/midup-nothing-${server.port}`,
  });

  test('nothing, until its host key is accepted', async () => {
    const server = await record({ password: 'right' });
    let seenWhileAsking = -1;
    const { outcome } = attempt(target(server), {
      answer: async (request) => {
        if (request.kind !== 'host-key') return values('right');
        await new Promise((done) => setTimeout(done, 200));
        seenWhileAsking = server.seen.length;
        return { kind: 'once' };
      },
    });
    const host = await outcome;
    await host.close();
    expect(seenWhileAsking).toBe(0);
    expect(server.seen.map((s) => s.secret)).toContain('right');
  });

  test('nothing, where its host key is refused, on any hop', async () => {
    const jump = await record({ password: 'jump', forwards: true });
    const last = await record({ password: 'last' });
    const { outcome } = attempt(
      { ...target(last), jumps: [`jo@127.0.0.1:${jump.port}`] },
      {
        answer: (request) => {
          if (request.kind === 'host-key') return request.hop === 1 ? { kind: 'once' } : { kind: 'cancel' };
          return values('jump');
        },
      },
    );
    expect(await failureOf(outcome)).toMatchObject({ code: 'host-key-unknown', phase: 'host-key' });
    expect(jump.seen.map((s) => s.secret)).toContain('jump');
    expect(last.connections()).toBe(1);
    expect(last.seen).toEqual([]);
  });

  test('a wrong password once for each time that it was typed', async () => {
    const server = await record({ password: 'right', methods: ['password', 'keyboard-interactive'] });
    const { outcome } = attempt(target(server), {
      answer: (request, nth) => {
        if (request.kind === 'host-key') return { kind: 'once' };
        return nth === 2 ? values('wrong') : values('right');
      },
    });
    await (await outcome).close();
    expect(server.seen.filter((s) => s.method === 'password').map((s) => s.secret)).toEqual(['wrong', 'right']);
  });

  test('answers to several questions in several rounds', async () => {
    const server = await record({
      methods: ['keyboard-interactive'],
      rounds: [
        { prompts: [{ prompt: 'Password: ', echo: false }], answers: ['pw'] },
        {
          prompts: [
            { prompt: 'Code\u001b[31m: ', echo: false },
            { prompt: 'Realm: ', echo: true },
          ],
          answers: ['123456', 'home'],
        },
      ],
    });
    const { outcome, asked } = attempt(target(server), {
      answer: (request) => {
        if (request.kind === 'host-key') return { kind: 'once' };
        return request.kind === 'password' ? values('pw') : values('123456', 'home');
      },
    });
    await (await outcome).close();
    expect(asked.slice(1)).toEqual([
      { kind: 'password', host: '127.0.0.1', user: 'jo', again: false, said: 'Instruction' },
      {
        kind: 'interactive',
        host: '127.0.0.1',
        user: 'jo',
        title: 'Title',
        instruction: 'Instruction',
        fields: [
          { label: 'Code:', echo: false },
          { label: 'Realm:', echo: true },
        ],
      },
    ]);
  });

  test('a server that never stops asking is left', async () => {
    const server = await record({
      methods: ['keyboard-interactive'],
      rounds: Array.from({ length: 40 }, () => ({ prompts: [{ prompt: 'More: ', echo: true }], answers: ['x'] })),
    });
    const { outcome, asked } = attempt(target(server), {
      answer: (request) => (request.kind === 'host-key' ? { kind: 'once' } : values('x')),
    });
    expect(await failureOf(outcome)).toMatchObject({ code: 'failed', phase: 'auth' });
    expect(asked.length).toBeLessThan(20);
  });
});
