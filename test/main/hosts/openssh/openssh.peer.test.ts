import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SshTarget } from '../../../../src-main/model/target.ts';
import { gone, started } from '../../../conformance/host.ts';
import { startDelayProxy } from '../../../peers/delay-proxy.ts';
import { peers } from '../../../peers/needs.ts';
import { killAll, processes } from '../../../peers/processes.ts';
import { startRecordingServer } from '../../../peers/recording-ssh.ts';
import { startSshAgent } from '../../../peers/ssh-agent.ts';
import { fingerprint, keygen, type Sshd, type SshdOptions, startSshd } from '../../../peers/sshd.ts';
import { attempt, byKey as byBuiltin, failureOf, tempHome, values, whoAmI } from '../ssh/harness.ts';

const ready = peers('sshd', 'ssh', 'root');
const servers: Sshd[] = [];
const sshd = async (options: SshdOptions = {}): Promise<Sshd> => {
  const server = await startSshd(options);
  servers.push(server);
  return server;
};
let dir = '';
const before = process.env['TMPDIR'];
beforeAll(() => {
  // Everything that a connection makes is in here, so that one can see what it leaves behind.
  dir = mkdtempSync('/tmp/midup-o-');
  spawnSync('chmod', ['755', dir]);
  process.env['TMPDIR'] = dir;
});
afterAll(async () => {
  await sleep(200);
  for (const server of servers) await server.stop();
  const left = readdirSync(dir).filter((name) => name.startsWith('midup-ssh-'));
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  rmSync(dir, { recursive: true, force: true });
  expect(left).toEqual([]);
});

const byKey = (server: Sshd): SshTarget => ({ kind: 'ssh', client: 'openssh', ...byBuiltin(server) });
const half = (file: string) => readFileSync(`${file}.pub`, 'utf8').split(' ').slice(0, 2).join(' ').trim();
const sign = (...args: readonly string[]) => {
  const { status, stderr } = spawnSync('ssh-keygen', ['-q', ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
};

describe.skipIf(!ready)('what only OpenSSH can', { concurrent: true }, () => {
  test('a user certificate: named with the built-in client, and works', async () => {
    const ca = join(dir, 'user-ca');
    keygen(ca, 'ed25519');
    const server = await sshd({ config: [`TrustedUserCAKeys ${ca}.pub`] });
    writeFileSync(server.authorizedKeysFile, '');
    sign('-s', ca, '-I', 'someone', '-n', server.user, `${server.keyFile}.pub`);
    expect(await failureOf(attempt(byBuiltin(server)).outcome)).toMatchObject({
      code: 'certificate-unsupported',
      phase: 'auth',
      params: { what: `the certificate ${server.keyFile}-cert.pub` },
    });
    expect(await whoAmI(attempt(byKey(server)).outcome)).toBe(server.user);
  });

  test('a host certificate: named with the built-in client, and judged by ssh', async () => {
    const ca = join(dir, 'host-ca');
    keygen(ca, 'ed25519');
    const certificate = join(dir, 'for-host');
    keygen(certificate, 'ed25519');
    sign('-s', ca, '-I', 'host', '-h', '-n', '127.0.0.1', `${certificate}.pub`);
    const server = await sshd({ config: [`HostKey ${certificate}`, `HostCertificate ${certificate}-cert.pub`] });
    const knownHostsFile = join(server.dir, 'authorities');
    writeFileSync(knownHostsFile, `@cert-authority [127.0.0.1]:* ${half(ca)}\n`);
    const builtin = attempt({ ...byBuiltin(server), knownHostsFile });
    expect(await failureOf(builtin.outcome)).toMatchObject({
      code: 'certificate-unsupported',
      phase: 'host-key',
      params: { what: expect.stringContaining(`${knownHostsFile}, line 1`) },
    });
    expect(builtin.asked).toEqual([]);
    const { outcome, asked } = attempt({ ...byKey(server), knownHostsFile });
    expect(await whoAmI(outcome)).toBe(server.user);
    expect(asked).toEqual([]);
    expect(readFileSync(knownHostsFile, 'utf8').split('\n')).toHaveLength(2);
  });

  test('a key exchange that the built-in client does not know', async () => {
    const server = await sshd({ config: ['KexAlgorithms sntrup761x25519-sha512@openssh.com'] });
    expect(await failureOf(attempt(byBuiltin(server)).outcome)).toMatchObject({ code: 'algorithms' });
    expect(await whoAmI(attempt(byKey(server)).outcome)).toBe(server.user);
  });

  test('a security key is named as such', async () => {
    const server = await sshd();
    const file = join(server.dir, 'id_sk');
    // The head of a real one; its secret half is in hardware that is not here.
    const field = (text: string | Buffer) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(text.length);
      return Buffer.concat([length, Buffer.from(text)]);
    };
    const type = 'sk-ssh-ed25519@openssh.com';
    const blob = Buffer.concat([field(type), field(Buffer.alloc(32, 7)), field('ssh:')]);
    const none = Buffer.concat([field('none'), field('none'), field(''), Buffer.from([0, 0, 0, 1])]);
    const body = Buffer.concat([Buffer.from('openssh-key-v1\0'), none, field(blob), field(Buffer.alloc(64, 1))]);
    writeFileSync(
      file,
      `-----BEGIN OPENSSH PRIVATE KEY-----\n${body.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`,
      { mode: 0o600 },
    );
    expect(await failureOf(attempt({ ...byBuiltin(server), identityFiles: [file] }).outcome)).toMatchObject({
      code: 'key-unreadable',
      params: { why: expect.stringMatching(/security key \(sk-ssh-ed25519/) },
    });
  });

  test('a server that takes Kerberos only is named as such', async () => {
    const server = await startRecordingServer({ methods: ['gssapi-with-mic' as 'password'] });
    const { outcome } = attempt(
      { address: `jo@127.0.0.1:${server.port}`, knownHostsFile: join(dir, 'kerberos') },
      { answer: () => ({ kind: 'once' }) },
    );
    expect(await failureOf(outcome)).toMatchObject({
      code: 'certificate-unsupported',
      params: { what: 'Kerberos (gssapi-with-mic)' },
    });
    await server.stop();
  });
});

describe.skipIf(!ready)("host keys through this computer's ssh", { concurrent: true }, () => {
  let server: Sshd;
  beforeAll(async () => {
    server = await sshd();
  });

  test('an unknown one is asked about, and remembered or not', async () => {
    const knownHostsFile = join(server.dir, 'learn');
    const target = { ...byKey(server), knownHostsFile };
    const once = attempt(target, { answer: () => ({ kind: 'once' }) });
    expect(await whoAmI(once.outcome)).toBe(server.user);
    expect(once.asked).toEqual([
      {
        kind: 'host-key',
        host: '127.0.0.1',
        keyType: 'ED25519',
        fingerprint: server.hostFingerprint,
        hop: 1,
        hops: 1,
        file: knownHostsFile,
      },
    ]);
    expect(existsSync(knownHostsFile)).toBe(false);
    expect(await failureOf(attempt(target).outcome)).toMatchObject({
      code: 'host-key-unknown',
      params: { fingerprint: server.hostFingerprint },
    });
    const remember = attempt(target, { answer: () => ({ kind: 'remember' }) });
    expect(await whoAmI(remember.outcome)).toBe(server.user);
    const { status } = spawnSync('ssh-keygen', ['-F', `[127.0.0.1]:${server.port}`, '-f', knownHostsFile]);
    expect(status).toBe(0);
    const again = attempt(target);
    expect(await whoAmI(again.outcome)).toBe(server.user);
    expect(again.asked).toEqual([]);
  });

  test('a changed one is refused with both fingerprints, file and line, whatever the configuration says', async () => {
    const other = join(server.dir, 'other');
    keygen(other, 'ed25519');
    const knownHostsFile = join(server.dir, 'changed');
    writeFileSync(knownHostsFile, `# one\n[127.0.0.1]:${server.port} ${half(other)}\n`);
    const { home, remove } = tempHome('StrictHostKeyChecking no\n');
    const { outcome, asked } = attempt({ ...byKey(server), knownHostsFile, acceptNewHostKey: true }, { home });
    expect(await failureOf(outcome)).toMatchObject({
      code: 'host-key-changed',
      phase: 'host-key',
      params: {
        fingerprint: server.hostFingerprint,
        known: `${fingerprint(`${other}.pub`)} (ssh-ed25519)`,
        file: knownHostsFile,
        line: 2,
      },
    });
    expect(asked).toEqual([]);
    remove();
  });

  test('a revoked one is refused', async () => {
    const knownHostsFile = join(server.dir, 'revoked');
    writeFileSync(knownHostsFile, `@revoked * ${half(server.hostKeyFile('ed25519'))}\n`);
    const { outcome } = attempt({ ...byKey(server), knownHostsFile, acceptNewHostKey: true });
    expect(await failureOf(outcome)).toMatchObject({ code: 'host-key-revoked' });
  });

  test('every hop is asked about, also where the configuration would not', async () => {
    const jump = await sshd();
    const { home, remove } = tempHome('StrictHostKeyChecking no\n');
    const { outcome, asked } = attempt(
      {
        ...byKey(server),
        jumps: [jump.address],
        identityFiles: [jump.keyFile, server.keyFile],
        knownHostsFile: join(server.dir, 'hops'),
      },
      { home, answer: () => ({ kind: 'remember' }) },
    );
    expect(await whoAmI(outcome)).toBe(server.user);
    expect(asked.map((one) => one.kind === 'host-key' && [one.hop, one.hops, one.fingerprint])).toEqual([
      [1, 2, jump.hostFingerprint],
      [2, 2, server.hostFingerprint],
    ]);
    expect(readFileSync(join(server.dir, 'hops'), 'utf8').trim().split('\n')).toHaveLength(2);
    remove();
  });
});

describe.skipIf(!ready)("signing in through this computer's ssh", { concurrent: true }, () => {
  const known = { knownHostsFile: '', acceptNewHostKey: true, kind: 'ssh', client: 'openssh' } as const;

  test('a wrong password goes out once and is asked for again; it stands in no command line or environment', async () => {
    const server = await sshd({ account: {}, config: ['PasswordAuthentication yes'] });
    const { outcome, asked, ledger } = attempt(
      { ...known, address: server.address, knownHostsFile: server.knownHostsFile },
      {
        answer: (_, nth) => values(nth === 1 ? 'wrong-one' : server.password),
        env: { MIDUP_PASSWORD: server.password },
      },
    );
    const host = await outcome;
    expect(asked).toEqual(
      [false, true].map((again) => ({ kind: 'password', host: '127.0.0.1', user: server.user, again })),
    );
    const running = host.runScript({ text: 'sleep 914141' }, { timeoutMs: 3000 });
    await started('sleep 914141');
    for (const { pid, command } of processes()) {
      expect(command).not.toContain(server.password);
      if (!/ssh|sleep/.test(command) || !existsSync(`/proc/${pid}/environ`)) continue;
      expect(environment(pid)).not.toContain(server.password);
    }
    const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const file of files) expect(readFileSync(join(file.parentPath, file.name))).not.toContain(server.password);
    await host.close();
    await running;
    expect(JSON.stringify(ledger)).not.toContain(server.password);
  });

  test('what is sent, as the server sees it: questions, nothing after a cancel', async () => {
    const rounds = [
      { prompts: [{ prompt: 'Password: ', echo: false }], answers: ['pw'] },
      { prompts: [{ prompt: 'One-time code: ', echo: false }], answers: ['123456'] },
    ];
    const server = await startRecordingServer({ methods: ['keyboard-interactive'], rounds });
    const target = { ...known, address: `jo@127.0.0.1:${server.port}`, knownHostsFile: join(dir, 'recorded') };
    const { outcome, asked } = attempt(target, {
      answer: (request) => values(request.kind === 'password' ? 'pw' : '123456'),
    });
    await (await outcome).close();
    expect(asked.map((one) => one.kind)).toEqual(['password', 'interactive']);
    expect(server.seen.filter((one) => one.secret !== '').map((one) => one.secret)).toEqual(['pw', '123456']);
    const many = server.seen.length;
    expect(await failureOf(attempt(target).outcome)).toMatchObject({ code: 'cancelled', phase: 'auth' });
    await sleep(200);
    // Asking which questions there are carries no secret; an answer would.
    expect(server.seen.slice(many).filter((one) => one.secret !== '')).toEqual([]);
    await server.stop();
  });

  test('a key with a passphrase: asked for, again where it was wrong', async () => {
    const server = await sshd({ userKey: { passphrase: 'open sesame' } });
    const { outcome, asked } = attempt(byKey(server), {
      answer: (_, nth) => values(nth === 1 ? 'nope' : 'open sesame'),
    });
    expect(await whoAmI(outcome)).toBe(server.user);
    expect(asked).toEqual([false, true].map((again) => ({ kind: 'passphrase', file: server.keyFile, again })));
  });

  test('a key that was named is offered, however many others an agent holds', async () => {
    const server = await sshd({ config: ['MaxAuthTries 3'] });
    const agent = await startSshAgent();
    for (let i = 0; i < 4; i++) {
      const file = join(server.dir, `other-${i}`);
      keygen(file, 'ed25519');
      agent.add(file);
    }
    const { outcome, asked, ledger } = attempt(
      { ...byKey(server), knownHostsFile: join(server.dir, 'named') },
      { env: { SSH_AUTH_SOCK: agent.socket }, answer: () => ({ kind: 'once' }) },
    );
    expect(await whoAmI(outcome)).toBe(server.user);
    expect(asked.map(({ kind }) => kind)).toEqual(['host-key']);
    expect(ledger.map(({ exitCode }) => exitCode)).toEqual([255, 0]);
    const { identityFiles: _, ...unnamed } = byKey(server);
    expect(await failureOf(attempt(unnamed, { env: { SSH_AUTH_SOCK: agent.socket } }).outcome)).toMatchObject({
      code: 'too-many-attempts',
    });
    await agent.stop();
  });

  test('an expired password is changed on the way', async () => {
    const config = ['UsePAM yes', 'PasswordAuthentication yes', 'KbdInteractiveAuthentication yes'];
    const server = await sshd({ account: {}, config });
    spawnSync('chage', ['-d', '0', server.user]);
    const fresh = 'A-new-one-7315';
    const target = { ...known, address: server.address, knownHostsFile: server.knownHostsFile };
    const { outcome, asked } = attempt(target, {
      answer: (request) => {
        const label = request.kind === 'interactive' ? (request.fields[0]?.label ?? '') : 'current';
        return values(/current/i.test(label) ? server.password : fresh);
      },
    });
    expect(await whoAmI(outcome)).toBe(server.user);
    expect(asked.map((one) => (one.kind === 'interactive' ? one.fields[0]?.label : one.kind))).toEqual([
      'password',
      expect.stringMatching(/Current password:$/),
      'New password:',
      'Retype new password:',
    ]);
  });

  test('refused: what was tried, and what the host takes', async () => {
    const server = await sshd();
    const file = join(server.dir, 'stranger');
    keygen(file, 'ed25519');
    expect(await failureOf(attempt({ ...byKey(server), identityFiles: [file] }).outcome)).toMatchObject({
      code: 'auth-failed',
      phase: 'auth',
      params: { user: server.user, tried: expect.stringContaining(file), offered: 'publickey' },
    });
  });

  test('commands of the configuration run only after consent', async () => {
    const server = await sshd();
    const mark = join(dir, 'ran');
    const relay = `${process.execPath} -e "const s=require('net').connect(%p,'%h');process.stdin.pipe(s).pipe(process.stdout)"`;
    const { home, remove } = tempHome(
      `Match originalhost there exec "touch ${mark}"\n User ${server.user}\nHost there\n HostName 127.0.0.1\n Port ${server.port}\n ProxyCommand ${relay}\n`,
    );
    const target = { ...byKey(server), address: 'there', acceptNewHostKey: true, knownHostsFile: join(dir, 'consent') };
    expect(await failureOf(attempt(target, { home }).outcome)).toMatchObject({ code: 'cancelled', phase: 'config' });
    expect(existsSync(mark)).toBe(false);
    const { outcome, asked } = attempt(target, { home, answer: () => ({ kind: 'once' }) });
    expect(await whoAmI(outcome)).toBe(server.user);
    expect(asked).toEqual([
      { kind: 'run-command', command: `touch ${mark}`, why: 'match-exec' },
      {
        kind: 'run-command',
        command: relay.replace('%p', String(server.port)).replace('%h', '127.0.0.1'),
        why: 'proxy-command',
      },
    ]);
    remove();
  });
});

describe.skipIf(!ready)("life of a connection through this computer's ssh", { concurrent: true }, () => {
  test('cancelled while asking: at once, and no ssh is left', async () => {
    const server = await sshd();
    const stop = new AbortController();
    const { outcome } = attempt(
      { ...byKey(server), knownHostsFile: join(dir, 'none') },
      { signal: stop.signal, answer: () => new Promise(() => setTimeout(() => stop.abort(), 100)) },
    );
    const began = Date.now();
    expect(await failureOf(outcome)).toMatchObject({ code: 'cancelled' });
    expect(Date.now() - began).toBeLessThan(5000);
    await gone(`-l ${server.user} -p ${server.port}`, 1000);
  });

  test('a server that goes away: said once, and what runs ends with it', async () => {
    const server = await sshd();
    const host = await attempt(byKey(server)).outcome;
    const said: string[] = [];
    host.onLost((why) => said.push(why));
    const running = host.runScript({ text: 'echo before; sleep 914242' });
    await started('sleep 914242');
    killAll(server.pids());
    expect(await running).toMatchObject({ failed: 'connection', stdout: 'before\n', error: { code: 'lost' } });
    expect(said).toHaveLength(1);
    expect(await host.runScript({ text: 'echo x' })).toMatchObject({ failed: 'connection', stdout: '' });
    await expect(host.openTcp?.('127.0.0.1', 1)).rejects.toMatchObject({ reason: 'reset' });
    await host.close();
  });

  test('a cable that is pulled is noticed within 20 seconds', async () => {
    const server = await sshd();
    const proxy = await startDelayProxy(server.port, 0);
    const host = await attempt({
      ...byKey(server),
      address: `${server.user}@127.0.0.1:${proxy.port}`,
      acceptNewHostKey: true,
      knownHostsFile: join(server.dir, 'via-proxy'),
    }).outcome;
    const lost = new Promise<string>((done) => host.onLost(done));
    const running = host.runScript({ text: 'sleep 60' });
    await sleep(300);
    proxy.freeze();
    const began = performance.now();
    expect(await lost).not.toBe('');
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(await running).toMatchObject({ failed: 'connection' });
    await host.close();
    await proxy.stop();
  });

  test('a client that is killed leaves no process, here or there', async () => {
    const server = await sshd();
    const program = join(dir, 'client.ts');
    const hosts = new URL('../../../../src-main/hosts/connect.ts', import.meta.url).pathname;
    writeFileSync(
      program,
      `import { connectHost } from ${JSON.stringify(hosts)};
      const host = await connectHost(JSON.parse(process.argv[2]), { ask: async () => ({ kind: 'cancel' }), signal: new AbortController().signal });
      await host.runScript({ text: 'sleep 914343; echo never' });`,
    );
    const own = mkdtempSync('/tmp/midup-killed-');
    const child = spawn(process.execPath, [program, JSON.stringify(byKey(server))], {
      stdio: 'inherit',
      env: { ...process.env, TMPDIR: own },
    });
    await started('sleep 914343');
    child.kill('SIGKILL');
    await gone('sleep 914343', 5000);
    await gone(`-l ${server.user} -p ${server.port}`, 3000);
    rmSync(own, { recursive: true, force: true });
  });

  test('a program that may not ask ends, with the error of whoever could not be asked', async () => {
    const server = await sshd();
    const program = join(dir, 'asks.ts');
    const source = (name: string) => JSON.stringify(new URL(`../../../../src-main/${name}`, import.meta.url).pathname);
    writeFileSync(
      program,
      `import { connectHost } from ${source('hosts/connect.ts')};
      import { ConnectionError } from ${source('model/connection-error.ts')};
      const ask = async () => { throw new ConnectionError('prompt-needed', 'host-key'); };
      await connectHost(JSON.parse(process.argv[2]), { ask, signal: new AbortController().signal }).catch((e) => console.log(e.code));`,
    );
    const target = { ...byKey(server), knownHostsFile: join(dir, 'unknown') };
    const child = spawn(process.execPath, [program, JSON.stringify(target)], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    const ended = new Promise((done) => child.once('close', done));
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
    expect(await ended).toBe(0);
    clearTimeout(late);
    expect(said).toBe('prompt-needed\n');
  });
});

const environment = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
};
