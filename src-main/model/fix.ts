import type { AgentFacts } from './agent.ts';
import type { Finding, Params } from './finding.ts';
import type { FixId } from './fix-id.ts';
import type { Host, Script } from './host.ts';
import type { StepId } from './steps.ts';

export { FIX_IDS, type FixId } from './fix-id.ts';

/** One command of a plan, exactly as it is shown and as it is run. */
export type PlannedCommand = {
  /** As a person would type it on the host; what is shown, copied and written in the ledger. */
  readonly display: string;
  /** The program that does the same, and the values it gets. */
  readonly script: Script;
  readonly args: readonly string[];
  readonly become: string | null;
  readonly timeoutMs: number;
};

/**
 * With what a change is taken back: values only, never a program, so that a saved session can hold it. `before` and
 * `after` are mode, owner and group as `ls -l` writes them, and `after` is what the change left.
 */
export type Undo = {
  readonly agentDir: string;
  readonly paths: readonly { readonly path: string; readonly before: string; readonly after: string }[];
};

/** Everything consent is given to. `hash` covers all of it and the state it was planned for. */
export type FixPlan = {
  readonly fix: FixId;
  /** It takes that change back, and does not make it. */
  readonly takesBack?: true;
  readonly host: string;
  readonly user: string;
  readonly commands: readonly PlannedCommand[];
  /** The commands that take it back, for people to see; empty where nothing does. */
  readonly undo: readonly string[];
  readonly params: Params;
  /** What was true when this was planned; applying is refused when it no longer is. */
  readonly state: string;
  /** SHA-256, hex. */
  readonly hash: string;
};

/** Why a fix may not be offered or applied now. */
export type FixRefusal =
  | 'upgrade-in-progress'
  | 'upgrade-unknown'
  | 'upgrade-failed'
  | 'already-running'
  | 'not-running'
  | 'nothing-to-do'
  | 'by-hand'
  | 'state-changed'
  | 'not-rights'
  | 'no-agent'
  | 'consent-mismatch';

export type Fix = {
  readonly id: FixId;
  /** The finding codes that this fix answers. */
  readonly answers: readonly string[];
  /** Absent: the started service is watched. `look`: looking again shows that there is nothing left to do. */
  readonly proof?: 'look';
  /** Steps that are looked at again right before it and after it, beside service and upgrade. */
  readonly looksAt?: readonly StepId[];
  /** Whether it may be offered, and if not, why. */
  check(facts: AgentFacts, findings: readonly Finding[]): FixRefusal | null;
  plan(facts: AgentFacts, host: PlanHost): FixPlan;
  /** Absent where it cannot be taken back. */
  readonly undo?: {
    /** What the commands that ran have left behind, from what each printed; null where that is nothing. */
    keep(ran: readonly RanCommand[], agentDir: string): Undo | null;
    check(undo: Undo, facts: AgentFacts, findings: readonly Finding[]): FixRefusal | null;
    plan(undo: Undo, host: PlanHost): FixPlan;
    /** Looks at the host, changing nothing, whether all is as it was. */
    readonly look: Pick<PlannedCommand, 'script' | 'display'> & { args(undo: Undo): readonly string[] };
  };
};

export type PlanHost = Pick<Host, 'name' | 'user' | 'canBecome' | 'becomesBy'>;

/** A command of a plan that has run to its end, and what it wrote to its standard output. */
export type RanCommand = { readonly command: PlannedCommand; readonly stdout: string };

/** What happened after a fix was applied, as judged from the watch on the host. */
export type FixOutcome =
  | { readonly kind: 'held'; readonly seconds: number; readonly healthyLine: string | null }
  | { readonly kind: 'died'; readonly afterSeconds: number; readonly reason: string | null }
  | { readonly kind: 'not-started'; readonly exitCode: number | null; readonly reason: string | null }
  /** Of a change that starts nothing: looking again showed that it is so. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'not-changed'; readonly exitCode: number | null }
  /** Looking again showed that all is as it was before the change. */
  | { readonly kind: 'taken-back' }
  | { readonly kind: 'refused'; readonly why: FixRefusal }
  | { readonly kind: 'unproven'; readonly why: string };
