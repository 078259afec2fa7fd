import type { FindingView } from '../../src-main/contract/view.ts';

const RANK: Readonly<Record<FindingView['status'], number>> = { fail: 0, warn: 1, unknown: 2, info: 3, pass: 4 };

/**
 * Fail first. While results still come in (`settled` false), what already stands on screen keeps its place and what is
 * new comes after it, so that nothing moves under the pointer. `before` are the keys in the order last shown.
 */
export const arrange = (
  findings: readonly FindingView[],
  before: readonly string[],
  settled: boolean,
): readonly FindingView[] => {
  const ranked = [...findings].sort((a, b) => RANK[a.status] - RANK[b.status]);
  if (settled || before.length === 0) return ranked;
  const place = new Map(before.map((key, index) => [key, index]));
  const at = (finding: FindingView) => place.get(finding.key) ?? before.length;
  return ranked.sort((a, b) => at(a) - at(b));
};
