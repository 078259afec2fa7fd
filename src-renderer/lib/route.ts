import type { StepView } from '../../src-main/contract/view.ts';

/** A branch that was taken past other boxes; indices into the steps. */
export type Jump = { readonly from: number; readonly to: number; readonly at: string };

export type Route = {
  /** Steps whose arrow down was taken. */
  readonly down: ReadonlySet<number>;
  readonly jumps: readonly Jump[];
};

/** The way taken so far, drawn from when each step was last entered: neighbours are joined, gaps are jumps. */
export const routeOf = (steps: readonly Pick<StepView, 'visitedAt'>[]): Route => {
  const visited = steps.flatMap(({ visitedAt }, index) => (visitedAt === null ? [] : [{ index, visitedAt }]));
  const down = new Set<number>();
  const jumps: Jump[] = [];
  visited.forEach(({ index }, i) => {
    const following = visited[i + 1];
    if (!following) return;
    if (following.index === index + 1) down.add(index);
    else jumps.push({ from: index, to: following.index, at: following.visitedAt });
  });
  return { down, jumps };
};
