import type { Evidence, RunFailure } from '../model/evidence.ts';
import type { Host } from '../model/host.ts';
import type { CollectOptions } from './collect.ts';
import type { LiveProbe, Probe } from './define.ts';
import { parseTranscript } from './transcript.ts';
import { untilAborted } from './until-aborted.ts';

type LiveOptions = CollectOptions & {
  readonly gathered: ReadonlyMap<string, Evidence>;
  progress(id: string, finished: boolean): void;
};

/** The live probes of one look. Each of the numbers is that of the round trips made. */
export type LiveRun = {
  /** More evidence is in: begins what stands on nothing else. */
  brought(): void;
  /** The script has ended: the others follow one after another, as a later one may stand on an earlier. */
  finish(): Promise<number>;
  /** The script was cut off: what was begun ends, and nothing more begins. */
  stop(): Promise<number>;
};

export const createLiveRun = (host: Host, probes: readonly LiveProbe<unknown>[], o: LiveOptions): LiveRun => {
  let trips = 0;
  const counting = counted(host, () => trips++);
  const cutOff = new AbortController();
  const scriptOver = Promise.withResolvers<void>();
  const signal = AbortSignal.any([o.signal, cutOff.signal]);
  const begun = new Map<string, Promise<void>>();
  const begin = (probe: LiveProbe<unknown>): Promise<void> => {
    o.progress(probe.id, false);
    const work = collectOne(counting, probe, { ...o, signal }, scriptOver.promise).then(() =>
      o.progress(probe.id, true),
    );
    begun.set(probe.id, work);
    // It is waited for later, and fails then.
    work.catch(() => undefined);
    return work;
  };
  return {
    brought: () => {
      if (signal.aborted) return;
      for (const probe of probes)
        if (!begun.has(probe.id) && probe.standsOn?.every((id) => o.gathered.has(id))) begin(probe);
    },
    finish: async () => {
      scriptOver.resolve();
      for (const probe of probes) {
        if (signal.aborted) break;
        await (begun.get(probe.id) ?? begin(probe));
      }
      await Promise.all(begun.values());
      return trips;
    },
    stop: async () => {
      cutOff.abort();
      await Promise.all(begun.values());
      return trips;
    },
  };
};

/** Its time does not run while the script does, which a host may make it wait for (one session at a time). */
const collectOne = async (
  host: Host,
  probe: LiveProbe<unknown>,
  o: LiveOptions,
  scriptOver: Promise<void>,
): Promise<void> => {
  const started = Date.now();
  const at = new Date(started).toISOString();
  const limit = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  scriptOver.then(() => {
    if (!over) timer = setTimeout(() => limit.abort(), probe.limitS * 1000);
  });
  const signal = AbortSignal.any([o.signal, limit.signal]);
  let lost = false;
  host.onLost(() => {
    lost = true;
  });
  const ended = () => (limit.signal.aborted ? 'timeout' : 'cancelled');
  const get = <E>(other: Probe<E>): E | undefined => {
    const evidence = o.gathered.get(other.id);
    return evidence && other.parse(parseTranscript(evidence.text), evidence);
  };
  let failed: RunFailure | undefined;
  let text = '';
  let exitCode: number | null = null;
  let way = 'through the connection to the host';
  try {
    const output = await untilAborted(probe.collect({ host, signal, become: o.become, get }), signal);
    if (output === null) return;
    ({ text, exitCode, way = way } = output);
  } catch (error) {
    failed = signal.aborted ? ended() : 'not-started';
    if (!signal.aborted) text = `@error ${probe.id}\n ${oneLine(error)}\n=1\n`;
  } finally {
    over = true;
    clearTimeout(timer);
  }
  // The way to the host broke, which says nothing of the way from it.
  await new Promise((resolve) => setImmediate(resolve));
  if (lost) [failed, text, exitCode] = ['connection', '', null];
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
  const command = [`# ${probe.id}, ${way}`, ...commands].join('\n');
  o.onLedger({ at, where: host.name, command, exitCode, ms, readOnly: true });
};

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
