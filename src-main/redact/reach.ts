import type { Reach } from './rules.ts';

const NEWLINE = 10;
const WORD_ENDS = codes(' \t\r\n"\'<>');
const AUTHORITY_ENDS = codes(' \t\r\n"\'<>/');
const VALUE_ENDS = codes(' \t\r\n"\'<>,;&');

/** Where a secret that begins at `from` ends; `from` itself where there is none. */
export type ReachFinder = (from: number) => number;

/** Scans by hand: a pattern would keep a note of every character of a very long value, and run out of room. */
export const createReach = (text: string, reach: Reach): ReachFinder => {
  switch (reach) {
    case 'value':
      return (from) => {
        const quote = text[from];
        if (quote !== '"' && quote !== "'") return endOf(text, from, (code) => VALUE_ENDS.has(code));
        const end = endOf(text, from + 1, (code) => code === quote.charCodeAt(0) || code === NEWLINE);
        return text[end] === quote ? end + 1 : end;
      };
    case 'word':
      return (from) => endOf(text, from, (code) => WORD_ENDS.has(code));
    case 'line':
      return (from) => endOf(text, from, (code) => code === NEWLINE);
    case 'user':
      return (from) =>
        Math.max(
          from,
          text.lastIndexOf(
            '@',
            endOf(text, from, (code) => AUTHORITY_ENDS.has(code)),
          ),
        );
    case 'run':
      return (from) => endOf(text, from, (code) => code !== text.charCodeAt(from - 1));
    case 'element': {
      // Elements that never close are not passed over, so the same stretch would be scanned for each.
      let known = -1;
      return (from) => {
        if (from > known) known = endOf(text, from, (code) => code === 60 || code === NEWLINE);
        return text[known] === '<' ? known : from;
      };
    }
  }
};

const endOf = (text: string, from: number, ends: (code: number) => boolean): number => {
  let at = from;
  while (at < text.length && !ends(text.charCodeAt(at))) at++;
  return at;
};

function codes(characters: string): ReadonlySet<number> {
  return new Set([...characters].map((c) => c.charCodeAt(0)));
}
