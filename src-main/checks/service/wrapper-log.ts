import { parseLogLine } from '../../logs/line.ts';

/**
 * What wrapper.log says of launches. Its times are the host's local time, and are only compared with each other and
 * with the host's own local clock. Layouts: TM (`time | message`) as the agent ships it, and LPTM, LPM, PM (Tanuki's
 * wrapper.logfile.format).
 */
export type WrapperEvent = {
  /** Milliseconds, reckoned as if the local time were UTC; undefined where the layout has none. */
  readonly at: number | undefined;
  readonly message: string;
  /** Index into the lines that were read. */
  readonly index: number;
};

export type Launch = {
  readonly at: number | undefined;
  readonly index: number;
  /** The first thing that went wrong in it, or the last; null while nothing has. */
  readonly failure: WrapperEvent | null;
  /** When it was seen to be over. */
  readonly endedAt: number | undefined;
  readonly healthy: boolean;
};

/** From `Wrapper Started` to `Wrapper Stopped` or the end of the log. */
export type WrapperRun = {
  readonly launches: readonly Launch[];
  readonly stopped: boolean;
  /** Asked to stop from outside. */
  readonly asked: boolean;
  /** It stopped trying after that many launches in a row. */
  readonly gaveUp: WrapperEvent | null;
  /** What kept it from launching, where it is named. */
  readonly problem: WrapperEvent | null;
};

/** Milliseconds, as if local time were UTC, of a time without a zone; undefined for none. */
export const reckoned = (at: string | null): number | undefined => {
  const ms = at === null ? Number.NaN : Date.parse(`${at}Z`);
  return Number.isNaN(ms) ? undefined : ms;
};

/** A local time as `2026/11/22 10:00:00`, reckoned as above. */
export const localTime = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : reckoned(parseLogLine(`${text} | `).at);

/** The time of a line of wrapper.log, in any layout, reckoned as above. */
export const timeOfLine = (line: string): number | undefined => reckoned(parseLogLine(plainLayout(line)).at);

/** The wrapper's own sentences about a JVM that went wrong. */
const FAILED =
  /JVM exited (?:unexpectedly|while|before|in response)|JVM process exited with a code of (?!0\b)|JVM requested a shutdown\. \((?!0\))|Startup(?: failed)?: Timed out|JVM appears hung|JVM process is gone|JVM did not exit on request|Unable to start JVM|JVM received a signal|run out of memory/i;
/** What it names as the reason. */
const PROBLEM =
  /Unable to start JVM|Unable to execute Java|insufficient memory|Could not (?:create|reserve|find|write|spawn)|No space left|Permission denied|does not appear to be a java binary|UnsupportedClassVersionError|OutOfMemoryError|run out of memory|cannot open shared object|Exec format|already in use|\bFATAL\b|Critical error|Invalid maximum heap|^Unrecognized (?:VM )?option|already exists\.$/i;
/** What a Java program says before it ends: it counts only where nothing better is there. */
const SAID = /Exception\b|^\[Fatal Error\]|^Problem |^Error\b|Couldn.t /i;
const NAMED_PORT = /\bPort already in use: \d/;
const IN_USE = /already in use/i;
const GAVE_UP = /failed launches in a row|Giving up\.?$/i;
const HEALTHY = /MID Server started/i;
const ASKED = /trapped\.\s+(?:Forcing|Shutting|Already shutting)|Anchor file deleted|Command '.*'\. Shutting down/i;

const TIME = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d{3})?$/;
const BESIDE = /^(?:STATUS|DEBUG|INFO|NOTICE|ADVICE|WARN|ERROR|FATAL|wrapperm?|jvm \d{1,3}|\d{1,12})$/;
/** More columns than wrapper.logfile.format has letters before the message. */
const MAX_COLUMNS = 8;

/**
 * A line of any layout that wrapper.logfile.format can make, as `time | message`: columns are the level, who speaks, the
 * thread, the time and how long it has been up, in any order, the message last. Source: Java Service Wrapper documentation.
 */
const plainLayout = (line: string): string => {
  const columns = line.split('|', MAX_COLUMNS).map((c) => c.trim());
  const at = columns.findIndex((c) => TIME.test(c));
  if (at < 0 || columns.length < 3) return line;
  let last = at;
  columns.slice(0, -1).forEach((c, i) => {
    if (i === last + 1 && BESIDE.test(c)) last = i;
  });
  let rest = line;
  for (let i = 0; i <= last; i++) rest = rest.slice(rest.indexOf('|') + 1);
  return `${columns[at]} |${rest}`;
};

export const wrapperRuns = (lines: readonly string[]): readonly WrapperRun[] => {
  const runs: WrapperRun[] = [];
  let events: WrapperEvent[] = [];
  const close = () => {
    if (events.length > 0) runs.push(runOf(events));
    events = [];
  };
  lines.forEach((line, index) => {
    const { at, message } = parseLogLine(plainLayout(line));
    const event = { at: reckoned(at), message: message.trim(), index };
    if (/--> Wrapper Started|Wrapper Started as/i.test(event.message)) close();
    events.push(event);
    if (/<-- Wrapper Stopped/i.test(event.message)) close();
  });
  close();
  return runs;
};

const runOf = (events: readonly WrapperEvent[]): WrapperRun => {
  const launches: Launch[] = [];
  let problem: WrapperEvent | null = null;
  let said: WrapperEvent | null = null;
  let gaveUp: WrapperEvent | null = null;
  let asked = false;
  let stopped: WrapperEvent | null = null;
  for (const event of events) {
    const { message } = event;
    const last = launches.at(-1);
    if (/^Launching a JVM/i.test(message)) {
      launches.push({ at: event.at, index: event.index, failure: null, endedAt: undefined, healthy: false });
      said = null;
      continue;
    }
    if (ASKED.test(message)) asked = true;
    if (GAVE_UP.test(message)) gaveUp ??= event;
    // Java says which port it is, and then, without it, once more.
    if (PROBLEM.test(message) && !(IN_USE.test(message) && problem && NAMED_PORT.test(problem.message)))
      problem = event;
    if (SAID.test(message)) said = event;
    if (/<-- Wrapper Stopped/i.test(message)) stopped = event;
    if (!last) continue;
    if (HEALTHY.test(message)) launches.splice(-1, 1, { ...last, healthy: true });
    else if (FAILED.test(message) && !asked)
      launches.splice(-1, 1, { ...last, failure: last.failure ?? event, endedAt: event.at });
    else if (stopped) launches.splice(-1, 1, { ...last, endedAt: last.endedAt ?? event.at });
  }
  return { launches, stopped: stopped !== null, asked, gaveUp, problem: problem ?? said };
};
