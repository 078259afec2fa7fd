import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { peers } from '../../../peers/needs.ts';
import { fingerprint, keygen, type Sshd, startSshd } from '../../../peers/sshd.ts';
import { attempt, byKey, failureOf, tempHome, whoAmI } from './harness.ts';

describe.skipIf(!peers('sshd', 'ssh'))('host keys', () => {
  let server: Sshd;
  beforeAll(async () => {
    server = await startSshd({ hostKeyTypes: ['ed25519', 'ecdsa', 'rsa'] });
  });
  afterAll(() => server.stop());

  const name = () => `[127.0.0.1]:${server.port}`;
  const half = (file: string) => readFileSync(`${file}.pub`, 'utf8').split(' ').slice(0, 2).join(' ').trim();
  const file = (test: string, content?: string) => {
    const path = join(server.dir, `known-${test}`);
    if (content !== undefined) writeFileSync(path, content);
    return path;
  };

  test('an unknown one is shown as ssh-keygen shows it, and remembered on consent', async () => {
    const knownHostsFile = file('remember');
    const target = { ...byKey(server), knownHostsFile };
    // Debian's /etc/ssh/ssh_config would have it hashed.
    const { home, remove } = tempHome('HashKnownHosts no\n');
    const { outcome, asked } = attempt(target, { home, answer: () => ({ kind: 'remember' }) });
    expect(await whoAmI(outcome)).toBe(server.user);
    remove();
    expect(asked).toEqual([
      {
        kind: 'host-key',
        host: '127.0.0.1',
        keyType: 'ssh-ed25519',
        fingerprint: server.hostFingerprint,
        hop: 1,
        hops: 1,
        file: knownHostsFile,
      },
    ]);
    expect(readFileSync(knownHostsFile, 'utf8')).toBe(`${name()} ${half(server.hostKeyFile('ed25519'))}\n`);
    const again = attempt(target);
    expect(await whoAmI(again.outcome)).toBe(server.user);
    expect(again.asked).toEqual([]);
  });

  test.for(['key', 'hash'])(
    'one that RevokedHostKeys names by its %s is refused, whatever known_hosts says',
    async (by) => {
      const hash = `SHA256:${server.hostFingerprint.slice('SHA256:'.length)}`;
      const line = by === 'key' ? half(server.hostKeyFile('ed25519')) : `hash: ${hash}`;
      const list = file(`revoked-${by}`, `# gone since spring\n${line}\n`);
      const { home, remove } = tempHome(`RevokedHostKeys ${list}\n`);
      expect(await failureOf(attempt(byKey(server), { home }).outcome)).toMatchObject({
        code: 'host-key-revoked',
        params: { file: list, line: 2, fingerprint: server.hostFingerprint },
      });
      writeFileSync(list, half(server.hostKeyFile('rsa')));
      expect(await whoAmI(attempt(byKey(server), { home }).outcome)).toBe(server.user);
      remove();
    },
  );

  test('a list of revoked keys that cannot be read lets no host in', async () => {
    const krl = file('krl');
    const { status } = spawnSync('ssh-keygen', ['-q', '-k', '-f', krl, `${server.hostKeyFile('rsa')}.pub`]);
    expect(status).toBe(0);
    for (const list of [krl, '/nonexistent/revoked']) {
      const { home, remove } = tempHome(`RevokedHostKeys ${list}\n`);
      expect(await failureOf(attempt(byKey(server), { home }).outcome)).toMatchObject({
        code: 'config-invalid',
        params: { where: list, why: expect.stringMatching(/RevokedHostKeys/) },
      });
      remove();
    }
  });

  test('accepted once, it is asked about again', async () => {
    const knownHostsFile = file('once');
    const target = { ...byKey(server), knownHostsFile };
    for (let i = 0; i < 2; i++) {
      const { outcome, asked } = attempt(target, { answer: () => ({ kind: 'once' }) });
      expect(await whoAmI(outcome)).toBe(server.user);
      expect(asked).toHaveLength(1);
    }
    expect(existsSync(knownHostsFile)).toBe(false);
  });

  test.for(['/dev/null', 'none', 'a-folder'])('where %s is to know it, it can be accepted once only', async (name) => {
    const folder = mkdtempSync(join(tmpdir(), 'midup-folder-'));
    const file = name === 'a-folder' ? folder : name;
    const { home, remove } = tempHome(`UserKnownHostsFile ${file}\nGlobalKnownHostsFile none\n`);
    for (const client of ['builtin', 'openssh'] as const) {
      const target = { address: server.address, identityFiles: [server.keyFile], client };
      // Whatever is answered, nothing is written.
      const { outcome, asked } = attempt(target, { home, answer: () => ({ kind: 'remember' }) });
      expect(await whoAmI(outcome)).toBe(server.user);
      expect(asked).toMatchObject([{ kind: 'host-key', file: '' }]);
    }
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
    rmSync(folder, { recursive: true });
    remove();
  });

  test('not accepted, it is an error with its fingerprint', async () => {
    const { outcome } = attempt({ ...byKey(server), knownHostsFile: file('refused') });
    expect(await failureOf(outcome)).toMatchObject({
      code: 'host-key-unknown',
      phase: 'host-key',
      params: { fingerprint: server.hostFingerprint, keyType: 'ssh-ed25519' },
    });
  });

  test('with acceptNewHostKey, a new one is remembered without a question', async () => {
    const knownHostsFile = file('accept-new');
    const { outcome, asked } = attempt({ ...byKey(server), knownHostsFile, acceptNewHostKey: true });
    expect(await whoAmI(outcome)).toBe(server.user);
    expect(asked).toEqual([]);
    expect(readFileSync(knownHostsFile, 'utf8')).toContain(half(server.hostKeyFile('ed25519')));
  });

  test('a changed one is refused, also with acceptNewHostKey, with both fingerprints, file and line', async () => {
    const other = join(server.dir, 'other');
    keygen(other, 'ed25519');
    const content = `# first\n${name()} ${half(other)}\n`;
    const knownHostsFile = file('changed', content);
    const { outcome, asked } = attempt({ ...byKey(server), knownHostsFile, acceptNewHostKey: true });
    expect(await failureOf(outcome)).toMatchObject({
      code: 'host-key-changed',
      params: {
        fingerprint: server.hostFingerprint,
        known: `${fingerprint(`${other}.pub`)} (ssh-ed25519)`,
        file: knownHostsFile,
        line: 2,
      },
    });
    expect(asked).toEqual([]);
    expect(readFileSync(knownHostsFile, 'utf8')).toBe(content);
  });

  test('a revoked one is refused', async () => {
    const knownHostsFile = file('revoked', `@revoked * ${half(server.hostKeyFile('ed25519'))}\n`);
    const { outcome } = attempt({ ...byKey(server), knownHostsFile, acceptNewHostKey: true });
    expect(await failureOf(outcome)).toMatchObject({
      code: 'host-key-revoked',
      params: { file: knownHostsFile, line: 1 },
    });
  });

  test.for(['rsa', 'ecdsa', 'ed25519'])(
    'a host known by its %s key is not changed because it has others',
    async (type) => {
      const knownHostsFile = file(`only-${type}`, `${name()} ${half(server.hostKeyFile(type))}\n`);
      const { outcome, asked } = attempt({ ...byKey(server), knownHostsFile });
      expect(await whoAmI(outcome)).toBe(server.user);
      expect(asked).toEqual([]);
    },
  );

  test('the configuration: never weaker than asking, yes refuses, hashed is hashed', async () => {
    const run = async (options: string, answer: 'remember' | 'cancel' = 'cancel') => {
      const home = tempHome(
        `Host h\n HostName 127.0.0.1\n Port ${server.port}\n User ${server.user}\n IdentityFile ${server.keyFile}\n ${options}\n`,
      );
      const { outcome, asked } = attempt({ address: 'h' }, { home: home.home, answer: () => ({ kind: answer }) });
      const result = await whoAmI(outcome).catch((error) => error.code);
      const known = join(home.ssh, 'known_hosts');
      const text = existsSync(known) ? readFileSync(known, 'utf8') : '';
      home.remove();
      return { result, asked: asked.length, text };
    };
    for (const weak of ['no', 'off', 'accept-new'])
      expect(await run(`StrictHostKeyChecking ${weak}`)).toEqual({ result: 'host-key-unknown', asked: 1, text: '' });
    expect(await run('StrictHostKeyChecking yes')).toMatchObject({ result: 'host-key-unknown', asked: 0 });
    const accepted = await run('HashKnownHosts yes', 'remember');
    expect(accepted).toMatchObject({ result: server.user, asked: 1 });
    expect(accepted.text).toMatch(/^\|1\|/);
    const alias = await run('HashKnownHosts no\n HostKeyAlias real', 'remember');
    expect(alias.text).toMatch(/^real ssh-ed25519/);
  });
});
