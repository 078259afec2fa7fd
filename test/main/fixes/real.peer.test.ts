import { chmodSync, chownSync, mkdirSync, statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect } from '../../../src-main/checks/collect.ts';
import { agentFacts } from '../../../src-main/checks/facts.ts';
import { judge } from '../../../src-main/checks/judge.ts';
import { applyPlan } from '../../../src-main/fixes/apply.ts';
import { grantRightsFix } from '../../../src-main/fixes/grant-rights.ts';
import { lookBack } from '../../../src-main/fixes/look-back.ts';
import { removeStalePidFix } from '../../../src-main/fixes/remove-stale-pid.ts';
import { restartServiceFix } from '../../../src-main/fixes/restart-service.ts';
import { startServiceFix } from '../../../src-main/fixes/start-service.ts';
import type { Evidence } from '../../../src-main/model/evidence.ts';
import type { Fix, RanCommand } from '../../../src-main/model/fix.ts';
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
  const ran: RanCommand[] = [];
  const onRan = (one: RanCommand) => ran.push(one);
  const result = await applyPlan(host, plan, { signal, onRan, onLine: (line) => lines.push(line), onLedger: () => {} });
  expect(result, lines.join('\n')).toEqual({ exitCode: 0 });
  return { plan, lines, ran };
};

describe.skipIf(!peers('root', 'namespaces', 'wrapper', 'java', 'acl'))('on a real host', () => {
  let mid: MidHost;
  beforeAll(async () => {
    mid = await createMidHost({ runAs: 'midsvc', dir: '/opt/service now/mid ber/agent' });
  });
  afterAll(() => mid.close());

  test('rights are given for the paths that lack them, and taken back to the bit', async () => {
    const logs = mid.path('logs');
    const odd = mid.path("work/left 'over' by root");
    const before = statSync(logs);
    mkdirSync(odd);
    chownSync(odd, 0, 0);
    chmodSync(odd, 0o2700);
    chownSync(logs, 0, 0);
    chmodSync(logs, 0o1755);
    const seen = await look(mid);
    expect(seen.failing).toContain('host.permissions');
    const { plan, ran } = await applied(mid, grantRightsFix);
    expect(plan.commands.map((c) => c.display)).toContain(
      `chown -h midsvc '${mid.dir}/logs' && chmod u+w '${mid.dir}/logs'`,
    );
    expect([statSync(logs), statSync(odd)]).toMatchObject([{ uid: before.uid }, { uid: before.uid }]);
    const after = await look(mid);
    expect(after.failing).not.toContain('host.permissions');
    expect(grantRightsFix.check(after.facts, after.findings)).toBe('nothing-to-do');

    const { undo: back } = grantRightsFix;
    const undo = back?.keep(ran, mid.dir);
    if (!back || !undo) throw new Error('nothing to take back');
    expect(undo.paths).toHaveLength(plan.commands.length);
    const host = machineHost(mid.machine);
    const quiet = { signal, become: null, onLine: () => {}, onLedger: () => {} };
    expect(await lookBack(host, back.look, undo, quiet)).toEqual({ kind: 'unproven', why: 'still' });
    expect(back.check(undo, after.facts, after.findings)).toBeNull();
    expect(await applyPlan(host, back.plan(undo, host), quiet)).toEqual({ exitCode: 0 });
    expect(await lookBack(host, back.look, undo, quiet)).toEqual({ kind: 'taken-back' });
    expect([statSync(logs), statSync(odd)]).toMatchObject([
      { uid: 0, gid: 0, mode: 0o41755 },
      { uid: 0, gid: 0, mode: 0o42700 },
    ]);
    expect((await look(mid)).failing).toContain('host.permissions');
    for (const path of [logs, odd]) chownSync(path, before.uid, before.gid);
    chmodSync(logs, 0o755);
  }, 60_000);

  test('what an access list takes away comes back with the ownership, and goes again with the undo', async () => {
    const logs = mid.path('logs');
    const before = statSync(logs);
    await mid.machine.must('chown root:root "$1/logs"; chmod 777 "$1/logs"; setfacl -m u:midsvc:r-x "$1/logs"', [
      mid.dir,
    ]);
    expect((await look(mid)).failing).toContain('host.permissions');
    const { plan } = await applied(mid, grantRightsFix);
    expect((await look(mid)).failing).not.toContain('host.permissions');
    for (const command of plan.undo) await mid.machine.must(command);
    expect((await look(mid)).failing).toContain('host.permissions');
    await mid.machine.must('setfacl -b "$1/logs"', [mid.dir]);
    chownSync(logs, before.uid, before.gid);
    chmodSync(logs, before.mode & 0o7777);
  }, 60_000);

  test('a left-over pid file goes, and nothing is started', async () => {
    mid.write('work/mid.pid', '999999\n');
    await applied(mid, removeStalePidFix);
    expect(mid.has('work/mid.pid')).toBe(false);
    const after = await look(mid);
    expect(after.facts.service).toMatchObject({ pid: null, state: 'stopped' });
    expect(removeStalePidFix.check(after.facts, after.findings)).toBe('nothing-to-do');
  }, 60_000);
});

describe.skipIf(!peers('root', 'namespaces', 'wrapper', 'java'))('a user whom nobody can sign in as', () => {
  let mid: MidHost;
  beforeAll(async () => {
    mid = await createMidHost({ runAs: 'midsvc' });
    await mid.machine.must('usermod -s /usr/sbin/nologin midsvc');
  });
  afterAll(() => mid.close());

  test('a start that its own control script refuses says so in its words', async () => {
    const { facts, findings } = await look(mid);
    expect(startServiceFix.check(facts, findings)).toBeNull();
    const host = machineHost(mid.machine);
    const lines: string[] = [];
    const onLine = (line: string) => lines.push(line);
    const { exitCode } = await applyPlan(host, startServiceFix.plan(facts, host), {
      signal,
      onLine,
      onLedger: () => {},
    });
    expect(exitCode).not.toBe(0);
    expect(lines.join('\n')).toMatch(/has no shell|not available/);
    // What lets such a user run the agent all the same.
    mid.write('bin/mid.shconf_override', `${mid.read('bin/mid.shconf_override')}SU_OPTS="-s /bin/sh"\n`);
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
