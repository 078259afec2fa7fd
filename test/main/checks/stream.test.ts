import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createStreamParser } from '../../../src-main/checks/stream.ts';

const MARK = 'midup-0123456789abcdef';

const parse = (chunks: readonly string[]) => {
  const said: unknown[] = [];
  const parser = createStreamParser(MARK, {
    begin: (id) => said.push(`begin ${id}`),
    end: (id, text, end, truncated) => said.push({ id, text, end, truncated }),
  });
  for (const chunk of chunks) parser.push(chunk);
  return { done: parser.finish(), said };
};

const WHOLE = `Welcome to the machine\n\n${MARK} begin a\n:x 1\n y\n\n${MARK} end a 0\nnoise between\n\n${MARK} begin b\n\n${MARK} end b timeout\n\n${MARK} begin c\n\n${MARK} end c skipped\n\n${MARK} done\nbye\n`;
const WHOLE_SAID = [
  'begin a',
  { id: 'a', text: ':x 1\n y\n', end: { kind: 'exit', code: 0 }, truncated: false },
  'begin b',
  { id: 'b', text: '', end: { kind: 'timeout' }, truncated: false },
  'begin c',
  { id: 'c', text: '', end: { kind: 'skipped' }, truncated: false },
];

describe('the output of the script', () => {
  test('is cut into what the probes printed; noise before, between and after is passed over', () => {
    expect(parse([WHOLE])).toEqual({ done: true, said: WHOLE_SAID });
  });

  test('the host says when a probe began and ended', () => {
    const said: unknown[] = [];
    const parser = createStreamParser(MARK, {
      begin: (id, uptime) => said.push([id, uptime]),
      end: (id, _text, end, _truncated, uptime) => said.push([id, end, uptime]),
    });
    parser.push(`${MARK} begin a 17.25\n${MARK} end a 0 18.05\n${MARK} begin b \n${MARK} end b timeout 1e9\n`);
    expect(said).toEqual([
      ['a', 17.25],
      ['a', { kind: 'exit', code: 0 }, 18.05],
      ['b', null],
      ['b', { kind: 'timeout' }, null],
    ]);
  });

  test('may come in pieces of any size', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(WHOLE.length), { maxLength: 30 }), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), WHOLE.length];
        expect(parse(at.slice(1).map((to, i) => WHOLE.slice(at[i], to)))).toEqual({ done: true, said: WHOLE_SAID });
      }),
    );
  });

  test('may have line ends of another kind around the marks', () => {
    const { said, done } = parse([`${MARK} begin a\r\n x\r\n\r\n${MARK} end a 3\r\n${MARK} done\r\n`]);
    expect(done).toBe(true);
    expect(said[1]).toMatchObject({ id: 'a', end: { kind: 'exit', code: 3 } });
  });

  test('a probe that was ended in the middle of a line keeps what it said', () => {
    expect(parse([`${MARK} begin a\n half\n${MARK} end a timeout\n${MARK} done\n`]).said[1]).toMatchObject({
      text: ' half',
      end: { kind: 'timeout' },
    });
  });

  test('that stops gives what there was, and says that it is not all', () => {
    expect(parse([`${MARK} begin a\n:x 1\n:y `])).toEqual({
      done: false,
      said: ['begin a', { id: 'a', text: ':x 1\n:y ', end: null, truncated: false }],
    });
  });

  test('lines that look like marks but are not end nothing', () => {
    const forged = ` ${MARK} end a 0\n${MARK.slice(0, -1)}0 end a 0\n`;
    const { said } = parse([`${MARK} begin a\n${forged}\n${MARK} end a 0\n${MARK} done\n`]);
    expect(said[1]).toMatchObject({ text: forged, end: { kind: 'exit', code: 0 } });
  });

  test('a line of 10 MB is cut, and what comes after it is found', () => {
    const chunk = 'x'.repeat(64 * 1024);
    const { said, done } = parse([
      `${MARK} begin a\n`,
      ...Array.from({ length: 160 }, () => chunk),
      `\n${MARK} end a 0\n\n${MARK} begin b\n ok\n\n${MARK} end b 0\n${MARK} done\n`,
    ]);
    expect(done).toBe(true);
    expect(said[1]).toMatchObject({ id: 'a', truncated: true, end: { kind: 'exit', code: 0 } });
    expect((said[1] as { text: string }).text.length).toBeLessThanOrEqual(2 * 1024 * 1024);
    expect(said[3]).toMatchObject({ id: 'b', text: ' ok\n' });
  });

  test('garbage is no probe', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 20 }), (chunks) => {
        expect(parse(chunks)).toEqual({ done: false, said: [] });
      }),
    );
  });
});
