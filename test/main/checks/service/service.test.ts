import { describe, expect, test } from 'vitest';
import { agentFacts } from '../../../../src-main/checks/facts.ts';
import { judge } from '../../../../src-main/checks/judge.ts';
import type { Evidence } from '../../../../src-main/model/evidence.ts';
import {
  AGENT,
  evidenceOf,
  located,
  NOW,
  RUNNING,
  STOPPED,
  service,
  upgrade,
  wrapper,
} from '../../../fakes/evidence.ts';
import { flawsOf } from '../../../fakes/sentences.ts';

/** Every finding that any test here leads to must have whole sentences. */
const findings = (evidence: readonly Evidence[]) => {
  const all = judge([located(), ...evidence], { complete: true, steps: ['service'] }).findings;
  expect(all.flatMap(flawsOf)).toEqual([]);
  return all;
};
const said = (evidence: readonly Evidence[], check: string) =>
  findings(evidence)
    .filter((f) => f.check === check)
    .map(({ code, status, variant, params, evidence: refs, needs, certainty }) => ({
      code,
      status,
      variant,
      params,
      refs,
      needs,
      certainty,
    }));
const running = (evidence: readonly Evidence[]) => said(evidence, 'service.running')[0];
const at = (time: string, message: string) => `2026/11/22 ${time} | ${message}`;
const EMPTY = wrapper([]);

describe('the service', () => {
  test('runs', () => {
    expect(running([service(...RUNNING), EMPTY])).toMatchObject({
      code: 'service.running',
      status: 'pass',
      params: { pid: 520, user: 'mid', age: 3999 },
    });
  });

  test('is stopped', () => {
    expect(running([service(...STOPPED), EMPTY])).toMatchObject({
      code: 'service.stopped',
      status: 'fail',
      variant: undefined,
    });
  });

  test('is stopped after someone asked for it, however often that was', () => {
    const stop = (from: string, to: string) => [
      at(from, '--> Wrapper Started as Daemon'),
      at(from, 'Launching a JVM...'),
      at(to, 'TERM trapped.  Shutting down.'),
      at(to, '<-- Wrapper Stopped'),
    ];
    const log = wrapper([
      ...stop('09:50:00', '09:51:00'),
      ...stop('09:52:00', '09:53:00'),
      ...stop('09:54:00', '09:55:00'),
    ]);
    expect(running([service(...STOPPED), log])).toMatchObject({ code: 'service.stopped', variant: undefined });
  });

  test('stopped by itself after it had been up', () => {
    const log = wrapper([
      at('01:00:00', 'Launching a JVM...'),
      at('09:00:00', 'JVM process is gone.'),
      at('09:00:01', '<-- Wrapper Stopped'),
    ]);
    expect(running([service(...STOPPED), log])).toMatchObject({
      code: 'service.stopped',
      variant: 'died',
      params: { reason: 'JVM process is gone.' },
    });
  });

  test('left its pid file, whose process is gone or another program', () => {
    const file = [':pid-file-state read', ':pid 77', `:pid-file ${AGENT}/work/mid.pid`];
    expect(running([service(...file, ':pid-process '), EMPTY])).toMatchObject({
      code: 'service.stale-pid',
      status: 'fail',
      params: { pid: 77 },
    });
    expect(running([service(...file, ':pid-process nginx: master'), EMPTY])).toMatchObject({
      code: 'service.stale-pid',
      variant: 'reused',
      params: { by: 'nginx: master' },
    });
  });

  test('did not come up, for the reason that the wrapper gives', () => {
    const log = wrapper([
      at('09:00:00', '--> Wrapper Started as Daemon'),
      at('09:00:01', 'Unable to start JVM: No such file or directory (2)'),
      at('09:00:02', '<-- Wrapper Stopped'),
    ]);
    expect(running([service(...STOPPED), log])).toMatchObject({
      code: 'service.failed-to-start',
      params: { reason: 'Unable to start JVM: No such file or directory (2)' },
      refs: [{ id: 'wrapper', lines: [5] }, { id: 'service' }],
    });
  });

  test('ended by itself right after its start, without a word', () => {
    const log = wrapper([
      at('09:00:00', '--> Wrapper Started as Daemon'),
      at('09:00:01', 'Launching a JVM...'),
      at('09:00:03', '<-- Wrapper Stopped'),
    ]);
    expect(running([service(...STOPPED), log])).toMatchObject({
      code: 'service.failed-to-start',
      variant: 'no-reason',
    });
  });

  const launches = (n: number, everyS: number, end = 'JVM exited unexpectedly.') =>
    Array.from({ length: n }, (_, i) => {
      const time = (s: number) => new Date(Date.UTC(2026, 10, 22, 9, 50) + s * 1000).toISOString().slice(11, 19);
      return [at(time(i * everyS), 'Launching a JVM...'), at(time(i * everyS + 5), end)];
    }).flat();

  test.each([
    [2, 60, 'service.failed-to-start'],
    [3, 60, 'service.crash-loop'],
    [3, 300, 'service.crash-loop'],
    [3, 301, 'service.failed-to-start'],
  ])('%i failed launches, one each %i s, are %s', (n, every, code) => {
    expect(running([service(...STOPPED), wrapper(launches(n, every))])).toMatchObject({ code, status: 'fail' });
  });

  test('crashed until the wrapper gave up, a week ago', () => {
    const log = wrapper(
      [
        ...launches(5, 4),
        at('09:51:00', 'There were 5 failed launches in a row, each lasting less than 300 seconds.  Giving up.'),
        at('09:51:01', '<-- Wrapper Stopped'),
      ].map((l) => l.replace('11/22', '11/15')),
    );
    expect(running([service(...STOPPED), log])).toMatchObject({
      code: 'service.crash-loop',
      variant: 'gave-up',
      params: { launches: 5, seconds: 16, reason: 'JVM exited unexpectedly.' },
    });
  });

  describe('that failed to start', () => {
    const log = (reason: string, ago = 600) =>
      wrapper(
        [
          at('09:50:00', '--> Wrapper Started as Daemon'),
          at('09:50:01', reason),
          at('09:50:01', '<-- Wrapper Stopped'),
        ],
        `:log-time ${NOW - ago}`,
        ':java-path /opt/x/java',
        ':java ok',
      );
    const config = (ago: number) => evidenceOf('config', [':config-state read', `:config-mtime ${NOW - ago}`]);
    const disk = evidenceOf('disk', ['@df df', ' /dev/sda 9000000 100 8000000 1% /opt', '=0']);
    const reason = 'FATAL  | Exec format error';

    test('and was repaired since, waits for somebody to start it', () => {
      const gone = service(...STOPPED);
      expect(running([gone, log(reason), config(700)])).toMatchObject({ variant: undefined });
      expect(running([gone, log(reason), config(60)])).toMatchObject({
        code: 'service.failed-to-start',
        variant: 'settings-since',
        params: { files: 'config.xml' },
      });
      expect(running([gone, log('Unable to start JVM: No such file or directory (2)')])).toMatchObject({
        variant: 'java-back',
        params: { path: '/opt/x/java' },
      });
      const full = log('java.io.IOException: No space left on device');
      expect(running([gone, full])).toMatchObject({ variant: undefined });
      expect(running([gone, full, disk])).toMatchObject({ variant: 'room-again' });
    });

    test('and has lived since, by the log of the agent, was stopped', () => {
      const agentLog = (ago: number) => service(...STOPPED, `:agent-log-time ${NOW - ago}`);
      expect(running([agentLog(590), log(reason)])).toMatchObject({ code: 'service.failed-to-start' });
      expect(running([agentLog(500), log(reason)])).toMatchObject({ code: 'service.stopped', variant: undefined });
    });
  });

  test.each([
    ['in its own time zone', 0, 'service.crash-loop'],
    ['in another one, east of it', 5.5, 'service.crash-loop'],
    ['in another one, west of it', -5, 'service.crash-loop'],
  ])('crashes by a log %s', (_, hours, code) => {
    const shifted = launches(4, 30).map((line) => {
      const time = Date.parse(`${line.slice(0, 19).replaceAll('/', '-').replace(' ', 'T')}Z`) + hours * 3_600_000;
      return new Date(time).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ') + line.slice(19);
    });
    // The last of them was written at 09:51:35.
    expect(running([service(...RUNNING), wrapper(shifted, `:log-time ${NOW - 505}`)])).toMatchObject({ code });
    const older = wrapper(
      shifted.map((line) => line.replace('11/22', '11/21')),
      `:log-time ${NOW - 86_400 - 505}`,
    );
    expect(running([service(...RUNNING), older])).toMatchObject({ code: 'service.running' });
  });

  test('crashes again and again while its wrapper is there', () => {
    expect(running([service(...RUNNING), wrapper(launches(4, 30))])).toMatchObject({
      code: 'service.crash-loop',
      variant: undefined,
      params: { launches: 4, seconds: 90 },
    });
  });

  test('is not in a crash loop once it was started anew after one', () => {
    const log = wrapper([
      ...launches(5, 4),
      at('09:52:00', '<-- Wrapper Stopped'),
      at('09:58:00', '--> Wrapper Started as Daemon'),
      at('09:58:00', 'Launching a JVM...'),
    ]);
    expect(running([service(...RUNNING), log])).toMatchObject({ code: 'service.running', status: 'pass' });
  });

  test('with launches that are long ago runs', () => {
    const log = wrapper(launches(5, 4).map((l) => l.replace('11/22', '11/21')));
    expect(running([service(...RUNNING), log])).toMatchObject({ code: 'service.running', status: 'pass' });
  });

  test('has a wrapper without Java: just starting, then no more', () => {
    const process = (age: number) => service(':pid-file-state read', ':pid 500', `:process 500 wrapper 1 S ${age} mid`);
    expect(running([process(3), EMPTY])).toMatchObject({ status: 'unknown', needs: 'more-time', variant: 'starting' });
    expect(running([process(300), EMPTY])).toMatchObject({ code: 'service.failed-to-start', variant: 'no-reason' });
  });

  test('could not even be executed by systemd', () => {
    const unit = [
      ':unit mid.service',
      ':init systemd',
      '@systemctl systemctl show mid.service',
      ' LoadState=loaded',
      ' ActiveState=failed',
      ' SubState=failed',
      ' Result=exit-code',
      ' ExecMainStatus=203',
      '=0',
    ];
    expect(running([service(...STOPPED, ...unit), EMPTY])).toMatchObject({
      code: 'service.failed-to-start',
      params: { reason: 'systemd: the start command ended with exit status 203: it could not be executed' },
    });
  });

  test.each([
    [':processes hidden', 'root'],
    [':unmatched 500 wrapper', 'root'],
  ])('cannot be told apart where %s', (line, needs) => {
    expect(running([service(...STOPPED, line), EMPTY])).toMatchObject({ status: 'unknown', needs });
  });

  test('is only informed about while an upgrade runs', () => {
    const busy = upgrade(':process 9 here java -cp upgrade-wrapper/lib com.snc.dist.Main');
    for (const evidence of [
      service(...STOPPED),
      service(':pid-file-state read', ':pid 77', `:pid-file ${AGENT}/work/mid.pid`, ':pid-process '),
    ])
      expect(running([evidence, EMPTY, busy])).toMatchObject({ status: 'info', variant: 'upgrading' });
  });
});

describe('a silent agent', () => {
  const log = (ago: number) => [`:agent-log ${AGENT}/logs/agent0.log.0`, `:agent-log-time ${NOW - ago}`];
  const hung = (...more: readonly string[]) => said([service(...RUNNING, ...more), EMPTY], 'service.hung')[0];

  test.each([
    [299, 'pass'],
    [300, 'fail'],
    [-50, 'pass'],
  ])('for %i s is %s', (ago, status) => {
    expect(hung(...log(ago))).toMatchObject({ code: 'service.hung', status });
  });

  test('whose log was deleted under it writes all the same', () => {
    const gone = `:log-deleted ${AGENT}/logs/agent0.log.0`;
    expect(hung(':agent-log ', gone)).toMatchObject({ status: 'warn', variant: 'log-deleted' });
  });

  test('has no log at all', () => {
    expect(hung(':agent-log ')).toMatchObject({ status: 'fail', variant: 'no-log', certainty: 'likely' });
    expect(hung()).toMatchObject({ status: 'unknown', needs: 'read-rights' });
  });

  test('is not judged before it has been up for as long', () => {
    const young = service(':process 500 wrapper 1 S 100 mid', ':process 520 java 500 S 99 mid', ...log(3000));
    expect(said([young, EMPTY], 'service.hung')).toEqual([]);
  });
});

describe('programs', () => {
  const X64 = '7f454c4602010100000000000000000002003e00';
  const ARM = '7f454c460201010000000000000000000200b700';
  const I386 = '7f454c4601010100000000000000000002000300';
  const program = (check: string, lines: readonly string[], state: readonly string[] = STOPPED) =>
    said([service(...state), wrapper([], ':conf read', `:host-elf ${X64}`, ':bin readable', ...lines)], check)[0];

  test.each([
    [[`:wrapper ok ${X64} ${AGENT}/bin/wrapper-linux-x86-64`], 'service.wrapper-missing', 'pass', undefined],
    [
      [`:wrapper ok ${ARM} ${AGENT}/bin/wrapper-linux-arm`, `:wrapper ok ${X64} ${AGENT}/bin/wrapper`],
      'service.wrapper-missing',
      'pass',
      undefined,
    ],
    [[`:wrapper ok ${I386} ${AGENT}/bin/wrapper-linux-x86-32`], 'service.wrapper-missing', 'pass', undefined],
    [[`:wrapper ok ${ARM} ${AGENT}/bin/wrapper`], 'service.wrong-architecture', 'fail', undefined],
    [[`:wrapper not-executable ${X64} ${AGENT}/bin/wrapper`], 'service.wrapper-missing', 'fail', 'not-executable'],
    [[`:wrapper dangling  ${AGENT}/bin/wrapper`], 'service.wrapper-missing', 'fail', 'broken'],
    [[], 'service.wrapper-missing', 'fail', undefined],
    [
      [`:wrapper ok ${X64} ${AGENT}/bin/wrapper`, `:loader-missing /lib64/ld-linux-x86-64.so.2 ${AGENT}/bin/wrapper`],
      'service.wrong-architecture',
      'fail',
      'loader',
    ],
    [
      [
        ...[
          `:wrapper ok ${I386} ${AGENT}/bin/wrapper-linux-x86-32`,
          `:wrapper ok ${X64} ${AGENT}/bin/wrapper-linux-x86-64`,
        ],
        `:loader-missing /lib/ld-linux.so.2 ${AGENT}/bin/wrapper-linux-x86-32`,
      ],
      'service.wrapper-missing',
      'pass',
      undefined,
    ],
  ])('wrapper %o: %s %s', (lines, code, status, variant) => {
    expect(program('service.wrapper', lines)).toMatchObject({ code, status, variant });
  });

  test('a Java without its loader is there and cannot be run', () => {
    const java = ['/x/java', `:java ok`, `:java-elf ${X64}`, ':loader-missing /lib64/ld-linux-x86-64.so.2 /x/java'];
    const lines = [':java-command /x/java', `:java-path ${java[0]}`, ...java.slice(1)];
    expect(program('service.java', lines)).toMatchObject({ code: 'service.wrong-architecture', variant: 'loader' });
  });

  test('a Java that only the PATH of the service may have is likely to be missing, until the wrapper says so', () => {
    const lines = [':java-command java17', ':java missing'];
    expect(program('service.java', lines)).toMatchObject({ variant: 'not-on-path', certainty: 'likely' });
    const log = wrapper(
      [
        at('09:00:00', '--> Wrapper Started as Daemon'),
        at('09:00:01', 'Unable to start JVM: No such file or directory (2)'),
      ],
      ...lines,
    );
    expect(said([service(...STOPPED), log], 'service.java')[0]).toMatchObject({ certainty: undefined });
  });

  test.each([
    ['missing', 'mid.sh', 'control-missing'],
    ['empty', 'mid.sh', 'control-missing'],
    ['not-executable', 'mid.sh', 'control-not-executable'],
    ['crlf', 'mid.sh', 'control-crlf'],
    ['not-executable', 'mid.shconf', 'control-settings'],
    ['crlf', 'mid.shconf_override', 'control-crlf'],
    ['missing', 'mid.shconf', undefined],
    ['not-executable', 'mid.shconf_override', undefined],
    ['ok', 'mid.sh', undefined],
  ])('a control file that is %s, %s: %s', (state, name, variant) => {
    const line = `:control ${state} ${AGENT}/bin/${name}`;
    const found = program('service.control', [line]);
    if (variant === undefined) return expect(found).toBeUndefined();
    expect(found).toMatchObject({ code: 'service.wrapper-missing', status: 'fail', variant });
    expect(program('service.control', [line], RUNNING)).toMatchObject({ status: 'warn' });
    expect(program('service.control', [line, ':control-used no'])).toBeUndefined();
  });

  test('a wrapper that is gone under a running service is a warning', () => {
    expect(program('service.wrapper', [], RUNNING)).toMatchObject({ code: 'service.wrapper-missing', status: 'warn' });
  });

  test.each([
    [
      [':java-command jre/bin/java', ':java-path /x/jre/bin/java', ':java ok', `:java-elf ${X64}`],
      'service.java-missing',
      'pass',
      undefined,
    ],
    [
      [':java-command jre/bin/java', ':java-path /x/jre/bin/java', ':java missing'],
      'service.java-missing',
      'fail',
      undefined,
    ],
    [
      [':java-command jre/bin/java', ':java-path /x/jre/bin/java', ':java not-executable'],
      'service.java-missing',
      'fail',
      'not-executable',
    ],
    [
      [':java-command jre/bin', ':java-path /x/jre/bin', ':java directory'],
      'service.java-missing',
      'fail',
      'directory',
    ],
    [[':java-command java', ':java missing'], 'service.java-missing', 'fail', 'not-on-path'],
    [
      [':java-command jre/bin/java', ':java-path /x/jre/bin/java', ':java ok', `:java-elf ${ARM}`],
      'service.wrong-architecture',
      'fail',
      undefined,
    ],
    [[':java-command %HOME%/java', ':java unknown'], 'service.java-missing', 'unknown', undefined],
  ])('Java %o: %s %s', (lines, code, status, variant) => {
    expect(program('service.java', lines)).toMatchObject({ code, status, variant });
  });

  test('in a folder that may not be looked into are unknown', () => {
    expect(said([service(...STOPPED), wrapper([])], 'service.wrapper')).toMatchObject([{ status: 'unknown' }]);
  });
});

describe('the service manager', () => {
  const unit = (state: string, load = 'loaded') => [
    ':init systemd',
    ':unit mid.service',
    ':unit-file /etc/systemd/system/mid.service',
    '@systemctl systemctl show mid.service',
    ` LoadState=${load}`,
    ' ActiveState=inactive',
    ' SubState=dead',
    ` UnitFileState=${state}`,
    '=0',
  ];
  const boot = (state: readonly string[], ...more: readonly string[]) =>
    said([service(...state, ...more), EMPTY], 'service.boot')[0];

  test.each([
    [STOPPED, unit('enabled'), 'service.disabled', 'pass', undefined],
    [STOPPED, unit('disabled'), 'service.disabled', 'fail', undefined],
    [RUNNING, unit('disabled'), 'service.disabled', 'warn', undefined],
    [STOPPED, unit('masked', 'masked'), 'service.disabled', 'fail', 'masked'],
    [STOPPED, [':init-script mid', ':init-start /etc/rc2.d/S20mid'], 'service.disabled', 'pass', undefined],
    [RUNNING, [':init-script mid'], 'service.not-persistent', 'info', 'no-run-level'],
    [RUNNING, [], 'service.not-persistent', 'info', undefined],
  ] as const)('%#', (state, more, code, status, variant) => {
    expect(boot(state, ...more)).toMatchObject({ code, status, variant });
  });

  test('says nothing of boot in a container', () => {
    expect(boot(RUNNING, ':in-container yes')).toBeUndefined();
  });

  test('has two services on one folder', () => {
    const two = service(...RUNNING, ':process 900 wrapper 1 S 10 root');
    expect(said([two, EMPTY], 'service.duplicate')).toMatchObject([
      { code: 'service.duplicate', status: 'fail', params: { pids: '500, 900' } },
    ]);
    expect(said([service(...RUNNING), EMPTY], 'service.duplicate')).toEqual([]);
  });
});

describe('facts', () => {
  test.each([
    [[':control readable', ':init-script mid', ':owner joe /x'], 'root'],
    [[':init-script mid', ':owner joe /x'], 'joe'],
    [[':init-script mid'], null],
    [[':control readable', ':unit mid.service', ':unit-user mid'], 'mid'],
    [[':control readable', ':unit mid.service', ':run-as-setting mid'], 'mid'],
  ])('say who it runs as: %o is %s', (lines, runAs) => {
    expect(agentFacts([located(), service(...STOPPED, ...lines)])?.runAs).toBe(runAs);
  });

  test('are what fixes need', () => {
    expect(
      agentFacts([located(), service(...RUNNING, ':unit mid.service', ':init systemd'), EMPTY, upgrade()]),
    ).toEqual({
      agentDir: AGENT,
      midName: 'mid-ber-02',
      service: {
        manager: 'systemd',
        unit: 'mid.service',
        state: 'running',
        pid: 500,
        disabled: false,
        stalePidFile: null,
      },
      runAs: 'mid',
      upgradeInProgress: false,
    });
    const stale = service(
      ':pid-file-state read',
      ':pid 77',
      `:pid-file ${AGENT}/work/mid.pid`,
      ':pid-process ',
      ':init-script mid',
      ':run-as-setting joe',
    );
    expect(agentFacts([located(), stale])).toMatchObject({
      service: { manager: 'sysv', unit: 'mid', state: 'stopped', pid: null, stalePidFile: `${AGENT}/work/mid.pid` },
      runAs: 'joe',
    });
  });

  test('are none without one agent, or without a look at its service', () => {
    expect(agentFacts([])).toBeNull();
    expect(agentFacts([located()])).toBeNull();
    expect(
      agentFacts([evidenceOf('locate', [':user root', ':agent /a', ':agent /b']), service(...RUNNING)]),
    ).toBeNull();
  });

  test('know of an upgrade', () => {
    const busy = upgrade(':process 9 here java upgrade-wrapper');
    expect(agentFacts([located(), service(...STOPPED), busy])?.upgradeInProgress).toBe(true);
  });
});
