export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** One line of a MID Server's log. What a layout does not carry is null; `message` is then the whole line. */
export type LogLine = {
  /** Local time of the host, `yyyy-MM-ddTHH:mm:ss[.SSS]`, without a zone; comparable as text. */
  readonly at: string | null;
  readonly level: LogLevel | null;
  /** `wrapper`, `jvm 1`, … where the layout names who wrote it. */
  readonly source: string | null;
  readonly thread: string | null;
  readonly message: string;
};

const MAX_LINE = 4000;
const LEVELS: Readonly<Record<string, LogLevel>> = {
  TRACE: 'debug',
  DEBUG: 'debug',
  FINE: 'debug',
  FINER: 'debug',
  FINEST: 'debug',
  CONFIG: 'info',
  INFO: 'info',
  STATUS: 'info',
  NOTICE: 'info',
  ADVICE: 'info',
  WARN: 'warn',
  WARNING: 'warn',
  ERROR: 'error',
  SEVERE: 'error',
  FATAL: 'fatal',
};
const TIME = String.raw`(\d{4})/(\d\d)/(\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{3})\d*)?`;

/** `2022-11-03T10:15:30.123+0000 INFO (Thread) [Class:12] text`. Source: documentation page "MID Server file cleaner". */
const NEW_AGENT =
  /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{3})\d*)?(?:Z|[+-]\d\d:?\d\d)? +([A-Z]+) +(?:\(([^)]*)\) *)?(?:\[[^\]]*\] ?)?(.*)$/;
/** `11/03/22 10:15:30 (123) Thread WARNING *** WARNING *** text`, or with the year first. Source: KB0535148. */
const OLD_AGENT = /^(?:(\d\d)\/(\d\d)\/(\d\d)|(\d{4})\/(\d\d)\/(\d\d)) (\d\d:\d\d:\d\d) \((\d{1,3})\) (.*)$/;
const OLD_LEVEL = /^(.{0,200}?) ?\b(WARNING|SEVERE|ERROR|INFO|DEBUG) \*\*\* [A-Z]+ \*\*\* ?(.*)$/;
const OLD_DEBUG = /^(.{0,200}?) ?\bDEBUG: ?(.*)$/;
/** `INFO   | jvm 1    | 2022/11/03 10:15:30 | text`. Source: Java Service Wrapper, format LPTM. */
const LPTM = new RegExp(String.raw`^([A-Z]+) *\| *([^|]{1,20}?) *\| *${TIME} *\| ?(.*)$`);
/** `2022/11/03 10:15:30 | text`, what a MID Server's wrapper.conf asks for. Source: Java Service Wrapper, format TM. */
const TM = new RegExp(String.raw`^${TIME} *\| ?(.*)$`);
/** `wrapper  | text` or `jvm 1    | text`. Source: Java Service Wrapper, format PM. */
const PM = /^(wrapper|wrapperm|jvm \d{1,3}) *\| ?(.*)$/;
const SPACED_THREADS = /^(File sync worker: ?\S+|Worker-[A-Za-z]+:\S+|[^\s]+) ?(.*)$/;

/** Understands every layout of a MID Server's agent and wrapper logs; never throws, whatever the line. */
export const parseLogLine = (raw: string): LogLine => {
  const line = raw.slice(0, MAX_LINE).replace(/\r$/, '');
  const first = line.charCodeAt(0);
  // Most lines begin with a digit; the others are rare enough to try in turn.
  if (first >= 48 && first <= 57) return newAgent(line) ?? oldAgent(line) ?? wrapperTime(line) ?? plain(line);
  return wrapperFull(line) ?? wrapperPlain(line) ?? plain(line);
};

const newAgent = (line: string): LogLine | undefined => {
  const [, date, time, ms, word = '', thread, message] = NEW_AGENT.exec(line) ?? [];
  if (date === undefined || time === undefined) return undefined;
  const level = LEVELS[word] ?? null;
  // A word that is no level belongs to the message.
  return {
    at: isoOf(date, time, ms),
    level,
    source: null,
    thread: thread ?? null,
    message: level ? (message ?? '') : `${word} ${message ?? ''}`.trim(),
  };
};

const oldAgent = (line: string): LogLine | undefined => {
  const [, month, day, shortYear, year, month4, day4, time, ms, rest = ''] = OLD_AGENT.exec(line) ?? [];
  if (time === undefined) return undefined;
  const date = year === undefined ? `20${shortYear}-${month}-${day}` : `${year}-${month4}-${day4}`;
  return { at: isoOf(date, time, ms?.padStart(3, '0')), source: null, ...oldBody(rest) };
};

const oldBody = (rest: string): { level: LogLevel | null; thread: string | null; message: string } => {
  const marked = OLD_LEVEL.exec(rest);
  if (marked) return { level: LEVELS[marked[2] ?? ''] ?? null, thread: marked[1] || null, message: marked[3] ?? '' };
  const debug = OLD_DEBUG.exec(rest);
  if (debug) return { level: 'debug', thread: debug[1] || null, message: debug[2] ?? '' };
  const [, thread = null, message = rest] = SPACED_THREADS.exec(rest) ?? [];
  return { level: 'info', thread, message };
};

const wrapperTime = (line: string): LogLine | undefined => {
  const [, y, m, d, time, ms, message] = TM.exec(line) ?? [];
  if (time === undefined) return undefined;
  return { at: isoOf(`${y}-${m}-${d}`, time, ms), level: null, source: null, thread: null, message: message ?? '' };
};

const wrapperFull = (line: string): LogLine | undefined => {
  const [, word = '', source = '', y, m, d, time, ms, message] = LPTM.exec(line) ?? [];
  if (time === undefined) return undefined;
  const at = isoOf(`${y}-${m}-${d}`, time, ms);
  return { at, level: LEVELS[word] ?? null, source, thread: null, message: message ?? '' };
};

const wrapperPlain = (line: string): LogLine | undefined => {
  const [, source, message] = PM.exec(line) ?? [];
  if (source === undefined) return undefined;
  return { at: null, level: null, source, thread: null, message: message ?? '' };
};

/** A line without a time: the rest of a stack trace, or `main SEVERE *** ERROR *** text` of the command line tools. */
const plain = (line: string): LogLine => {
  const marked = OLD_LEVEL.exec(line);
  if (!marked) return { at: null, level: null, source: null, thread: null, message: line };
  return {
    at: null,
    level: LEVELS[marked[2] ?? ''] ?? null,
    source: null,
    thread: marked[1] || null,
    message: marked[3] ?? '',
  };
};

const isoOf = (date: string, time: string, ms: string | undefined): string =>
  ms === undefined ? `${date}T${time}` : `${date}T${time}.${ms}`;

/** When a line was written, milliseconds of the epoch, where it says in which time zone its time is. */
export const instantOf = (line: string): number | undefined => {
  const [, date, time, zone] = ZONED.exec(line) ?? [];
  const at = zone === undefined ? Number.NaN : Date.parse(`${date}T${time}${zone}`);
  return Number.isNaN(at) ? undefined : at;
};
const ZONED = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,]\d{1,9})?(Z|[+-]\d\d:?\d\d)\b/;

/** Seconds from one local time to another, both as in {@link LogLine}; undefined where one is none. */
export const secondsBetween = (from: string | null, to: string | null): number | undefined => {
  if (from === null || to === null) return undefined;
  const seconds = (Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / 1000;
  return Number.isFinite(seconds) ? seconds : undefined;
};
