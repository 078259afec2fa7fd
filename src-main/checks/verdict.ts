import { FINDING_CODES, type FindingCode } from '../model/codes.ts';
import type { Certainty, Finding, Params } from '../model/finding.ts';
import { STEP_IDS, type StepId } from '../model/steps.ts';
import type { NextAction, NextKey, Verdict } from '../model/verdict.ts';
import { CHECKS } from './catalogue.ts';
import { explainedBy } from './causes.ts';

export type VerdictOptions = {
  /** The instance's side was looked at, too. */
  readonly instanceLooked: boolean;
  /** Only these steps were asked for; findings of others do not count. */
  readonly steps?: readonly StepId[];
  /** Which checks leave the verdict undetermined where they could not tell; absent: as the catalogue says. */
  readonly deciding?: ReadonlySet<string>;
};

/**
 * The one cause that explains the rest, and the next action. Total and independent of the findings' order: the cause is
 * the failing finding that no other failing finding explains, of the earliest step. Order: problem, undetermined,
 * warning, ok; unknown is never ok.
 */
export const decideVerdict = (all: readonly Finding[], o: VerdictOptions): Verdict => {
  const findings = (o.steps ? all.filter((f) => o.steps?.includes(f.step)) : all).toSorted(byRank);
  const failing = findings.filter((f) => f.status === 'fail');
  const cause = causeOf(failing);
  if (cause) return problem(cause, findings);
  if (findings.some((f) => f.code === 'locate.several' && f.status !== 'pass'))
    return { status: 'undetermined', cause: null, next: next('choose-agent') };
  const undecided = openQuestion(findings, o.deciding ?? DECIDING);
  if (undecided) return undetermined(undecided);
  const warning = findings.find((f) => f.status === 'warn');
  if (warning) return { status: 'warning', cause: null, next: next('look-at-warning', aboutOf(warning)) };
  if (!findings.some((f) => f.status === 'pass'))
    return { status: 'undetermined', cause: null, next: next('run-the-steps') };
  return { status: 'ok', cause: null, next: next(o.instanceLooked ? 'nothing-to-do' : 'connect-instance') };
};

const causeOf = (failing: readonly Finding[]): Finding | undefined => {
  // While an upgrade runs nothing else that is seen means what it says, whatever the table.
  const upgrading = failing.find((f) => f.code === 'upgrade.in-progress');
  if (upgrading) return upgrading;
  const explained = new Set(failing.flatMap((f) => [...explainedBy(f.code)]));
  // The table has no cycles (a test keeps it so), so something is always left unexplained.
  return failing.find((f) => !explained.has(f.code)) ?? failing[0];
};

const problem = (cause: Finding, findings: readonly Finding[]): Verdict => ({
  status: 'problem',
  cause: {
    finding: cause,
    confidence: cause.byHand ? 'possible' : (cause.certainty ?? 'certain'),
    explains: explainedHere(cause.code, findings),
  },
  next: next(cause.code === 'upgrade.in-progress' ? 'wait-for-upgrade' : 'cause', aboutOf(cause)),
});

/** What the cause explains of what was seen, directly or through what it explains. */
const explainedHere = (cause: FindingCode, findings: readonly Finding[]): readonly FindingCode[] => {
  const bad = [...new Set(findings.filter((f) => f.status === 'fail' || f.status === 'warn').map((f) => f.code))];
  const reached = new Set<FindingCode>();
  const todo: FindingCode[] = [cause];
  for (let code = todo.pop(); code !== undefined; code = todo.pop()) {
    const direct = explainedBy(code);
    for (const other of bad) {
      if (other === cause || reached.has(other) || !direct.has(other)) continue;
      reached.add(other);
      todo.push(other);
    }
  }
  return bad.filter((code) => reached.has(code));
};

/** A deciding check that could not tell, unless the admin answered for its step. */
const openQuestion = (findings: readonly Finding[], deciding: ReadonlySet<string>): Finding | undefined => {
  const answered = new Set(findings.filter((f) => f.byHand && f.status === 'pass').map((f) => f.step));
  const open = findings.filter((f) => f.status === 'unknown' && deciding.has(f.check) && !answered.has(f.step));
  // What an earlier step keeps from being seen is not what to ask for.
  return open.find((f) => f.needs !== 'earlier-step') ?? open[0];
};

const undetermined = (finding: Finding): Verdict => {
  const key: NextKey = finding.needs === 'connection' ? 'reconnect' : 'give-what-is-needed';
  return {
    status: 'undetermined',
    cause: null,
    next: next(key, { ...aboutOf(finding), needs: finding.needs ?? 'evidence' }),
  };
};

const aboutOf = (f: Finding): Params => ({
  ...f.params,
  code: f.code,
  step: f.step,
  check: f.check,
  ...(f.variant === undefined ? {} : { variant: f.variant }),
});

const next = (key: NextKey, params: Params = {}): NextAction => ({ key, params });

const DECIDING: ReadonlySet<string> = new Set(CHECKS.filter((c) => c.deciding).map((c) => c.id));
const CERTAINTIES: readonly Certainty[] = ['certain', 'likely', 'possible'];

/** What was seen before what was answered by hand, then by step, certainty, and the order of the codes. */
const byRank = (a: Finding, b: Finding): number => {
  const [left, right] = [rankOf(a), rankOf(b)];
  const at = left.findIndex((value, i) => value !== right[i]);
  if (at >= 0) return (left[at] ?? 0) - (right[at] ?? 0);
  return compare(
    JSON.stringify([a.check, a.variant ?? '', a.params]),
    JSON.stringify([b.check, b.variant ?? '', b.params]),
  );
};

const rankOf = (f: Finding): readonly number[] => [
  f.byHand ? 1 : 0,
  STEP_IDS.indexOf(f.step),
  CERTAINTIES.indexOf(f.certainty ?? 'certain'),
  FINDING_CODES.indexOf(f.code),
];

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
