import type { CaptureFacts } from '../model/capture.ts';
import type { FindingCode } from '../model/codes.ts';
import type { ConnectionCode, ConnectionPhase } from '../model/connection-error.ts';
import type { EvidenceErrorCode } from '../model/evidence-error.ts';
import type { Finding, Params } from '../model/finding.ts';
import type { FixId, FixOutcome, FixRefusal, Undo } from '../model/fix.ts';
import type { Os } from '../model/host.ts';
import type { Prompt } from '../model/prompt.ts';
import type { AppliedFix, PathEntry } from '../model/session.ts';
import { type HandAnswer, STEP_IDS, type StepId } from '../model/steps.ts';
import type { Target } from '../model/target.ts';
import type { Coverage } from '../model/verdict.ts';

/** Everything, or the probes of some steps and what they stand on. */
export type LookScope = 'all' | readonly StepId[];

/**
 * What is known of the open connection, or of the host that saved evidence is of; the connection itself is held by
 * whoever provides the actors.
 */
export type HostFacts = {
  readonly name: string;
  readonly user: string;
  readonly os: Os;
  readonly kind: 'local' | 'ssh' | 'winrm' | 'practice' | 'replay' | 'evidence';
};

export type AgentFound = { readonly dir: string; readonly name: string | null };

/** The whole judged picture of what was seen; each one replaces the one before. */
export type Seen = {
  readonly findings: readonly Finding[];
  readonly coverage: Coverage;
  readonly evidence: readonly { readonly id: string; readonly at: string }[];
  readonly agents: readonly AgentFound[];
  /** Steps whose evidence is still on its way. */
  readonly pending: readonly StepId[];
  /** Steps in which a deciding check could not tell. */
  readonly undecided: readonly StepId[];
};

/** Why there is no connection, or why saved evidence was not opened. */
export type Failure =
  | { readonly code: ConnectionCode; readonly phase: ConnectionPhase; readonly params: Params }
  | { readonly code: EvidenceErrorCode; readonly phase: 'evidence'; readonly params: Params };

/** A plan as it is shown. The plan itself stays with whoever provides the actors, under its hash. */
export type ShownPlan = {
  readonly host: string;
  readonly user: string;
  readonly hash: string;
  readonly commands: readonly string[];
  readonly undo: readonly string[];
};

export type FixContext = {
  readonly fix: FixId;
  /** The number of the change that is taken back; null where a new one is made. */
  readonly takesBack: number | null;
  /** With what to take back what was done so far; null while that is nothing. */
  readonly undo: Undo | null;
  readonly plan: ShownPlan | null;
  readonly refused: FixRefusal | null;
  /** Newest last, the last {@link MAX_OUTPUT} lines. */
  readonly output: readonly string[];
  readonly watched: number;
  readonly exitCode: number | null;
  readonly outcome: FixOutcome | null;
};

/** `pending`: left while its evidence was still on its way; settled when that is in. */
export type WalkedStep = PathEntry & { readonly pending?: true };

/** Plain JSON: no connection, no evidence text, no secret. */
export type WizardContext = {
  readonly target: Target | null;
  readonly sessionId: string | null;
  readonly startedAt: string | null;
  readonly savedAt: string | null;
  readonly host: HostFacts | null;
  /** With saved evidence as target: what it says of itself. */
  readonly captured: CaptureFacts | null;
  readonly agentDir: string | null;
  /** Seconds that a started service is watched for. */
  readonly toWatch: number;
  /** Steps that have checks; the others can only be answered by hand so far. */
  readonly looksAt: readonly StepId[];
  readonly current: StepId;
  /** Where `back` leads, newest last. */
  readonly trail: readonly StepId[];
  readonly visited: Readonly<Partial<Record<StepId, string>>>;
  readonly reasons: Readonly<Partial<Record<StepId, FindingCode>>>;
  readonly path: readonly WalkedStep[];
  readonly answers: Readonly<Partial<Record<StepId, HandAnswer>>>;
  readonly skipped: readonly StepId[];
  readonly seen: Seen;
  /** What is being looked at right now. */
  readonly looking: {
    readonly scope: LookScope;
    readonly since: string;
    readonly done: number;
    readonly total: number;
  } | null;
  /** True once everything was looked at, to the end or until it was stopped. */
  readonly looked: boolean;
  readonly connectingSince: string | null;
  readonly runToEnd: boolean;
  /** The wizard went to `upgrade` for the upgrade that runs now; one may leave it to read elsewhere. */
  readonly toldOfUpgrade: boolean;
  readonly failure: Failure | null;
  readonly fix: FixContext | null;
  readonly fixes: readonly AppliedFix[];
  readonly prompts: readonly Prompt[];
  readonly note: string;
};

export type WizardInput = { readonly looksAt: readonly StepId[]; readonly toWatch: number };

export const MAX_OUTPUT = 200;
export const MAX_TRAIL = 50;
/** A session of a whole night still ends; the report shows the way, not every wandering. */
export const MAX_PATH = 500;

export const NOTHING_SEEN: Seen = {
  findings: [],
  coverage: { checks: 0, ran: 0, couldNot: [] },
  evidence: [],
  agents: [],
  pending: [],
  undecided: [],
};

export const freshContext = (input: WizardInput): WizardContext => ({
  target: null,
  sessionId: null,
  startedAt: null,
  savedAt: null,
  host: null,
  captured: null,
  agentDir: null,
  toWatch: input.toWatch,
  looksAt: input.looksAt,
  current: STEP_IDS[0],
  trail: [],
  visited: {},
  reasons: {},
  path: [],
  answers: {},
  skipped: [],
  seen: NOTHING_SEEN,
  looking: null,
  looked: false,
  connectingSince: null,
  runToEnd: false,
  toldOfUpgrade: false,
  failure: null,
  fix: null,
  fixes: [],
  prompts: [],
  note: '',
});
