import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonText, visible, visibleLines } from '../../../src-main/report/visible.ts';

const ACTS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe('text of a host', () => {
  test.each([
    ['\x1b[31mred\x1b[0m', '\\x1b[31mred\\x1b[0m'],
    ['a\x00b', 'a\\x00b'],
    ['abc\u202ecba', 'abc\\u{202e}cba'],
    ['x\u2028y', 'x\\u{2028}y'],
    ['\ud800', '\\u{d800}'],
    ['one\ttwo\r\n', 'one\\ttwo\\r\\n'],
    ['ありがとう ✓', 'ありがとう ✓'],
  ])('%j shows what would act', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test('keeps its lines where lines are shown', () => {
    expect(visibleLines('a\tb\r\nc\x1b[K\n')).toEqual(['a    b', 'c\\x1b[K', '']);
  });

  test('holds nothing that acts, whatever it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(text)).not.toMatch(ACTS);
      }),
    );
  });
});

test('JSON holds nothing that acts on a terminal, and is the same JSON', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const value = { text, more: [text] };
      const json = jsonText(value);
      expect(json.replaceAll('\n', '')).not.toMatch(ACTS);
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
