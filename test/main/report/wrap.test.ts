import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columns, wrap } from '../../../src-main/report/wrap.ts';

describe('wrapping', () => {
  test.each([
    ['a bc def', 4, ['a bc def']],
    ['one two three', 10, ['one two', 'three']],
    ['aaaaaaaaaaaaaaa b', 10, ['aaaaaaaaaa', 'aaaaa b']],
    ['', 10, ['']],
    ['実行中のアップグレード', 10, ['実行中のア', 'ップグレー', 'ド']],
  ])('%j at %d', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });

  test('keeps every character but the blanks, within the width', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 10, max: 60 }), (text, width) => {
        const lines = wrap(text, width);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(width);
      }),
    );
  });
});
