import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { peers } from '../peers/needs.ts';
import { keygen, type Sshd, startSshd } from '../peers/sshd.ts';
import { type Cli, createCli, reportOf } from './support/cli.ts';

const SECRET = 'not-the-password-7f3a';

describe.skipIf(!peers('sshd', 'root'))('over a real sshd', () => {
  let cli: Cli;
  let sshd: Sshd;
  const knownHosts = () => join(cli.home, 'known_hosts');

  beforeAll(async () => {
    cli = createCli();
    sshd = await startSshd({ account: {}, config: ['PasswordAuthentication yes', 'UsePAM yes'] });
  });
  afterAll(async () => {
    cli.close();
    await sshd.stop();
  });

  const withKey = () => ['--identity', sshd.keyFile, '--known-hosts', sshd.knownHostsFile];

  test('a key not met before is exit 4 without a terminal, and names the flag that answers it', async () => {
    const ran = await cli.midup(['diagnose', '--ssh', sshd.address, '--known-hosts', knownHosts(), '--json']);
    expect(ran.code).toBe(4);
    const { error } = reportOf(ran);
    expect(error).toMatchObject({ code: 'connection.host-key-unknown', phase: 'host-key' });
    expect(error?.message).toContain(sshd.hostFingerprint);
    expect(error?.next).toContain('--accept-new-host-key');
    expect(existsSync(knownHosts())).toBe(false);
  });

  test('a missing password names its variable', async () => {
    const ran = await cli.midup(['diagnose', '--ssh', sshd.address, '--known-hosts', sshd.knownHostsFile, '--json']);
    expect(ran.code).toBe(4);
    expect(reportOf(ran).error?.next).toContain('MIDUP_PASSWORD');
  });

  test('a wrong password is tried once, and stands in nothing that is printed', async () => {
    const before = sshd.log().match(/Failed password/g)?.length ?? 0;
    const ran = await cli.midup(['diagnose', '--ssh', sshd.address, '--known-hosts', sshd.knownHostsFile, '--json'], {
      MIDUP_PASSWORD: SECRET,
    });
    expect(ran.code).toBe(4);
    expect(reportOf(ran).error?.code).toBe('connection.auth-failed');
    expect(ran.stderr).toContain('MIDUP_PASSWORD was tried once');
    expect(ran.stdout + ran.stderr).not.toContain(SECRET);
    expect((sshd.log().match(/Failed password/g)?.length ?? 0) - before).toBe(1);
  });

  test('the right password from the environment gets in; a new key is remembered where it is told to', async () => {
    const args = ['diagnose', '--ssh', sshd.address, '--known-hosts', knownHosts(), '--accept-new-host-key', '--json'];
    const ran = await cli.midup(args, { MIDUP_PASSWORD: sshd.password });
    expect(reportOf(ran).error).toBeNull();
    expect(readFileSync(knownHosts(), 'utf8')).toContain('ssh-ed25519');
    expect(ran.stdout).not.toContain(sshd.password);
    const { verdict, ledger, target } = reportOf(ran);
    expect(verdict.cause?.code).toBe('locate.not-found');
    expect(ran.code).toBe(1);
    expect(ledger.every((entry) => entry.readOnly)).toBe(true);
    expect(target).toMatchObject({ kind: 'ssh', os: 'linux', agentDir: null });
  });

  describe.skipIf(!peers('sudo'))('with sudo', () => {
    let withPassword: Sshd;
    let refused: Sshd;
    beforeAll(async () => {
      [withPassword, refused] = await Promise.all([
        startSshd({ account: { sudo: 'password' } }),
        startSshd({ account: {} }),
      ]);
    });
    afterAll(async () => {
      await withPassword.stop();
      await refused.stop();
    });
    const as = (server: Sshd) => [
      'diagnose',
      ...['--ssh', server.address, '--identity', server.keyFile, '--known-hosts', server.knownHostsFile, '--sudo'],
    ];

    test('a password that is needed and not given is exit 4, and names its variable', async () => {
      const ran = await cli.midup([...as(withPassword), '--json']);
      expect(ran.code).toBe(4);
      expect(reportOf(ran).error).toMatchObject({ code: 'connection.sudo-password', phase: 'sudo' });
      expect(reportOf(ran).error?.next).toContain('MIDUP_SUDO_PASSWORD');
    });

    test('a wrong one goes there once; it is then looked at without, which is said', async () => {
      const ran = await cli.midup([...as(withPassword), '--json'], { MIDUP_SUDO_PASSWORD: SECRET });
      expect(reportOf(ran).error).toBeNull();
      expect(ran.stderr).toContain('MIDUP_SUDO_PASSWORD was tried once');
      expect(ran.stderr).toContain('Looked at without');
      expect(ran.stdout + ran.stderr).not.toContain(SECRET);
    });

    test('the right one is used; at a terminal it is asked for', async () => {
      const ran = await cli.midup([...as(withPassword), '--json'], { MIDUP_SUDO_PASSWORD: withPassword.password });
      expect(reportOf(ran).error).toBeNull();
      expect(ran.stderr).not.toContain('without');
      const { screen } = await cli.atTerminal(as(withPassword), [
        ['for sudo', `${SECRET}\r`],
        ['sudo did not accept that', `${withPassword.password}\r`],
      ]);
      expect(screen).not.toContain(withPassword.password);
      expect(screen).toContain('PROBLEM');
    });

    test('a user who may not is told what sudo said, and what can be seen without is looked at', async () => {
      const ran = await cli.midup([...as(refused), '--json'], { MIDUP_SUDO_PASSWORD: refused.password });
      expect(reportOf(ran).error).toBeNull();
      expect(ran.stderr).toMatch(/may not become root\. sudo said: .*(not in the sudoers file|not allowed)/);
    });
  });

  test('an agent folder that is not there is a problem, not a failure of MID Up', async () => {
    const ran = await cli.midup([
      'diagnose',
      '--ssh',
      sshd.address,
      ...withKey(),
      '--agent-dir',
      '/no/such/agent',
      '--json',
    ]);
    expect({ code: ran.code, cause: reportOf(ran).verdict.cause?.code }).toEqual({
      code: 1,
      cause: 'locate.not-found',
    });
  });

  test('at a terminal it asks, shows no password, and redraws one line', async () => {
    const { code, screen } = await cli.atTerminal(
      ['diagnose', '--ssh', sshd.address, '--known-hosts', join(cli.home, 'asked_hosts')],
      [
        ['Trust it?', 'yes\r'],
        ['Password of', `${SECRET}\r`],
        ['That was not accepted', `${sshd.password}\r`],
      ],
    );
    expect(screen).toContain(sshd.hostFingerprint);
    expect(screen).not.toContain(SECRET);
    expect(screen).not.toContain(sshd.password);
    expect(screen).toContain('PROBLEM');
    expect(code).toBe(1);
    expect(existsSync(join(cli.home, 'asked_hosts'))).toBe(true);
  });

  test('a locked key: exit 4 names the variable, which opens it; at a terminal its passphrase is asked for', async () => {
    const key = join(cli.home, 'locked');
    keygen(key, 'ed25519', 'sesame-open-42');
    writeFileSync(
      sshd.authorizedKeysFile,
      readFileSync(sshd.authorizedKeysFile, 'utf8') + readFileSync(`${key}.pub`, 'utf8'),
    );
    const args = ['diagnose', '--ssh', sshd.address, '--identity', key, '--known-hosts', sshd.knownHostsFile];
    const ran = await cli.midup([...args, '--json']);
    expect(ran.code).toBe(4);
    expect(reportOf(ran).error).toMatchObject({ code: 'connection.passphrase', phase: 'auth' });
    expect(reportOf(ran).error?.next).toContain('MIDUP_PASSPHRASE');
    expect(reportOf(await cli.midup([...args, '--json'], { MIDUP_PASSPHRASE: 'sesame-open-42' })).error).toBeNull();
    const { code, screen } = await cli.atTerminal(args, [
      ['Passphrase of', 'not-it\r'],
      ['That did not open it', 'sesame-open-42\r'],
    ]);
    expect(code).toBe(1);
    expect(screen).not.toContain('sesame-open-42');
  });

  test('Ctrl-C at a question ends it, and nothing was sent', async () => {
    const { code, screen } = await cli.atTerminal(
      ['diagnose', '--ssh', sshd.address, '--known-hosts', join(cli.home, 'never_hosts')],
      [['Trust it?', '\x03']],
    );
    expect(code).toBe(130);
    expect(screen).not.toContain('Password of');
    expect(existsSync(join(cli.home, 'never_hosts'))).toBe(false);
  });

  test('Ctrl-C while it looks is 130, and leaves nothing running on the host', async () => {
    const child = cli.start(['diagnose', '--ssh', sshd.address, ...withKey(), '--json']);
    const ran = cli.finish(child);
    await expect.poll(() => sshd.pids().length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(2);
    child.kill('SIGINT');
    expect(await ran).toMatchObject({ code: 130, stdout: '' });
    await expect.poll(() => sshd.pids().length, { timeout: 10_000 }).toBe(1);
  });
});
