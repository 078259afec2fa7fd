import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { collect } from '../../../src-main/checks/collect.ts';
import { agentFacts } from '../../../src-main/checks/facts.ts';
import { judge } from '../../../src-main/checks/judge.ts';
import { watchStart } from '../../../src-main/checks/watch.ts';
import { applyPlan } from '../../../src-main/fixes/apply.ts';
import { startServiceFix } from '../../../src-main/fixes/start-service.ts';
import type { Evidence } from '../../../src-main/model/evidence.ts';
import type { Host } from '../../../src-main/model/host.ts';
import { flawsOf } from '../../fakes/sentences.ts';
import { machineHost } from '../../peers/machine-host.ts';
import { createMidHost, type MidHost } from '../../peers/mid-host.ts';
import { peers } from '../../peers/needs.ts';

const STEPS = ['locate', 'service', 'upgrade', 'host'] as const;
const FAMILIES = /^(?:locate|service|upgrade|host)\./;
const signal = new AbortController().signal;

/** What MID Up makes of the host as it is now; the families that are proven here, without passes. */
const look = async (mid: MidHost, host = machineHost(mid.machine)) => {
  const evidence: Evidence[] = [];
  const result = await collect(host, {
    agentDir: mid.dir,
    become: null,
    signal,
    steps: STEPS,
    onEvidence: (e) => evidence.push(e),
    onLedger: () => {},
  });
  expect(result.failed).toBeUndefined();
  const { findings } = judge(evidence, { complete: true, steps: STEPS });
  const own = findings.filter((f) => FAMILIES.test(f.code));
  expect(own.flatMap(flawsOf)).toEqual([]);
  const bad = own.filter((f) => f.status === 'fail' || f.status === 'warn').map((f) => f.code);
  return {
    evidence,
    findings: own,
    bad,
    facts: agentFacts(evidence),
    unknown: own.filter((f) => f.status === 'unknown'),
  };
};

/** The same machine, for someone who is neither root nor the agent's user. */
const asNobody = (mid: MidHost): Host => {
  const root = machineHost(mid.machine);
  return {
    ...root,
    user: 'nobody',
    runScript: ({ text, ...script }, options = {}) => {
      const setpriv = 'exec setpriv --reuid=65534 --regid=65534 --clear-groups sh -c "$1" sh "$2"';
      return root.runScript({ ...script, text: setpriv }, { ...options, args: [text, ...(options.args ?? [])] });
    },
  };
};

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(!peers('root', 'namespaces', 'wrapper', 'java'))('a real Java Service Wrapper', () => {
  let mid: MidHost;
  beforeAll(async () => {
    mid = await createMidHost({ runAs: 'midsvc', override: ['wrapper.restart.delay=1'] });
  });
  afterAll(() => mid.close());

  test('that is stopped is started, holds, and is then healthy without a false alarm', async () => {
    const before = await look(mid);
    expect(before.bad).toEqual(['service.stopped']);
    expect(before.unknown).toEqual([]);
    if (!before.facts) throw new Error('no facts');
    expect(startServiceFix.check(before.facts, before.findings)).toBeNull();

    const host = machineHost(mid.machine);
    const plan = startServiceFix.plan(before.facts, host);
    const lines: string[] = [];
    const applied = await applyPlan(host, plan, { signal, onLine: (l) => lines.push(l), onLedger: () => {} });
    expect(applied).toEqual({ exitCode: 0 });
    expect(lines.join('\n')).toMatch(/Starting ServiceNow MID Server/);

    const outcome = await watchStart(host, before.facts, {
      seconds: 3,
      become: null,
      signal,
      onLine: () => {},
      onTick: () => {},
      onLedger: () => {},
    });
    expect(outcome).toMatchObject({
      kind: 'held',
      seconds: 3,
      healthyLine: expect.stringContaining('MID Server started'),
    });

    const after = await look(mid);
    expect(after.bad).toEqual([]);
    expect(after.unknown).toEqual([]);
    if (!after.facts) throw new Error('no facts');
    expect(after.facts).toMatchObject({
      service: { manager: 'sysv', unit: 'mid', state: 'running', pid: mid.pid() },
      runAs: 'midsvc',
    });
    expect(startServiceFix.check(after.facts, after.findings)).toBe('already-running');

    // Had it been taken for stopped, its pid file would still not be taken from it.
    const wrong = { ...after.facts.service, pid: null, stalePidFile: `${mid.dir}/work/mid.pid` };
    const mistaken = startServiceFix.plan({ ...after.facts, service: wrong }, host);
    expect(await applyPlan(host, mistaken, { signal, onLine: () => {}, onLedger: () => {} })).toEqual({ exitCode: 1 });
    expect(mid.has('work/mid.pid')).toBe(true);
  });

  test('that was killed has left its pid file, also when another program has its number since', async () => {
    await mid.machine.must('kill -9 "$1"; while [ -d "/proc/$1" ]; do sleep 0.1; done', [String(mid.pid())]);
    // Java notices that its wrapper is gone by and by.
    await mid.machine.run('pkill -9 java');
    await expect.poll(async () => (await look(mid)).bad, { timeout: 10_000 }).toEqual(['service.stale-pid']);
    const pid = await mid.machine.must('sleep 300 >/dev/null 2>&1 & echo $!');
    mid.write('work/mid.pid', pid);
    const { findings, facts } = await look(mid);
    expect(findings.find((f) => f.status === 'fail')).toMatchObject({
      code: 'service.stale-pid',
      variant: 'reused',
      params: { by: 'sleep 300' },
    });
    if (!facts) throw new Error('no facts');
    const plan = startServiceFix.plan(facts, machineHost(mid.machine));
    expect(plan.commands.map((c) => c.display)).toEqual([`rm -f ${mid.dir}/work/mid.pid`, '/etc/init.d/mid start']);
    expect(await applyPlan(machineHost(mid.machine), plan, { signal, onLine: () => {}, onLedger: () => {} })).toEqual({
      exitCode: 0,
    });
    expect((await mid.machine.run('kill -0 "$1"', [pid.trim()])).status).toBe(0);
    expect((await look(mid)).bad).toEqual([]);
    await mid.stop();
  });

  test('that dies again is seen to, and is then in a crash loop until it gives up', async () => {
    const kept = mid.read('conf/wrapper-override.conf');
    mid.override('wrapper.java.additional.1=-Dfakemid.exit=2');
    await mid.start();
    const { facts } = await look(mid);
    if (!facts) throw new Error('no facts');
    const outcome = await watchStart(machineHost(mid.machine), facts, {
      seconds: 20,
      become: null,
      signal,
      onLine: () => {},
      onTick: () => {},
      onLedger: () => {},
    });
    expect(outcome).toMatchObject({ kind: 'died', reason: expect.stringContaining('JVM') });
    await expect
      .poll(async () => (await look(mid)).bad, { timeout: 20_000, interval: 500 })
      .toEqual(['service.crash-loop']);
    await mid.stop();
    mid.write('conf/wrapper-override.conf', kept);
  });

  test('without Java or with rights missing names both the fault and what it led to', async () => {
    await mid.machine.must('mv "$1/jre/bin/java" "$1/jre/bin/java.away"', [mid.dir]);
    await mid.start();
    await expect
      .poll(async () => (await look(mid)).bad, { timeout: 10_000 })
      .toEqual(['service.failed-to-start', 'service.java-missing']);
    await mid.machine.must('mv "$1/jre/bin/java.away" "$1/jre/bin/java"; chown root: "$1/work"; chmod 755 "$1/work"', [
      mid.dir,
    ]);
    await mid.start();
    await wait(500);
    const { bad, findings } = await look(mid);
    expect(bad).toEqual(['service.failed-to-start', 'host.permissions']);
    expect(findings.find((f) => f.code === 'host.permissions')?.params).toMatchObject({
      user: 'midsvc',
      path: `${mid.dir}/work`,
      owner: 'root:root',
    });
    await mid.machine.must('chown midsvc: "$1/work"', [mid.dir]);
  });

  test('that may not be looked into gives honest unknowns, and nothing made up', async () => {
    await mid.start();
    await mid.machine.must('chmod 700 "$1"', [mid.dir]);
    const { findings, facts } = await look(mid, asNobody(mid));
    const said = (code: string) => findings.find((f) => f.code === code);
    expect(said('locate.unreadable')).toMatchObject({
      status: 'unknown',
      needs: 'read-rights',
      params: { user: 'nobody' },
    });
    expect(said('service.running')).toMatchObject({ status: 'pass' });
    for (const code of ['service.wrapper-missing', 'service.java-missing', 'upgrade.in-progress', 'host.permissions'])
      expect(said(code)).toMatchObject({ status: 'unknown', needs: 'read-rights' });
    expect(facts).toMatchObject({ service: { state: 'running', pid: mid.pid() }, runAs: 'midsvc' });
    await mid.machine.must('chmod 755 "$1"', [mid.dir]);
    await mid.stop();
    const stopped = await look(mid, asNobody(mid));
    expect(stopped.bad).toEqual(['service.stopped']);
    expect(stopped.findings.find((f) => f.code === 'locate.found')).toMatchObject({ variant: 'closed' });
  });

  test('whose rights are given by access lists is not accused of lacking them', async () => {
    await mid.machine.must('chown -R root: "$1"; setfacl -R -m u:midsvc:rwX "$1"', [mid.dir]);
    expect((await look(mid)).bad).toEqual(['service.stopped']);
    await mid.machine.must('setfacl -R -b "$1"; chown -R midsvc: "$1"', [mid.dir]);
  });

  test('that is upgrading is left alone', async () => {
    const log = 'work/upgrade_temp/1234/upgrade-wrapper/logs/glide-dist-upgrade.log';
    await mid.machine.must(
      'mkdir -p "$(dirname "$1")"; date "+INFO | jvm 1 | %Y/%m/%d %H:%M:%S.000 | ***********UPGRADE MAIN LOGIN START***********" >"$1"',
      [`${mid.dir}/${log}`],
    );
    await mid.machine.must('chown -R midsvc: "$1/work"', [mid.dir]);
    const { bad, findings, facts } = await look(mid);
    expect(bad).toEqual(['upgrade.in-progress']);
    expect(
      findings.filter((f) => f.code.startsWith('service.') && f.variant === 'upgrading').map((f) => f.status),
    ).toEqual(['info']);
    if (!facts) throw new Error('no facts');
    expect(startServiceFix.check(facts, findings)).toBe('upgrade-in-progress');
  });
});
