import { secondsBetween } from '../../logs/line.ts';
import { type LogHit, type Scan, scanLog } from '../../logs/scan.ts';
import type { LogKind } from '../../logs/signatures.ts';
import type { EvidenceRef, Params } from '../../model/finding.ts';
import type { ConfigEvidence } from '../probes/config.ts';
import { type LogFileEvidence, type LogsEvidence, logsProbe } from '../probes/logs.ts';
import { THRESHOLDS } from '../thresholds.ts';
import { isOfOthers } from './others.ts';

export type CurrentHit = LogHit & {
  readonly kind: LogKind;
  /** The last start of the agent ended with it. */
  readonly ofStart: boolean;
  /** Line in the evidence. */
  readonly line: number;
};

export type LogReading = {
  /** What the logs say that nothing later in them takes back; the latest of each code. */
  readonly hits: readonly CurrentHit[];
  readonly healthy: Scan['healthy'];
  /** Line in the evidence of the healthy start. */
  readonly healthyLine: number | null;
  /** The agent stopped in order, and has not started since. */
  readonly stopped: boolean;
};

/**
 * What the logs say of now. What is over, was last said long before a log's end, or speaks of other computers is left out.
 * Which those are can be told better with config.xml.
 */
export const readLogs = (logs: LogsEvidence, config?: ConfigEvidence): LogReading => {
  const agent = scanLog(logs.agent.known, 'agent');
  const wrapper = scanLog(logs.wrapper.known, 'wrapper');
  const healthyAt = agent.healthy?.at ?? null;
  const hits = [
    ...current(agent.hits, 'agent', logs.agent),
    // The wrapper's log has no healthy start of its own; the agent's, by time, ends what it says.
    ...current(wrapper.hits, 'wrapper', logs.wrapper).filter((hit) => !((secondsBetween(hit.at, healthyAt) ?? -1) > 0)),
  ].filter((hit) => !isOfOthers(hit, config));
  const last = logs.agent.known.findLast(({ text }) =>
    /MID Server (started|stopp(ing|ed))|Initializing MID Server/i.test(text),
  );
  return {
    hits: [...new Map(hits.map((hit) => [hit.signature.code, hit])).values()],
    healthy: agent.healthy,
    healthyLine: logs.agent.known.find((l) => l.n === agent.healthy?.n)?.line ?? null,
    stopped: /MID Server stopp/i.test(last?.text ?? ''),
  };
};

const current = (hits: readonly LogHit[], kind: LogKind, file: LogFileEvidence): readonly CurrentHit[] =>
  hits.flatMap((hit) => {
    const age = secondsBetween(hit.at, file.lastAt);
    const ofStart = isOfLastStart(hit, file);
    const stale = hit.signature.code.startsWith('upgrade.') ? THRESHOLDS.upgradeSaidS : THRESHOLDS.logStaleS;
    if (hit.over || (age !== undefined && age > stale && !ofStart)) return [];
    return [{ ...hit, kind, ofStart, line: file.known.find((l) => l.n === hit.n)?.line ?? 1 }];
  });

/**
 * What kept the agent from coming up as it was last started stands, however long it has only written its status since.
 * Source: thread names of the agent's log (KB0535148); inference.
 */
const isOfLastStart = ({ thread, n }: LogHit, { known }: LogFileEvidence): boolean => {
  if (thread !== 'StartupSequencer') return false;
  const starts = known.filter(({ text }) => STARTS.test(text));
  const before = starts.findLast((line) => line.n < n);
  return !starts.some((line) => line.n > n) && !UP.test(before?.text ?? '');
};

const UP = /MID Server started|Successfully connected to instance/i;
const STARTS = new RegExp(`Initializing MID Server|${UP.source}`, 'i');

/** What every sentence about a line of a log is filled with. */
export const hitParams = (hit: CurrentHit, logs: LogsEvidence): Params => ({
  file: logs[hit.kind].path.split('/').at(-1) ?? hit.kind,
  line: shown(hit.text),
  at: hit.at?.replace('T', ' ').slice(0, 19) ?? 'a time not given',
  count: hit.count,
});

export const hitAt = (hit: CurrentHit): { readonly evidence: readonly EvidenceRef[] } => ({
  evidence: [{ id: logsProbe.id, lines: [hit.line] }],
});

/** A line of a log as it may stand in a sentence. */
export const shown = (text: string): string =>
  text
    .replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim()
    .slice(0, 300);
