import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cut, middle, split, visible } from '../../../src-renderer/lib/visible.ts';

describe('visible', () => {
  test.each([
    ['plain text, ünïcödé and 日本', 'plain text, ünïcödé and 日本'],
    ['a\tb\nc', 'a\tb\nc'],
    ['\u001b[31mred\u0000', '⟨ESC⟩[31mred⟨NUL⟩'],
    ['\u202Egpj.exe', '⟨U+202E⟩gpj.exe'],
    ['zero\u200bwidth\ufeff', 'zero⟨U+200B⟩width⟨U+FEFF⟩'],
    ['\u0085\u009b', '⟨U+0085⟩⟨U+009B⟩'],
  ])('%j', (hostile, shown) => {
    expect(visible(hostile)).toBe(shown);
  });

  test('whatever comes, nothing unseen is left, and what could be seen stays', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = visible(text);
        expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
        expect(visible(shown)).toBe(shown);
      }),
      { numRuns: 50 },
    );
  });
});

describe('cutting', () => {
  test('never halves a character', () => {
    expect(cut('ab😀cd', 3)).toEqual({ text: 'ab', more: 4 });
    expect(cut('ab', 3)).toEqual({ text: 'ab', more: 0 });
    expect(split('aaaaaaaa😀bb', 3)).toEqual(['aaaaaaaa', '😀bb']);
  });

  test('a long name keeps its end; a short one stays whole', () => {
    expect(split('mid-ber-02', 8)).toEqual(['mid-ber-02', '']);
    expect(split(`${'x'.repeat(200)}-end`, 4)).toEqual(['x'.repeat(200), '-end']);
    expect(middle('abcdefghij', 5)).toBe('ab…ij');
    expect(middle('abc', 5)).toBe('abc');
  });
});
