import { chmodSync, chownSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect } from '../../../src-main/checks/collect.ts';
import { agentFacts } from '../../../src-main/checks/facts.ts';
import { judge } from '../../../src-main/checks/judge.ts';
import { applyPlan } from '../../../src-main/fixes/apply.ts';
import { grantRightsFix } from '../../../src-main/fixes/grant-rights.ts';
import { removeStalePidFix } from '../../../src-main/fixes/remove-stale-pid.ts';
import { restartServiceFix } from '../../../src-main/fixes/restart-service.ts';
import type { Evidence } from '../../../src-main/model/evidence.ts';
import type { Fix } from '../../../src-main/model/fix.ts';
import { machineHost } from '../../peers/machine-host.ts';
import { createMidHost, type MidHost } from '../../peers/mid-host.ts';
import { peers } from '../../peers/needs.ts';

const signal = new AbortController().signal;

const look = async (mid: MidHost) => {
  const evidence: Evidence[] = [];
  await collect(machineHost(mid.machine), {
    agentDir: mid.dir,
    become: null,
    signal,
    steps: ['locate', 'service', 'upgrade', 'host'],
    onEvidence: (e) => evidence.push(e),
    onLedger: () => {},
  });
  const { findings } = judge(evidence, { complete: true });
  const facts = agentFacts(evidence);
  if (!facts) throw new Error('no facts');
  return { findings, facts, failing: findings.filter((f) => f.status === 'fail').map((f) => f.code) };
};

const applied = async (mid: MidHost, fix: Fix) => {
  const { facts, findings } = await look(mid);
  expect(fix.check(facts, findings)).toBeNull();
  const host = machineHost(mid.machine);
  const plan = fix.plan(facts, host);
  const lines: string[] = [];
  const result = await applyPlan(host, plan, { signal, onLine: (line) => lines.push(line), onLedger: () => {} });
  expect(result, lines.join('\n')).toEqual({ exitCode: 0 });
  return { plan, lines };
};

describe.skipIf(!peers('root', 'namespaces', 'wrapper', 'java'))('on a real host', () => {
  let mid: MidHost;
  beforeAll(async () => {
    mid = await createMidHost({ runAs: 'midsvc' });
  });
  afterAll(() => mid.close());

  test('rights are given back for the paths that lack them, and the undo takes it back', async () => {
    const logs = mid.path('logs');
    const before = statSync(logs);
    chownSync(logs, 0, 0);
    chmodSync(logs, 0o755);
    const seen = await look(mid);
    expect(seen.failing).toContain('host.permissions');
    const { plan } = await applied(mid, grantRightsFix);
    expect(plan.commands.map((c) => c.display)).toEqual([
      `chown -h midsvc ${mid.dir}/logs && chmod u+w ${mid.dir}/logs`,
    ]);
    expect(statSync(logs).uid).toBe(before.uid);
    const after = await look(mid);
    expect(after.failing).not.toContain('host.permissions');
    expect(grantRightsFix.check(after.facts, after.findings)).toBe('nothing-to-do');
    for (const command of plan.undo) await mid.machine.must(command);
    expect(statSync(logs)).toMatchObject({ uid: 0, mode: 0o40755 });
    chownSync(logs, before.uid, before.gid);
  }, 60_000);

  test('a left-over pid file goes, and nothing is started', async () => {
    mid.write('work/mid.pid', '999999\n');
    await applied(mid, removeStalePidFix);
    expect(mid.has('work/mid.pid')).toBe(false);
    const after = await look(mid);
    expect(after.facts.service).toMatchObject({ pid: null, state: 'stopped' });
    expect(removeStalePidFix.check(after.facts, after.findings)).toBe('nothing-to-do');
  }, 60_000);

  test('a restart gives a new process of the same agent', async () => {
    await mid.start();
    await mid.waitFor('logs/agent0.log.0', 'LogStatusMonitor');
    const { facts } = await look(mid);
    const { lines } = await applied(mid, restartServiceFix);
    expect(lines.filter((line) => line.startsWith('$ '))).toEqual([
      '$ /etc/init.d/mid stop',
      '$ /etc/init.d/mid start',
    ]);
    const after = await look(mid);
    expect(after.facts.service.state).toBe('running');
    expect(after.facts.service.pid).not.toBe(facts.service.pid);
  }, 90_000);
});
