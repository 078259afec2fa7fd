import type { CaptureFacts } from '../model/capture.ts';
import type { ConnectionError } from '../model/connection-error.ts';
import type { RunFailure } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import type { FixId, FixOutcome, FixPlan, FixRefusal, Undo } from '../model/fix.ts';
import type { Prompt } from '../model/prompt.ts';
import type { Session } from '../model/session.ts';
import type { HandAnswer, StepId } from '../model/steps.ts';
import type { Target } from '../model/target.ts';
import type { HostFacts, LookScope, Seen, ShownPlan } from './context.ts';

/** What a person asks for: the contract's commands that concern the machine, by the same names. */
export type UserEvent =
  | { readonly type: 'connect'; readonly target: Target; readonly sessionId: string; readonly toWatch: number }
  | { readonly type: 'disconnect' }
  | { readonly type: 'reconnect' }
  | { readonly type: 'look-as'; readonly by: 'sudo' | 'polkit'; readonly user?: string }
  | { readonly type: 'next' }
  | { readonly type: 'back' }
  | { readonly type: 'skip' }
  | { readonly type: 'goto'; readonly step: StepId }
  | { readonly type: 'recheck' }
  | { readonly type: 'answer'; readonly answer: HandAnswer }
  | { readonly type: 'run-to-end'; readonly on: boolean }
  | { readonly type: 'show-verdict' }
  | { readonly type: 'show-guide' }
  | { readonly type: 'choose-agent'; readonly agentDir: string }
  | { readonly type: 'cancel' }
  | { readonly type: 'plan-fix'; readonly fix: FixId }
  | { readonly type: 'apply-fix'; readonly hash: string }
  | { readonly type: 'undo'; readonly change: number }
  | { readonly type: 'close-fix' }
  | { readonly type: 'note'; readonly text: string };

/** What those who do the work tell. */
export type WorkEvent =
  | { readonly type: 'restored'; readonly session: RestoredSession }
  | { readonly type: 'seen'; readonly seen: Seen }
  | { readonly type: 'progressed'; readonly done: number; readonly total: number }
  | { readonly type: 'lost'; readonly why: string }
  | { readonly type: 'undoable'; readonly undo: Undo }
  | { readonly type: 'output'; readonly lines: readonly string[] }
  | { readonly type: 'ticked'; readonly seconds: number }
  | { readonly type: 'prompted'; readonly prompt: Prompt }
  | { readonly type: 'prompt-gone'; readonly id: string }
  | { readonly type: 'saved'; readonly at: string };

/** What one region of the machine tells the others. */
export type InnerEvent =
  | { readonly type: 'opened' }
  | { readonly type: 'not-opened' }
  | { readonly type: 'look'; readonly scope: LookScope };

export type WizardEvent = UserEvent | WorkEvent | InnerEvent;

/** A saved session without the texts of its evidence. */
export type RestoredSession = Omit<Session, 'evidence' | 'ledger' | 'findings' | 'coverage'> & {
  readonly seen: Seen;
  readonly toWatch: number;
};

export type ConnectInput = { readonly target: Target };
/** `replayed`: no connection was made, and all that there is to see is here. */
export type ConnectOutput = HostFacts & {
  readonly replayed?: { readonly captured: CaptureFacts; readonly seen: Seen };
};

export type CollectInput = {
  readonly target: Target | null;
  readonly scope: LookScope;
  readonly agentDir: string | null;
};
/** `error` without `failed`: everything was looked at, but not with the rights that were asked for. */
export type CollectOutput = {
  readonly failed?: RunFailure;
  readonly message?: string;
  readonly error?: ConnectionError | undefined;
};

export type PlanInput = {
  readonly fix: FixId;
  readonly findings: readonly Finding[];
  /** Present where that change is to be taken back. */
  readonly undo?: Undo;
};
export type PlanOutput = { readonly plan: ShownPlan } | { readonly refused: FixRefusal };

export type ApplyInput = { readonly hash: FixPlan['hash']; readonly agentDir: string | null };
export type ApplyOutput =
  | { readonly refused: FixRefusal }
  | { readonly exitCode: number | null; readonly failed?: RunFailure };

export type WatchInput = { readonly seconds: number; readonly exitCode: number | null };
export type WatchOutput = FixOutcome;
