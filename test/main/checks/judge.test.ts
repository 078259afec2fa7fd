import { describe, expect, test } from 'vitest';
import { defineCheck, defineLiveProbe, defineScriptProbe } from '../../../src-main/checks/define.ts';
import { judge, judgeWith } from '../../../src-main/checks/judge.ts';
import type { RunFailure } from '../../../src-main/model/evidence.ts';
import { AGENT, evidenceOf, located, STOPPED, service } from '../../fakes/evidence.ts';

const probe = defineScriptProbe<{ free: number | undefined }>({
  id: 'thing',
  step: 'host',
  script: '',
  limitS: 1,
  needsAgent: true,
  parse: (t) => ({ free: t.number('free') }),
});
const broken = defineScriptProbe<string>({
  ...probe,
  id: 'broken',
  parse: () => {
    throw new Error('parser');
  },
});
const live = defineLiveProbe<number>({
  id: 'live',
  step: 'network',
  limitS: 1,
  collect: async () => null,
  parse: () => 1,
});
const check = defineCheck({
  id: 'host.thing',
  step: 'host',
  code: 'host.disk-full',
  needs: { thing: probe },
  judge: ({ thing }, say) =>
    thing.free === undefined
      ? [say.unknown('host.disk-full', 'evidence')]
      : [
          thing.free === 0
            ? say.fail('host.disk-full')
            : say.pass('host.disk-full', { free: thing.free }, { variant: 'v' }),
        ],
});
const on = (text: readonly string[], more = {}) => evidenceOf('thing', text, more);
const done = { complete: true } as const;

describe('a host without the usual tools', () => {
  test('is not judged: every check says which are missing', () => {
    const lacking = evidenceOf('locate', [':lacks awk sed']);
    const { findings, coverage } = judge([lacking, evidenceOf('config', [':lacks awk sed'])], done);
    expect(new Set(findings.map(({ status, needs }) => `${status} ${needs}`))).toEqual(
      new Set(['unknown basic-tools']),
    );
    expect(findings.find(({ code }) => code === 'locate.not-found')?.params).toEqual({ tools: 'awk, sed' });
    expect(coverage.ran).toBe(0);
  });

  test('is judged when it was looked at again with them', () => {
    const findings = judgeWith([check], [evidenceOf('locate', [':lacks awk']), located(AGENT), on([':free 5'])], done);
    expect(findings.findings).toMatchObject([{ status: 'pass' }]);
  });
});

describe('a check', () => {
  test('passes and fails by what the evidence says', () => {
    expect(judgeWith([check], [on([':free 5'])], done)).toEqual({
      findings: [
        {
          code: 'host.disk-full',
          step: 'host',
          status: 'pass',
          params: { free: 5 },
          variant: 'v',
          evidence: [{ id: 'thing' }],
          check: 'host.thing',
        },
      ],
      coverage: { checks: 1, ran: 1, couldNot: [] },
    });
    expect(judgeWith([check], [on([':free 0'])], done).findings[0]).toMatchObject({ status: 'fail' });
  });

  test('judges the newest evidence of a probe', () => {
    expect(judgeWith([check], [on([':free 0']), on([':free 5'])], done).findings[0]).toMatchObject({ status: 'pass' });
  });

  test('whose evidence has not come yet is left out while it streams, and unknown when all is in', () => {
    expect(judgeWith([check], [], { complete: false })).toEqual({
      findings: [],
      coverage: { checks: 0, ran: 0, couldNot: [] },
    });
    expect(judgeWith([check], [], done)).toMatchObject({
      findings: [{ code: 'host.disk-full', status: 'unknown', needs: 'evidence', evidence: [] }],
      coverage: { checks: 1, ran: 0, couldNot: [{ check: 'host.thing', code: 'host.disk-full', needs: 'evidence' }] },
    });
  });

  test('that throws, or whose parser does, has said nothing', () => {
    const throwing = {
      ...check,
      judge: () => {
        throw new Error('check');
      },
    };
    const unparsed = defineCheck({ ...check, needs: { thing: broken }, judge: () => [] });
    for (const [one, id] of [
      [throwing, 'thing'],
      [unparsed, 'broken'],
    ] as const)
      expect(judgeWith([one], [evidenceOf(id, [':free 5'])], done).findings).toMatchObject([
        { status: 'unknown', needs: 'tool' },
      ]);
  });

  test.each([
    [{ failed: 'timeout' }, 'more-time'],
    [{ failed: 'connection' }, 'connection'],
    [{ failed: 'cancelled' }, 'connection'],
    [{ failed: 'denied' }, 'root'],
    [{ truncated: true }, 'evidence'],
  ] as const)('out of half the evidence (%o) never passes', (more, needs) => {
    const [finding] = judgeWith([check], [on([':free 5'], more)], done).findings;
    expect(finding).toMatchObject({ status: 'unknown', needs });
    expect(finding).not.toHaveProperty('variant');
    expect(judgeWith([check], [on([':free 0'], more)], done).findings[0]).toMatchObject({ status: 'fail' });
  });

  test('a part of what leaves out its faults shows nothing', () => {
    const said = (more = {}, failed?: RunFailure) =>
      judge([located(AGENT), { ...service(...STOPPED), ...more }], { complete: true, ...(failed && { failed }) })
        .findings.filter(({ check: id }) => id === 'service.running')
        .map(({ code, status, needs }) => `${code} ${status} ${needs}`);
    expect(said()).toEqual(['service.stopped fail undefined']);
    expect(said({ failed: 'cancelled' }, 'timeout')).toEqual(['service.running unknown more-time']);
    expect(said({ failed: 'connection' }, 'connection')).toEqual(['service.running unknown connection']);
    expect(said({ truncated: true })).toEqual(['service.running unknown evidence']);
  });

  test('a running upgrade is one, whatever else was not seen', () => {
    const upgrading = defineCheck({
      id: 'upgrade.progress',
      step: 'upgrade',
      code: 'upgrade.in-progress',
      needs: { thing: { ...probe, wholeOnly: true } },
      judge: (_, say) => [say.fail('upgrade.in-progress')],
    });
    const [finding] = judgeWith([upgrading], [on([], { failed: 'timeout' })], done).findings;
    expect(finding).toMatchObject({ status: 'fail' });
  });

  test('is left out where its step was not asked for', () => {
    expect(judgeWith([check], [on([':free 5'])], { complete: true, steps: ['network'] }).coverage.checks).toBe(0);
    expect(judgeWith([check], [on([':free 5'])], { complete: true, steps: ['host'] }).coverage.checks).toBe(1);
  });
});

describe('what is missing', () => {
  const liveCheck = defineCheck({ ...check, id: 'live', needs: { live }, judge: () => [] });
  const several = evidenceOf('locate', [':user root', ':agent /a', ':agent /b']);

  test('is the agent folder, where it is not known', () => {
    for (const one of [check, liveCheck])
      expect(judgeWith([one], [several], done).findings).toMatchObject([{ needs: 'agent-folder' }]);
  });

  test('is what an earlier step should have brought, for a live probe that had nothing to look at', () => {
    expect(judgeWith([liveCheck], [located()], done).findings).toMatchObject([{ needs: 'earlier-step' }]);
  });

  test.each([
    ['timeout', 'more-time'],
    ['connection', 'connection'],
    ['denied', 'root'],
    ['not-started', 'connection'],
    ['overflow', 'evidence'],
  ] as const)('after a look that ended by %s is %s', (failed: RunFailure, needs) => {
    expect(judgeWith([check], [], { complete: true, failed }).findings).toMatchObject([{ needs }]);
  });

  test('is the right to read, where the agent may not be read', () => {
    const closed = evidenceOf('locate', [':user joe', `:agent ${AGENT}`, ':readable no', `:chosen ${AGENT}`]);
    expect(judgeWith([check], [closed, on(['garbage'])], done).findings).toMatchObject([{ needs: 'read-rights' }]);
  });
});

test('with no evidence at all every check of the catalogue that says something says unknown', () => {
  const { findings, coverage } = judge([], done);
  expect(findings.every((f) => f.status === 'unknown')).toBe(true);
  expect(coverage.ran).toBe(0);
  expect(coverage.checks).toBe(coverage.couldNot.length);
});
