/** A Java version as numbers: 17.0.10 is [17, 0, 10], 1.8.0_181 is [8, 0, 181]. */
export type JavaVersion = readonly [number, number, number];

type Release = {
  /** As build stamps begin with it. */
  readonly name: string;
  readonly title: string;
  /** When it came out, `yyyy-mm`. */
  readonly since: string;
  readonly java: JavaVersion;
};

const JAVA_8: JavaVersion = [8, 0, 152];
const JAVA_11: JavaVersion = [11, 0, 0];
const JAVA_17: JavaVersion = [17, 0, 10];

/**
 * The Java that each release needs at least. Sources: release notes of Quebec (JRE 11), Yokohama and Australia (17.0.10;
 * KB1704368), London (1.8.0_152); what lies between is as before it. When a release came out is general knowledge.
 */
const RELEASES: readonly Release[] = [
  { name: 'london', title: 'London', since: '2018-09', java: JAVA_8 },
  { name: 'madrid', title: 'Madrid', since: '2019-03', java: JAVA_8 },
  { name: 'newyork', title: 'New York', since: '2019-09', java: JAVA_8 },
  { name: 'orlando', title: 'Orlando', since: '2020-02', java: JAVA_8 },
  { name: 'paris', title: 'Paris', since: '2020-09', java: JAVA_8 },
  { name: 'quebec', title: 'Quebec', since: '2021-03', java: JAVA_11 },
  { name: 'rome', title: 'Rome', since: '2021-09', java: JAVA_11 },
  { name: 'sandiego', title: 'San Diego', since: '2022-03', java: JAVA_11 },
  { name: 'tokyo', title: 'Tokyo', since: '2022-09', java: JAVA_11 },
  { name: 'utah', title: 'Utah', since: '2023-03', java: JAVA_11 },
  { name: 'vancouver', title: 'Vancouver', since: '2023-09', java: JAVA_11 },
  { name: 'washingtondc', title: 'Washington DC', since: '2024-02', java: JAVA_11 },
  { name: 'xanadu', title: 'Xanadu', since: '2024-09', java: JAVA_11 },
  { name: 'yokohama', title: 'Yokohama', since: '2025-03', java: JAVA_17 },
  { name: 'zurich', title: 'Zurich', since: '2025-09', java: JAVA_17 },
  { name: 'australia', title: 'Australia', since: '2026-03', java: JAVA_17 },
];

/** A release gets builds for at most this long: what is built later belongs to a newer one. Inference. */
const BUILT_FOR_MONTHS = 24;

export type Needed = { readonly java: JavaVersion; readonly release: string; readonly named: boolean };

/** What a build needs: by the release that its stamp names, else by the date, which only tells how old it cannot be. */
export const javaNeeded = (stamp: string): Needed | undefined => {
  const lower = stamp.toLowerCase();
  const named = RELEASES.find(({ name }) => lower.includes(name));
  if (named) return { java: named.java, release: named.title, named: true };
  const [, month, , year] = [...lower.matchAll(/(\d\d)-(\d\d)-(20\d\d)_\d{4}/g)].at(-1) ?? [];
  if (month === undefined || year === undefined) return undefined;
  const built = Number(year) * 12 + Number(month);
  const oldest = RELEASES.findLast(({ since }) => monthOf(since) + BUILT_FOR_MONTHS <= built) ?? RELEASES[0];
  return oldest && { java: oldest.java, release: oldest.title, named: false };
};

const monthOf = (since: string) => Number(since.slice(0, 4)) * 12 + Number(since.slice(5));

/** `17.0.12+7`, `1.8.0_181-b13`, `21` as numbers; undefined for anything else. */
export const javaVersion = (text: string | undefined): JavaVersion | undefined => {
  const old = /^1\.(\d{1,2})\.0(?:_(\d{1,4}))?(?:[-+].*)?$/.exec(text ?? '');
  if (old) return [Number(old[1]), 0, Number(old[2] ?? 0)];
  const match = /^(\d{1,3})(?:\.(\d{1,3}))?(?:\.(\d{1,4}))?(?:[._\-+].*)?$/.exec(text ?? '');
  return match ? [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)] : undefined;
};

export const olderThan = (a: JavaVersion, b: JavaVersion): boolean => {
  const at = a.findIndex((n, i) => n !== b[i]);
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0);
};

/** As people write it: 1.8.0_181 for Java 8. */
export const written = ([major, minor, patch]: JavaVersion): string =>
  major <= 8 ? `1.${major}.0_${patch}` : minor === 0 && patch === 0 ? String(major) : `${major}.${minor}.${patch}`;
