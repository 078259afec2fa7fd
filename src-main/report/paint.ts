import type { Report } from '../model/report.ts';

type Status = Report['findings'][number]['status'];
type Verdict = Report['verdict']['status'];

/** One glyph each, every one of another shape: colour only repeats what the glyph and its word say. */
const GLYPHS: Readonly<Record<Status, string>> = { pass: '✓', warn: '▲', fail: '✗', unknown: '?', info: '•' };

const COLOURS: Readonly<Record<Status | Verdict, number>> = {
  pass: 32,
  warn: 33,
  fail: 31,
  unknown: 35,
  info: 36,
  ok: 32,
  warning: 33,
  problem: 31,
  undetermined: 35,
};

/** Puts colour around text that holds none and no control characters. */
export type Paint = {
  strong(text: string): string;
  quiet(text: string): string;
  verdict(status: Verdict, word: string): string;
  /** The glyph of a status. */
  status(status: Status): string;
};

export const paint = (colour: boolean): Paint => {
  const sgr = (code: string, text: string) => (colour && text !== '' ? `\x1b[${code}m${text}\x1b[0m` : text);
  return {
    strong: (text) => sgr('1', text),
    quiet: (text) => sgr('2', text),
    verdict: (status, word) => sgr(`1;${COLOURS[status]}`, word),
    status: (status) => sgr(`${COLOURS[status]}`, GLYPHS[status]),
  };
};
