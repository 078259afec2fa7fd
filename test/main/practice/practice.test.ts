import { describe, expect, test } from 'vitest';
import { PROBES } from '../../../src-main/checks/catalogue.ts';
import { collect } from '../../../src-main/checks/collect.ts';
import { agentFacts } from '../../../src-main/checks/facts.ts';
import { judge } from '../../../src-main/checks/judge.ts';
import { decideVerdict } from '../../../src-main/checks/verdict.ts';
import { watchStart } from '../../../src-main/checks/watch.ts';
import { applyPlan } from '../../../src-main/fixes/apply.ts';
import { startServiceFix } from '../../../src-main/fixes/start-service.ts';
import type { Evidence } from '../../../src-main/model/evidence.ts';
import type { Host } from '../../../src-main/model/host.ts';
import { createPracticeHost, SCENARIOS } from '../../../src-main/practice/index.ts';
import { PRACTICE_SCENARIOS } from '../../../src-main/practice/scenarios.ts';

const looked = async (host: Host) => {
  const evidence: Evidence[] = [];
  const result = await collect(host, {
    agentDir: null,
    become: null,
    signal: new AbortController().signal,
    onEvidence: (e) => evidence.push(e),
    onLedger: () => {},
  });
  expect(result.failed).toBeUndefined();
  const { findings } = judge(evidence, { complete: true });
  return { evidence, findings, verdict: decideVerdict(findings, { instanceLooked: false }) };
};
const open = (id: string) => createPracticeHost(id, { pace: 0 });
const said = (findings: Awaited<ReturnType<typeof looked>>['findings']) =>
  findings.filter((f) => !['pass', 'info'].includes(f.status)).map((f) => `${f.status} ${f.code}`);

/** Plans, applies and watches as the wizard does, with a short watch. */
const start = async (host: Host, { evidence, findings }: Awaited<ReturnType<typeof looked>>) => {
  const facts = agentFacts(evidence);
  if (!facts) throw new Error('no facts');
  expect(startServiceFix.check(facts, findings)).toBeNull();
  const lines: string[] = [];
  const o = {
    signal: new AbortController().signal,
    onLine: (line: string) => lines.push(line),
    onTick: () => {},
    onLedger: () => {},
  };
  const { exitCode } = await applyPlan(host, startServiceFix.plan(facts, host), o);
  return { exitCode, lines, outcome: await watchStart(host, facts, { ...o, seconds: 5, become: null }) };
};

describe('practice', () => {
  test.for(PRACTICE_SCENARIOS)('$id ends in its cause, and in nothing that it does not explain', async (scenario) => {
    const { verdict, findings } = await looked(open(scenario.id));
    expect(verdict.cause?.finding.code ?? null, said(findings).join('\n')).toBe(scenario.cause);
    const unexplained = findings.filter(
      (f) => f.status === 'fail' && f.code !== scenario.cause && !verdict.cause?.explains.includes(f.code),
    );
    expect(unexplained.map((f) => f.code)).toEqual([]);
  });

  test('healthy is healthy: nothing fails, warns or stays open on the host', async () => {
    const { verdict, findings } = await looked(open('healthy'));
    expect(verdict.status).toBe('ok');
    expect(said(findings)).toEqual([]);
  });

  test('every script probe has its transcript', async () => {
    const { evidence } = await looked(open('healthy'));
    expect(evidence.map((e) => e.id).toSorted()).toEqual(PROBES.map((p) => p.id).toSorted());
  });

  test.for(PRACTICE_SCENARIOS.filter((s) => s.mends))('$id is mended by whoever else is at work', async (scenario) => {
    const host = open(scenario.id);
    for (let n = 0; n < (scenario.mends?.looks ?? 0); n++)
      expect((await looked(host)).verdict.cause?.finding.code).toBe(scenario.cause);
    const { findings } = await looked(host);
    expect(findings.filter((f) => f.code === scenario.cause && f.status === 'fail')).toEqual([]);
  });

  test.for(['service-stopped', 'disk-full', 'config-placeholder', 'permissions'])(
    '%s can be walked to a started, proven service',
    async (id) => {
      const host = open(id);
      const looks = PRACTICE_SCENARIOS.find((s) => s.id === id)?.mends?.looks ?? 0;
      for (let n = 0; n < looks; n++) await looked(host);
      const before = await looked(host);
      expect(before.verdict.cause?.finding.code).toBe('service.stopped');
      const started = await start(host, before);
      expect(started.exitCode).toBe(0);
      expect(started.outcome).toMatchObject({ kind: 'held', seconds: 5 });
      expect(started.lines.join('\n')).toContain('MID Server started');
      const after = await looked(host);
      expect(said(after.findings)).toEqual([]);
      expect(after.verdict.status).toBe('ok');
    },
  );

  test('a start on a full disk fails, and says so', async () => {
    const host = open('disk-full');
    const started = await start(host, await looked(host));
    expect(started.exitCode).toBe(1);
    expect(started.outcome).toMatchObject({ kind: 'not-started', reason: expect.stringContaining('No space left') });
  });

  test('an upgrade refuses the start', async () => {
    const { evidence, findings } = await looked(open('upgrading'));
    const facts = agentFacts(evidence);
    expect(facts && startServiceFix.check(facts, findings)).toBe('upgrade-in-progress');
  });

  test('an unknown name is refused with the names that there are', () => {
    expect(() => createPracticeHost('nonsense')).toThrow(/no practice named "nonsense".*service-stopped/);
    expect(SCENARIOS.map((s) => s.id)).toContain('upgrading');
  });

  test('a look can be cancelled', async () => {
    const host = createPracticeHost('healthy', { pace: 5_000 });
    const cancel = new AbortController();
    const running = host.runScript(
      { text: '', parts: { mark: 'm', ids: ['locate', 'disk'] } },
      { signal: cancel.signal },
    );
    cancel.abort();
    expect(await running).toMatchObject({ exitCode: null, failed: 'cancelled' });
  });
});
