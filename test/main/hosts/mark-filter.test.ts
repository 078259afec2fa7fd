import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markFilter } from '../../../src-main/hosts/mark-filter.ts';

const MARK = '0123456789abcdef0123456789abcdef';

describe('the mark', () => {
  test('what comes after it passes, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.array(fc.nat(200), { maxLength: 8 }), (noise, output, cuts) => {
        const all = Buffer.from(`${noise}${MARK}\n${output}`);
        const filter = markFilter(MARK);
        const got: Buffer[] = [];
        let from = 0;
        for (const at of [...cuts.map((c) => Math.min(c, all.length)).sort((a, b) => a - b), all.length]) {
          got.push(Buffer.from(filter.push(all.subarray(from, Math.max(at, from)))));
          from = Math.max(at, from);
        }
        expect(filter.found).toBe(true);
        expect(Buffer.concat(got).toString()).toBe(output);
      }),
    );
  });

  test('without it nothing passes, and little is kept', () => {
    const filter = markFilter(MARK);
    for (let i = 0; i < 40; i++) expect(filter.push(Buffer.alloc(65_536, 'x'))).toHaveLength(0);
    expect(filter.found).toBe(false);
    expect(filter.tooMuchNoise).toBe(true);
    expect(filter.noise.length).toBeLessThanOrEqual(4096);
  });
});
