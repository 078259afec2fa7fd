import type { Evidence, RunFailure } from '../model/evidence.ts';
import type { Host } from '../model/host.ts';
import type { CollectOptions } from './collect.ts';
import type { LiveProbe, Probe } from './define.ts';
import { parseTranscript } from './transcript.ts';

type LiveOptions = CollectOptions & {
  readonly gathered: ReadonlyMap<string, Evidence>;
  progress(id: string, finished: boolean): void;
};

/** Runs the live probes one after another, as a later one may stand on an earlier. Returns the round trips made. */
export const collectLive = async (
  host: Host,
  probes: readonly LiveProbe<unknown>[],
  o: LiveOptions,
): Promise<number> => {
  let trips = 0;
  const counting = counted(host, () => trips++);
  for (const probe of probes) {
    if (o.signal.aborted) break;
    o.progress(probe.id, false);
    await collectOne(counting, probe, o);
    o.progress(probe.id, true);
  }
  return trips;
};

const collectOne = async (host: Host, probe: LiveProbe<unknown>, o: LiveOptions): Promise<void> => {
  const started = Date.now();
  const at = new Date(started).toISOString();
  const limit = AbortSignal.timeout(probe.limitS * 1000);
  const signal = AbortSignal.any([o.signal, limit]);
  const ended = () => (limit.aborted ? 'timeout' : 'cancelled');
  const get = <E>(other: Probe<E>): E | undefined => {
    const evidence = o.gathered.get(other.id);
    return evidence && other.parse(parseTranscript(evidence.text), evidence);
  };
  let failed: RunFailure | undefined;
  let text = '';
  let exitCode: number | null = null;
  try {
    const output = await untilAborted(probe.collect({ host, signal, become: o.become, get }), signal);
    if (output === null) return;
    ({ text, exitCode } = output);
  } catch (error) {
    failed = signal.aborted ? ended() : 'not-started';
    if (!signal.aborted) text = `@error ${probe.id}\n ${oneLine(error)}\n=1\n`;
  }
  const ms = Date.now() - started;
  o.onEvidence({
    id: probe.id,
    at,
    where: host.name,
    text,
    exitCode,
    ms,
    truncated: false,
    ...(failed ? { failed } : {}),
  });
  const commands = parseTranscript(text).sections.map((s) => s.command || s.name);
  const command = [`# ${probe.id}, through the connection to the host`, ...commands].join('\n');
  o.onLedger({ at, where: host.name, command, exitCode, ms, readOnly: true });
};

/** A probe that does not heed its signal must not hold up the run. */
const untilAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = () => reject(new Error('stopped'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });

/** The same host, saying so before each round trip. */
const counted = (host: Host, count: () => void): Host => {
  const counting =
    <A extends unknown[], R>(call: (...args: A) => R) =>
    (...args: A): R => {
      count();
      return call(...args);
    };
  const { openTcp } = host;
  return {
    ...host,
    runScript: counting(host.runScript),
    readFile: counting(host.readFile),
    ...(openTcp ? { openTcp: counting(openTcp) } : {}),
  };
};

const oneLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').slice(0, 300);
