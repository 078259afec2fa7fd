import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { peers } from '../peers/needs.ts';
import { oneTimeCode } from '../peers/one-time-code.ts';
import { type RecordingServer, startRecordingServer } from '../peers/recording-ssh.ts';
import { type Sshd, startSshd } from '../peers/sshd.ts';
import { type Cli, createCli, reportOf } from './support/cli.ts';

const PUSHED = 'Pushed a login request to your phone';
const SEEDS = ['3132333435363738393031323334353637383930', '3938373635343332313039383736353433323130'] as const;

let cli: Cli;
beforeAll(() => {
  cli = createCli();
});
afterAll(() => cli.close());

describe.skipIf(!peers('sshd', 'ssh', 'root', 'namespaces')).for([
  ['MID Up’s own client', 'builtin'],
  ['this computer’s ssh', 'openssh'],
] as const)('questions in several rounds at a terminal, through %s', ([, client]) => {
  const sshds: Sshd[] = [];
  afterAll(async () => {
    for (const sshd of sshds) await sshd.stop();
  });
  const start = async (...auth: readonly string[]): Promise<Sshd> => {
    const sshd = await startSshd({
      account: {},
      config: ['KbdInteractiveAuthentication yes', 'PasswordAuthentication no', 'PubkeyAuthentication no'],
      pam: [...auth, 'account required pam_unix.so', 'password required pam_unix.so', 'session required pam_permit.so'],
    });
    sshds.push(sshd);
    return sshd;
  };
  const args = (sshd: Sshd) => [
    ...['diagnose', '--ssh', sshd.address, '--known-hosts', sshd.knownHostsFile, '--ssh-client', client],
  ];

  test.skipIf(!peers('oath'))('a password, a code, and a second code; a wrong code begins them anew', async () => {
    const sshd = await start(
      'auth required pam_unix.so nodelay',
      ...[0, 1].map((i) => `auth requisite pam_oath.so usersfile=/etc/midup-${client}-${i}.oath window=20`),
    );
    const files = SEEDS.map((seed, i) => {
      const file = `/etc/midup-${client}-${i}.oath`;
      writeFileSync(file, `HOTP/T30 ${sshd.user} - ${seed}\n`, { mode: 0o600 });
      return file;
    });
    const [first, second] = SEEDS.map((seed) => () => `${oneTimeCode(seed)}\r`);
    const { code, screen } = await cli.atTerminal(args(sshd), [
      [`Password of ${sshd.user} on `, `${sshd.password}\r`],
      ['One-time password (OATH)', '000000\r'],
      [`Password of ${sshd.user} on `, `${sshd.password}\r`],
      ['One-time password (OATH)', first ?? ''],
      ['One-time password (OATH)', second ?? ''],
    ]);
    for (const file of files) spawnSync('rm', ['-f', file]);
    expect(screen).toContain('PROBLEM');
    expect(code).toBe(1);
    // Neither is shown while it is typed.
    for (const secret of [sshd.password, '000000', ...SEEDS.map(oneTimeCode)]) expect(screen).not.toContain(secret);
    expect(sshd.log()).toContain(`Accepted keyboard-interactive/pam for ${sshd.user}`);
  });

  test('an expired password: the old one, a new one, the new one again', async () => {
    const sshd = await start('auth required pam_unix.so nodelay');
    spawnSync('chage', ['-d', '0', sshd.user]);
    const fresh = 'A-new-one-2931';
    const { code, screen } = await cli.atTerminal(args(sshd), [
      [`Password of ${sshd.user} on `, `${sshd.password}\r`],
      ['Current password:', `${sshd.password}\r`],
      ['New password:', `${fresh}\r`],
      ['Retype new password:', `${fresh}\r`],
    ]);
    expect(screen).toContain('You are required to change your password immediately');
    expect(screen).toContain('PROBLEM');
    expect(code).toBe(1);
    for (const secret of [sshd.password, fresh]) expect(screen).not.toContain(secret);
    const later = await cli.midup([...args(sshd), '--json'], { MIDUP_PASSWORD: fresh });
    expect(reportOf(later).error).toBeNull();
  });

  test('a list to choose from stands line by line above its question', async () => {
    // Duo's module asks like this; here it is a script that PAM runs.
    const script = join(cli.home, `menu-${client}`);
    writeFileSync(script, '#!/bin/sh\nprintf "Two ways:\\n 1. a push\\n 2. a call\\n"\n', { mode: 0o755 });
    spawnSync('chmod', ['755', cli.home]);
    const sshd = await start(`auth optional pam_exec.so quiet stdout ${script}`, 'auth required pam_unix.so nodelay');
    const { screen } = await cli.atTerminal(args(sshd), [['Password of', `${sshd.password}\r`]]);
    expect(screen.replaceAll('\r', '')).toContain(`Two ways:\n 1. a push\n 2. a call\nPassword of ${sshd.user}`);
    expect(screen).toContain('PROBLEM');
  });

  test('what a host says when it refuses is printed, and stands in the error', async () => {
    const sshd = await start(
      'auth required pam_unix.so nodelay',
      'auth optional pam_exec.so quiet stdout /bin/echo Your phone did not answer',
      'auth required pam_deny.so',
    );
    const { code, screen } = await cli.atTerminal(
      [...args(sshd), '--json'],
      [
        ['Password of', `${sshd.password}\r`],
        ['127.0.0.1 says: Your phone did not answer', ''],
        ['Password of', '\x04'],
      ],
    );
    expect(code).toBe(4);
    expect(screen).toContain('the host said: Your phone did not answer');
  });

  test('what a host says while it waits for somebody is printed; then it goes on, or Ctrl-C ends it', async () => {
    const recorders: RecordingServer[] = [];
    const waiting = async () => {
      let open: () => void = () => undefined;
      const opened = new Promise<void>((resolve) => {
        open = resolve;
      });
      const server = await startRecordingServer({
        methods: ['keyboard-interactive'],
        rounds: [
          { prompts: [{ prompt: 'Password: ', echo: false }], answers: ['pw'], title: '', instruction: '' },
          { prompts: [], answers: [], title: '', instruction: PUSHED, waitsFor: () => opened },
          { prompts: [{ prompt: 'Code: ', echo: true }], answers: ['123456'], title: '', instruction: '' },
        ],
      });
      recorders.push(server);
      const known = ['--known-hosts', join(cli.home, `recorded-${client}`), '--accept-new-host-key'];
      return { open, args: ['diagnose', '--ssh', `jo@127.0.0.1:${server.port}`, ...known, '--ssh-client', client] };
    };
    const said = `127.0.0.1 says: ${PUSHED}`;
    const first = await waiting();
    const went = await cli.atTerminal(first.args, [
      ['Password of', 'pw\r'],
      [
        said,
        () => {
          first.open();
          return '';
        },
      ],
      ['Code:', '\x04'],
    ]);
    expect(went.screen.indexOf('Code:')).toBeGreaterThan(went.screen.indexOf('MID Up waits for it'));
    const second = await waiting();
    const stopped = await cli.atTerminal(second.args, [
      ['Password of', 'pw\r'],
      ['Ctrl-C ends that', '\x03'],
    ]);
    expect(stopped).toMatchObject({ code: 130, screen: expect.stringContaining(said) });
    // With nobody at a terminal it is told all the same.
    const third = await waiting();
    const child = cli.start(third.args, { MIDUP_PASSWORD: 'pw' });
    let told = '';
    child.stderr?.on('data', (chunk) => {
      told += chunk;
      if (told.includes(`midup: ${said}`)) third.open();
    });
    expect((await cli.finish(child)).stderr).toContain(`midup: ${said}\n`);
    for (const server of recorders) await server.stop();
  });
});
