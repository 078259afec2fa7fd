import type { ExpectStatic } from 'vitest';
import type { Diagnosis } from './diagnose.ts';
import type { HostScenario } from './scenario.ts';

/** The verdict is right: cause, how sure, what to do next, and nothing that fails is left without an explanation. */
export const assertVerdict = (
  { expect: wanted }: Pick<HostScenario, 'expect'>,
  { exit, report, stderr }: Diagnosis,
  expect: ExpectStatic,
): void => {
  const { verdict, findings } = report;
  const { status, cause, confidence } = wanted;
  const summary = findings
    .filter((f) => !['pass', 'info'].includes(f.status))
    .map((f) => `${f.status} ${f.code}: ${f.saw}`)
    .join('\n');
  expect({ status: verdict.status, cause: verdict.cause?.code ?? null }, `${summary}\n${stderr}`).toEqual({
    status,
    cause,
  });
  if (confidence) expect(verdict.cause?.confidence, summary).toBe(confidence);
  expect(exit).toBe(wanted.exit);
  const unexplained = findings
    .filter((f) => f.status === 'fail' && f.code !== cause && !verdict.cause?.explains.includes(f.code))
    .map((f) => `${f.code}: ${f.saw}`);
  expect(unexplained, 'failing findings that the cause does not explain').toEqual([]);
  if (cause !== null && cause !== 'upgrade.in-progress') {
    const ways = findings.filter((f) => f.code === cause && f.status === 'fail').map((f) => f.doThis[0]);
    expect(ways, 'the next action is the first thing to do about the cause').toContain(verdict.nextAction);
  }
  expect(verdict.nextAction).toMatch(wanted.next ?? /\S.{10,}/);
  wanted.also?.(report);
};
