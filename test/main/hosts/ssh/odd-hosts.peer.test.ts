import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { en } from '../../../../src-main/messages/en/index.ts';
import { createMessages } from '../../../../src-main/messages/messages.ts';
import type { Host } from '../../../../src-main/model/host.ts';
import { gone } from '../../../conformance/host.ts';
import { freePort } from '../../../peers/free-port.ts';
import { peers } from '../../../peers/needs.ts';
import { type OddServer, startOddServer } from '../../../peers/odd-server.ts';
import { startRecordingServer } from '../../../peers/recording-ssh.ts';
import { type Sshd, type SshdOptions, startSshd } from '../../../peers/sshd.ts';
import { attempt as attemptAny, byKey, failureOf, tempHome, values, whoAmI } from './harness.ts';

const messages = createMessages(en);
const servers: (Sshd | OddServer)[] = [];
const sshd = async (options: SshdOptions): Promise<Sshd> => {
  const server = await startSshd(options);
  servers.push(server);
  return server;
};
const odd = async (...args: Parameters<typeof startOddServer>): Promise<OddServer> => {
  const server = await startOddServer(...args);
  servers.push(server);
  return server;
};
afterAll(async () => {
  for (const server of servers) await server.stop();
});

const clients = peers('ssh') ? (['builtin', 'openssh'] as const) : (['builtin'] as const);
const by =
  (client: (typeof clients)[number]): typeof attemptAny =>
  (target, options) =>
    attemptAny({ client, ...target }, { ...options, env: { PATH: process.env['PATH'], ...options?.env } });

/** Fails, and its sentence has every value filled in. */
const failing = async (outcome: Promise<Host>) => {
  const error = await failureOf(outcome);
  // What the host said may look like anything, also like a value that is missing.
  const { code, phase, params } = error;
  const plain = { seconds: 1, fault: params['fault'] } as Record<string, string | number>;
  const own = Object.fromEntries(Object.keys(params).map((key) => [key, plain[key] ?? 'x']));
  const text = messages.connection({ code, phase, params: own });
  expect([text.title, text.message, ...text.next].join(' ')).not.toMatch(/[[\]{}]\w*[\]}]/);
  expect(text.next.length).toBeGreaterThan(0);
  return error;
};

describe.for(clients)('what is no SSH server, by the client %s', { concurrent: true }, (client) => {
  const attempt = by(client);

  test('nothing listens', async () => {
    const port = await freePort();
    expect(await failing(attempt({ address: `jo@127.0.0.1:${port}` }).outcome)).toMatchObject({
      code: 'refused',
      phase: 'tcp',
      params: { host: '127.0.0.1', port },
    });
  });

  test('the address of this computer to go out by is the one that the configuration names', async () => {
    let from = '';
    const server = await odd((socket) => {
      from = socket.remoteAddress ?? '';
      socket.destroy();
    });
    const { home, remove } = tempHome('BindAddress 127.0.0.9\n');
    await failing(attempt({ address: `127.0.0.1:${server.port}` }, { home }).outcome);
    expect(from).toBe('127.0.0.9');
    remove();
  });

  test('no such name, and an option that might have led to one', async () => {
    const { home, remove } = tempHome('CanonicalizeHostname yes\nCanonicalDomains invalid\n');
    const error = await failing(attempt({ address: 'no-such-host' }, { home }).outcome);
    expect(error).toMatchObject({ code: 'name-unknown' });
    // ssh honours it.
    if (client === 'builtin')
      expect(messages.connection(error).next[0]).toMatch(/sets CanonicalizeHostname .* own ssh/);
    remove();
  });

  test('no such name', async () => {
    expect(await failing(attempt({ address: 'no-such-host.invalid' }).outcome)).toMatchObject({
      code: 'name-unknown',
      phase: 'resolve',
    });
  });

  test('another protocol, quoted without its control characters', async () => {
    const server = await odd((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\u001b[2J<img onerror=x>\0\r\n\r\n'));
    const error = await failing(attempt({ address: `127.0.0.1:${server.port}` }).outcome);
    expect(error).toMatchObject({ code: 'not-ssh', phase: 'banner', params: { port: server.port } });
    expect(error.params['said']).toMatch(/^HTTP\/1\.1 400 Bad Request/);
    expect(error.params['said']).not.toMatch(/[\u0000-\u001f]/);
  });

  test('endless garbage', async () => {
    const server = await odd((socket) => {
      const junk = Buffer.alloc(65_536, 'x');
      const pour = () => {
        while (socket.write(junk));
        socket.once('drain', pour);
      };
      pour();
    });
    expect(await failing(attempt({ address: `127.0.0.1:${server.port}` }).outcome)).toMatchObject({ code: 'not-ssh' });
  });

  test('endless lines before it names itself', async () => {
    const server = await odd((socket) => {
      const pour = () => {
        while (socket.write('welcome\r\n'.repeat(1000)));
        socket.once('drain', pour);
      };
      pour();
    });
    expect(await failing(attempt({ address: `127.0.0.1:${server.port}` }).outcome)).toMatchObject({ code: 'not-ssh' });
  });

  test.for(['Exceeded MaxStartups', 'Not allowed at this time'])('takes nobody just now: %s', async (said) => {
    const server = await odd((socket) => socket.end(`${said}\r\n`));
    expect(await failing(attempt({ address: `jo@127.0.0.1:${server.port}` }).outcome)).toMatchObject({
      code: 'lost',
      phase: 'banner',
      params: { why: `it said ${said}` },
    });
  });

  test('closes at once', async () => {
    const server = await odd((socket) => socket.end());
    expect(await failing(attempt({ address: `127.0.0.1:${server.port}` }).outcome)).toMatchObject({
      code: 'lost',
      phase: 'banner',
    });
  });

  test('says nothing, and goes silent after its name', async () => {
    const silent = await odd(() => undefined);
    const named = await odd((socket) => socket.write('SSH-2.0-Silent\r\n'));
    const home = tempHome('ConnectTimeout 1\n');
    const at = (server: OddServer) =>
      failing(attempt({ address: `127.0.0.1:${server.port}` }, { home: home.home }).outcome);
    expect(await at(silent)).toMatchObject({ code: 'timeout', phase: 'banner', params: { seconds: 1 } });
    expect(await at(named)).toMatchObject({ code: 'timeout', phase: 'key-exchange' });
    home.remove();
  });

  test('garbage after its name', async () => {
    const server = await odd((socket) => {
      socket.write('SSH-2.0-Garbage\r\n');
      socket.write(Buffer.alloc(4096, 0xff));
    });
    const error = await failing(attempt({ address: `127.0.0.1:${server.port}` }).outcome);
    expect(error).toMatchObject({ code: 'lost', phase: 'key-exchange' });
  });

  test('an endless name', async () => {
    const server = await odd((socket) => {
      socket.write('SSH-2.0-');
      const junk = Buffer.alloc(65_536, 'x');
      const pour = () => {
        while (socket.write(junk));
        socket.once('drain', pour);
      };
      pour();
    });
    const before = process.memoryUsage().rss;
    const error = await failing(attempt({ address: `127.0.0.1:${server.port}` }).outcome);
    expect(['not-ssh', 'lost']).toContain(error.code);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });

  test('endless packets instead of a key exchange: ended in time, and memory does not grow with them', async () => {
    // SSH_MSG_IGNORE (RFC 4253, 11.2) may come at any time, and says nothing.
    const payload = Buffer.concat([Buffer.from([2, 0, 0, 0x40, 0]), Buffer.alloc(0x4000)]);
    const padding = 8 - ((payload.length + 5) % 8) + 8;
    const head = Buffer.alloc(5);
    head.writeUInt32BE(payload.length + padding + 1);
    head[4] = padding;
    const packet = Buffer.concat([head, payload, Buffer.alloc(padding)]);
    let sent = 0;
    const server = await odd((socket) => {
      socket.write('SSH-2.0-Endless\r\n');
      const pour = () => {
        do sent += packet.length;
        while (socket.write(packet));
        socket.once('drain', pour);
      };
      pour();
    });
    const home = tempHome('ConnectTimeout 2\n');
    const before = process.memoryUsage().rss;
    const error = await failing(attempt({ address: `127.0.0.1:${server.port}` }, { home: home.home }).outcome);
    expect(['timeout', 'lost']).toContain(error.code);
    expect(error.phase).toBe('key-exchange');
    expect(sent).toBeGreaterThan(packet.length);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
    home.remove();
  });

  test('closes in the middle of the key exchange', async () => {
    const server = await odd((socket) => {
      socket.write('SSH-2.0-Half\r\n');
      setTimeout(() => socket.end(Buffer.from([0, 0, 1, 0, 4, 20])), 50);
    });
    expect(await failing(attempt({ address: `127.0.0.1:${server.port}` }).outcome)).toMatchObject({
      code: 'lost',
      phase: 'key-exchange',
    });
  });

  test('whatever it says first, it is one of our errors', async () => {
    let bytes = new Uint8Array();
    const server = await odd((socket) => socket.end(bytes));
    const part = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .constantFrom('SSH-', 'SSH-2.0-x\r\n', 'SSH-1.5-y\n', '\r\n', 'SSH-2.0-x\r\n\0\0\0\x0c\x04\x14')
        .map((s) => Buffer.from(s, 'latin1')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 4 }), async (parts) => {
        bytes = Buffer.concat(parts);
        const error = await failing(attempt({ address: `127.0.0.1:${server.port}` }).outcome);
        expect(['not-ssh', 'lost', 'failed', 'algorithms']).toContain(error.code);
        expect(JSON.stringify(error.params)).not.toMatch(/\\u00[01]/);
      }),
      { numRuns: client === 'builtin' ? 150 : 20 },
    );
  });

  test('an address that is none', async () => {
    for (const address of ['jo@', '-oProxyCommand=x', 'a b', 'a:0', 'a:99999', '$(id)', '@a', '[1'])
      expect(await failing(attempt({ address }).outcome)).toMatchObject({ code: 'config-invalid' });
  });
});

describe.skipIf(!peers('sshd', 'ssh', 'root')).for(clients)(
  'odd SSH servers, by the client %s',
  { concurrent: true },
  (client) => {
    const attempt = by(client);

    test('only a key exchange that the other side does not know: both offers are named', async () => {
      const only = client === 'builtin' ? 'sntrup761x25519-sha512@openssh.com' : 'diffie-hellman-group1-sha1';
      const server = await sshd({ config: [`KexAlgorithms ${only}`] });
      const error = await failing(attempt(byKey(server)).outcome);
      const kind = client === 'builtin' ? 'KEX method' : 'key exchange method';
      expect(error).toMatchObject({ code: 'algorithms', phase: 'key-exchange', params: { kind, theirs: only } });
      expect(error.params['ours']).toMatch(/curve25519-sha256, /);
    });

    test('algorithms of the configuration are the ones offered', async () => {
      const server = await sshd({
        config: ['Ciphers aes256-cbc', 'MACs hmac-sha1', 'KexAlgorithms diffie-hellman-group14-sha1'],
      });
      expect(await failing(attempt(byKey(server)).outcome)).toMatchObject({ code: 'algorithms' });
      const home = tempHome('Ciphers +aes256-cbc\nMACs ^hmac-sha1\nKexAlgorithms +diffie-hellman-group14-sha1\n');
      expect(await whoAmI(attempt(byKey(server), { home: home.home }).outcome)).toBe(server.user);
      home.remove();
    });

    test.for(['/usr/sbin/nologin', '/bin/false'])('the login shell %s', async (shell) => {
      const server = await sshd({ account: { shell } });
      const host = await attempt(byKey(server)).outcome;
      const result = await host.runScript({ text: 'echo hi' });
      expect(result).toMatchObject({ failed: 'not-started', stdout: '', error: { code: 'no-shell', phase: 'shell' } });
      if (shell.endsWith('nologin')) expect(result.error?.params['said']).toMatch(/not available/);
      await host.close();
    });

    test('a restricted login shell, and no SFTP', async () => {
      const server = await sshd({ account: { shell: '/bin/rbash' }, sftp: false });
      const host = await attempt(byKey(server)).outcome;
      expect(await host.runScript({ text: 'cd / && pwd; exit 4' })).toMatchObject({ stdout: '/\n', exitCode: 4 });
      expect(Buffer.from(await host.readFile('/etc/passwd', { maxBytes: 4 })).toString()).toBe('root');
      await host.close();
    });

    test('slow authentication', async () => {
      const server = await startRecordingServer({ password: 'right', delayMs: 3000 });
      const { outcome, asked } = attempt(
        { address: `jo@127.0.0.1:${server.port}`, knownHostsFile: '/tmp/midup-none' },
        { answer: (request) => (request.kind === 'host-key' ? { kind: 'once' } : values('right')) },
      );
      await (await outcome).close();
      expect(asked.map((request) => request.kind)).toEqual(['host-key', 'password']);
      expect(server.seen.filter((one) => one.secret !== '')).toEqual([{ method: 'password', secret: 'right' }]);
      await server.stop();
    });

    test('a forced command', async () => {
      const server = await sshd({ config: ['ForceCommand echo "only backups here"'] });
      const host = await attempt(byKey(server)).outcome;
      const result = await host.runScript({ text: 'echo hi' });
      expect(result.error).toMatchObject({ code: 'no-shell', params: { said: 'only backups here' } });
      await host.close();
    });

    test('banner, message of the day and a talking .bashrc stay out of the output', async () => {
      const made = tempHome();
      const banner = join(made.ssh, 'banner');
      writeFileSync(banner, 'You are being watched\n'.repeat(20));
      const server = await sshd({ account: { shell: '/bin/bash' }, config: [`Banner ${banner}`, 'PrintMotd yes'] });
      writeFileSync(
        `/tmp/${server.user}-home/.bashrc`,
        'echo "welcome $(seq 1 2000)"; echo noise >&2; printf "no line end"\n',
      );
      const host = await attempt(byKey(server)).outcome;
      expect(await host.runScript({ text: 'echo hi; exit 4' })).toMatchObject({
        stdout: 'hi\n',
        stderr: '',
        exitCode: 4,
      });
      expect(
        Buffer.from(
          await host.readFile(server.keyFile.replace('user_key', 'user_key.pub'), { maxBytes: 3 }),
        ).toString(),
      ).toBe('ssh');
      made.remove();
      await host.close();
    });

    test.for([
      ['reads what comes first', 'read one'],
      ['reads twice', 'read -r one; read -r two'],
    ])('a start file that %s', async ([, line = '']) => {
      const server = await sshd({ account: { shell: '/bin/bash' } });
      writeFileSync(`/tmp/${server.user}-home/.bashrc`, `${line}\n`);
      const host = await attempt(byKey(server)).outcome;
      const result = await host.runScript({ text: 'echo "$1"; cat; exit 3' }, { args: ['whole'], stdin: 'and all' });
      expect(result).toMatchObject({ exitCode: 3, stdout: 'whole\nand all', stderr: '' });
      await host.close();
    });

    test('a start file that only repeats what it is given', async () => {
      const server = await sshd({ account: { shell: '/bin/bash' } });
      writeFileSync(`/tmp/${server.user}-home/.bashrc`, 'exec cat\n');
      const host = await attempt(byKey(server)).outcome;
      expect(await host.runScript({ text: 'id' })).toMatchObject({
        failed: 'not-started',
        stdout: '',
        error: { code: 'no-shell', params: { said: expect.stringMatching(/repeats what it is given/) } },
      });
      await host.close();
    });

    test('a login shell that talks without end', async () => {
      const server = await sshd({ config: ['ForceCommand yes'] });
      const host = await attempt(byKey(server)).outcome;
      const result = await host.runScript({ text: 'echo hi' });
      expect(result).toMatchObject({ failed: 'not-started', stdout: '', error: { code: 'no-shell' } });
      await host.close();
    });

    test('forwarding off: said as such, scripts still run', async () => {
      const server = await sshd({ config: ['AllowTcpForwarding no'] });
      const host = await attempt(byKey(server)).outcome;
      await expect(host.openTcp?.('127.0.0.1', server.port)).rejects.toMatchObject({ reason: 'forbidden' });
      expect((await host.runScript({ text: 'echo hi' })).stdout).toBe('hi\n');
      await host.close();
      const last = await sshd({});
      const error = await failing(
        attempt({ ...byKey(last), jumps: [server.address], identityFiles: [server.keyFile], acceptNewHostKey: true })
          .outcome,
      );
      expect(error).toMatchObject({ code: 'failed', phase: 'tcp' });
      expect(error.params['why']).toMatch(/does not forward/);
    });

    test('a forward to what refuses', async () => {
      const server = await sshd({});
      const port = await freePort();
      const { outcome } = attempt({ ...byKey(server), address: `jo@127.0.0.1:${port}`, jumps: [server.address] });
      expect(await failing(outcome)).toMatchObject({ code: 'refused', params: { port } });
    });
  },
);

describe.skipIf(!peers('ssh')).for(clients)(
  'a ProxyCommand that leads nowhere, by the client %s',
  { concurrent: true },
  (client) => {
    test.for([
      ['no-such-program-7f3a %h %p', /no-such-program-7f3a: not found$/],
      ['sh -c "echo first >&2; echo the gateway is closed today >&2; exit 3"', /said: the gateway is closed today$/],
      ['ssh -F none -o BatchMode=yes -W %h:%p no-such-gateway.invalid', /no-such-gateway\.invalid/],
      ['sh -c "printf \'\\033[2J\\033]0;x\\007closed\\\\n\' >&2; exit 3"', /said: \]0;x closed$/],
      ['false', /ended with status 1$|led nowhere$/],
    ] as const)('%s', async ([command, why]) => {
      const { home, remove } = tempHome(`Host mid\n ProxyCommand ${command}\n`);
      const { outcome } = by(client)({ address: 'mid' }, { home, answer: () => ({ kind: 'once' }) });
      const error = await failing(outcome);
      // ssh tells itself what it could not look up.
      if (error.code !== 'name-unknown') {
        expect(error).toMatchObject({ code: 'failed', phase: 'tcp', params: { host: 'mid' } });
        expect(error.params['why']).toMatch(/^the ProxyCommand of the ssh configuration /);
        expect(error.params['why']).not.toMatch(/[\u0000-\u001f]/);
        expect(error.params['why']).toMatch(why);
      } else expect(String(error.params['host'])).toMatch(why);
      remove();
    });
  },
);

describe.skipIf(!peers('sshd', 'ssh'))('ways there, out of ~/.ssh/config', { concurrent: true }, () => {
  const attempt = attemptAny;

  let gate: Sshd;
  let last: Sshd;
  beforeAll(async () => {
    gate = await sshd({});
    last = await sshd({});
  });
  const known = () => readFileSync(gate.knownHostsFile, 'utf8') + readFileSync(last.knownHostsFile, 'utf8');
  const home = (extra: string) => {
    const made = tempHome(
      `Host gate\n HostName 127.0.0.1\n Port ${gate.port}\n IdentityFile ${gate.keyFile}\nHost last\n HostName 127.0.0.1\n Port ${last.port}\n IdentityFile ${last.keyFile}\n ${extra}\n`,
    );
    writeFileSync(join(made.ssh, 'known_hosts'), known());
    return made;
  };

  test('ProxyJump', async () => {
    const { home: dir, remove } = home('ProxyJump gate');
    const { outcome, ledger } = attempt({ address: 'last' }, { home: dir });
    expect(await whoAmI(outcome)).toBe(last.user);
    expect(ledger.map((entry) => entry.where)).toEqual(['gate', 'last']);
    remove();
  });

  test('a jump host that jumps through itself', async () => {
    const { home: dir, remove } = home('ProxyJump last');
    expect(await failing(attempt({ address: 'last' }, { home: dir }).outcome)).toMatchObject({
      code: 'config-invalid',
    });
    remove();
  });

  test('ProxyCommand, only after consent to its exact text', async () => {
    const relay = `${process.execPath} -e "const s=require('net').connect(%p,'%h');process.stdin.pipe(s).pipe(process.stdout)"`;
    const { home: dir, remove } = home(`ProxyCommand ${relay}`);
    const command = relay.replace('%p', String(last.port)).replace('%h', '127.0.0.1');
    const { outcome, asked } = attempt(
      { address: 'last' },
      { home: dir, answer: () => ({ kind: 'once' }), env: process.env },
    );
    expect(await whoAmI(outcome)).toBe(last.user);
    expect(asked).toEqual([{ kind: 'run-command', command, why: 'proxy-command' }]);
    expect(await failing(attempt({ address: 'last' }, { home: dir }).outcome)).toMatchObject({
      code: 'cancelled',
      phase: 'config',
    });
    await gone(`connect(${last.port},`, 2000);
    remove();
  });

  test('Match exec, only after consent', async () => {
    const { home: dir, remove } = home(`Match exec "test %n = last"\n User ${last.user}\nMatch all`);
    const { outcome, asked } = attempt(
      { address: 'last' },
      { home: dir, answer: () => ({ kind: 'once' }), env: process.env },
    );
    expect(await whoAmI(outcome)).toBe(last.user);
    expect(asked).toEqual([{ kind: 'run-command', command: 'test last = last', why: 'match-exec' }]);
    expect(await failing(attempt({ address: 'last' }, { home: dir }).outcome)).toMatchObject({ code: 'cancelled' });
    remove();
  });
});
