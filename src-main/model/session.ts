import type { CaptureFacts } from './capture.ts';
import type { Evidence } from './evidence.ts';
import type { Finding } from './finding.ts';
import type { FixOutcome, Undo } from './fix.ts';
import type { LedgerEntry } from './ledger.ts';
import type { HandAnswer, StepId, StepOutcome } from './steps.ts';
import type { Target } from './target.ts';
import type { Coverage } from './verdict.ts';

export type PathEntry = { readonly step: StepId; readonly outcome: StepOutcome; readonly at: string };

export type AppliedFix = {
  readonly fix: string;
  readonly at: string;
  readonly commands: readonly string[];
  readonly outcome: FixOutcome;
  /** With what it can be taken back; absent where it cannot, or where nothing was changed. */
  readonly undo?: Undo;
  /** It took an earlier change back: that one's number, counted from 1. */
  readonly takesBack?: number;
};

/** What a change can be taken back with; null where it cannot be, or was already. */
export const undoOf = (fixes: readonly AppliedFix[], change: number): Undo | null => {
  const isBack = fixes.some((fix) => fix.takesBack === change && fix.outcome.kind === 'taken-back');
  return isBack ? null : (fixes[change - 1]?.undo ?? null);
};

/** One troubleshooting, saved as it goes. Holds redacted evidence only, and no secret. */
export type Session = {
  readonly version: 1;
  readonly id: string;
  readonly startedAt: string;
  readonly savedAt: string;
  readonly target: Target;
  readonly hostName: string;
  /** With saved evidence as target: what it said of itself. */
  readonly captured?: CaptureFacts;
  readonly agentDir: string | null;
  /** The step that was on screen. */
  readonly current: StepId;
  readonly screen: 'guide' | 'verdict';
  readonly path: readonly PathEntry[];
  readonly answers: Readonly<Partial<Record<StepId, HandAnswer>>>;
  readonly skipped: readonly StepId[];
  readonly evidence: readonly Evidence[];
  readonly findings: readonly Finding[];
  /** As it was judged: redacted evidence may say more or less than what it was made of. */
  readonly coverage?: Coverage;
  readonly ledger: readonly LedgerEntry[];
  readonly fixes: readonly AppliedFix[];
  /** The admin's own notes. */
  readonly note?: string;
};

export type SessionSummary = {
  readonly id: string;
  readonly savedAt: string;
  readonly hostName: string;
  readonly target: Target;
  readonly status: 'ok' | 'warning' | 'problem' | 'undetermined';
  readonly title: string;
};

/** Where sessions live. Every write is whole or not at all. */
export type SessionStore = {
  save(session: Session): Promise<void>;
  /** Throws an error whose message says which file is unreadable and why. */
  load(id: string): Promise<Session>;
  /** Newest first, without evidence and ledger. A folder that cannot be read is left out and named in `unreadable`. */
  list(): Promise<{ readonly sessions: readonly Session[]; readonly unreadable: readonly string[] }>;
  remove(id: string): Promise<void>;
};
