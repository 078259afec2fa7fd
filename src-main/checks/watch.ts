import { randomBytes } from 'node:crypto';
import { parseLogLine } from '../logs/line.ts';
import type { AgentFacts } from '../model/agent.ts';
import type { FixOutcome } from '../model/fix.ts';
import type { Host, ScriptResult } from '../model/host.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import lib from './probes/lib.sh?raw';
import { wrapperRuns } from './service/wrapper-log.ts';
import { createStreamParser } from './stream.ts';
import { parseTranscript, wholeNumber } from './transcript.ts';
import script from './watch.sh?raw';

export type WatchOptions = {
  readonly seconds: number;
  readonly become: string | null;
  readonly signal: AbortSignal;
  /** New lines of the wrapper's and the agent's log. */
  onLine(line: string): void;
  /** Seconds watched so far. */
  onTick(seconds: number): void;
  onLedger(entry: Omit<LedgerEntry, 'n'>): void;
};

/** A host under load polls more slowly than once a second. */
const SLACK_MS = 60_000;

/** Watches a service that was just started, on the host itself, and says whether it held. Changes nothing; never throws. */
export const watchStart = async (host: Host, facts: AgentFacts, o: WatchOptions): Promise<FixOutcome> => {
  const mark = `midup-${randomBytes(16).toString('hex')}`;
  const started = Date.now();
  let text = '';
  const parser = createStreamParser(mark, {
    begin: () => undefined,
    end: (_, seen) => {
      text = seen;
    },
  });
  const live = liveLines(mark, o);
  const push = (chunk: string) => {
    parser.push(chunk);
    live(chunk);
  };
  let streamed = false;
  const result = await host
    .runScript(
      { text: `${lib}\n${script}`, parts: { mark, ids: ['watch'] } },
      {
        args: [facts.agentDir, String(o.seconds), mark],
        signal: o.signal,
        timeoutMs: o.seconds * 2000 + SLACK_MS,
        onOutput: (chunk) => {
          streamed = true;
          push(chunk);
        },
        ...(o.become === null ? {} : { become: o.become }),
      },
    )
    .catch((): ScriptResult => ({ exitCode: null, stdout: '', stderr: '', ms: 0, failed: 'connection' }));
  if (!streamed) push(result.stdout);
  const complete = parser.finish();
  o.onLedger({
    at: new Date(started).toISOString(),
    where: host.name,
    command: `# watch the service for ${o.seconds} s\n${script}`,
    exitCode: result.exitCode,
    ms: Date.now() - started,
    readOnly: true,
  });
  if (!complete) return { kind: 'unproven', why: o.signal.aborted ? 'cancelled' : (result.failed ?? 'connection') };
  return judgeWatch(text, o.seconds);
};

const HEALTHY = [/MID Server started/i, /Successfully connected to instance/i];
const MAX_SAID = 300;

/** From what the watch printed to what became of the start. Pure. */
export const judgeWatch = (text: string, toWatch: number): FixOutcome => {
  const t = parseTranscript(text);
  const seconds = t.all('second').flatMap(({ value }) => {
    const [n, wrapper, java] = value.split(' ');
    const second = wholeNumber(n);
    return second === undefined ? [] : [{ second, wrapper: wholeNumber(wrapper), java: wholeNumber(java) }];
  });
  const agentLines = t.all('agent-log').map((f) => f.value);
  const reason = reasonIn(
    t.all('wrapper-log').map((f) => f.value),
    agentLines,
  );
  const last = seconds.at(-1);
  if (!last) return { kind: 'unproven', why: 'timeout' };
  const first = seconds.find((s) => s.java !== undefined);
  // The wrapper was seen at work, but never a Java process under it: it did not get that far.
  if (!first) return { kind: 'not-started', exitCode: null, reason };
  const changed = seconds.find((s) => s.second > first.second && s.java !== first.java);
  if (changed) return { kind: 'died', afterSeconds: changed.second, reason };
  if (t.fact('gone')) return { kind: 'died', afterSeconds: last.second, reason };
  if (last.second < toWatch) return { kind: 'unproven', why: 'timeout' };
  const healthy = HEALTHY.map((sign) => agentLines.findLast((l) => sign.test(l))).find((l) => l !== undefined);
  return { kind: 'held', seconds: last.second, healthyLine: healthy?.slice(0, MAX_SAID) ?? null };
};

/** The most telling words: a named problem of the wrapper, an error of the agent, then how the wrapper saw Java end. */
const reasonIn = (wrapperLines: readonly string[], agentLines: readonly string[]): string | null => {
  const run = wrapperRuns(wrapperLines).at(-1);
  const error = agentLines.map(parseLogLine).findLast((l) => l.level === 'error' || l.level === 'fatal');
  const failure = run?.launches.findLast((l) => l.failure !== null)?.failure;
  const words = run?.problem?.message ?? error?.message ?? failure?.message;
  return words?.slice(0, MAX_SAID) ?? null;
};

/** What is shown while it goes on. */
const liveLines = (mark: string, o: WatchOptions) => {
  let rest = '';
  let open = false;
  return (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(0, 10_000);
    for (const line of lines) {
      if (line.startsWith(mark)) open = line.includes(' begin ');
      if (!open) continue;
      const [fact] = parseTranscript(line).facts;
      if (fact?.key === 'second') o.onTick(wholeNumber(fact.value.split(' ')[0]) ?? 0);
      else if (fact?.key === 'wrapper-log' || fact?.key === 'agent-log') o.onLine(fact.value);
    }
  };
};
