import type { EvidenceLine, EvidenceView } from '../contract/asks.ts';
import type { Evidence } from '../model/evidence.ts';

const MAX_LINE = 4000;
/** A log's last megabyte is far below; what is above was made to be. */
const MAX_LINES = 50_000;

/** A piece of evidence for reading: its transcript's lines, each with what it is. It is redacted already. */
export const evidenceView = (evidence: Evidence, title: string): EvidenceView => {
  const lines = evidence.text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return {
    id: evidence.id,
    title,
    at: evidence.at,
    where: evidence.where,
    ms: evidence.ms,
    exitCode: evidence.exitCode,
    failed: evidence.failed ?? null,
    truncated: evidence.truncated || lines.length > MAX_LINES,
    lines: lines.slice(0, MAX_LINES).map((line, i) => lineView(line, i + 1)),
  };
};

/** By the first character, as `checks/transcript.ts` describes. */
const lineView = (line: string, n: number): EvidenceLine => {
  const rest = line.slice(1);
  switch (line[0]) {
    case '@': {
      const space = rest.indexOf(' ');
      return { n, kind: 'command', text: short(space < 0 ? rest : rest.slice(space + 1)) };
    }
    case ':':
      return { n, kind: 'fact', text: short(rest) };
    case '=':
      return { n, kind: 'status', text: short(rest) };
    case ' ':
      return { n, kind: 'output', text: short(rest) };
    default:
      return { n, kind: 'output', text: short(line) };
  }
};

const short = (text: string): string =>
  text.length > MAX_LINE ? `${text.slice(0, MAX_LINE).toWellFormed()}…` : text.toWellFormed();
