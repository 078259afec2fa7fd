import type { agentsFound } from '../checks/agents.ts';
import type { collect } from '../checks/collect.ts';
import type { agentFacts } from '../checks/facts.ts';
import type { judge } from '../checks/judge.ts';
import type { decideVerdict } from '../checks/verdict.ts';
import type { watchStart } from '../checks/watch.ts';
import type { Answers } from '../contract/asks.ts';
import type { applyPlan } from '../fixes/apply.ts';
import type { lookBack } from '../fixes/look-back.ts';
import type { Messages } from '../messages/index.ts';
import type { Fix } from '../model/fix.ts';
import type { Host } from '../model/host.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { AskUser } from '../model/prompt.ts';
import type { SessionStore } from '../model/session.ts';
import type { StepId } from '../model/steps.ts';
import type { HostTarget, Target } from '../model/target.ts';

export type OnLedger = (entry: Omit<LedgerEntry, 'n'>) => void;

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
  connect(target: HostTarget, o: { ask: AskUser; signal: AbortSignal; onLedger: OnLedger }): Promise<Host>;
  readonly collect: typeof collect;
  readonly judge: typeof judge;
  readonly decideVerdict: typeof decideVerdict;
  readonly checks: CheckIndex;
  readonly agentFacts: typeof agentFacts;
  readonly agentsFound: typeof agentsFound;
  readonly fixes: readonly Fix[];
  readonly applyPlan: typeof applyPlan;
  readonly lookBack: typeof lookBack;
  readonly watchStart: typeof watchStart;
  redact(text: string, secrets: readonly string[]): string;
  createStore(dir: string): SessionStore;
  readonly messages: Messages;
  scenarios(): Promise<Answers['list-scenarios']>;
  /** A connection can go through this computer's own ssh. */
  hasOpenssh(): Promise<boolean>;
  suggestHosts(prefix: string): Promise<Answers['suggest-hosts']>;
};

/** Which of several agents is meant, where that is told by name; a folder that was chosen is surer. */
export const namedOf = (target: Target, agentDir: string | null): { readonly midName?: string } =>
  agentDir === null && 'midName' in target && target.midName !== undefined ? { midName: target.midName } : {};

/** As whom the host is looked at: sudo was asked for, or not. */
export const becomeOf = (target: Target): string | null => {
  if (target.kind === 'practice' || target.kind === 'evidence') return null;
  return target.sudo || target.becomeUser !== undefined ? (target.becomeUser ?? 'root') : null;
};
