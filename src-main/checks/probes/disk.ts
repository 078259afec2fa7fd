import { defineScriptProbe } from '../define.ts';
import { type Section, type Transcript, wholeNumber } from '../transcript.ts';
import script from './disk.sh?raw';

export type FileSystem = {
  readonly mount: string;
  readonly device: string;
  /** Bytes; what an unprivileged user can still write. */
  readonly free: number;
  readonly size: number;
  readonly line: number;
};
export type Inodes = { readonly mount: string; readonly free: number; readonly total: number; readonly line: number };
/** What takes most on a file system that is short: bytes of a path, or files that lie directly in a folder. */
export type Taken = { readonly path: string; readonly amount: number; readonly line: number };
export type DiskEvidence = {
  readonly fileSystems: readonly FileSystem[];
  readonly inodes: readonly Inodes[];
  /** By mount point; the largest first. Nothing where there is room. */
  readonly takenBytes: ReadonlyMap<string, readonly Taken[]>;
  readonly takenInodes: ReadonlyMap<string, readonly Taken[]>;
};

/** Free room where the agent writes. */
export const diskProbe = defineScriptProbe<DiskEvidence>({
  id: 'disk',
  step: 'host',
  script,
  limitS: 12,
  needsAgent: true,
  parse: (t) => ({
    fileSystems: rows(t.section('df')).map(({ device, size, free, mount, line }) => ({
      mount,
      device,
      free: free * 1024,
      size: size * 1024,
      line,
    })),
    inodes: rows(t.section('df-inodes')).map(({ mount, free, size, line }) => ({ mount, free, total: size, line })),
    takenBytes: taken(t, 'bytes'),
    takenInodes: taken(t, 'inodes'),
  }),
});

/** Lines of `df -P`: device, size, used, free, capacity, mount point; the last may hold spaces. One row a mount point. */
const rows = (section: Section | undefined) => {
  const seen = new Map<string, { device: string; size: number; free: number; mount: string; line: number }>();
  section?.output.forEach((text, i) => {
    const m = /^(.*\S)\s+(\d+)\s+(\d+)\s+(-?\d+)\s+(?:\d+%|-)\s+(\/.*)$/.exec(text);
    const [, device, size, , free, mount] = m ?? [];
    const [sizeNumber, freeNumber] = [wholeNumber(size), wholeNumber(free)];
    if (device === undefined || mount === undefined || sizeNumber === undefined || freeNumber === undefined) return;
    if (!seen.has(mount))
      seen.set(mount, { device, size: sizeNumber, free: Math.max(0, freeNumber), mount, line: section.line + 1 + i });
  });
  return [...seen.values()];
};

const taken = (t: Transcript, kind: 'bytes' | 'inodes'): DiskEvidence['takenBytes'] => {
  const found = new Map<string, readonly Taken[]>();
  for (const { value } of t.all('short')) {
    const [, n, what, mount] = /^(\d{1,2}) (bytes|inodes) (\/.*)$/s.exec(value) ?? [];
    if (what !== kind || mount === undefined) continue;
    found.set(mount, telling([...listed(t.section(`taken${n}`), kind), ...listed(t.section(`around${n}`), kind)]));
  }
  return found;
};

const listed = (section: Section | undefined, kind: 'bytes' | 'inodes'): readonly Taken[] =>
  (section?.output ?? []).flatMap((text, i): Taken[] => {
    const [, number, path] = /^(\d{1,15})\s+(\/.*)$/.exec(text) ?? [];
    const amount = wholeNumber(number);
    if (amount === undefined || path === undefined || !section) return [];
    return [{ path, amount: kind === 'bytes' ? amount * 1024 : amount, line: section.line + 1 + i }];
  });

/** Share of a folder that one thing in it takes, from which on that thing is named instead of the folder. */
const MOST_OF_IT = 0.6;

/** The largest, each as far down as it is still most of what is above it; none inside of another. */
const telling = (all: readonly Taken[]): readonly Taken[] => {
  const paths = [...new Map(all.map((t) => [t.path, t])).values()].toSorted((a, b) => b.amount - a.amount);
  const isBelow = (a: Taken, b: Taken) => a.path.startsWith(b.path === '/' ? '/' : `${b.path}/`);
  const named: Taken[] = [];
  for (const one of paths) {
    if (paths.some((p) => p !== one && isBelow(p, one) && p.amount >= one.amount * MOST_OF_IT)) continue;
    if (named.some((n) => isBelow(one, n) || isBelow(n, one))) continue;
    named.push(one);
  }
  return named;
};
