import { secondsBetween } from '../../logs/line.ts';
import type { FindingCode } from '../../model/codes.ts';
import type { ConfigEvidence } from '../probes/config.ts';
import type { DiskEvidence } from '../probes/disk.ts';
import type { LadderEvidence } from '../probes/ladder/evidence.ts';
import type { LogsEvidence } from '../probes/logs.ts';
import { THRESHOLDS } from '../thresholds.ts';
import type { CurrentHit } from './current.ts';

/** What else was seen, that a line of a log is held against. */
export type Beside = {
  readonly disk?: DiskEvidence | undefined;
  readonly ladder?: LadderEvidence | undefined;
  readonly config?: ConfigEvidence | undefined;
};

/**
 * Why the last word of a log does not speak of now. `over`: what it names was looked at, and is not so. `changed`: the
 * settings that it is about were written since. `old`: nothing was logged for long, and what it names comes and goes
 * without this host. Null where it stands. Inference, all of them.
 */
export type Past = { readonly kind: 'over' | 'old' } | { readonly kind: 'changed'; readonly file: string };

export const pastOf = (hit: CurrentHit, logs: LogsEvidence, beside: Beside): Past | null => {
  const { code } = hit.signature;
  if (isOver(code, beside)) return { kind: 'over' };
  const age = ageOf(hit, logs);
  if (age === undefined) return null;
  const file = changedSince(code, age, logs, beside);
  if (file !== undefined) return { kind: 'changed', file };
  return ELSEWHERE.test(code) && age > THRESHOLDS.logStaleS ? { kind: 'old' } : null;
};

/** Nothing was logged for so long that the log says nothing of now. */
export const isSilent = ({ agent, now }: LogsEvidence): boolean =>
  now !== undefined && agent.mtime !== undefined && now - agent.mtime > THRESHOLDS.logStaleS;

/** Seconds. By when the file was last written: the log may be in another time zone than the host. */
const ageOf = (hit: CurrentHit, { now, ...logs }: LogsEvidence): number | undefined => {
  const { mtime, lastAt } = logs[hit.kind];
  const before = secondsBetween(hit.at, lastAt);
  return now === undefined || mtime === undefined || before === undefined ? undefined : now - mtime + before;
};

const PASSING: readonly FindingCode[] = [
  'network.dns',
  'network.tcp-refused',
  'network.tcp-timeout',
  'network.tcp-reset',
  'network.http-error',
];

/** What comes and goes by itself, and is not there when looked at. TLS and sign-in do not: there the log has the last word. */
const isOver = (code: FindingCode, { disk, ladder }: Beside): boolean => {
  if (code === 'host.disk-full')
    return (
      disk !== undefined &&
      disk.fileSystems.length > 0 &&
      disk.fileSystems.every((fs) => fs.free >= THRESHOLDS.diskLowBytes)
    );
  const answered = ladder?.answer !== undefined && /<(?:[\w-]+:)?Envelope\b/i.test(ladder.answer.body);
  return PASSING.includes(code) && answered;
};

/** Decided on the other side, and mended there without a trace on this host. */
const ELSEWHERE = /^(?:network|credentials|instance)\./;
/** What config.xml has a say in; and what the wrapper's settings have. */
const OF_CONFIG = /^(?:credentials|identity|config)\.(?!wrapper)/;
const OF_WRAPPER: readonly FindingCode[] = ['service.out-of-memory', 'host.memory', 'config.wrapper-invalid'];

/** The settings that were written after the line; the agent itself writes config.xml a while after it has started. */
const changedSince = (
  code: FindingCode,
  age: number,
  { now }: LogsEvidence,
  { config }: Beside,
): string | undefined => {
  if (!config || now === undefined) return undefined;
  const files = OF_WRAPPER.includes(code)
    ? config.wrapperFiles.map((f) => ({ file: `conf/${f.name}`, mtime: f.mtime }))
    : OF_CONFIG.test(code)
      ? [{ file: 'config.xml', mtime: config.mtime }]
      : [];
  return files.find(({ mtime }) => mtime !== undefined && mtime > now - age + THRESHOLDS.changedAfterStartS)?.file;
};
