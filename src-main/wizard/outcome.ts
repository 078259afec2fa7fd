import type { FindingCode } from '../model/codes.ts';
import type { Finding, FindingStatus } from '../model/finding.ts';
import { type HandAnswer, STEP_IDS, type StepId, type StepOutcome } from '../model/steps.ts';
import type { Target } from '../model/target.ts';
import type { WizardContext } from './context.ts';

/** The condition that an answer by hand speaks of. */
const HAND_CODES: Readonly<Record<StepId, FindingCode>> = {
  status: 'status.up',
  locate: 'locate.found',
  service: 'service.running',
  upgrade: 'upgrade.in-progress',
  host: 'host.ready',
  network: 'network.reachable',
  credentials: 'credentials.accepted',
  instance: 'instance.ok',
  verify: 'verify.up',
  support: 'support.logs-ready',
};
/** Every question is put so that "yes" is good, but for the upgrade's: "Is it upgrading right now?" */
const handStatus = (step: StepId, answer: HandAnswer): FindingStatus => {
  if (answer === 'unsure') return 'unknown';
  return (answer === 'yes') === (step !== 'upgrade') ? 'pass' : 'fail';
};

/** An answer by hand is marked as such and never makes a cause more than possible. */
export const handFinding = (step: StepId, answer: HandAnswer): Finding => ({
  code: HAND_CODES[step],
  step,
  status: handStatus(step, answer),
  variant: 'by-hand',
  params: {},
  evidence: [],
  check: `by-hand.${step}`,
  certainty: 'possible',
  byHand: true,
});

/** Who answers that an upgrade runs is taken at their word: what else is to be done waits for its end. */
const onHold = (finding: Finding): Finding =>
  finding.step !== 'upgrade' && (finding.status === 'fail' || finding.status === 'warn')
    ? { ...finding, onHold: 'upgrade' }
    : finding;

/** What was seen and what was answered by hand. */
export const allFindings = (context: Pick<WizardContext, 'answers' | 'seen'>): readonly Finding[] => [
  ...(context.answers.upgrade === 'yes' ? context.seen.findings.map(onHold) : context.seen.findings),
  ...STEP_IDS.flatMap((step) => {
    const answer = context.answers[step];
    return answer === undefined ? [] : [handFinding(step, answer)];
  }),
];

/** What is looked at is saved evidence: there is no host to look at anew, or to change. */
export const isEvidence = (target: Target | null): boolean => target?.kind === 'evidence';

/** True while the evidence of a step is on its way. */
export const isPending = (context: WizardContext, step: StepId): boolean =>
  context.looking !== null && context.seen.pending.includes(step);

/**
 * How a step stands. Failing first, for the worst thing seen is what counts; an unknown only where a deciding check
 * is unknown, or where nothing else was seen. Something that fails is said at once, a pass only with all evidence in.
 */
export const stepState = (context: WizardContext, step: StepId): 'todo' | 'looking' | StepOutcome => {
  const seen = context.seen.findings.filter((finding) => finding.step === step);
  const has = (status: FindingStatus) => seen.some((finding) => finding.status === status);
  if (context.answers[step] !== undefined && !has('fail') && !has('warn')) return 'answered';
  if (has('fail')) return 'fail';
  if (isPending(context, step)) return 'looking';
  // What an upgrade leaves of the service says neither that it runs nor that it does not.
  if (step === 'service' && has('info') && upgradeRuns(context)) return 'unknown';
  if (has('warn')) return 'warn';
  if (context.skipped.includes(step)) return 'skipped';
  if (context.seen.undecided.includes(step)) return 'unknown';
  if (has('pass')) return 'pass';
  if (seen.length > 0) return 'unknown';
  if (!context.looksAt.includes(step)) {
    const wasLeft = step !== context.current && context.path.some((entry) => entry.step === step);
    return wasLeft ? 'skipped' : 'todo';
  }
  return context.looked ? 'unknown' : 'todo';
};

/** As the path records it when the step is left. */
export const outcomeOnLeaving = (context: WizardContext, step: StepId): StepOutcome => {
  const state = stepState(context, step);
  if (state === 'todo') return context.looksAt.includes(step) ? 'unknown' : 'skipped';
  return state === 'looking' ? 'unknown' : state;
};

const upgradeFindings = (context: Pick<WizardContext, 'seen'>) =>
  context.seen.findings.filter((finding) => finding.step === 'upgrade');

/** An upgrade runs on the host: hands off. */
export const upgradeRuns = (context: Pick<WizardContext, 'seen'>): boolean =>
  upgradeFindings(context).some(
    ({ code, status }) =>
      (code === 'upgrade.in-progress' || code === 'upgrade.stuck') && status !== 'pass' && status !== 'unknown',
  );

/** Its evidence is in and shows that none runs. An answer by hand can lock, and never unlock, what starts anything. */
export const upgradeRuledOut = (context: Pick<WizardContext, 'seen' | 'answers'>): boolean => {
  if (context.answers.upgrade === 'yes') return false;
  const found = upgradeFindings(context);
  const isOpen = found.some(
    ({ code, status }) => (code === 'upgrade.in-progress' || code === 'upgrade.none') && status === 'unknown',
  );
  return found.some(({ status }) => status !== 'unknown') && !isOpen && !upgradeRuns(context);
};

/** A start that does not hold has its reason on the host: these lead from `service` straight to `host`. */
const LEADS_TO_HOST: readonly FindingCode[] = ['service.crash-loop', 'service.failed-to-start'];

/** Which failing finding of `step` makes the next step another than the following one. */
export const shortcut = (
  context: WizardContext,
  step: StepId,
): { readonly to: StepId; readonly because: FindingCode } | null => {
  if (step !== 'service' || isPending(context, 'upgrade') || upgradeRuns(context)) return null;
  const because = context.seen.findings.find((f) => f.status === 'fail' && LEADS_TO_HOST.includes(f.code))?.code;
  return because === undefined ? null : { to: 'host', because };
};

/** The step after this one; null after the last, where the verdict comes. */
export const following = (step: StepId): StepId | null => STEP_IDS[STEP_IDS.indexOf(step) + 1] ?? null;

/** Where `next` leads. */
export const nextStep = (context: WizardContext): StepId | null =>
  shortcut(context, context.current)?.to ?? following(context.current);
