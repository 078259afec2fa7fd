import { describe, expect, test } from 'vitest';
import { agentsFound, agentsSeen } from '../../../../src-main/checks/agents.ts';
import { judge } from '../../../../src-main/checks/judge.ts';
import { AGENT, evidenceOf, located } from '../../../fakes/evidence.ts';
import { flawsOf } from '../../../fakes/sentences.ts';

const evidence = (...lines: readonly string[]) => evidenceOf('locate', [':uid 1000', ':user joe', ...lines]);
const judged = (...lines: readonly string[]) => {
  const { findings } = judge([evidence(...lines)], { complete: true, steps: ['locate'] });
  expect(findings.flatMap(flawsOf)).toEqual([]);
  return findings[0];
};

describe('the agent', () => {
  test('is found, and how is said', () => {
    const { findings } = judge([located()], { complete: true, steps: ['locate'] });
    expect(findings).toMatchObject([
      {
        code: 'locate.found',
        status: 'pass',
        params: { dir: AGENT, name: 'mid-ber-02', how: 'unit mid.service' },
        evidence: [{ lines: [4] }],
      },
    ]);
    expect(judged(`:agent ${AGENT}`, ':name ', ':readable yes')).toMatchObject({
      code: 'locate.found',
      variant: 'no-name',
    });
  });

  test('is found where only its config.xml is closed', () => {
    expect(judged(`:agent ${AGENT}`, ':name ', ':readable yes', ':config unreadable')).toMatchObject({
      code: 'locate.found',
      status: 'pass',
      variant: 'closed',
      params: { user: 'joe' },
    });
  });

  test.each([
    [[], 'locate.not-found', 'fail', undefined, undefined],
    [[':processes hidden'], 'locate.not-found', 'unknown', undefined, 'root'],
    [[':given /x', ':given-not missing'], 'locate.not-found', 'fail', 'given-missing', undefined],
    [[':given /x', ':given-not not-agent'], 'locate.not-found', 'fail', 'given-not-agent', undefined],
    [[':given /x', ':given-not not-folder'], 'locate.not-found', 'fail', 'given-not-folder', undefined],
    [
      [':given /x', ':given-not missing', ':agent /a', ':readable yes'],
      'locate.not-found',
      'fail',
      'given-others',
      undefined,
    ],
    [[':gone unit mid.service /opt/old/agent'], 'locate.not-found', 'fail', 'service-without-folder', undefined],
    [[':container 812 0::/system.slice/docker-1.scope'], 'locate.not-found', 'unknown', 'in-container', 'agent-folder'],
    [[':agent /a', ':name one', ':agent /b', ':name two'], 'locate.several', 'unknown', undefined, 'agent-folder'],
    [[':given-name two', ':agent /a', ':name one'], 'locate.not-found', 'fail', 'other-names', undefined],
    [
      [':given-name two', ':agent /a', ':name one', ':agent /b', ':name three'],
      'locate.not-found',
      'fail',
      'other-names',
      undefined,
    ],
    [
      [':given-name two', ':agent /a', ':name one', ':agent /b', ':name '],
      'locate.not-found',
      'unknown',
      'closed-names',
      'read-rights',
    ],
    [
      [':given-name a', ':agent /a', ':name A', ':agent /b', ':name a'],
      'locate.several',
      'unknown',
      undefined,
      'agent-folder',
    ],
    [[':given-name two', ':agent /a', ':name two', ':chosen /a'], 'locate.found', 'pass', undefined, undefined],
    [[`:agent ${AGENT}`, ':readable no', `:chosen ${AGENT}`], 'locate.unreadable', 'unknown', undefined, 'read-rights'],
    [
      [':given /x', ':given-not unreadable', ':seen given - /x', ':agent /x', ':readable no', ':chosen /x'],
      'locate.unreadable',
      'unknown',
      undefined,
      'read-rights',
    ],
  ] as const)('%o: %s %s %s', (lines, code, status, variant, needs) => {
    expect(judged(...lines)).toMatchObject({
      code,
      status,
      ...(variant ? { variant } : {}),
      ...(needs ? { needs } : {}),
    });
  });

  test('out of garbage is not found, but unknown', () => {
    expect(
      judge([evidenceOf('locate', ['garbage', ' :agent /x'])], { complete: true, steps: ['locate'] }).findings,
    ).toMatchObject([{ status: 'unknown' }]);
  });
});

describe('agents', () => {
  test('are listed with their names, entities resolved', () => {
    expect(agentsFound([evidence(':agent /a b/é', ':name R&amp;D &quot;1&quot;', ':agent /b', ':name ')])).toEqual([
      { dir: '/a b/é', name: 'R&D "1"' },
      { dir: '/b', name: null },
    ]);
    expect(agentsFound([])).toEqual([]);
  });

  test('are counted, though hundreds are not all named', () => {
    const { findings } = judge([evidence(':agent /a', ':agent /b', ':agents 412')], { complete: true });
    expect(findings.find((f) => f.code === 'locate.several')?.params).toMatchObject({ count: 412 });
  });

  test('of several the chosen one is looked at', () => {
    expect(agentsSeen([evidence(':agent /a', ':agent /b')])).toEqual({ looked: true, chosen: null, unreadable: false });
    expect(agentsSeen([evidence(':agent /a', ':agent /b', ':readable no', ':chosen /b')])).toEqual({
      looked: true,
      chosen: '/b',
      unreadable: true,
    });
    expect(agentsSeen([])).toEqual({ looked: false, chosen: null, unreadable: false });
  });

  test('in containers are told of', () => {
    const { findings } = judge([evidence(':container 812 0::/docker-1.scope', ':container 813 0::/docker-2.scope')], {
      complete: true,
      steps: ['service'],
    });
    expect(findings.filter((f) => f.check === 'service.container')).toMatchObject([
      { code: 'service.in-container', status: 'info', params: { pids: '812, 813', count: 2 } },
    ]);
    expect(findings.filter((f) => f.check === 'service.container').flatMap(flawsOf)).toEqual([]);
  });
});
