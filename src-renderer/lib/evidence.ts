import type { EvidenceLine } from '../../src-main/contract/asks.ts';

/** Lines drawn together. Far ones are only a height, so that a log of 100,000 lines costs no more than a short one. */
export type Chunk = { readonly index: number; readonly lines: readonly EvidenceLine[] };

export const CHUNK = 60;

export const chunksOf = (lines: readonly EvidenceLine[]): readonly Chunk[] =>
  Array.from({ length: Math.ceil(lines.length / CHUNK) }, (_, index) => ({
    index,
    lines: lines.slice(index * CHUNK, (index + 1) * CHUNK),
  }));

/** How many rows a chunk will roughly take where `columns` characters fit, lines being cut at `max`. */
export const rowsOf = (chunk: Chunk, columns: number, max: number): number =>
  chunk.lines.reduce((rows, { text }) => rows + Math.max(1, Math.ceil(Math.min(text.length, max) / columns)), 0);

/** Numbers of the lines that hold `query`, any case; none for an empty query. */
export const matchesOf = (lines: readonly EvidenceLine[], query: string): readonly number[] => {
  const wanted = query.toLowerCase();
  return wanted === '' ? [] : lines.filter(({ text }) => text.toLowerCase().includes(wanted)).map(({ n }) => n);
};

export type Part = { readonly text: string; readonly hit: boolean };

/** A line's text cut at each occurrence of `query`; at most `limit` hits, the rest stays in one piece. */
export const partsOf = (text: string, query: string, limit = 200): readonly Part[] => {
  const wanted = query.toLowerCase();
  const lower = text.toLowerCase();
  // Lower-casing may change the length (İ); positions would then be wrong, so nothing is marked.
  if (wanted === '' || lower.length !== text.length) return [{ text, hit: false }];
  const parts: Part[] = [];
  let from = 0;
  for (let n = 0; n < limit; n++) {
    const at = lower.indexOf(wanted, from);
    if (at < 0) break;
    if (at > from) parts.push({ text: text.slice(from, at), hit: false });
    parts.push({ text: text.slice(at, at + wanted.length), hit: true });
    from = at + wanted.length;
  }
  if (from < text.length || parts.length === 0) parts.push({ text: text.slice(from), hit: false });
  return parts;
};
