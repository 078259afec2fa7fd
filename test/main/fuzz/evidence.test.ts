import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agentFacts } from '../../../src-main/checks/facts.ts';
import { judge } from '../../../src-main/checks/judge.ts';
import { judgeWatch } from '../../../src-main/checks/watch.ts';
import type { Evidence } from '../../../src-main/model/evidence.ts';
import { AGENT, evidenceOf, located, NOW, RUNNING, service, upgrade, wrapper } from '../../fakes/evidence.ts';

/** `MIDUP_FUZZ=100000` for a longer run. */
const numRuns = Number(process.env['MIDUP_FUZZ'] ?? 1000);
const done = { complete: true } as const;

/** Evidence as a healthy host gives it, one piece for each probe of locate, service, upgrade and host. */
const HEALTHY: readonly Evidence[] = [
  located(),
  upgrade(
    `:log 1 ${NOW - 900_000} 5 ${AGENT}/logs/dist-upgrade.log`,
    '@log1 tail',
    ' END',
    '=0',
    `:agent-log-time ${NOW}`,
  ),
  service(
    ...RUNNING,
    `:agent-log ${AGENT}/logs/agent0.log.0`,
    `:agent-log-time ${NOW - 20}`,
    ':init-script mid',
    ':init-start /etc/rc2.d/S20mid',
  ),
  wrapper(
    ['2026/11/22 09:00:00 | Launching a JVM...'],
    ':conf read',
    ':bin readable',
    `:wrapper ok  ${AGENT}/bin/wrapper`,
    ':java ok',
    ':java-path /j',
  ),
  evidenceOf('disk', [
    '@df df -Pk',
    ' /dev/sda1 10000000 1 9000000 9% /opt',
    '=0',
    '@df-inodes df -Pi',
    ' /dev/sda1 1000 1 999 1% /opt',
    '=0',
  ]),
  evidenceOf('rights', [':run-as mid', ':run-as-uid 1000', ':mount /opt', ':mount-options rw', ':lacking 0']),
  evidenceOf('system', [
    ':kernel Linux',
    ':machine x86_64',
    ':bits 64',
    ':glibc glibc 2.36',
    '@memory grep',
    ' MemTotal: 9000000 kB',
    ' MemAvailable: 8000000 kB',
    '=0',
    ':heap-maxmemory 1024',
  ]),
];
const OWN = new Set(HEALTHY.map((e) => e.id));

const STEPS = ['locate', 'service', 'upgrade', 'host'] as const;
const passing = (evidence: readonly Evidence[]) =>
  judge(evidence, { ...done, steps: STEPS }).findings.filter(
    (f) => f.status === 'pass' && f.evidence.some((e) => OWN.has(e.id)),
  );

test('the healthy host of these tests is healthy', () => {
  const bad = judge(HEALTHY, { ...done, steps: STEPS }).findings.filter(
    (f) => f.status === 'fail' || f.status === 'warn',
  );
  expect(bad).toEqual([]);
  expect(passing(HEALTHY).length).toBeGreaterThan(9);
});

/** What a bad line, a full disk or a strange shell does to a text. */
const damaged = (text: string) => {
  const lines = text.split('\n');
  return fc.oneof(
    fc.nat(text.length).map((at) => text.slice(0, at)),
    fc.constant(text + text),
    fc
      .tuple(fc.nat(lines.length - 1), fc.string({ unit: 'binary', maxLength: 40 }))
      .map(([at, noise]) => lines.with(at, noise).join('\n')),
    fc
      .tuple(fc.nat(text.length), fc.string({ unit: 'binary', maxLength: 10 }))
      .map(([at, noise]) => text.slice(0, at) + noise + text.slice(at + noise.length)),
    fc.shuffledSubarray(lines).map((some) => some.join('\n')),
  );
};

describe('evidence that is cut, doubled or garbled', () => {
  test('is judged without a throw, and never as the tool that failed', () => {
    const any = fc.tuple(
      ...HEALTHY.map((e) => fc.option(damaged(e.text)).map((text) => (text === null ? e : { ...e, text }))),
    );
    fc.assert(
      fc.property(any, (evidence) => {
        const { findings } = judge(evidence, done);
        expect(findings.filter((f) => f.needs === 'tool')).toEqual([]);
        agentFacts(evidence);
      }),
      { numRuns },
    );
  });

  test('says nothing good out of garbage', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 20 }), (lines) => {
        expect(passing(HEALTHY.map((e) => ({ ...e, text: lines.join('\n') })))).toEqual([]);
      }),
      { numRuns },
    );
  });

  test('says nothing good where the probe did not end', () => {
    for (const failed of ['timeout', 'connection', 'cancelled', 'denied', 'overflow', 'not-started'] as const)
      expect(passing(HEALTHY.map((e) => ({ ...e, failed })))).toEqual([]);
  });
});

test('any output of a watch is judged without a throw, and as held only where it says so', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(judgeWatch(text, 60).kind).not.toBe('held');
    }),
    { numRuns },
  );
});
