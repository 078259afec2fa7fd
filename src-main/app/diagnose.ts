import { ConnectionError } from '../model/connection-error.ts';
import type { Evidence, RunFailure } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import type { Host } from '../model/host.ts';
import type { AskUser } from '../model/prompt.ts';
import type { PathEntry } from '../model/session.ts';
import { STEP_IDS, type StepId } from '../model/steps.ts';
import type { HostTarget } from '../model/target.ts';
import type { Verdict } from '../model/verdict.ts';
import { freshContext, NOTHING_SEEN } from '../wizard/context.ts';
import { outcomeOnLeaving } from '../wizard/outcome.ts';
import { createLedger } from './ledger.ts';
import { becomeOf, namedOf, type Parts } from './parts.ts';
import type { RunResult } from './reporting.ts';
import { createSecrets } from './secrets.ts';
import { stepsLookedAt } from './session.ts';
import { reportTarget } from './session-report.ts';
import { createTimings } from './timings.ts';

export type DiagnoseOptions = {
  readonly target: HostTarget;
  /** Judge these steps only; the others are skipped. */
  readonly steps?: readonly StepId[];
  /** For all of it. What was seen until then stands in the result. */
  readonly timeoutMs?: number;
  readonly ask: AskUser;
  readonly signal?: AbortSignal;
  onProgress?(progress: { readonly label: string; readonly done: number; readonly total: number }): void;
  onFinding?(finding: Finding): void;
  /** Root rights were asked for and refused: it is looked at without. */
  onRefused?(error: ConnectionError): void;
};

const UNDETERMINED: Verdict = { status: 'undetermined', cause: null, next: { key: 'reconnect', params: {} } };
const NOTHING_JUDGED = { verdict: UNDETERMINED, findings: [], coverage: { checks: 0, ran: 0, couldNot: [] } };

/** One look without the wizard: connect, collect, judge. A connection that cannot be made is a result like others. */
export const diagnose = async (o: DiagnoseOptions): Promise<RunResult> => {
  const { realParts } = await import('./real-parts.ts');
  return diagnoseWith(realParts(), o);
};

export const diagnoseWith = async (parts: Parts, o: DiagnoseOptions): Promise<RunResult> => {
  const startedAt = new Date();
  const begun = performance.now();
  const secrets = createSecrets();
  const ledger = createLedger((text) => parts.redact(text, secrets.all()));
  const timings = createTimings();
  const { signal, end } = limited(o.timeoutMs, o.signal);
  const { name } = reportTarget(o.target, null, null, null);
  const ask: AskUser = async (request, asked) => {
    const answer = await o.ask(request, asked ?? signal);
    secrets.keep(request, answer);
    return answer;
  };

  const result = (seen: {
    readonly host: Host | null;
    readonly evidence: readonly Evidence[];
    readonly failed?: RunFailure;
    readonly error: RunResult['error'];
    readonly refused?: ConnectionError;
  }): RunResult => {
    const facts = parts.agentFacts(seen.evidence);
    const agentDir = 'agentDir' in o.target ? (o.target.agentDir ?? null) : null;
    const finishedAt = new Date().toISOString();
    const judged = seen.error
      ? { ...NOTHING_JUDGED, path: pathOf(parts, [], o.steps, finishedAt) }
      : judgedWith(parts, seen.evidence, {
          at: finishedAt,
          ...(o.steps && { steps: o.steps }),
          ...(seen.failed && { failed: seen.failed }),
        });
    return {
      startedAt: startedAt.toISOString(),
      finishedAt,
      target: reportTarget(o.target, seen.host, facts, agentDir),
      ...judged,
      evidence: seen.evidence,
      ...(seen.failed && { failed: seen.failed }),
      ledger: ledger.entries(),
      timings: { ...timings.read(), totalMs: Math.round(performance.now() - begun) },
      error: seen.error ?? null,
      ...(seen.refused && { refused: seen.refused }),
      secrets: secrets.all(),
    };
  };

  let host: Host | null = null;
  try {
    o.onProgress?.({ label: parts.messages.phrase('progress.connecting', { host: name }), done: 0, total: 0 });
    host = await parts.connect(o.target, { ask, signal, onLedger: ledger.add });
    timings.connected(performance.now() - begun);
    return result({ host, ...(await look(parts, host, { ...o, signal, ledger, timings })) });
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    const timedOut = signal.aborted && !o.signal?.aborted;
    return result({
      host,
      evidence: [],
      error: timedOut ? timeout(name, o.timeoutMs ?? 0, error) : error,
    });
  } finally {
    end();
    await host?.close().catch(() => {});
  }
};

/** What evidence comes to, wherever it is from. */
export const judgedWith = (
  parts: Parts,
  evidence: readonly Evidence[],
  { at, steps, failed }: { readonly at: string; readonly steps?: readonly StepId[]; readonly failed?: RunFailure },
): Pick<RunResult, 'findings' | 'coverage' | 'verdict' | 'path'> => {
  const asked = steps && { steps };
  const { findings, coverage } = parts.judge(evidence, { complete: true, ...asked, ...(failed && { failed }) });
  const verdict = parts.decideVerdict(findings, { instanceLooked: false, ...asked });
  return { findings, coverage, verdict, path: pathOf(parts, findings, steps, at) };
};

const look = async (
  parts: Parts,
  host: Host,
  o: DiagnoseOptions & {
    readonly signal: AbortSignal;
    readonly ledger: ReturnType<typeof createLedger>;
    readonly timings: ReturnType<typeof createTimings>;
  },
) => {
  const startedAt = performance.now();
  const label = parts.messages.phrase('progress.looking', { host: host.name });
  const agentDir = 'agentDir' in o.target ? (o.target.agentDir ?? null) : null;
  const evidence: Evidence[] = [];
  const told = new Set<string>();
  const {
    failed,
    message,
    error: own,
    refused,
    roundTrips,
  } = await parts.collect(host, {
    agentDir,
    ...namedOf(o.target, agentDir),
    become: becomeOf(o.target),
    signal: o.signal,
    ...(o.steps && { steps: o.steps }),
    onEvidence: (one) => {
      evidence.push(one);
      if (o.onFinding) tell(parts, evidence, told, o.onFinding);
    },
    onLedger: o.ledger.add,
    onProgress: (done, total) => o.onProgress?.({ label, done, total }),
  });
  o.timings.collected(performance.now() - startedAt, roundTrips);
  // Nothing at all came back: that is no diagnosis of a MID Server but a way in that does not work.
  const error =
    evidence.length === 0 && failed !== undefined && failed !== 'cancelled'
      ? (own ??
        new ConnectionError(failed === 'connection' ? 'lost' : 'failed', 'run', {
          host: host.name,
          why: message ?? parts.messages.phrase(`failure.${failed}`),
        }))
      : null;
  const reason = failed === 'cancelled' && !o.signal.aborted ? undefined : failed;
  if (refused) o.onRefused?.(refused);
  const ended = reason === 'cancelled' ? ('timeout' as const) : reason;
  return { evidence, error, ...(refused && { refused }), ...(ended && { failed: ended }) };
};

/** Findings as they first show, while evidence still comes. */
const tell = (
  parts: Parts,
  evidence: readonly Evidence[],
  told: Set<string>,
  onFinding: (finding: Finding) => void,
): void => {
  for (const finding of parts.judge(evidence, { complete: false }).findings) {
    const key = `${finding.check} ${finding.code} ${finding.status}`;
    if (told.has(key)) continue;
    told.add(key);
    onFinding(finding);
  }
};

/** Every step in the KB's order, as somebody would have walked it who looked at everything. */
const pathOf = (
  parts: Parts,
  findings: readonly Finding[],
  steps: readonly StepId[] | undefined,
  at: string,
): readonly PathEntry[] => {
  const looksAt = stepsLookedAt(parts.checks);
  const deciding = new Set(parts.checks.filter((check) => check.deciding).map(({ id }) => id));
  const undecided = findings.filter((f) => f.status === 'unknown' && deciding.has(f.check)).map(({ step }) => step);
  const context = {
    ...freshContext({ looksAt, toWatch: 0 }),
    looked: true,
    seen: { ...NOTHING_SEEN, findings, undecided },
  };
  return STEP_IDS.map((step) => ({
    step,
    outcome: steps && !steps.includes(step) ? 'skipped' : outcomeOnLeaving(context, step),
    at,
  }));
};

const timeout = (host: string, ms: number, cause: ConnectionError): ConnectionError =>
  new ConnectionError('timeout', cause.phase, { host, lookLimit: ms / 1000 }, { cause });

/** A signal for both: the caller's, and the time limit. */
const limited = (timeoutMs: number | undefined, outer: AbortSignal | undefined) => {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const timer = timeoutMs === undefined ? undefined : setTimeout(stop, timeoutMs);
  if (outer?.aborted) stop();
  outer?.addEventListener('abort', stop, { once: true });
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      outer?.removeEventListener('abort', stop);
    },
  };
};
