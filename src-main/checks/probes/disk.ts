import { defineScriptProbe } from '../define.ts';
import { type Section, wholeNumber } from '../transcript.ts';
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
export type DiskEvidence = { readonly fileSystems: readonly FileSystem[]; readonly inodes: readonly Inodes[] };

/** Free room where the agent writes. */
export const diskProbe = defineScriptProbe<DiskEvidence>({
  id: 'disk',
  step: 'host',
  script,
  limitS: 5,
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
