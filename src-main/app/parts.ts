import type { Answers } from '../contract/asks.ts';
import type { Messages } from '../messages/index.ts';
import type { AgentFacts } from '../model/agent.ts';
import type { ConnectionError } from '../model/connection-error.ts';
import type { Evidence, RunFailure } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import type { Fix, FixOutcome, FixPlan, RanCommand, Undo } from '../model/fix.ts';
import type { Host } from '../model/host.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { AskUser } from '../model/prompt.ts';
import type { SessionStore } from '../model/session.ts';
import type { StepId } from '../model/steps.ts';
import type { Target } from '../model/target.ts';
import type { Coverage, Verdict } from '../model/verdict.ts';

export type OnLedger = (entry: Omit<LedgerEntry, 'n'>) => void;

export type CollectOptions = {
  readonly agentDir: string | null;
  readonly steps?: readonly StepId[];
  readonly become: string | null;
  readonly signal: AbortSignal;
  onEvidence(evidence: Evidence): void;
  onLedger: OnLedger;
  onProgress?(done: number, total: number, id: string): void;
};

export type CollectResult = {
  readonly failed?: RunFailure;
  readonly message?: string;
  /** The connection's own error, where it was one. */
  readonly error?: ConnectionError;
  /** Why it was looked at without the rights that were asked for. */
  readonly refused?: ConnectionError;
  readonly roundTrips: number;
};

export type JudgeOptions = {
  readonly complete: boolean;
  readonly steps?: readonly StepId[];
  readonly failed?: RunFailure;
};

export type WatchOptions = {
  readonly seconds: number;
  readonly become: string | null;
  readonly signal: AbortSignal;
  onLine(line: string): void;
  onTick(seconds: number): void;
  onLedger: OnLedger;
};

export type ApplyOptions = {
  readonly signal: AbortSignal;
  onLine(line: string): void;
  onRan?(ran: RanCommand): void;
  onLedger: OnLedger;
};

/** What is known of the checks without running one. */
export type CheckIndex = readonly {
  readonly id: string;
  readonly step: StepId;
  readonly deciding: boolean;
  /** Ids of the probes that it cannot do without. */
  readonly probes: readonly string[];
}[];

/** The real things that the app puts together, as it needs them. `real-parts.ts` has them; tests give their own. */
export type Parts = {
  connect(target: Target, o: { ask: AskUser; signal: AbortSignal; onLedger: OnLedger }): Promise<Host>;
  collect(host: Host, o: CollectOptions): Promise<CollectResult>;
  judge(
    evidence: readonly Evidence[],
    o: JudgeOptions,
  ): {
    readonly findings: readonly Finding[];
    readonly coverage: Coverage;
  };
  decideVerdict(
    findings: readonly Finding[],
    o: { readonly instanceLooked: boolean; readonly steps?: readonly StepId[] },
  ): Verdict;
  readonly checks: CheckIndex;
  agentFacts(evidence: readonly Evidence[]): AgentFacts | null;
  agentsFound(evidence: readonly Evidence[]): readonly { readonly dir: string; readonly name: string | null }[];
  readonly fixes: readonly Fix[];
  applyPlan(
    host: Host,
    plan: FixPlan,
    o: ApplyOptions,
  ): Promise<{ readonly exitCode: number | null; readonly failed?: RunFailure }>;
  lookBack(
    host: Host,
    look: NonNullable<Fix['undo']>['look'],
    undo: Undo,
    o: { readonly become: string | null; readonly signal: AbortSignal; onLedger: OnLedger },
  ): Promise<FixOutcome>;
  watchStart(host: Host, facts: AgentFacts, o: WatchOptions): Promise<FixOutcome>;
  redact(text: string, secrets: readonly string[]): string;
  createStore(dir: string): SessionStore;
  readonly messages: Messages;
  scenarios(): Promise<Answers['list-scenarios']>;
  suggestHosts(prefix: string): Promise<Answers['suggest-hosts']>;
};

/** As whom the host is looked at: sudo was asked for, or not. */
export const becomeOf = (target: Target): string | null =>
  target.kind !== 'practice' && (target.sudo || target.becomeUser !== undefined) ? (target.becomeUser ?? 'root') : null;
