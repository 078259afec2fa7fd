import { randomBytes } from 'node:crypto';
import type { ConnectionError } from '../model/connection-error.ts';
import type { Evidence, RunFailure } from '../model/evidence.ts';
import type { Host, ScriptResult } from '../model/host.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { StepId } from '../model/steps.ts';
import { assembleScript, LOCATE } from './assemble.ts';
import { CHECKS, PROBES } from './catalogue.ts';
import type { Check, LiveProbe, Probe, ScriptProbe } from './define.ts';
import { createLiveRun } from './live.ts';
import prelude from './prelude.sh?raw';
import { createProbeClock } from './probe-clock.ts';
import { createStreamParser, type ProbeEnd } from './stream.ts';

export type CollectOptions = {
  /** The agent folder as the user gave it, or the one chosen of several. */
  readonly agentDir: string | null;
  /** The MID Server's name as its record has it, to choose by where no folder is given. */
  readonly midName?: string;
  /** Absent: all. Else the probes of these steps and what they stand on. */
  readonly steps?: readonly StepId[];
  readonly become: string | null;
  readonly signal: AbortSignal;
  onEvidence(evidence: Evidence): void;
  onLedger(entry: Omit<LedgerEntry, 'n'>): void;
  onProgress?(done: number, total: number, id: string): void;
};

/** `failed` where the script did not reach its end; what had come by then was handed over all the same. */
export type CollectResult = {
  readonly failed?: RunFailure;
  readonly message?: string;
  /** The connection's own error, where it was one. */
  readonly error?: ConnectionError;
  /** Why it was all looked at as the one who signed in, where `become` was refused. */
  readonly refused?: ConnectionError;
  readonly roundTrips: number;
};

/** Set-up of the script on a slow host, on top of its probes' own limits. */
const SLACK_MS = 20_000;

/** More than all probes together can say within their bounds. */
const MAX_OUTPUT = 64 * 1024 * 1024;

/** Looks at the host once: the script's probes in one run, streamed, with the live ones beside or after it. Never throws. */
export const collect = (host: Host, o: CollectOptions): Promise<CollectResult> =>
  collectWith({ probes: PROBES, checks: CHECKS }, host, o);

/** {@link collect} with a catalogue of its own. */
export const collectWith = async (
  catalogue: { readonly probes: readonly Probe<unknown>[]; readonly checks: readonly Check[] },
  host: Host,
  o: CollectOptions,
): Promise<CollectResult> => {
  if (host.os === 'windows')
    return { failed: 'not-started', message: 'MID Up cannot look at a Windows host yet.', roundTrips: 0 };
  const wanted = probesFor(catalogue, o.steps);
  const script = wanted.filter((p): p is ScriptProbe<unknown> => p.kind === 'script');
  const live = wanted.filter((p): p is LiveProbe<unknown> => p.kind === 'live');
  const gathered = new Map<string, Evidence>();
  let done = 0;
  const onEvidence = (evidence: Evidence) => {
    gathered.set(evidence.id, evidence);
    o.onEvidence(evidence);
    if (!evidence.failed) liveRun.brought();
  };
  const onProgress = (id: string, finished: boolean) => {
    if (finished) done++;
    o.onProgress?.(done, wanted.length, id);
  };
  let become = o.become;
  const liveRun = createLiveRun(host, live, {
    ...o,
    get become() {
      return become;
    },
    onEvidence,
    gathered,
    progress: onProgress,
  });
  const context = { ...o, onEvidence, progress: onProgress };
  const asked = await runProbes(host, script, context);
  // Much can be seen without: what does need it is then unknown, and says so.
  const isRefused = asked.failed === 'denied' && become !== null && !o.signal.aborted;
  if (isRefused) become = null;
  const alone = isRefused ? await runProbes(host, script, { ...context, become }) : asked;
  const result = isRefused && asked.error ? { ...alone, refused: asked.error } : alone;
  if (result.failed === 'connection' || result.failed === 'cancelled' || o.signal.aborted)
    return { failed: 'cancelled', ...result, roundTrips: 1 + (await liveRun.stop()) };
  const liveTrips = await liveRun.finish();
  return { ...result, ...(o.signal.aborted ? { failed: 'cancelled' as const } : {}), roundTrips: 1 + liveTrips };
};

/** The probes of these steps, those that their checks look at, and what all of them stand on. */
const probesFor = (
  { probes, checks }: { readonly probes: readonly Probe<unknown>[]; readonly checks: readonly Check[] },
  steps: readonly StepId[] | undefined,
): readonly Probe<unknown>[] => {
  if (steps === undefined) return probes;
  const ids = new Set([LOCATE, 'config']);
  for (const check of checks.filter((c) => steps.includes(c.step)))
    for (const probe of [...Object.values(check.needs), ...Object.values(check.uses)]) ids.add(probe.id);
  return probes.filter((p) => ids.has(p.id) || steps.includes(p.step));
};

type RunContext = CollectOptions & { progress(id: string, finished: boolean): void };

const runProbes = async (
  host: Host,
  probes: readonly ScriptProbe<unknown>[],
  o: RunContext,
): Promise<Omit<CollectResult, 'roundTrips'>> => {
  const startedAt = Date.now();
  const clock = createProbeClock(startedAt);
  const texts = new Map(probes.map((p) => [p.id, p.script]));
  const cut: { id: string; text: string; truncated: boolean }[] = [];
  const mark = `midup-${randomBytes(16).toString('hex')}`;

  const report = (id: string, text: string, end: ProbeEnd | null, truncated: boolean, failed?: RunFailure) => {
    const { from, ms } = clock.read(id);
    const exitCode = end?.kind === 'exit' ? end.code : null;
    const script = texts.get(id);
    // Not one of ours, or one that has spoken already, however often a host may say so.
    if (script === undefined) return;
    texts.delete(id);
    // Left out for want of an agent: nothing was seen, so there is no evidence.
    if (end?.kind === 'skipped') return o.progress(id, true);
    const at = new Date(from).toISOString();
    const failure = end?.kind === 'timeout' ? 'timeout' : failed;
    o.onEvidence({ id, at, where: host.name, text, exitCode, ms, truncated, ...(failure ? { failed: failure } : {}) });
    o.onLedger({ at, where: host.name, command: `# probe ${id}\n${script}`, exitCode, ms, readOnly: true });
    o.progress(id, true);
  };

  const parser = createStreamParser(mark, {
    begin: (id, uptime) => {
      clock.begin(id, uptime);
      o.progress(id, false);
    },
    end: (id, text, end, truncated, uptime) => {
      clock.end(id, uptime);
      // Why it was cut is known only when the run is over.
      if (end === null) cut.push({ id, text, truncated });
      else report(id, text, end, truncated);
    },
  });

  const limits = probes.reduce((sum, p) => sum + p.limitS, 0);
  let streamed = 0;
  const result = await host
    .runScript(assembleScript(probes, { mark }), {
      args: [o.agentDir ?? '', o.midName ?? ''],
      signal: o.signal,
      timeoutMs: limits * 1000 + SLACK_MS,
      maxBytes: MAX_OUTPUT,
      streamOnly: true,
      onOutput: (chunk) => {
        streamed += chunk.length;
        parser.push(chunk);
      },
      ...(o.become === null ? {} : { become: o.become }),
    })
    .catch(
      (error: unknown): ScriptResult => ({
        exitCode: null,
        stdout: '',
        stderr: '',
        ms: 0,
        failed: 'connection',
        message: error instanceof Error ? error.message : String(error),
      }),
    );
  if (streamed === 0) parser.push(result.stdout);
  const complete = parser.finish();
  const failed = result.failed ?? (complete ? undefined : 'connection');
  for (const { id, text, truncated } of cut) report(id, text, null, truncated, failed ?? 'connection');
  o.onLedger({
    at: new Date(startedAt).toISOString(),
    where: host.name,
    command: `# what the probes above were run by: sh -s ${quoteForShow(o.agentDir ?? '')} ${quoteForShow(o.midName ?? '')}\n${prelude}`,
    exitCode: result.exitCode,
    ms: Date.now() - startedAt,
    readOnly: true,
  });
  if (complete && result.failed === undefined) return {};
  const message = result.message ?? lastLine(result.stderr);
  return {
    ...(failed ? { failed } : {}),
    ...(message ? { message } : {}),
    ...(result.error ? { error: result.error } : {}),
  };
};

const quoteForShow = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;

const lastLine = (text: string): string | undefined => text.trimEnd().split('\n').at(-1)?.slice(0, 300);
