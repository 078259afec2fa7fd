import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Machine, startMachine } from '../peers/machine.ts';
import { peers } from '../peers/needs.ts';
import { startPolkit } from '../peers/polkit.ts';
import { ROOT, reportOf } from './support/cli.ts';

const AGENT = '/opt/closed/agent';

describe.skipIf(!peers('root', 'namespaces', 'sudo'))('root rights on this computer, for one who is not root', () => {
  let machine: Machine;

  beforeAll(async () => {
    if (!existsSync(join(ROOT, 'out/main/cli.js'))) throw new Error('npm run build comes first');
    machine = await startMachine();
    await machine.must(`mkdir -p /opt/midup ${AGENT}; chmod 700 /opt/closed
useradd -m -d /opt/jo -s /bin/sh jo; echo jo:sesame-open-42 | chpasswd`);
    cpSync(join(ROOT, 'out'), machine.path('/opt/midup/out'), { recursive: true });
    for (const [from, to] of [
      [join(ROOT, 'package.json'), 'package.json'],
      [process.execPath, 'node'],
    ] as const)
      cpSync(from, machine.path(`/opt/midup/${to}`));
  }, 30_000);
  afterAll(() => machine?.stop());

  const diagnose = async (options: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const path = env['PATH'] ?? '/usr/bin:/bin';
    const ran = await machine.run(
      `exec setsid -w setpriv --reuid=jo --regid=nogroup --clear-groups env -i HOME=/opt/jo SHELL=/bin/sh "$@"`,
      [
        ...Object.entries({ ...env, PATH: path }).map(([name, value]) => `${name}=${value}`),
        ...['/opt/midup/node', '/opt/midup/out/main/cli.js', 'diagnose', '--local', '--agent-dir', AGENT, '--json'],
        ...options,
      ],
    );
    const report = reportOf({ ...ran, code: ran.status, ms: 0 });
    const seen = report.findings.find(({ code }) => code.startsWith('locate.'));
    return { report, seen: `${seen?.code} ${seen?.status}`, code: ran.status, stderr: ran.stderr };
  };
  const AS_JO = 'locate.unreadable unknown';
  const AS_ROOT = 'locate.not-found fail';

  test('without any', async () => {
    expect((await diagnose([])).seen).toBe(AS_JO);
  });

  test('sudo', async () => {
    await machine.must(`echo 'jo ALL=(ALL) ALL' >/etc/sudoers.d/jo; chmod 440 /etc/sudoers.d/jo`);
    expect((await diagnose(['--sudo'], { MIDUP_SUDO_PASSWORD: 'sesame-open-42' })).seen).toBe(AS_ROOT);
    const asked = await diagnose(['--sudo']);
    expect(asked).toMatchObject({ code: 4, report: { error: { code: 'connection.sudo-password', phase: 'sudo' } } });
    await machine.must(`echo 'Defaults:jo requiretty' >>/etc/sudoers.d/jo`);
    const refused = await diagnose(['--sudo'], { MIDUP_SUDO_PASSWORD: 'sesame-open-42' });
    expect(refused.seen).toBe(AS_JO);
    expect(refused.stderr).toMatch(/must have a tty/);
    expect(refused.report.coverage.couldNot[0]).toMatchObject({
      check: 'connection.sudo-denied',
      why: expect.stringMatching(/must have a tty/),
    });
  });

  test.skipIf(!peers('polkit'))('polkit: allowed, not allowed, and where nobody can be asked', async () => {
    const polkit = await startPolkit(machine);
    await polkit.answer('YES');
    expect(await diagnose(['--polkit'])).toMatchObject({ seen: AS_ROOT, report: { error: null } });
    await polkit.answer('NO');
    const refused = await diagnose(['--polkit']);
    expect(refused.seen).toBe(AS_JO);
    expect(refused.stderr).toContain('polkit does not let jo become root. It said: Error executing command');
    await polkit.answer('AUTH_ADMIN');
    const nobody = await diagnose(['--polkit']);
    expect(nobody.seen).toBe(AS_JO);
    expect(nobody.stderr).toContain('no authentication agent runs in this session');
  });

  test('polkit: the prompt closed by whom it asked, and no polkit at all', async () => {
    // What pkexec prints then; only the agent of a desktop can close its prompt.
    await machine.must(`mkdir /opt/bin; printf '#!/bin/sh\\necho "Error executing command as another user: Request dismissed" >&2\\nexit 126\\n' >/opt/bin/pkexec
chmod 755 /opt/bin/pkexec`);
    const closed = await diagnose(['--polkit'], { PATH: '/opt/bin:/usr/bin:/bin' });
    expect(closed.seen).toBe(AS_JO);
    expect(closed.stderr).toContain("this desktop's prompt for root rights was closed without an answer");
    await machine.must(
      `rm /opt/bin/pkexec; for f in /usr/bin/*; do [ "\${f##*/}" = pkexec ] || ln -s "$f" /opt/bin/; done`,
    );
    const none = await diagnose(['--polkit'], { PATH: '/opt/bin' });
    expect(none.seen).toBe(AS_JO);
    expect(none.stderr).toContain('pkexec');
  });
});
