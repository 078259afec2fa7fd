import type { ItemResult, Row } from './result.ts';

/** For a terminal: what was measured, the target, and whether it was met. */
export const renderTable = (results: readonly ItemResult[]): string =>
  results.map((result) => [result.title, ...linesOf(result), ''].join('\n')).join('\n');

const linesOf = ({ rows, skipped, failed }: ItemResult): readonly string[] => {
  if (skipped !== undefined) return [`  skipped, missing: ${skipped}`];
  if (failed !== undefined) return [`  failed: ${failed}`];
  const width = Math.max(...rows.map((row) => row.what.length));
  return rows.map((row) => `  ${row.what.padEnd(width)}  ${row.measured}${verdictOf(row)}`);
};

const verdictOf = ({ target, met }: Row): string =>
  target === null ? '' : `  [target ${target}: ${met ? 'met' : 'missed'}]`;
