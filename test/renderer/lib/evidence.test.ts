import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EvidenceLine } from '../../../src-main/contract/asks.ts';
import { CHUNK, chunksOf, matchesOf, partsOf, rowsOf } from '../../../src-renderer/lib/evidence.ts';

const lines = (...texts: readonly string[]): EvidenceLine[] =>
  texts.map((text, i) => ({ n: i + 1, kind: 'output', text }));

test('chunks hold every line once, in order', () => {
  const all = lines(...Array.from({ length: CHUNK * 2 + 3 }, (_, i) => String(i)));
  const chunks = chunksOf(all);
  expect(chunks.map((c) => c.lines.length)).toEqual([CHUNK, CHUNK, 3]);
  expect(chunks.flatMap((c) => c.lines)).toEqual(all);
  expect(chunksOf([])).toEqual([]);
});

test('rows count wrapped lines, and an endless line only as far as it is shown', () => {
  const [chunk] = chunksOf(lines('', 'x'.repeat(100), 'x'.repeat(10_000_000)));
  expect(chunk && rowsOf(chunk, 50, 2000)).toBe(1 + 2 + 40);
});

test('search finds any case, and nothing for nothing', () => {
  const text = lines('Error', 'fine', 'no ERROR');
  expect(matchesOf(text, 'error')).toEqual([1, 3]);
  expect(matchesOf(text, '')).toEqual([]);
});

test('parts join to the line, whatever is searched', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, query) => {
      const parts = partsOf(text, query);
      expect(parts.map((part) => part.text).join('')).toBe(text);
      for (const part of parts) if (part.hit) expect(part.text.toLowerCase()).toBe(query.toLowerCase());
    }),
  );
  expect(partsOf('a.b.a', '.').map(({ hit }) => hit)).toEqual([false, true, false, true, false]);
  expect(partsOf('x'.repeat(500), 'x').length).toBe(201);
});
