import type { Evidence, RunFailure } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import type { StepId } from '../model/steps.ts';
import type { LookScope, Seen } from '../wizard/context.ts';
import type { Parts } from './parts.ts';

/** Evidence is judged as it comes, but not more often than this. */
const JUDGE_EVERY_MS = 60;

export type LookRun = {
  add(evidence: Evidence): void;
  /** The run has ended by itself. What a whole look did not bring again is no longer so, and is dropped. */
  finish(failed?: RunFailure): void;
  /** Stopped: what came stays, what comes after is passed over. */
  stop(): void;
};

export type EvidenceBook = {
  begin(scope: LookScope, agentDir: string | null): LookRun;
  /** Raw, as it was seen; redacted before it is saved or shown. */
  all(): readonly Evidence[];
  get(id: string): Evidence | undefined;
  /** Puts evidence in that came outside a look, and judges. */
  put(evidence: readonly Evidence[]): void;
  restart(evidence?: readonly Evidence[]): void;
  /** Puts evidence that was saved in the place of all there is, and gives its picture as it was judged. */
  replay(evidence: readonly Evidence[], judged: Pick<Seen, 'findings' | 'coverage'>): Seen;
  /** The judged picture of a saved session, as it was saved; older ones have no coverage, which is judged anew. */
  restored(findings: readonly Finding[], coverage?: Seen['coverage']): Seen;
};

/** All evidence of the session, the newest of each probe, and what the checks make of it. */
export const createEvidenceBook = (
  parts: Pick<Parts, 'judge' | 'agentsFound' | 'checks'>,
  onSeen: (seen: Seen) => void,
): EvidenceBook => {
  let pages = new Map<string, Evidence>();
  let complete = false;
  let lookedAt: string | null = null;
  let running: { readonly scope: LookScope; readonly came: Set<string> } | null = null;
  let last: object | null = null;
  let failure: RunFailure | undefined;
  let timer: NodeJS.Timeout | null = null;

  const pendingSteps = (): readonly StepId[] => {
    if (!running) return [];
    const { scope, came } = running;
    const waits = parts.checks.filter(
      (check) => (scope === 'all' || scope.includes(check.step)) && check.probes.some((id) => !came.has(id)),
    );
    return [...new Set(waits.map(({ step }) => step))];
  };

  const picture = (findings: readonly Finding[], coverage: Seen['coverage']): Seen => {
    const undecided = new Set(parts.checks.filter(({ deciding }) => deciding).map(({ id }) => id));
    const evidence = [...pages.values()];
    return {
      findings,
      coverage,
      evidence: evidence.map(({ id, at }) => ({ id, at })),
      agents: parts.agentsFound(evidence),
      pending: pendingSteps(),
      undecided: [
        ...new Set(findings.filter((f) => f.status === 'unknown' && undecided.has(f.check)).map(({ step }) => step)),
      ],
    };
  };

  const publish = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    const { findings, coverage } = parts.judge([...pages.values()], {
      complete: complete || running === null,
      ...(failure === undefined ? {} : { failed: failure }),
    });
    onSeen(picture(findings, coverage));
  };
  const soon = () => {
    timer ??= setTimeout(publish, JUDGE_EVERY_MS);
  };

  const restart = (evidence: readonly Evidence[] = []) => {
    if (timer) clearTimeout(timer);
    timer = null;
    running = null;
    last = null;
    failure = undefined;
    complete = evidence.length > 0;
    lookedAt = null;
    pages = new Map(evidence.map((one) => [one.id, one]));
  };

  return {
    begin: (scope, agentDir) => {
      // Another agent's evidence must not be judged together with this one's.
      if (agentDir !== lookedAt && pages.size > 0) {
        pages = new Map();
        complete = false;
      }
      lookedAt = agentDir;
      const run = { scope, came: new Set<string>() };
      running = run;
      last = run;
      failure = undefined;
      return {
        add: (evidence) => {
          if (running !== run) return;
          pages.set(evidence.id, evidence);
          run.came.add(evidence.id);
          soon();
        },
        finish: (failed) => {
          if (running !== run) return;
          running = null;
          complete = true;
          failure = failed;
          if (scope === 'all' && failed === undefined) pages = new Map([...pages].filter(([id]) => run.came.has(id)));
          publish();
        },
        stop: () => {
          if (running !== run) return;
          running = null;
          failure = 'cancelled';
          // A wider run may begin in this same turn, and then goes on with what is here.
          queueMicrotask(() => {
            if (running === null && last === run) publish();
          });
        },
      };
    },
    all: () => [...pages.values()],
    get: (id) => pages.get(id),
    put: (evidence) => {
      for (const one of evidence) pages.set(one.id, one);
      publish();
    },
    restart,
    replay: (evidence, { findings, coverage }) => {
      restart(evidence);
      return picture(findings, coverage);
    },
    restored: (findings, coverage) =>
      picture(findings, coverage ?? parts.judge([...pages.values()], { complete: true }).coverage),
  };
};
