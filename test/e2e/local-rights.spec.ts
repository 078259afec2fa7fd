import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSelfSigned } from '../peers/certificates.ts';
import { type Machine, startMachine } from '../peers/machine.ts';
import { peers } from '../peers/needs.ts';
import { AGENT as POLKIT_AGENT, startPolkit, timesAsked } from '../peers/polkit.ts';
import { startTlsServer } from '../peers/tls-server.ts';
import { ROOT, reportOf } from './support/cli.ts';

const AGENT = '/opt/closed/agent';

describe.skipIf(!peers('root', 'namespaces', 'sudo'))('root rights on this computer, for one who is not root', () => {
  let machine: Machine;
  let polkit: Awaited<ReturnType<typeof startPolkit>>;

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
    if (peers('polkit')) polkit = await startPolkit(machine, 'jo');
  }, 30_000);
  afterAll(() => machine?.stop());

  /** `prefix` is put before the program: what becomes it. */
  const diagnose = async (
    options: readonly string[],
    env: Readonly<Record<string, string>> = {},
    prefix: readonly string[] = [],
    agent = AGENT,
  ) => {
    const path = env['PATH'] ?? '/usr/bin:/bin';
    const ran = await machine.run(
      `exec setsid -w setpriv --reuid=jo --regid=nogroup --clear-groups env -i HOME=/opt/jo SHELL=/bin/sh "$@"`,
      [
        ...Object.entries({ ...env, PATH: path }).map(([name, value]) => `${name}=${value}`),
        ...prefix,
        ...['/opt/midup/node', '/opt/midup/out/main/cli.js', 'diagnose', '--local', '--agent-dir', agent, '--json'],
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

  test.skipIf(!peers('polkit'))('polkit asks once for a whole look, and not again where it was refused', async () => {
    await polkit.answer('AUTH_ADMIN');
    // An instance that is there makes the look go for the agent's trust store as well.
    const instance = await startTlsServer(createSelfSigned('localhost'));
    const whole = '/opt/closed/whole/agent';
    const config = `<parameters><parameter name="url" value="https://localhost:${instance.port}/"/></parameters>`;
    await machine.must('mkdir -p "$1/bin"; echo "$2" >"$1/config.xml"; touch "$1/bin/mid.sh"', [whole, config]);
    const asking = (log: string, password: string) =>
      diagnose(['--polkit'], {}, ['sh', '-c', POLKIT_AGENT, 'sh', log, password], whole);
    const allowed = await asking('/opt/jo/right', 'sesame-open-42');
    expect(allowed).toMatchObject({ seen: 'locate.found pass', report: { error: null } });
    // A second script ran as root: as jo it could not have told that there is none.
    const { text } = allowed.report.evidence.find(({ id }) => id === 'ladder') ?? {};
    expect(text).toMatch(/^:store-state missing$/m);
    await instance.stop();
    expect(await timesAsked(machine, '/opt/jo/right')).toBe(1);
    expect(await machine.must('cat /opt/jo/right')).toContain('COMPLETE');
    const refused = await asking('/opt/jo/wrong', 'not-the-password');
    expect(refused.seen).toBe(AS_JO);
    expect(refused.stderr).toMatch(/polkit does not let jo become root\. It said: .*Not authorized/);
    expect(await timesAsked(machine, '/opt/jo/wrong')).toBe(1);
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
