import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CAUSES, explainedBy } from '../../src-main/checks/causes.ts';
import type { FindingCode } from '../../src-main/model/codes.ts';
import { causesSvg, columns, FILE, rows } from './causes-svg.ts';

test('docs/causes.svg shows the table as it is; after a change of it, npm run docs', () => {
  expect(readFileSync(FILE, 'utf8')).toBe(causesSvg());
});

test('the picture has a dot for each pair of the table and no other', () => {
  expect(new Set(rows())).toEqual(new Set(Object.keys(CAUSES)));
  const dots = [...causesSvg().matchAll(/<title>(\S+) explains (\S+)<\/title>/g)].map(
    ([, cause, what]) => `${cause} ${what}`,
  );
  const pairs = rows().flatMap((cause) =>
    columns()
      .filter(({ codes }) => codes.some((code) => explainedBy(cause).has(code as FindingCode)))
      .map(({ label }) => `${cause} ${label}`),
  );
  expect(dots.toSorted()).toEqual(pairs.toSorted());
  expect(dots.length).toBeGreaterThan(300);
});
