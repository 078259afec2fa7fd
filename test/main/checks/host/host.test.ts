import { describe, expect, test } from 'vitest';
import { judge } from '../../../../src-main/checks/judge.ts';
import { AGENT, evidenceOf, located, RUNNING, STOPPED, service } from '../../../fakes/evidence.ts';
import { flawsOf } from '../../../fakes/sentences.ts';

const judged = (check: string, id: string, lines: readonly string[], state: readonly string[] = STOPPED) => {
  const { findings } = judge([located(), service(...state), evidenceOf(id, lines)], {
    complete: true,
    steps: ['host'],
  });
  const own = findings.filter((f) => f.check === check);
  expect(own.flatMap(flawsOf)).toEqual([]);
  return own[0];
};

describe('rights', () => {
  const who = [':run-as mid', ':run-as-from setting', ':run-as-uid 1000', ':mount /opt', ':mount-options rw,relatime'];
  const rights = (lines: readonly string[], state?: readonly string[]) => judged('host.rights', 'rights', lines, state);

  test.each([
    [[...who, ':lacking 0'], 'pass', undefined],
    [[':run-as root', ':run-as-uid 0', ':mount-options rw'], 'pass', 'root'],
    [[...who, ':asked modes', ':lacking 0'], 'pass', 'modes'],
    [[...who, `:unwritable ${AGENT}/logs`, ':lacking 0'], 'fail', 'closed-to-root'],
    [[...who, `:dangling ${AGENT}/logs`, ':dangling-to /data/logs', ':lacking 0'], 'fail', 'dangling'],
    [[`:dangling ${AGENT}/logs`, ':dangling-to /data/logs'], 'fail', 'dangling'],
    [
      [...who, `:linked ${AGENT}/logs`, `:lacks write no drwxr-xr-x root root ${AGENT}/logs`, ':lacking 1'],
      'fail',
      'linked',
    ],
    [
      [...who, `:linked ${AGENT}/logs`, `:lacks enter denied drwxr-xr-x mid mid ${AGENT}/logs`, ':lacking 1'],
      'fail',
      'linked-way',
    ],
    [[...who, `:attribute immutable ${AGENT}/config.xml`, ':lacking 0'], 'fail', 'immutable'],
    [[...who, `:attribute append-only ${AGENT}/logs`, ':lacking 0'], 'warn', 'append-only'],
    [[...who, `:lacks write denied drwxrwxrwx+ root root ${AGENT}/logs`, ':lacking 1'], 'fail', 'access-list'],
    [[':run-as ghost', ':run-as-from setting', ':user-missing yes'], 'fail', 'no-user'],
  ])('%o: %s %s', (lines, status, variant) => {
    expect(rights(lines)).toMatchObject({ code: 'host.permissions', status, ...(variant ? { variant } : {}) });
  });

  test('that are missing are named with owner and mode', () => {
    const lines = [
      ...who,
      `:lacks write no drwxr-xr-x root root ${AGENT}/a b`,
      `:lacks read unknown -rw------- root root ${AGENT}/c`,
      ':lacking 2',
    ];
    expect(rights(lines)).toMatchObject({
      status: 'fail',
      params: {
        user: 'mid',
        right: 'write to',
        path: `${AGENT}/a b`,
        owner: 'root:root',
        mode: 'drwxr-xr-x',
        count: 2,
      },
      evidence: [{ id: 'rights', lines: [6, 7] }],
    });
    expect(rights(lines)).not.toHaveProperty('certainty');
  });

  test('over its pid file are no matter of a service that runs', () => {
    const lines = [...who, `:lacks read no -rw------- root root ${AGENT}/work/mid.pid`, ':lacking 1'];
    const found = (state: readonly string[]) => rights(lines, state)?.status;
    expect([found(RUNNING), found(STOPPED)]).toEqual(['warn', 'fail']);
  });

  test('are counted by path: one that may be neither read nor written is one', () => {
    const config = (right: string) => `:lacks ${right} no -rw------- root root ${AGENT}/config.xml`;
    const count = (...lines: readonly string[]) => rights([...who, ...lines])?.params['count'];
    expect(count(config('read'), config('write'), ':lacking 2')).toBe(1);
    expect(count(config('read'), config('write'), ':lacking 70')).toBe(69);
  });

  test('that only the modes deny are likely', () => {
    expect(rights([...who, `:lacks read unknown -rw------- root root ${AGENT}/c`, ':lacking 1'])).toMatchObject({
      certainty: 'likely',
    });
  });

  test('that a running service does without are a warning, unless it writes there', () => {
    const lack = (path: string) => [...who, `:lacks write no drwxr-xr-x root root ${AGENT}/${path}`, ':lacking 1'];
    expect(rights(lack('lib'), RUNNING)).toMatchObject({ status: 'warn' });
    for (const written of ['logs', 'logs/agent0.log.0', 'logs/wrapper.log', 'work/monitors/x', 'config.xml'])
      expect(rights(lack(written), RUNNING)).toMatchObject({ status: 'fail' });
    for (const beside of ['logs/for-support.tgz', 'logs/agent0.log.0.case123', 'config.xml.bak'])
      expect(rights(lack(beside), RUNNING)).toMatchObject({ status: 'warn' });
    expect(rights(lack('lib'))).toMatchObject({ status: 'fail' });
  });

  test('over what was put beside the agent are a warning, whether it runs or not', () => {
    const copies = ['config.xml.bak', 'config.xml.20260101', 'old', 'old/lib/mid.jar', 'lib/mid.jar.orig'];
    const besides = [...copies, 'notes.txt', 'logs/core.dump'];
    const config = evidenceOf('config', [`:config-path ${AGENT}/config.xml`, ':config-state read']);
    const of = (state: readonly string[], ...below: readonly string[]) => {
      const lacks = below.map((path) => `:lacks read no -rw------- root root ${AGENT}/${path}`);
      const rights = evidenceOf('rights', [...who, ...lacks, `:lacking ${lacks.length}`]);
      const { findings } = judge([located(), service(...state), config, rights], { complete: true, steps: ['host'] });
      const own = findings.filter((f) => f.check === 'host.rights');
      expect(own.flatMap(flawsOf)).toEqual([]);
      return own[0];
    };
    for (const state of [RUNNING, STOPPED])
      expect(of(state, ...besides)).toMatchObject({ status: 'warn', variant: 'beside' });
    expect(of(STOPPED, ...besides, 'lib/mid.jar')).toMatchObject({
      status: 'fail',
      params: { path: `${AGENT}/lib/mid.jar` },
    });
    expect(of(STOPPED, 'logs/agent0.log.0')).toMatchObject({ status: 'fail' });
    const hidden = [...who, `:lacks read no -rw------- root root ${AGENT}/notes.txt`, ':lacking 70'];
    const { findings } = judge([located(), service(...STOPPED), config, evidenceOf('rights', hidden)], {
      complete: true,
      steps: ['host'],
    });
    expect(findings.find((f) => f.check === 'host.rights')).toMatchObject({ status: 'fail' });
  });

  test.each([
    [[]],
    [who],
    [[...who, ':lacking 0', ':incomplete yes']],
    [[...who, ':asked modes', `:list-unread ${AGENT}/logs`, ':lacking 0']],
    [[':run-as 1234', ':run-as-from owner', ':user-missing yes']],
  ])('of which not all is known are unknown: %o', (lines) => {
    expect(rights(lines)).toMatchObject({ code: 'host.permissions', status: 'unknown' });
  });

  test("that nobody has on a read-only mount are the mount's fault", () => {
    const closed = [...who.slice(0, 4), ':mount-options ro,relatime', `:unwritable ${AGENT}`, ':lacking 0'];
    expect(judged('host.read-only', 'rights', closed)).toMatchObject({ status: 'fail', params: { mount: '/opt' } });
    expect(rights(closed)).toBeUndefined();
    const logs = [...who, `:mounted logs ro,nosuid ${AGENT}/logs`, `:unwritable ${AGENT}/logs`, ':lacking 0'];
    expect(judged('host.read-only', 'rights', logs)).toMatchObject({
      status: 'fail',
      params: { mount: `${AGENT}/logs`, part: 'the folder logs of the agent' },
    });
    expect(rights([...logs, `:unwritable ${AGENT}/work`])).toMatchObject({
      params: { path: `${AGENT}/work`, count: 1 },
    });
    expect(judged('host.read-only', 'rights', who)).toMatchObject({ status: 'pass' });
    expect(judged('host.read-only', 'rights', ['garbage', ':mounted x', ':mounted logs'])).toBeUndefined();
  });

  test('to run programs count where programs are', () => {
    const noexec = (part: string) => judged('host.noexec', 'rights', [...who, `:mounted ${part} rw,noexec /m/${part}`]);
    expect(noexec('bin')).toMatchObject({ status: 'fail', params: { mount: '/m/bin' } });
    expect(noexec('work')).toMatchObject({ status: 'warn', variant: 'upgrades' });
    expect(noexec('logs')).toMatchObject({ status: 'pass' });
    expect(noexec('tmp')).toMatchObject({ status: 'pass' });
  });

  test.each([
    ['rw,noexec', 'fail'],
    ['rw,relatime', 'pass'],
  ])('to run programs, on a mount with %s: %s', (options, status) => {
    expect(judged('host.noexec', 'rights', [':mount /opt', `:mount-options ${options}`])).toMatchObject({
      code: 'host.noexec',
      status,
    });
  });
});

describe('memory', () => {
  const memory = (heap: string, ...more: readonly string[]) =>
    judged('host.memory', 'system', [
      '@memory grep',
      ' MemTotal:        2097152 kB',
      ' MemAvailable:    1048576 kB',
      ' SwapFree:              0 kB',
      '=0',
      `:heap-maxmemory ${heap}`,
      ...more,
    ]);

  test.each([
    ['1024', 'pass'],
    ['1900', 'warn'],
    ['4096', 'fail'],
    ['', 'pass'],
    ['nonsense', 'pass'],
  ])('of 2 GB with a heap of %s MB: %s', (heap, status) => {
    expect(memory(heap)).toMatchObject({ code: 'host.memory', status });
  });

  test('is what the container may use', () => {
    expect(memory('1024', ':memory-limit 536870912')).toMatchObject({ status: 'fail', params: { total: 536870912 } });
    expect(memory('1024', ':memory-limit max')).toMatchObject({ status: 'pass' });
    expect(memory('1024', ':memory-limit 9223372036854771712')).toMatchObject({ status: 'pass' });
  });

  test('that is not told is unknown', () => {
    expect(judged('host.memory', 'system', ['garbage'])).toMatchObject({ status: 'unknown' });
  });
});

describe('the system', () => {
  const system = (...lines: readonly string[]) => judged('host.system', 'system', lines);

  test.each([
    [[':kernel Linux', ':machine x86_64', ':bits 64', ':glibc glibc 2.36', ':system Debian'], 'pass', undefined],
    [[':kernel Linux', ':machine x86_64', ':bits 64', ':glibc glibc 2.17'], 'pass', undefined],
    [[':kernel Linux', ':machine x86_64', ':bits 64', ':glibc glibc 2.12'], 'fail', 'glibc'],
    [[':kernel Linux', ':machine i686', ':bits 32', ':glibc glibc 2.36'], 'fail', '32-bit'],
    [[':kernel Linux', ':machine i686', ':bits ', ':glibc '], 'fail', '32-bit'],
    [[':kernel Linux', ':machine armv7l', ':bits '], 'fail', '32-bit'],
    [[':kernel Linux', ':machine aarch64', ':bits '], 'pass', undefined],
    [[':kernel Darwin', ':machine arm64', ':bits 64'], 'fail', 'not-linux'],
    [['garbage'], 'unknown', undefined],
  ])('%o: %s %s', (lines, status, variant) => {
    expect(system(...lines)).toMatchObject({ code: 'host.unsupported-os', status, ...(variant ? { variant } : {}) });
  });
});

describe('the disk', () => {
  const df = (free: number, ...inodes: readonly string[]) => [
    '@df df -Pk',
    ` /dev/sda1 10000000 1 ${free} 99% /opt/a b`,
    '=0',
    '@df-inodes df -Pi',
    ...inodes,
    '=0',
  ];

  test.each([
    [df(5_000_000), 'host.disk-full', 'pass', undefined],
    [df(2_097_151), 'host.disk-low', 'warn', undefined],
    [df(0), 'host.disk-full', 'fail', undefined],
    [df(-20), 'host.disk-full', 'fail', undefined],
    [df(5_000_000, ' /dev/sda1 1000 1000 0 100% /opt/a b'), 'host.disk-full', 'fail', 'inodes'],
    [df(5_000_000, ' /dev/sda1 1000 995 5 99% /opt/a b'), 'host.disk-low', 'warn', 'inodes'],
    [df(5_000_000, ' btrfs 0 0 0 - /opt/a b'), 'host.disk-full', 'pass', undefined],
    [['garbage'], 'host.disk-full', 'unknown', undefined],
  ])('%o: %s %s %s', (lines, code, status, variant) => {
    expect(judged('host.disk', 'disk', lines)).toMatchObject({ code, status, ...(variant ? { variant } : {}) });
  });

  const short = (kind: string, rows: readonly string[], around: readonly string[] = []) => [
    `:short 1 ${kind} /opt/a b`,
    '@taken1 du',
    ...rows,
    '=0',
    ...(around.length > 0 ? ['@around1 du', ...around, '=0'] : []),
  ];

  test('that is full names what takes most, as far down as that goes', () => {
    const rows = [
      ' 9000000\t/opt/a b/agent',
      ' 7000000\t/opt/a b/agent/logs',
      ' 6900000\t/opt/a b/agent/logs/core.dump',
      ' 900000\t/opt/a b/agent/lib',
    ];
    const full = judged('host.disk', 'disk', [...df(0), ...short('bytes', rows, [' 800000\t/opt/a b/other', ...rows])]);
    expect(full).toMatchObject({
      status: 'fail',
      variant: 'largest-and-others',
      params: {
        path: '/opt/a b/agent/logs/core.dump',
        amount: 6_900_000 * 1024,
        others: '/opt/a b/agent/lib, /opt/a b/other',
      },
    });
    expect(judged('host.disk', 'disk', [...df(99), ...short('bytes', rows.slice(2, 3))])).toMatchObject({
      code: 'host.disk-low',
      variant: 'largest',
    });
    const garbage = judged('host.disk', 'disk', [...df(99), ...short('bytes', [' garbage', ' 5 relative'])]);
    expect(garbage).not.toHaveProperty('variant');
  });

  test('without inodes names where they are', () => {
    const none = df(5_000_000, ' /dev/sda1 1000 1000 0 100% /opt/a b');
    expect(judged('host.disk', 'disk', [...none, ...short('inodes', [' 900 /opt/a b/agent/work'])])).toMatchObject({
      code: 'host.disk-full',
      variant: 'inodes-where',
      params: { path: '/opt/a b/agent/work', amount: 900 },
    });
  });
});
