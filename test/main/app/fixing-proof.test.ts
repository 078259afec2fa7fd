import { describe, expect, test } from 'vitest';
import { createFixing } from '../../../src-main/app/fixing.ts';
import { collect } from '../../../src-main/checks/collect.ts';
import { agentFacts } from '../../../src-main/checks/facts.ts';
import { judge } from '../../../src-main/checks/judge.ts';
import { watchStart } from '../../../src-main/checks/watch.ts';
import { applyPlan } from '../../../src-main/fixes/apply.ts';
import { FIXES } from '../../../src-main/fixes/catalogue.ts';
import type { Evidence } from '../../../src-main/model/evidence.ts';
import { createPracticeHost } from '../../../src-main/practice/index.ts';

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
  const fixing = createFixing({ fixes: FIXES, agentFacts, collect, judge, applyPlan, watchStart }, book);
  const context = { ...looked, host, onLine: () => {}, onTick: () => {} };
  const planned = fixing.plan('grant-rights', judge(book.all(), { complete: true }).findings, host);
  if (!('plan' in planned)) throw new Error(planned.refused);
  return { fixing, context, plan: planned.plan };
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
});
