import type { Evidence } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import type { Fix, FixId, FixOutcome, FixPlan } from '../model/fix.ts';
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
  readonly become: string | null;
  readonly signal: AbortSignal;
  readonly onLedger: OnLedger;
  onLine(line: string): void;
};

export type Fixing = {
  plan(fix: FixId, findings: readonly Finding[], host: Host): PlanOutput;
  apply(hash: string, context: FixingContext): Promise<ApplyOutput>;
  watch(
    o: { readonly seconds: number; readonly exitCode: number | null },
    context: FixingContext & { onTick(seconds: number): void },
  ): Promise<FixOutcome>;
};

/** A change from plan to proof. Holds the plan that consent is asked for: one at a time, by its hash. */
export const createFixing = (
  parts: Pick<Parts, 'fixes' | 'agentFacts' | 'collect' | 'judge' | 'applyPlan' | 'watchStart'>,
  book: Pick<EvidenceBook, 'all' | 'put'>,
): Fixing => {
  let kept: { readonly fix: Fix; readonly plan: FixPlan } | null = null;
  let applied: { readonly fix: Fix; readonly agentDir: string | null } | null = null;

  return {
    plan: (id, findings, host) => {
      kept = null;
      const fix = parts.fixes.find((one) => one.id === id);
      const facts = parts.agentFacts(book.all());
      if (!fix || !facts) return { refused: 'no-agent' };
      const refused = fix.check(facts, findings);
      if (refused) return { refused };
      const plan = fix.plan(facts, host);
      if (!host.canBecome && plan.commands.some(({ become }) => become !== null && become !== host.user))
        return { refused: 'not-rights' };
      kept = { fix, plan };
      return { plan: shown(plan) };
    },

    apply: async (hash, { host, agentDir, become, signal, onLedger, onLine }) => {
      if (kept?.plan.hash !== hash) return { refused: 'consent-mismatch' };
      const { fix, plan } = kept;
      // Consent is used up, whatever comes of it.
      kept = null;
      const fresh: Evidence[] = [];
      const looked = await parts.collect(host, {
        agentDir,
        become,
        signal,
        steps: [...MUST_BE_FRESH, ...(fix.looksAt ?? [])],
        onEvidence: (evidence) => fresh.push(evidence),
        onLedger,
      });
      book.put(fresh);
      if (looked.failed === 'connection' || signal.aborted)
        return { exitCode: null, failed: looked.failed ?? 'cancelled' };
      // What could not be looked at again is not known to be as it was.
      if (looked.failed) return { refused: 'upgrade-unknown' };
      const facts = parts.agentFacts(book.all());
      if (!facts) return { refused: 'no-agent' };
      if (facts.upgradeInProgress) return { refused: 'upgrade-in-progress' };
      const { findings } = parts.judge(book.all(), { complete: true });
      const refused = fix.check(facts, findings);
      if (refused) return { refused };
      const again = fix.plan(facts, host);
      if (again.state !== plan.state || again.hash !== plan.hash) return { refused: 'state-changed' };
      applied = { fix, agentDir: facts.agentDir };
      return parts.applyPlan(host, plan, {
        signal,
        onLine,
        onLedger: (entry) => onLedger({ ...entry, readOnly: false }),
      });
    },

    watch: async ({ seconds, exitCode }, { host, become, signal, onLedger, onLine, onTick }) => {
      if (applied?.fix.proof === 'look') {
        if (exitCode !== 0) return { kind: 'not-changed', exitCode };
        const { fix, agentDir } = applied;
        const steps = [...MUST_BE_FRESH, ...(fix.looksAt ?? [])];
        const fresh: Evidence[] = [];
        const onEvidence = (evidence: Evidence) => fresh.push(evidence);
        const looked = await parts.collect(host, { agentDir, become, signal, steps, onEvidence, onLedger });
        book.put(fresh);
        if (looked.failed) return { kind: 'unproven', why: signal.aborted ? 'cancelled' : looked.failed };
        const now = parts.agentFacts(book.all());
        const { findings } = parts.judge(book.all(), { complete: true });
        return now && fix.check(now, findings) === 'nothing-to-do'
          ? { kind: 'changed' }
          : { kind: 'unproven', why: 'still' };
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
