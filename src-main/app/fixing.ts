import type { AgentFacts } from '../model/agent.ts';
import type { Evidence, RunFailure } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import type { Fix, FixId, FixOutcome, FixPlan, FixRefusal, RanCommand, Undo } from '../model/fix.ts';
import type { Host } from '../model/host.ts';
import type { StepId } from '../model/steps.ts';
import type { ShownPlan } from '../wizard/context.ts';
import type { ApplyOutput, PlanOutput } from '../wizard/events.ts';
import type { EvidenceBook } from './evidence-book.ts';
import type { OnLedger, Parts } from './parts.ts';

/** What the world is looked at for, right before anything is changed. */
const MUST_BE_FRESH: readonly StepId[] = ['service', 'upgrade'];

export type FixingContext = {
  readonly host: Host;
  readonly agentDir: string | null;
  /** Which of several agents, where no folder says it. */
  readonly midName?: string;
  readonly become: string | null;
  readonly signal: AbortSignal;
  readonly onLedger: OnLedger;
  onLine(line: string): void;
  /** What it will take to take back what was done so far. */
  onUndo(undo: Undo): void;
};

export type Fixing = {
  /** With `undo`: the plan to take that change back. */
  plan(fix: FixId, findings: readonly Finding[], host: Host, undo?: Undo): PlanOutput;
  apply(hash: string, context: FixingContext): Promise<ApplyOutput>;
  watch(
    o: { readonly seconds: number; readonly exitCode: number | null },
    context: FixingContext & { onTick(seconds: number): void },
  ): Promise<FixOutcome>;
};

/** A change, or its undo: the same way from plan to proof, by other means. */
type Intent = {
  readonly fix: Fix;
  readonly undo: Undo | null;
  check(facts: AgentFacts, findings: readonly Finding[]): FixRefusal | null;
  plan(facts: AgentFacts, host: Host): FixPlan;
};

const intentOf = (fix: Fix, undo: Undo | undefined): Intent | null => {
  if (undo === undefined) return { fix, undo: null, check: fix.check, plan: fix.plan };
  const back = fix.undo;
  return back
    ? {
        fix,
        undo,
        check: (facts, findings) => back.check(undo, facts, findings),
        plan: (_, host) => back.plan(undo, host),
      }
    : null;
};

/** A change from plan to proof. Holds the plan that consent is asked for: one at a time, by its hash. */
export const createFixing = (
  parts: Pick<Parts, 'fixes' | 'agentFacts' | 'collect' | 'judge' | 'applyPlan' | 'lookBack' | 'watchStart'>,
  book: Pick<EvidenceBook, 'all' | 'put'>,
): Fixing => {
  let kept: { readonly intent: Intent; readonly plan: FixPlan } | null = null;
  let applied: { readonly intent: Intent; readonly plan: FixPlan; readonly agentDir: string } | null = null;

  /** Brings the evidence that a change stands on. */
  const refresh = async (
    { fix }: Intent,
    agentDir: string | null,
    { host, midName, become, signal, onLedger }: FixingContext,
  ): Promise<RunFailure | undefined> => {
    const fresh: Evidence[] = [];
    const { failed } = await parts.collect(host, {
      agentDir,
      ...(agentDir === null && midName !== undefined ? { midName } : {}),
      become,
      signal,
      steps: [...MUST_BE_FRESH, ...(fix.looksAt ?? [])],
      onEvidence: (evidence) => fresh.push(evidence),
      onLedger,
    });
    book.put(fresh);
    return signal.aborted ? (failed ?? 'cancelled') : failed;
  };

  const lookAgain = async (
    { intent, agentDir }: NonNullable<typeof applied>,
    context: FixingContext,
  ): Promise<FixOutcome> => {
    const failed = await refresh(intent, agentDir, context);
    if (failed) return { kind: 'unproven', why: failed };
    const now = parts.agentFacts(book.all());
    const { findings } = parts.judge(book.all(), { complete: true });
    return now && intent.check(now, findings) === 'nothing-to-do'
      ? { kind: 'changed' }
      : { kind: 'unproven', why: 'still' };
  };

  return {
    plan: (id, findings, host, undo) => {
      kept = null;
      const fix = parts.fixes.find((one) => one.id === id);
      const intent = fix && intentOf(fix, undo);
      const facts = parts.agentFacts(book.all());
      if (!intent || !facts) return { refused: 'no-agent' };
      const refused = intent.check(facts, findings);
      if (refused) return { refused };
      const plan = intent.plan(facts, host);
      if (!host.canBecome && plan.commands.some(({ become }) => become !== null && become !== host.user))
        return { refused: 'not-rights' };
      kept = { intent, plan };
      return { plan: shown(plan) };
    },

    apply: async (hash, context) => {
      const { host, agentDir, signal, onLedger, onLine, onUndo } = context;
      if (kept?.plan.hash !== hash) return { refused: 'consent-mismatch' };
      const { intent, plan } = kept;
      // Consent is used up, whatever comes of it.
      kept = null;
      const failed = await refresh(intent, agentDir, context);
      if (failed === 'connection' || signal.aborted) return { exitCode: null, failed: failed ?? 'cancelled' };
      // What could not be looked at again is not known to be as it was.
      if (failed) return { refused: 'upgrade-unknown' };
      const facts = parts.agentFacts(book.all());
      if (!facts) return { refused: 'no-agent' };
      if (facts.upgradeInProgress) return { refused: 'upgrade-in-progress' };
      const { findings } = parts.judge(book.all(), { complete: true });
      const refused = intent.check(facts, findings);
      if (refused) return { refused };
      const again = intent.plan(facts, host);
      if (again.state !== plan.state || again.hash !== plan.hash) return { refused: 'state-changed' };
      applied = { intent, plan, agentDir: facts.agentDir };
      const ran: RanCommand[] = [];
      return parts.applyPlan(host, plan, {
        signal,
        onLine,
        onRan: (one) => {
          ran.push(one);
          const undo = intent.undo === null ? intent.fix.undo?.keep(ran, facts.agentDir) : null;
          if (undo) onUndo(undo);
        },
        onLedger: (entry) => onLedger({ ...entry, readOnly: false }),
      });
    },

    watch: async ({ seconds, exitCode }, context) => {
      const { host, become, signal, onLedger, onLine, onTick } = context;
      if (applied?.intent.fix.proof === 'look') {
        if (exitCode !== 0) return { kind: 'not-changed', exitCode };
        const { fix, undo } = applied.intent;
        return undo && fix.undo
          ? parts.lookBack(host, fix.undo.look, undo, {
              become: applied.plan.commands[0]?.become ?? null,
              signal,
              onLedger,
            })
          : lookAgain(applied, context);
      }
      const facts = parts.agentFacts(book.all());
      if (!facts) return { kind: 'unproven', why: 'failed' };
      const outcome = await parts.watchStart(host, facts, { seconds, become, signal, onLine, onTick, onLedger });
      return outcome.kind === 'not-started' ? { ...outcome, exitCode: outcome.exitCode ?? exitCode } : outcome;
    },
  };
};

const shown = (plan: FixPlan): ShownPlan => ({
  host: plan.host,
  user: plan.user,
  hash: plan.hash,
  commands: plan.commands.map(({ display }) => display),
  undo: plan.undo,
});
