import { type Ratio, ratioOf, type Series, type Stats, statsOf } from './measure.ts';

/** One line of the table. */
export type Row = {
  readonly what: string;
  /** As it is shown. */
  readonly measured: string;
  readonly target: string | null;
  /** Null where there is no target. */
  readonly met: boolean | null;
  readonly ratio?: Ratio;
  readonly a?: Stats & { readonly name: string };
  readonly b?: Stats & { readonly name: string };
  readonly value?: number;
  readonly notes?: Readonly<Record<string, number | string>>;
};

export type ItemResult = {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly Row[];
  /** What was missing, where it was not measured. */
  readonly skipped?: string;
  /** What went wrong while measuring. */
  readonly failed?: string;
};

/** An item measures one thing; it throws {@link Missing} where it cannot for want of a program. */
export type Item = { readonly id: string; readonly title: string; measure(o: Pace): Promise<readonly Row[]> };

/** Unhurried runs take all their rounds however long that takes; otherwise each part of an item has a time limit. */
export type Pace = { readonly unhurried: boolean };

export class Missing extends Error {}

type Named = { readonly name: string; readonly series: Series };

export const ratioRow = (
  what: string,
  { a, b }: { readonly a: Named; readonly b: Named },
  target: { readonly text: string; met(ratio: number): boolean } | null,
  notes?: Row['notes'],
): Row => {
  const ratio = ratioOf(a.series, b.series);
  const [sa, sb] = [statsOf(a.series), statsOf(b.series)];
  return {
    what,
    measured: `${times(ratio.value)} (${times(ratio.low)} to ${times(ratio.high)}): ${ms(sa.medianMs)} against ${ms(sb.medianMs)}, n = ${sa.n}`,
    target: target?.text ?? null,
    met: target ? target.met(ratio.value) : null,
    ratio,
    a: { name: a.name, ...sa },
    b: { name: b.name, ...sb },
    ...(notes ? { notes } : {}),
  };
};

export const infoRow = (what: string, measured: string, notes?: Row['notes']): Row => ({
  what,
  measured,
  target: null,
  met: null,
  ...(notes ? { notes } : {}),
});

export const times = (value: number): string => `${value >= 10 ? value.toFixed(1) : value.toFixed(2)} ×`;
export const ms = (value: number): string =>
  value >= 10_000 ? `${(value / 1000).toFixed(1)} s` : `${Math.round(value)} ms`;
