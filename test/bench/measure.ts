/** One way to do the same thing; `run` returns the milliseconds that it took. */
export type Arm<Name extends string = string> = { readonly name: Name; run(): Promise<number> };

export type Stats = {
  readonly n: number;
  readonly medianMs: number;
  /** The middle half of the runs lies between these. */
  readonly lowMs: number;
  readonly highMs: number;
};

export type Ratio = {
  /** Of the medians. */
  readonly value: number;
  /** The middle half of the ratios of neighbouring runs lies between these. */
  readonly low: number;
  readonly high: number;
};

export type Series = readonly number[];

/**
 * Runs the arms in turn, A B A B, so that whatever else the machine does falls on all of them alike. The first round
 * warms up and does not count. Ends early at `budgetMs` (unless unhurried), but never in the middle of a round.
 */
export const interleave = async <Name extends string>(
  arms: readonly Arm<Name>[],
  o: { readonly rounds: number; readonly budgetMs: number; readonly unhurried: boolean },
): Promise<Readonly<Record<Name, Series>>> => {
  const series = Object.fromEntries(arms.map(({ name }) => [name, [] as number[]])) as Record<Name, number[]>;
  const until = performance.now() + o.budgetMs;
  for (let round = 0; round <= o.rounds; round++) {
    if (round > 1 && !o.unhurried && performance.now() > until) break;
    for (const arm of arms) {
      const ms = await arm.run();
      if (round > 0) series[arm.name].push(ms);
    }
  }
  return series;
};

export const statsOf = (series: Series): Stats => ({
  n: series.length,
  medianMs: quantile(series, 0.5),
  lowMs: quantile(series, 0.25),
  highMs: quantile(series, 0.75),
});

/** How many times longer `a` takes than `b`. */
export const ratioOf = (a: Series, b: Series): Ratio => {
  const pairs = a.map((ms, i) => ms / (b[i] ?? Number.NaN));
  return {
    value: quantile(a, 0.5) / quantile(b, 0.5),
    low: quantile(pairs, 0.25),
    high: quantile(pairs, 0.75),
  };
};

export const medianOf = (series: Series): number => quantile(series, 0.5);

const quantile = (series: Series, q: number): number => {
  const sorted = series.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const [below = Number.NaN, above = below] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below + (above - below) * (at - Math.floor(at));
};
