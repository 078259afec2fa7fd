import { parseLogLine } from '../../logs/line.ts';
import type { NumberedLine } from '../../logs/scan.ts';
import { FRAGMENTS } from '../../logs/signatures.ts';
import { defineScriptProbe } from '../define.ts';
import type { Section, Transcript } from '../transcript.ts';
import script from './logs.sh?raw';

export type LogEvidenceLine = NumberedLine & {
  /** Line in the evidence. */
  readonly line: number;
};

export type LogFileEvidence = {
  readonly path: string;
  readonly state: 'read' | 'missing' | 'no-rights' | undefined;
  readonly bytes: number | undefined;
  /** Seconds since 1970, by the host's clock. */
  readonly mtime: number | undefined;
  /**
   * Lines with a known message, in order, and the heads of the stack traces that those of them belong to; `n` counts within
   * the last megabyte.
   */
  readonly known: readonly LogEvidenceLine[];
  /** The end of the log; `n` counts from 1. */
  readonly tail: readonly LogEvidenceLine[];
  /** The last time that stands in the tail. */
  readonly lastAt: string | null;
};

export type LogsEvidence = {
  /** Seconds since 1970, by the host's clock. */
  readonly now: number | undefined;
  /** The same as local time of the host, as its logs have it. */
  readonly nowLocal: string | null;
  readonly agent: LogFileEvidence;
  readonly wrapper: LogFileEvidence;
  readonly logsBytes: number | undefined;
};

/** Ours, and without quotes; a test keeps it so. */
const fragments = `midup_fragments='${FRAGMENTS.join('\n')}'\n`;

/** The ends of the logs and what is known in them. Source: KB0535040 (Contacting Technical Support). */
export const logsProbe = defineScriptProbe<LogsEvidence>({
  id: 'logs',
  wholeOnly: true,
  step: 'support',
  script: fragments + script,
  limitS: 15,
  needsAgent: true,
  parse: (t) => {
    const nowLocal = t.value('now-local') ?? '';
    const kb = t.number('logs-kb');
    return {
      now: t.number('now'),
      nowLocal: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(nowLocal) ? nowLocal : null,
      agent: logFile(t, 'agent'),
      wrapper: logFile(t, 'wrapper'),
      logsBytes: kb === undefined ? undefined : kb * 1024,
    };
  },
});

const STATES = ['read', 'missing', 'no-rights'] as const;

const logFile = (t: Transcript, key: 'agent' | 'wrapper'): LogFileEvidence => {
  const tail = lines(t.section(`${key}-tail`), (text, i) => ({ n: i + 1, text }));
  return {
    path: t.value(`${key}-path`) ?? '',
    state: STATES.find((s) => s === t.value(`${key}-state`)),
    bytes: t.number(`${key}-bytes`),
    mtime: t.number(`${key}-mtime`),
    known: lines(t.section(`${key}-known`), (text) => {
      const [, n, rest] = /^(\d{1,8}):(.*)$/s.exec(text) ?? [];
      return n === undefined || rest === undefined ? undefined : { n: Number(n), text: rest };
    }),
    tail,
    lastAt: tail.map(({ text }) => parseLogLine(text).at).findLast((at) => at !== null) ?? null,
  };
};

const lines = (
  section: Section | undefined,
  read: (text: string, i: number) => NumberedLine | undefined,
): readonly LogEvidenceLine[] =>
  (section?.output ?? []).flatMap((text, i) => {
    const found = read(text, i);
    return found && section ? [{ ...found, line: section.line + 1 + i }] : [];
  });
