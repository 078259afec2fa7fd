import { describe, expect, test } from 'vitest';
import { createFixing } from '../../../src-main/app/fixing.ts';
import { collect } from '../../../src-main/checks/collect.ts';
import { agentFacts } from '../../../src-main/checks/facts.ts';
import { judge } from '../../../src-main/checks/judge.ts';
import { watchStart } from '../../../src-main/checks/watch.ts';
import { applyPlan } from '../../../src-main/fixes/apply.ts';
import { FIXES } from '../../../src-main/fixes/catalogue.ts';
import { lookBack } from '../../../src-main/fixes/look-back.ts';
import type { Evidence } from '../../../src-main/model/evidence.ts';
import type { Undo } from '../../../src-main/model/fix.ts';
import { createPracticeHost } from '../../../src-main/practice/index.ts';
import { AGENT } from '../../../src-main/practice/state.ts';

/** The whole way of a fix that starts nothing, on the practice host whose user lacks rights. */
const opened = async () => {
  const host = createPracticeHost('permissions', { pace: 0 });
  const kept = new Map<string, Evidence>();
  const put = (evidence: readonly Evidence[]) => {
    for (const one of evidence) kept.set(one.id, one);
  };
  const book = { all: () => [...kept.values()], put };
  const signal = new AbortController().signal;
  const onLedger = () => {};
  const looked = { agentDir: null, become: null, signal, onLedger };
  await collect(host, { ...looked, onEvidence: (e) => book.put([e]) });
  const fixing = createFixing({ fixes: FIXES, agentFacts, collect, judge, applyPlan, lookBack, watchStart }, book);
  const undos: Undo[] = [];
  const onUndo = (undo: Undo) => undos.push(undo);
  const context = { ...looked, host, onLine: () => {}, onTick: () => {}, onUndo };
  const findings = () => judge(book.all(), { complete: true }).findings;
  const planned = fixing.plan('grant-rights', findings(), host);
  if (!('plan' in planned)) throw new Error(planned.refused);
  return { fixing, context, plan: planned.plan, undos, findings, host };
};

describe('a fix that starts nothing', () => {
  test('is proven by looking again', async () => {
    const { fixing, context, plan } = await opened();
    expect(plan.undo.length).toBe(2);
    const applied = await fixing.apply(plan.hash, context);
    expect(applied).toEqual({ exitCode: 0 });
    expect(await fixing.watch({ seconds: 60, exitCode: 0 }, context)).toEqual({ kind: 'changed' });
  });

  test('whose command did not succeed is not said to have changed anything', async () => {
    const { fixing, context, plan } = await opened();
    await fixing.apply(plan.hash, context);
    expect(await fixing.watch({ seconds: 60, exitCode: 1 }, context)).toEqual({ kind: 'not-changed', exitCode: 1 });
  });

  test('is taken back by a plan of its own, which is proven, too', async () => {
    const { fixing, context, plan, undos, findings, host } = await opened();
    await fixing.apply(plan.hash, context);
    await fixing.watch({ seconds: 60, exitCode: 0 }, context);
    // One for each path as it was given, so that a change that breaks off halfway can be taken back as far as it came.
    expect(undos.map((undo) => undo.paths.length)).toEqual([1, 2]);
    const undo = undos.at(-1);
    if (!undo) throw new Error('nothing to take back');
    const planned = fixing.plan('grant-rights', findings(), host, undo);
    if (!('plan' in planned)) throw new Error(planned.refused);
    expect(planned.plan.commands.join('\n').split(' &&\n')).toEqual(plan.undo);
    expect(await fixing.apply(planned.plan.hash, context)).toEqual({ exitCode: 0 });
    expect(await fixing.watch({ seconds: 60, exitCode: 0 }, context)).toEqual({ kind: 'taken-back' });
    expect(undos.length).toBe(2);
  });

  test('is not taken back for another agent, nor with values that are none', async () => {
    const { fixing, findings, host } = await opened();
    const path = { path: '/opt/servicenow/mid/agent/logs', before: 'drwxr-xr-x root root', after: 'drwxr-xr-x m root' };
    expect(fixing.plan('grant-rights', findings(), host, { agentDir: '/elsewhere', paths: [path] })).toEqual({
      refused: 'no-agent',
    });
    const agentDir = AGENT;
    for (const bad of [
      { path: '/etc/shadow' },
      { path: `${agentDir}/a\nb` },
      { before: 'drwx; rm root root' },
      { after: 'no' },
    ])
      expect(
        fixing.plan('grant-rights', findings(), host, {
          agentDir,
          paths: [{ ...path, path: `${agentDir}/logs`, ...bad }],
        }),
      ).toEqual({ refused: 'by-hand' });
    expect(fixing.plan('start-service', findings(), host, { agentDir, paths: [] })).toEqual({
      refused: 'no-agent',
    });
  });
});
