import { secondsBetween } from '../../logs/line.ts';
import type { FindingCode } from '../../model/codes.ts';
import type { ConfigEvidence } from '../probes/config.ts';
import type { DiskEvidence } from '../probes/disk.ts';
import type { LadderEvidence } from '../probes/ladder/evidence.ts';
import type { LogsEvidence } from '../probes/logs.ts';
import type { ServiceEvidence } from '../probes/service.ts';
import { THRESHOLDS } from '../thresholds.ts';
import type { CurrentHit } from './current.ts';

/** What else was seen, that a line of a log is held against. */
export type Beside = {
  readonly disk?: DiskEvidence | undefined;
  readonly ladder?: LadderEvidence | undefined;
  readonly config?: ConfigEvidence | undefined;
  readonly service?: ServiceEvidence | undefined;
};

/**
 * Why the last word of a log does not speak of now. `over`: what it names was looked at, and is not so. `changed`: the
 * settings that it is about were written since; `restart`: so they were, and the agent still runs by the old ones. `old`:
 * nothing was logged for long, and what it names comes and goes without this host. Null where it stands. Inference, all of
 * them, but that settings count from the next start (documentation: MID Server parameters).
 */
export type Past = { readonly kind: 'over' | 'old' } | { readonly kind: 'changed' | 'restart'; readonly file: string };

export const pastOf = (hit: CurrentHit, logs: LogsEvidence, beside: Beside): Past | null => {
  const { code, variant } = hit.signature;
  // What is free on the file system says nothing of a quota.
  if (variant !== 'quota' && isOver(code, beside)) return { kind: 'over' };
  const age = ageOf(hit, logs);
  if (age === undefined) return null;
  const changed = changedSince(code, age, logs, beside);
  if (changed) return { kind: changed.runs ? 'restart' : 'changed', file: changed.file };
  const stands = hit.ofStart && !isSilent(logs);
  return ELSEWHERE.test(code) && age > THRESHOLDS.logStaleS && !stands ? { kind: 'old' } : null;
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

/**
 * The settings that were written after the line, and whether the agent was running before that and still is; it writes
 * config.xml itself a while after it has started.
 */
const changedSince = (
  code: FindingCode,
  age: number,
  { now }: LogsEvidence,
  { config, service }: Beside,
): { readonly file: string; readonly runs: boolean } | undefined => {
  if (!config || now === undefined) return undefined;
  const ofWrapper = OF_WRAPPER.includes(code);
  const files = ofWrapper
    ? config.wrapperFiles.map((f) => ({ file: `conf/${f.name}`, mtime: f.mtime }))
    : OF_CONFIG.test(code)
      ? [{ file: 'config.xml', mtime: config.mtime }]
      : [];
  const started = startedAt(service, ofWrapper ? 'wrapper' : 'java');
  for (const { file, mtime } of files)
    if (mtime !== undefined && mtime > now - age + THRESHOLDS.changedAfterStartS)
      return { file, runs: started !== undefined && mtime > started + THRESHOLDS.changedAfterStartS };
  return undefined;
};

/** When the running agent read its settings, seconds of the epoch: config.xml with each Java, the wrapper's own files once. */
const startedAt = (service: ServiceEvidence | undefined, kind: 'wrapper' | 'java'): number | undefined => {
  const alive = service?.processes.filter((p) => p.state !== 'Z' && p.age !== undefined) ?? [];
  const java = alive.find((p) => p.kind === 'java');
  const reader = kind === 'java' ? java : (alive.find((p) => p.kind === 'wrapper') ?? java);
  return java && service?.now !== undefined && reader?.age !== undefined ? service.now - reader.age : undefined;
};
