import { describe, expect, test } from 'vitest';
import { javaNeeded, javaVersion, olderThan } from '../../../../src-main/checks/host/releases.ts';
import { judge } from '../../../../src-main/checks/judge.ts';
import { THRESHOLDS } from '../../../../src-main/checks/thresholds.ts';
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

/** What one check says beside evidence of the service. */
const judged = (check: string, ...evidence: readonly Evidence[]) => {
  const { findings } = judge([located(), ...evidence], { complete: true });
  const own = findings.filter((f) => f.check === check);
  expect(own.flatMap(flawsOf)).toEqual([]);
  return own;
};

describe('the Java of a release', () => {
  const core = (stamp: string) => upgrade(`:core-package mid-core.${stamp}.universal.universal.zip`);
  const java = (version: string, stamp: string, state: readonly string[] = STOPPED) =>
    judged(
      'host.java-version',
      core(stamp),
      service(...state),
      wrapper([], ':java ok', ':java-path /jre/bin/java', `:java-version ${version}`),
    );

  test.each([
    ['17.0.12', 'yokohama-12-18-2024__patch1_03-26-2025_1135', 'pass'],
    ['17.0.2', 'yokohama-12-18-2024__patch1_03-26-2025_1135', 'warn'],
    ['11.0.20', 'australia-12-18-2025__patch1_03-26-2026_1135', 'fail'],
    ['1.8.0_181', 'quebec-12-09-2020_03-26-2021_1135', 'fail'],
    ['1.8.0_181', '09-12-2018_1200', 'pass'],
    ['1.8.0_181', '05-14-2026_1732', 'fail'],
    ['11', '05-14-2026_1732', 'pass'],
    ['garbage', 'yokohama-12-18-2024_03-26-2025_1135', 'unknown'],
    ['17.0.12', 'of no shape', 'unknown'],
  ])('%s with a build of %s: %s', (version, stamp, status) => {
    expect(java(version, stamp)).toMatchObject([{ code: 'host.java-version', status }]);
  });

  test('known by its date alone is likely', () => {
    expect(java('1.8.0_181', '05-14-2026_1732')).toMatchObject([{ certainty: 'likely', variant: 'by-date' }]);
  });

  test('that runs all the same is a warning, and one that is not there is left to another check', () => {
    expect(java('11.0.1', 'zurich_09-26-2025_1135', RUNNING)).toMatchObject([{ status: 'warn' }]);
    expect(
      judged('host.java-version', core('zurich_09-26-2025_1135'), service(...STOPPED), wrapper([], ':java missing')),
    ).toEqual([]);
  });

  test('versions and stamps are read as numbers', () => {
    expect(javaVersion('1.8.0_181-b13')).toEqual([8, 0, 181]);
    expect(javaVersion('21')).toEqual([21, 0, 0]);
    expect(javaVersion('21-ea')).toEqual([21, 0, 0]);
    expect(javaVersion('x'.repeat(5000))).toBeUndefined();
    expect(olderThan([17, 0, 9], [17, 0, 10])).toBe(true);
    expect(olderThan([21, 0, 0], [17, 0, 10])).toBe(false);
    expect(javaNeeded('newyork-06-26-2019')).toMatchObject({ release: 'New York', named: true });
    expect(javaNeeded('')).toBeUndefined();
  });
});

describe('the clock', () => {
  const system = (off: number) => evidenceOf('system', [`:now ${NOW + off}`]);
  const ladder = (date: string) =>
    evidenceOf('ladder', [
      ':target https acme.service-now.com 443',
      ':way forwarded',
      `:at ${new Date(NOW * 1000).toISOString()}`,
      '@http GET',
      ' HTTP/1.1 500 Error',
      ` Date: ${date}`,
      ' ',
      ' <Envelope/>',
      '=0',
      ':http ok 5 ',
    ]);
  const at = (off: number) => new Date((NOW + off) * 1000).toUTCString();

  test.each([
    [0, 0, 'pass'],
    [-90, 0, 'pass'],
    [200, 0, 'warn'],
    [-4000, 0, 'fail'],
    // This computer is the one that is wrong: host and instance agree.
    [4000, 4000, 'pass'],
    [0, 4000, 'fail'],
  ])('of the host %i s off, that of the instance %i s: %s', (host, instance, status) => {
    expect(judged('host.clock', system(host), ladder(at(instance)))).toMatchObject([
      { code: 'host.clock-skew', status },
    ]);
  });

  test('without an answer is held against this computer, and never fails', () => {
    expect(judged('host.clock', system(7200))).toMatchObject([{ status: 'warn', variant: 'here' }]);
    expect(judged('host.clock', system(7200), ladder('nonsense'))).toMatchObject([{ variant: 'here' }]);
    expect(judged('host.clock', evidenceOf('system', ['garbage']))).toMatchObject([{ status: 'unknown' }]);
  });
});

describe('open files', () => {
  const files = (...lines: readonly string[]) => judged('host.open-files', service(...RUNNING, ...lines));

  test.each([
    ['520 524288 300', 'pass'],
    ['520 1024 0', 'pass'],
    ['520 256 0', 'warn'],
    ['520 4096 4000', 'warn'],
  ])('%s: %s', (value, status) => {
    expect(files(`:open-files ${value}`)).toMatchObject([{ code: 'host.open-files', status }]);
  });

  test('without a limit, unread or garbled say nothing', () => {
    expect(files(':open-files 520 unlimited 5')).toEqual([]);
    expect(files(':open-files  0')).toEqual([]);
    expect(files()).toEqual([]);
  });
});

describe('access control', () => {
  const avc = (more: string, at = NOW - 60) =>
    ` type=AVC msg=audit(${at}.123:45): avc:  denied  { execute } for  pid=9 comm="(mid.sh)" ${more} permissive=0`;
  const kernel = (facts: readonly string[], denials: readonly string[] = []) =>
    evidenceOf('kernel', [`:now ${NOW}`, ':uptime 1000', `:agent ${AGENT}`, ...facts, '@audit tail', ...denials, '=0']);
  const judgedIn = (state: readonly string[], evidence: Evidence) =>
    judged('host.access-control', evidence, service(...state));

  test.each([
    [[':kernel-log dmesg', ':audit missing'], 'pass'],
    [[':selinux 1', ':audit read'], 'pass'],
    [[':selinux 1', ':audit unreadable'], 'unknown'],
    [[':selinux 0', ':audit unreadable'], 'pass'],
    [[':apparmor Y', ':kernel-log dmesg', ':audit missing'], 'pass'],
  ])('%o without a denial: %s', (facts, status) => {
    expect(judgedIn(STOPPED, kernel(facts))).toMatchObject([{ code: 'host.access-control', status }]);
  });

  test('a denial of the agent fails, certain where its folder is named', () => {
    const facts = [':selinux 1', ':audit read'];
    const here = kernel(facts, [avc(`path="${AGENT}/bin/mid.sh"`)]);
    const [found] = judgedIn(STOPPED, here);
    expect(found).toMatchObject({ status: 'fail', params: { by: 'SELinux', count: 1 } });
    expect(found).not.toHaveProperty('certainty');
    expect(judgedIn(RUNNING, here)).toMatchObject([{ status: 'warn' }]);
    expect(judgedIn(STOPPED, kernel(facts, [avc('name="mid.sh"')]))).toMatchObject([
      { status: 'fail', certainty: 'likely' },
    ]);
  });

  test('what is old, permissive or of another program is none', () => {
    const facts = [':selinux 1', ':audit read'];
    const none = [
      avc(`path="${AGENT}/bin/mid.sh"`, NOW - THRESHOLDS.denialFreshS - 10),
      avc(`path="${AGENT}/bin/mid.sh"`).replace('permissive=0', 'permissive=1'),
      ` type=AVC msg=audit(${NOW}.1:2): avc:  denied  { read } for comm="nginx" name="index.html" permissive=0`,
      ' type=AVC msg=audit(99999999999999999999.1:2): avc:  denied garbage',
    ];
    expect(judgedIn(STOPPED, kernel(facts, none))).toMatchObject([{ status: 'pass', variant: 'no-denials' }]);
    expect(judgedIn(STOPPED, evidenceOf('kernel', ['garbage']))).toMatchObject([{ status: 'unknown' }]);
  });

  test('AppArmor is read from the log of the kernel, by the time since the boot', () => {
    const line = ` [  990.1] audit: type=1400 apparmor="DENIED" operation="exec" profile="x" name="${AGENT}/bin/mid.sh" pid=9 comm="sh"`;
    expect(judgedIn(STOPPED, kernel([':apparmor Y', ':kernel-log dmesg', ':audit missing'], [line]))).toMatchObject([
      { status: 'fail', params: { by: 'AppArmor' } },
    ]);
  });
});

describe('a virus scanner', () => {
  const moved = `${AGENT}/bin/wrapper-linux-x86-64: Win.Test.X FOUND`;
  const scanned = (lines: readonly string[], state: readonly string[] = STOPPED, at = NOW - 60) =>
    judged(
      'host.antivirus',
      evidenceOf('kernel', [`:now ${NOW}`, ':scanners clamd', `:scanner-log 1 ${at}`, '@scanner1 tail', ...lines]),
      service(...state),
    );
  const gone = [` ${moved}`, '=0', `:scanned gone ${AGENT}/bin/wrapper-linux-x86-64`];

  test('that took a file away is the fault, and a warning while it runs', () => {
    const [found] = scanned(gone);
    expect(found).toMatchObject({ code: 'host.antivirus', status: 'fail', params: { line: moved } });
    expect(found).not.toHaveProperty('certainty');
    expect(scanned(gone, RUNNING)).toMatchObject([{ status: 'warn' }]);
  });

  test('that only speaks of a file is likely to be', () => {
    expect(scanned(gone.map((l) => l.replace(':scanned gone', ':scanned there')))).toMatchObject([
      { status: 'fail', variant: 'named', certainty: 'likely' },
    ]);
  });

  test('that runs, or did something long ago, is none', () => {
    expect(scanned(gone, STOPPED, NOW - THRESHOLDS.scannerFreshS - 1)).toMatchObject([{ status: 'pass' }]);
    expect(scanned(['garbage', '=0', ':scanned gone relative'])).toMatchObject([{ status: 'pass', variant: 'runs' }]);
    const closed = evidenceOf('kernel', [':scanners ds_agent', ':scanner-unread /var/log/messages']);
    expect(judged('host.antivirus', closed)).toMatchObject([{ status: 'unknown', needs: 'root' }]);
    expect(judged('host.antivirus', evidenceOf('kernel', ['garbage']))).toEqual([]);
  });
});

describe('ended by the kernel', () => {
  const kill = (secondsAgo: number, program = 'java') =>
    ` [${String(1000 - secondsAgo).padStart(7)}.5] Out of memory: Killed process 520 (${program}) total-vm:4096kB, UID:988`;
  const kernel = (...lines: readonly string[]) =>
    evidenceOf('kernel', [`:now ${NOW}`, ':uptime 1000', ':kernel-log dmesg', '@kernel dmesg', ...lines, '=0']);
  const signal = (time: string) => [
    `2026/11/22 ${time} | Launching a JVM...`,
    `2026/11/22 ${time} | JVM received a signal SIGKILL (9).`,
  ];
  const killed = (...evidence: readonly Evidence[]) => judged('service.killed', ...evidence);

  test('certain where the wrapper saw it, a warning where it runs again', () => {
    const seen = wrapper(signal('09:59:00'));
    const [found] = killed(kernel(kill(60)), service(...STOPPED), seen);
    expect(found).toMatchObject({
      code: 'service.out-of-memory',
      status: 'fail',
      variant: 'killed',
      params: { pid: 520 },
    });
    expect(found).not.toHaveProperty('certainty');
    expect(killed(kernel(kill(60)), service(...RUNNING), seen)).toMatchObject([{ status: 'warn' }]);
  });

  test('likely where the agent fell silent at that moment', () => {
    expect(killed(kernel(kill(60)), service(...STOPPED, `:agent-log-time ${NOW - 80}`))).toMatchObject([
      { status: 'fail', certainty: 'likely' },
    ]);
  });

  test('of another Java, or of another program, is not of this agent', () => {
    const quiet = service(...STOPPED, `:agent-log-time ${NOW - 700}`);
    expect(killed(kernel(kill(60)), quiet)).toMatchObject([{ status: 'pass' }]);
    expect(killed(kernel(kill(700, 'postgres')), quiet)).toMatchObject([{ status: 'pass' }]);
    expect(killed(kernel(' [garbage] Killed process x (java)'), quiet)).toMatchObject([{ status: 'pass' }]);
    expect(killed(evidenceOf('kernel', [':kernel-log ']), quiet)).toEqual([]);
  });
});

describe('the version', () => {
  const versions = (core: string, stamp: string, state: readonly string[] = STOPPED, ...more: readonly string[]) =>
    judged('upgrade.version', upgrade(`:core-package ${core}`, `:buildstamp ${stamp}`, ...more), service(...state));
  const FAILED = [
    ...STOPPED,
    '@systemctl systemctl show mid.service',
    ' LoadState=loaded',
    ' ActiveState=failed',
    ' Result=exit-code',
    ' ExecMainStatus=1',
    '=0',
  ];

  test('of the package and of the agent agree, or the files are of two', () => {
    const core = 'mid-core.yokohama-12-18-2024__patch1_03-26-2025_1135.universal.universal.zip';
    expect(versions(core, 'yokohama-12-18-2024__patch1_03-26-2025_1135')).toMatchObject([{ status: 'pass' }]);
    expect(versions(core, '03-26-2025_1135')).toMatchObject([{ status: 'pass' }]);
    const two = { code: 'upgrade.version-mismatch', params: { build: 'xanadu_07-02-2024_1015' } };
    expect(versions(core, 'xanadu_07-02-2024_1015')).toMatchObject([{ ...two, status: 'warn' }]);
    expect(versions(core, 'xanadu_07-02-2024_1015', FAILED)).toMatchObject([
      { ...two, status: 'fail', certainty: 'likely' },
    ]);
    expect(versions(core, 'xanadu_07-02-2024_1015', STOPPED, ':twice a-1.0.jar and a-1.1.jar')).toMatchObject([
      { ...two, status: 'fail', variant: 'libraries' },
    ]);
    expect(versions(core, 'xanadu_07-02-2024_1015', RUNNING)).toMatchObject([{ ...two, status: 'info' }]);
    expect(versions('', '03-26-2025_1135')).toEqual([]);
    expect(versions('nonsense', 'nonsense')).toEqual([]);
  });

  test('that is pinned is said', () => {
    const config = evidenceOf('config', [
      ':config-state read',
      '@config.xml cat',
      ' <parameters><parameter name="mid.pinned.version" value="yokohama-03-26-2025"/></parameters>',
      '=0',
    ]);
    expect(judged('upgrade.pinned', config)).toMatchObject([
      { status: 'info', params: { version: 'yokohama-03-26-2025' } },
    ]);
    expect(judged('upgrade.pinned', evidenceOf('config', ['garbage']))).toEqual([]);
  });
});
