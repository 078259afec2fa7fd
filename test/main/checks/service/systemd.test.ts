import { describe, expect, test } from 'vitest';
import { agentFacts } from '../../../../src-main/checks/facts.ts';
import { judge } from '../../../../src-main/checks/judge.ts';
import type { Evidence } from '../../../../src-main/model/evidence.ts';
import { AGENT, located, NOW, RUNNING, STOPPED, service, wrapper } from '../../../fakes/evidence.ts';
import { flawsOf } from '../../../fakes/sentences.ts';

const findings = (evidence: readonly Evidence[]) => {
  const all = judge([located(), ...evidence], { complete: true, steps: ['service'] }).findings;
  expect(all.flatMap(flawsOf)).toEqual([]);
  return all;
};
const of = (check: string, lines: readonly string[], events: readonly string[] = [], ...more: readonly string[]) =>
  findings([service(...lines), wrapper(events, ...more)]).find((f) => f.check === check);
const show = (answers: Readonly<Record<string, string>>) => [
  ':init systemd',
  ':unit mid.service',
  ':unit-file /etc/systemd/system/mid.service',
  '@systemctl systemctl show mid.service',
  ...Object.entries({ LoadState: 'loaded', UnitFileState: 'enabled', ...answers }).map(([k, v]) => ` ${k}=${v}`),
  '=0',
];
const exit = (status: number) => `{ path=/x ; argv[]=/x start sysd ; pid=8 ; code=exited ; status=${status} }`;
const failed = (Result: string, more: Readonly<Record<string, string>> = {}) =>
  show({ ActiveState: 'failed', SubState: 'failed', Result, ...more });

describe('what systemd knows of a service without a process', () => {
  test.each([
    [show({ ActiveState: 'inactive', SubState: 'dead', Result: 'success' }), 'service.stopped', 'systemd'],
    [show({ ActiveState: 'active', SubState: 'exited', Result: 'success' }), 'service.stopped', 'exited'],
    [failed('exit-code', { ExecStart: exit(203) }), 'service.failed-to-start', undefined],
    [failed('exit-code', { ExecStart: exit(0), ExecMainStatus: '1' }), 'service.failed-to-start', undefined],
    [failed('timeout'), 'service.failed-to-start', undefined],
    [failed('protocol'), 'service.failed-to-start', undefined],
    [failed('resources'), 'service.failed-to-start', undefined],
    [failed('exec-condition'), 'service.failed-to-start', undefined],
    [failed('start-limit-hit', { NRestarts: '5' }), 'service.crash-loop', 'by-systemd'],
    [failed('start-limit'), 'service.crash-loop', 'by-systemd'],
    [failed('signal', { ExecMainStatus: '9' }), 'service.stopped', 'died'],
    [failed('core-dump', { ExecMainStatus: '11' }), 'service.stopped', 'died'],
    [failed('watchdog'), 'service.stopped', 'died'],
    [failed('a word of tomorrow'), 'service.failed-to-start', undefined],
    [
      failed('exit-code', {
        ExecMainStatus: '1',
        ExecMainStartTimestampMonotonic: '1000000',
        ExecMainExitTimestampMonotonic: '901000000',
      }),
      'service.stopped',
      'died',
    ],
    [show({ LoadState: 'not-found', ActiveState: 'inactive', SubState: 'dead' }), 'service.failed-to-start', undefined],
    [
      show({ ActiveState: 'activating', SubState: 'auto-restart', Result: 'exit-code', NRestarts: '2' }),
      'service.failed-to-start',
      undefined,
    ],
    [
      show({ ActiveState: 'activating', SubState: 'auto-restart', Result: 'signal', NRestarts: '9' }),
      'service.crash-loop',
      'by-systemd',
    ],
  ])('%#', (lines, code, variant) => {
    const found = of('service.running', [...STOPPED, ...lines]);
    expect([found?.status, found?.code, found?.variant]).toEqual(['fail', code, variant]);
  });

  test.each([
    [show({ ActiveState: 'activating', SubState: 'start' }), 'more-time'],
    [show({ ActiveState: 'deactivating', SubState: 'stop-sigterm' }), 'more-time'],
    [show({ ActiveState: 'active', SubState: 'running' }), 'root'],
  ])('needs: %#', (lines, needs) => {
    expect(of('service.running', [...STOPPED, ...lines])).toMatchObject({ status: 'unknown', needs });
  });

  test("leaves the word to the wrapper's own log where that says why", () => {
    const events = ['2026/11/22 09:59:00 | Launching a JVM...', '2026/11/22 09:59:02 | JVM exited unexpectedly.'];
    expect(of('service.running', [...STOPPED, ...failed('exit-code', { ExecStart: exit(1) })], events)).toMatchObject({
      code: 'service.failed-to-start',
      params: { reason: 'JVM exited unexpectedly.' },
    });
  });

  test('counts what it restarted since', () => {
    const lines = show({ ActiveState: 'active', SubState: 'running', NRestarts: '3' });
    expect(of('service.running', [...RUNNING, ...lines])).toMatchObject({
      variant: 'restarted',
      params: { restarts: 3 },
    });
  });

  test('ended it for want of memory', () => {
    const evidence = [service(...STOPPED, ...failed('oom-kill')), wrapper([])];
    const kernel: Evidence = { ...located(), id: 'kernel', text: ':kernel-log \n' };
    expect(findings([...evidence, kernel]).find((f) => f.check === 'service.killed')).toMatchObject({
      code: 'service.out-of-memory',
      status: 'fail',
      variant: 'systemd',
    });
  });

  test.each([216, 217])('cannot become its user: exit status %i', (status) => {
    const lines = [...STOPPED, ...failed('exit-code', { ExecStart: exit(status), User: 'svc' })];
    expect(of('service.logon', lines)).toMatchObject({ code: 'service.logon-failed', params: { user: 'svc' } });
    expect(of('service.running', lines)).toMatchObject({ code: 'service.failed-to-start' });
  });
});

describe('a service that is held', () => {
  const held = (...states: readonly [string, string]) =>
    RUNNING.map((l) =>
      l.replace(/^(:process 500 .*) S /, `$1 ${states[0]} `).replace(/^(:process 520 .*) S /, `$1 ${states[1]} `),
    );
  test.each([
    [held('S', 'T'), 'signal', 'Java'],
    [held('T', 'S'), 'signal', 'the wrapper'],
    [held('S', 't'), 'debugger', 'Java'],
    [[...RUNNING, ':frozen 520'], 'freezer', 'Java'],
    [
      [...RUNNING, ...show({ ActiveState: 'active', SubState: 'running', FreezerState: 'frozen' })],
      'frozen-unit',
      'the wrapper',
    ],
  ])('held: %#', (lines, variant, program) => {
    expect(of('service.running', lines)).toMatchObject({
      code: 'service.paused',
      status: 'fail',
      variant,
      params: { program },
    });
    expect(agentFacts([located(), service(...lines)])?.service.state).toBe('running');
  });
});

describe('a pid file', () => {
  test('that is gone while the service runs would make the control script start a second one', () => {
    const lines = [...RUNNING.filter((l) => !/^:pid/.test(l)), ...STOPPED, ':long-name ServiceNow MID Server'];
    expect(of('service.running', lines)).toMatchObject({
      status: 'warn',
      variant: 'no-pid-file',
      params: { status: 'ServiceNow MID Server (not installed) is not running.' },
    });
  });

  test('and the status files give what bin/mid.sh status prints', () => {
    const params = (...more: readonly string[]) => of('service.running', [...RUNNING, ...more])?.params['status'];
    expect(params()).toBe('ServiceNow MID Server (not installed) is running: PID:500');
    expect(params(':init-script mid', ':status STARTED', ':java.status STARTED')).toBe(
      'ServiceNow MID Server (installed) is running: PID:500, Wrapper:STARTED, Java:STARTED',
    );
  });
});

describe('since the host came up', () => {
  const boot = (agentLog: number, more: readonly string[] = [], logTime = agentLog) =>
    of(
      'service.boot',
      [...STOPPED, ':uptime 3600', `:agent-log-time ${NOW - agentLog}`, ...more],
      [],
      `:log-time ${NOW - logTime}`,
    );
  test.each([
    [7200, [], 'service.not-installed', 'fail'],
    [7200, [':boot-by /etc/cron.d/mid'], 'service.not-installed', 'pass'],
    [3650, [], 'service.not-persistent', 'info'],
    [100, [], 'service.not-persistent', 'info'],
    [7200, [':init-script mid'], 'service.disabled', 'fail'],
    [100, [':init-script mid'], 'service.not-persistent', 'info'],
    [7200, [':init-script mid', ':init-start /etc/rc3.d/S20mid'], 'service.disabled', 'pass'],
    [7200, [':in-container yes'], undefined, undefined],
    [7200, [':user-unit mid.service'], 'service.not-persistent', 'info'],
  ])('nothing was written for %i s with %j: %s %s', (ago, more, code, status) => {
    const found = boot(ago, more);
    expect({ code: found?.code, status: found?.status }).toEqual({ code, status });
  });

  test('was started and failed: that it is not installed is no cause', () => {
    expect(boot(7200, [], 100)).toMatchObject({ code: 'service.not-persistent', status: 'info' });
  });

  test('a unit that is disabled is certain only where it wrote nothing since', () => {
    const disabled = show({ ActiveState: 'inactive', SubState: 'dead', UnitFileState: 'disabled' });
    expect(boot(7200, disabled)).toMatchObject({ variant: 'since-boot' });
    expect(boot(7200, disabled)?.certainty).toBeUndefined();
    expect(boot(100, disabled)).toMatchObject({ certainty: 'likely' });
  });
});

describe('the user that the control script becomes', () => {
  const logon = (shell: string, state: readonly string[] = STOPPED) =>
    of('service.logon', [...state, ':run-as-setting midsvc', `:run-as-shell ${shell}`]);
  test.each([
    ['/bin/sh', 'pass', undefined],
    ['', 'pass', undefined],
    ['/usr/sbin/nologin', 'fail', 'no-login'],
    ['/bin/false', 'fail', 'no-login'],
    ['missing /usr/bin/fishy', 'fail', 'shell-missing'],
  ])('with the shell "%s": %s %s', (shell, status, variant) => {
    const found = logon(shell);
    expect([found?.code, found?.status, found?.variant]).toEqual(['service.logon-failed', status, variant]);
  });

  test('is only to be warned of while it runs, and not asked for where there is none', () => {
    expect(logon('/usr/sbin/nologin', RUNNING)).toMatchObject({ status: 'warn' });
    expect(of('service.logon', [...STOPPED, ':run-as-setting '])).toBeUndefined();
    expect(of('service.logon', STOPPED)).toBeUndefined();
  });
});

test('the wrapper keeps no log', () => {
  expect(of('service.running', STOPPED, [], ':log-off name')).toMatchObject({
    code: 'service.stopped',
    variant: 'no-log',
  });
});

test.each([
  [
    '0::/system.slice/docker-6f1c0a52db7f1010c1a2f5d41d961977aabb.scope',
    'the Docker container 6f1c0a52db7f',
    'docker exec -it 6f1c0a52db7f sh',
  ],
  [
    '4:memory:/docker/6f1c0a52db7f1010c1a2f5d41d961977aabb',
    'the Docker container 6f1c0a52db7f',
    'docker exec -it 6f1c0a52db7f sh',
  ],
  [
    '0::/machine.slice/libpod-6f1c0a52db7f1010.scope/container',
    'the Podman container 6f1c0a52db7f',
    'podman exec -it 6f1c0a52db7f sh',
  ],
  [
    '0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1.slice/cri-containerd-6f1c0a52db7f1010c1a2f5d41d961977aabb.scope',
    'the Kubernetes container 6f1c0a52db7f',
    'crictl exec -it 6f1c0a52db7f sh',
  ],
  ['0::/lxc.payload.mid-ber/init.scope', 'the LXC container mid-ber', 'lxc-attach -n mid-ber'],
  ['0::/machine.slice/systemd-nspawn@mid.service/payload', 'the machine mid', 'machinectl shell mid'],
  ['0::/podman-something', 'a container', 'nsenter -t 4711 -a sh'],
])('the control group %s is %s', (group, where, enter) => {
  const seen = { ...located(), text: `:uid 0\n:user root\n:container 4711 ${group}\n:container-dir 4711 ${AGENT}\n` };
  const found = judge([seen], { complete: true, steps: ['locate', 'service'] }).findings;
  expect(found.flatMap(flawsOf)).toEqual([]);
  for (const code of ['locate.not-found', 'service.in-container'])
    expect(found.find((f) => f.code === code)?.params).toMatchObject({
      where: `${where}, in its folder ${AGENT}`,
      enter,
    });
});
