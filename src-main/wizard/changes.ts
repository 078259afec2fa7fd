import { ConnectionError } from '../model/connection-error.ts';
import { EvidenceError } from '../model/evidence-error.ts';
import type { HandAnswer, StepId } from '../model/steps.ts';
import {
  type Failure,
  freshContext,
  type LookScope,
  MAX_PATH,
  MAX_TRAIL,
  type Seen,
  type WalkedStep,
  type WizardContext,
} from './context.ts';
import type { ConnectOutput, RestoredSession, WizardEvent } from './events.ts';
import { isPending, outcomeOnLeaving, shortcut, upgradeRuns } from './outcome.ts';

/** Each gives what changes in the context. Pure but for the time of day, which is only ever written down. */
type Change = Partial<WizardContext>;

const now = (): string => new Date().toISOString();

export const begun = (
  context: WizardContext,
  { target, sessionId, toWatch }: Extract<WizardEvent, { type: 'connect' }>,
): Change => ({
  ...freshContext(context),
  toWatch,
  target,
  sessionId,
  startedAt: now(),
  agentDir: 'agentDir' in target && target.agentDir !== undefined ? target.agentDir : null,
});

/** There is a connection, or in its place all that was saved. */
export const opened = ({ replayed, ...host }: ConnectOutput): Change =>
  replayed === undefined ? { host } : { host, agentDir: replayed.captured.agentDir, looked: true, ...replayed };

/** The same target, looked at as somebody else from now on. A practice host has nobody else. */
export const lookedAtAs = (
  { target }: WizardContext,
  { by, user }: Extract<WizardEvent, { type: 'look-as' }>,
): Change => {
  if (target?.kind !== 'local' && target?.kind !== 'ssh') return {};
  const asked = { sudo: true, becomeUser: user, ...(target.kind === 'local' ? { polkit: by === 'polkit' } : {}) };
  return { target: { ...target, ...asked } };
};

/** Back to the connect screen: what was asked for last stays, to fill the form with. */
export const cleared = (context: WizardContext): Change => ({ ...freshContext(context), target: context.target });

export const restored = (context: WizardContext, session: RestoredSession): Change => ({
  ...freshContext(context),
  toWatch: session.toWatch,
  target: session.target,
  sessionId: session.id,
  startedAt: session.startedAt,
  savedAt: session.savedAt,
  host: {
    name: session.hostName,
    user: '',
    os: 'other',
    kind: session.target.kind,
  },
  captured: session.captured ?? null,
  agentDir: session.agentDir,
  current: session.current,
  visited: Object.fromEntries(session.path.map((entry) => [entry.step, entry.at])),
  path: session.path,
  answers: session.answers,
  skipped: session.skipped,
  fixes: session.fixes,
  seen: session.seen,
  looked: session.seen.evidence.length > 0,
  // Told when it was seen; opening the session again does not move the reader.
  toldOfUpgrade: upgradeRuns({ seen: session.seen }),
  note: session.note ?? '',
});

export const entered = (context: WizardContext, step: StepId): Change => ({
  current: step,
  visited: { ...context.visited, [step]: now() },
});

export const left = (context: WizardContext): Change => {
  const step = context.current;
  const entry: WalkedStep = { step, outcome: outcomeOnLeaving(context, step), at: now() };
  const path = [...context.path, isPending(context, step) ? { ...entry, pending: true as const } : entry];
  return { path: path.slice(-MAX_PATH) };
};

export const skippedStep = (context: WizardContext): Change => {
  const step = context.current;
  const answers = Object.fromEntries(Object.entries(context.answers).filter(([id]) => id !== step));
  return { answers, skipped: [...context.skipped.filter((id) => id !== step), step] };
};

export const pushed = (context: WizardContext): readonly StepId[] =>
  [...context.trail, context.current].slice(-MAX_TRAIL);

export const reasoned = (context: WizardContext): Change => {
  const way = shortcut(context, context.current);
  return way === null ? {} : { reasons: { ...context.reasons, [way.to]: way.because } };
};

export const answered = (context: WizardContext, answer: HandAnswer): Change => ({
  answers: { ...context.answers, [context.current]: answer },
  skipped: context.skipped.filter((id) => id !== context.current),
});

/**
 * What `look` asks for, and what is being looked at already: a step asked for while another is under way must not
 * lose that one's evidence, so the new run covers both.
 */
export const startedLooking = (context: WizardContext, event: WizardEvent): Change => {
  const asked: LookScope = event.type === 'look' ? event.scope : 'all';
  const running = context.looking?.scope;
  const scope =
    running === undefined || asked === 'all' ? asked : running === 'all' ? 'all' : [...new Set([...running, ...asked])];
  const again = scope === 'all' ? context.looksAt : scope;
  return {
    looking: { scope, since: now(), done: 0, total: 0 },
    seen: { ...context.seen, pending: context.looksAt.filter((step) => again.includes(step)) },
    skipped: scope === 'all' ? context.skipped : context.skipped.filter((step) => !scope.includes(step)),
    failure: null,
  };
};

export const stoppedLooking = (context: WizardContext): Change => ({
  looking: null,
  looked: true,
  seen: { ...context.seen, pending: [] },
  path: settled({ ...context, looking: null, looked: true }),
});

export const tookIn = (context: WizardContext, seen: Seen): Change => ({
  seen,
  path: settled({ ...context, seen }),
  toldOfUpgrade: context.toldOfUpgrade && upgradeRuns({ seen }),
});

/** Steps that were left before their evidence was in get their outcome once it is. */
const settled = (context: WizardContext): readonly WalkedStep[] =>
  context.path.some((entry) => entry.pending)
    ? context.path.map((entry) =>
        entry.pending && !isPending(context, entry.step)
          ? { step: entry.step, outcome: outcomeOnLeaving(context, entry.step), at: entry.at }
          : entry,
      )
    : context.path;

/** An error as data. One of another class was not foreseen; its own message is all there is to say. */
export const failureOf = (context: WizardContext, error: unknown): Failure => {
  if (error instanceof ConnectionError) return { code: error.code, phase: error.phase, params: error.params };
  if (error instanceof EvidenceError) return { code: error.code, phase: 'evidence', params: error.params };
  return failed(context, error instanceof Error ? error.message : String(error));
};

/** Why there is no connection. One that somebody cancelled has not failed. */
export const notOpened = (context: WizardContext, error: unknown): Failure | null =>
  error instanceof ConnectionError && error.code === 'cancelled' ? null : failureOf(context, error);

export const failed = (context: WizardContext, why: string): Failure => ({
  code: 'failed',
  phase: 'run',
  params: { host: nameOf(context), why },
});

export const lost = (context: WizardContext, why: string): Failure => ({
  code: 'lost',
  phase: 'run',
  params: { host: nameOf(context), why },
});

const nameOf = ({ host, target }: WizardContext): string =>
  host?.name ?? (target?.kind === 'ssh' ? target.address : (target?.kind ?? ''));
