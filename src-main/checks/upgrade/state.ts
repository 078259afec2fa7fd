import { instantOf, parseLogLine } from '../../logs/line.ts';
import type { NeedCode } from '../../model/finding.ts';
import { logClock } from '../log-clock.ts';
import type { UpgradeEvidence, UpgradeLog } from '../probes/upgrade.ts';
import { localTime, reckoned, timeOfLine } from '../service/wrapper-log.ts';
import { THRESHOLDS } from '../thresholds.ts';

export type UpgradeState =
  /** `endedS`: an upgrade ended well so many seconds ago, and the agent has written nothing since. */
  | { readonly kind: 'none'; readonly endedS?: number }
  | {
      readonly kind: 'in-progress';
      /** What shows it. */
      readonly by: 'process' | 'log' | 'agent';
      readonly sign: string;
      /** Seconds since the last sign of life, where one has a time. */
      readonly quietS: number | undefined;
      /** What a second look some seconds later showed, where one was made. */
      readonly secondLook: UpgradeEvidence['secondLook'];
      readonly line: number;
    }
  | {
      readonly kind: 'stuck';
      readonly quietS: number;
      readonly pid: number;
      readonly temp: string;
      /** What it writes to, where there is such a log. */
      readonly log: string;
      readonly line: number;
    }
  | {
      readonly kind: 'failed';
      /** It stopped the agent, and nothing of the upgrade itself was seen since. */
      readonly neverBegan: boolean;
      readonly reason: string;
      readonly path: string;
      readonly temp: string;
      readonly line: number;
    }
  | { readonly kind: 'unknown'; readonly needs: NeedCode };

const START = /UPGRADE MAIN LOGIN START/i;
const END = /UPGRADE MAIN LOGIN END/i;
const FAILURE =
  /UpgradeException|\bFATAL\b|\bSEVERE\b|Unable to (?:delete|copy|move|extract)|FileSystemException|Permission denied|No space left|Upgrade failed/i;
const BEGINS =
  /Upgrading MID server|Stopping MID server\. Bootstrapping|status to Upgrading|Extracting package|upgrade marker file/i;
const ENDS = /status to Upgrade Failed|UPGRADE_FAILED|Aborting MID Server upgrade|MID Server started|Initializing MID/i;
/** Its last word before the upgrade has the folder to itself. */
const HANDS_OVER = /Stopping MID server\. Bootstrapping/i;
/** After its last line, an upgrade takes this long at most to hand over to the agent again. Source: KB0722838 (2 minutes). */
const HANDOVER_S = 300;
/** The agent has written this long after the upgrade's log: it has been started since. */
const AFTER_S = 60;

/** Whether an upgrade runs, from its process, its log, and what the agent said before it stopped for it. Pure. */
export const upgradeState = (seen: UpgradeEvidence): UpgradeState => {
  const u = { ...seen, logs: seen.logs.map((one) => asWritten(one, seen)) };
  const { now } = u;
  const newest = newestOf([...u.logs.map((l) => l.time), ...u.temps.map((t) => t.time), u.incomingTime]);
  const quietS = now === undefined || newest === undefined ? undefined : Math.max(0, now - newest);
  const temp = u.temps[0]?.path ?? '';
  const log = u.logs.toSorted((a, b) => (b.time ?? 0) - (a.time ?? 0))[0];
  const process = u.processes.find((p) => p.here) ?? u.processes[0];
  if (process) {
    const { pid, line, command, age } = process;
    const { secondLook } = u;
    // One that has written nothing at all has been silent since it was started.
    const silentS = quietS ?? age;
    if (process.here && silentS !== undefined && silentS > THRESHOLDS.upgradeStuckS && secondLook?.moved !== true)
      return { kind: 'stuck', quietS: silentS, pid, temp, log: log?.path ?? '', line };
    const sign = `process ${pid}: ${command.slice(0, 120)}`;
    return { kind: 'in-progress', by: 'process', sign, quietS, secondLook, line };
  }
  if (u.folderReadable !== true || now === undefined)
    return { kind: 'unknown', needs: u.folderReadable === false ? 'read-rights' : 'evidence' };
  if (u.processesHidden) return { kind: 'unknown', needs: 'root' };
  const fromLog = log && byLog(log, u, now, temp);
  return fromLog ?? byAgent(u, now) ?? { kind: 'none' };
};

/** A log that was copied or restored is as old as its last line says, not as its file. */
const asWritten = (log: UpgradeLog, { now, nowLocal }: UpgradeEvidence): UpgradeLog => {
  const here = localTime(nowLocal);
  if (log.time === undefined || now === undefined || here === undefined) return log;
  const last = (log.lines ?? []).map(timeOfLine).findLast((at) => at !== undefined);
  return { ...log, time: log.time - logClock(last, here - (now - log.time) * 1000).copied };
};

const byLog = (log: UpgradeLog, u: UpgradeEvidence, now: number, temp: string): UpgradeState | undefined => {
  if (log.time === undefined) return undefined;
  if (u.agentLogTime !== undefined && u.agentLogTime > log.time + AFTER_S) return undefined;
  const quietS = Math.max(0, now - log.time);
  const lines = log.lines ?? [];
  const from = Math.max(
    0,
    lines.findLastIndex((l) => START.test(l)),
  );
  const last = lines.slice(from);
  const failure = last.findLast((l) => FAILURE.test(l));
  const ended = last.some((l) => END.test(l));
  const broken = { kind: 'failed', neverBegan: false, path: log.path, temp, line: log.line } as const;
  if (u.secondLook?.moved || (quietS <= HANDOVER_S && !(ended && failure)))
    return { kind: 'in-progress', by: 'log', sign: log.path, quietS, secondLook: u.secondLook, line: log.line };
  if (failure !== undefined) return { ...broken, reason: said(failure) };
  if (ended) return { kind: 'none', endedS: quietS };
  if (log.lines === undefined) return undefined;
  // Whether it broke off can only be told where its beginning is among the lines.
  return lines.some((l) => START.test(l)) ? { ...broken, reason: said(last.at(-1) ?? '') } : undefined;
};

/**
 * Before it stops, the agent says what it does. While that is fresh the upgrade counts as running; later, an agent that
 * stopped for it and was never heard of again was left in the middle.
 */
const byAgent = (u: UpgradeEvidence, now: number): UpgradeState | undefined => {
  const lines = u.agentLines ?? [];
  const index = lines.findLastIndex((l) => BEGINS.test(l) || ENDS.test(l));
  const text = lines[index];
  if (text === undefined || !BEGINS.test(text) || ENDS.test(text)) return undefined;
  const age = ageOfLine(text, u, now);
  // Without a time of its own the line is at most as old as the file.
  const quietS = age ?? (u.agentLogTime === undefined ? undefined : now - u.agentLogTime);
  if (quietS === undefined || quietS < -3600) return undefined;
  const line = u.agentLinesLine + index;
  if (quietS > THRESHOLDS.upgradeStuckS) {
    if (!HANDS_OVER.test(text)) return undefined;
    const temp = u.temps[0]?.path ?? '';
    return { kind: 'failed', neverBegan: true, reason: said(text), path: '', temp, line };
  }
  return {
    kind: 'in-progress',
    by: 'agent',
    sign: said(text),
    quietS: Math.max(0, quietS),
    secondLook: u.secondLook,
    line,
  };
};

/** By the time zone that the line names; where it names none, by that of the host. */
const ageOfLine = (text: string, { nowLocal }: UpgradeEvidence, now: number): number | undefined => {
  const instant = instantOf(text);
  if (instant !== undefined) return now - instant / 1000;
  const [at, clock] = [reckoned(parseLogLine(text).at), localTime(nowLocal)];
  return at === undefined || clock === undefined ? undefined : (clock - at) / 1000;
};

const said = (line: string): string => parseLogLine(line).message.trim().slice(0, 300);

const newestOf = (times: readonly (number | undefined)[]): number | undefined => {
  const known = times.filter((t) => t !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
};

/** True where the service must be left alone. */
export const handsOff = (u: UpgradeEvidence | undefined): boolean => {
  const kind = u && upgradeState(u).kind;
  return kind === 'in-progress' || kind === 'stuck';
};
