import { assertEvent, assign, fromCallback, fromPromise, raise, setup } from 'xstate';
import type { RunFailure } from '../model/evidence.ts';
import type { FixRefusal } from '../model/fix.ts';
import { undoOf } from '../model/session.ts';
import type { StepId } from '../model/steps.ts';
import * as change from './changes.ts';
import type { WizardContext, WizardInput } from './context.ts';
import type {
  ApplyInput,
  ApplyOutput,
  CollectInput,
  CollectOutput,
  ConnectInput,
  ConnectOutput,
  PlanInput,
  PlanOutput,
  WatchInput,
  WatchOutput,
  WizardEvent,
} from './events.ts';
import { fixBegun, fixChanged, fixEnded, fixWrote, undoBegun } from './fix-changes.ts';
import { isEvidence, isPending, nextStep, shortcut, upgradeRuledOut, upgradeRuns } from './outcome.ts';

const missing = (name: string) => () => Promise.reject(new Error(`wizard: the actor "${name}" was not provided`));

type Ended = { readonly refused?: FixRefusal; readonly failed?: RunFailure };

/** What planning or applying came to, where it was not what was asked for. */
const endOf = (event: object): Ended =>
  'output' in event && typeof event.output === 'object' && event.output !== null ? event.output : {};

/** The types, the names of what is run from outside, and every change and condition that the regions refer to. */
export const wizardSetup = setup({
  types: {
    context: {} as WizardContext,
    events: {} as WizardEvent,
    input: {} as WizardInput,
  },
  actors: {
    connect: fromPromise<ConnectOutput, ConnectInput>(missing('connect')),
    /** Lives as long as the connection is open; its end closes it. */
    hold: fromCallback<WizardEvent>(() => () => {}),
    collect: fromPromise<CollectOutput, CollectInput>(missing('collect')),
    plan: fromPromise<PlanOutput, PlanInput>(missing('plan')),
    apply: fromPromise<ApplyOutput, ApplyInput>(missing('apply')),
    watch: fromPromise<WatchOutput, WatchInput>(missing('watch')),
  },
  guards: {
    'asks for': ({ event }, step: StepId) => event.type === 'goto' && event.step === step,
    'is elsewhere': ({ context, event }) => event.type === 'goto' && event.step !== context.current,
    'came from': ({ context }, step: StepId) => context.trail.at(-1) === step,
    'stands at': ({ context }, step: StepId) => context.current === step,
    'was saved at': ({ event }, step: StepId) =>
      event.type === 'restored' && event.session.screen === 'guide' && event.session.current === step,
    'leads to': ({ context }, step: StepId) => shortcut(context, context.current)?.to === step,
    'has no host': ({ context }) => isEvidence(context.target),
    'upgrade began': ({ context }) => upgradeRuns(context) && !context.toldOfUpgrade,
    'upgrade runs': ({ context }) => upgradeRuns(context),
    'upgrade not ruled out': ({ context }) => !upgradeRuledOut(context),
    /** The verdict waits for everything, a step for its own evidence; both wait for people. */
    'may walk on': ({ context }) =>
      context.runToEnd &&
      (context.looked || context.looking !== null) &&
      context.prompts.length === 0 &&
      context.fix === null &&
      (nextStep(context) === null ? context.looking === null : !isPending(context, context.current)),
    'consents to the plan': ({ context, event }) =>
      event.type === 'apply-fix' && context.fix?.plan?.hash === event.hash,
    'can be taken back': ({ context, event }) => event.type === 'undo' && undoOf(context.fixes, event.change) !== null,
    'is refused': ({ event }) => endOf(event).refused !== undefined,
    'did not run': ({ event }) => endOf(event).failed !== undefined,
  },
  actions: {
    begin: assign(({ context, event }) => {
      assertEvent(event, 'connect');
      return change.begun(context, event);
    }),
    restore: assign(({ context, event }) => {
      assertEvent(event, 'restored');
      return change.restored(context, event.session);
    }),
    'look as asked': assign(({ context, event }) => {
      assertEvent(event, 'look-as');
      return change.lookedAtAs(context, event);
    }),
    clear: assign(({ context }) => change.cleared(context)),
    enter: assign(({ context }, step: StepId) => change.entered(context, step)),
    leave: assign(({ context }) => change.left(context)),
    skip: assign(({ context }) => change.skippedStep(context)),
    'remember the way back': assign(({ context }) => ({ trail: change.pushed(context) })),
    'go back': assign(({ context }) => ({ trail: context.trail.slice(0, -1) })),
    'give the reason': assign(({ context }) => change.reasoned(context)),
    'tell of the upgrade': assign({ toldOfUpgrade: true }),
    answer: assign(({ context, event }) => {
      assertEvent(event, 'answer');
      return change.answered(context, event.answer);
    }),
    'stop walking': assign({ runToEnd: false }),
    'start looking': assign(({ context, event }) => change.startedLooking(context, event)),
    'stop looking': assign(({ context }) => change.stoppedLooking(context)),
    'take in': assign(({ context, event }) => {
      assertEvent(event, 'seen');
      return change.tookIn(context, event.seen);
    }),
    progress: assign(({ context, event }) => {
      assertEvent(event, 'progressed');
      return { looking: context.looking && { ...context.looking, done: event.done, total: event.total } };
    }),
    'choose agent': assign(({ event }) => {
      assertEvent(event, 'choose-agent');
      return { agentDir: event.agentDir };
    }),
    'start connecting': assign(() => ({ connectingSince: new Date().toISOString(), failure: null })),
    'end connecting': assign({ connectingSince: null }),
    'keep failure': assign(({ context, event }) => ({
      failure: 'error' in event ? change.failureOf(context, event.error) : null,
    })),
    'forget failure': assign({ failure: null }),
    'begin fix': assign(({ event }) => {
      assertEvent(event, 'plan-fix');
      return fixBegun(event.fix);
    }),
    'begin undo': assign(({ context, event }) => {
      assertEvent(event, 'undo');
      return undoBegun(context, event.change);
    }),
    refuse: assign(({ context }, why: FixRefusal) => fixChanged(context, { refused: why })),
    'keep refusal': assign(({ context, event }) => fixChanged(context, { refused: endOf(event).refused ?? null })),
    'write output': assign(({ context, event }) => {
      assertEvent(event, 'output');
      return fixWrote(context, event.lines);
    }),
    'end unproven': assign(({ context }, why: string) => fixEnded(context, { kind: 'unproven', why })),
    'end as it failed': assign(({ context, event }) =>
      fixEnded(context, {
        kind: 'unproven',
        why: endOf(event).failed ?? 'failed',
      }),
    ),
    'look at everything': raise({ type: 'look', scope: 'all' }),
  },
});
