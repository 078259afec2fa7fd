import { secondsBetween } from '../../logs/line.ts';
import { type LogHit, type Scan, scanLog } from '../../logs/scan.ts';
import type { LogKind } from '../../logs/signatures.ts';
import type { EvidenceRef, Params } from '../../model/finding.ts';
import { type LogFileEvidence, type LogsEvidence, logsProbe } from '../probes/logs.ts';
import { THRESHOLDS } from '../thresholds.ts';

export type CurrentHit = LogHit & {
  readonly kind: LogKind;
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

/** What the logs say of now. What is over, or was last said long before a log's end, is left out. */
export const readLogs = (logs: LogsEvidence): LogReading => {
  const agent = scanLog(logs.agent.known, 'agent');
  const wrapper = scanLog(logs.wrapper.known, 'wrapper');
  const healthyAt = agent.healthy?.at ?? null;
  const hits = [
    ...current(agent.hits, 'agent', logs.agent),
    // The wrapper's log has no healthy start of its own; the agent's, by time, ends what it says.
    ...current(wrapper.hits, 'wrapper', logs.wrapper).filter((hit) => !((secondsBetween(hit.at, healthyAt) ?? -1) > 0)),
  ];
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
    if (hit.over || (age !== undefined && age > THRESHOLDS.logStaleS)) return [];
    return [{ ...hit, kind, line: file.known.find((l) => l.n === hit.n)?.line ?? 1 }];
  });

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
