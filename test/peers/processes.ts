import { readdirSync, readFileSync } from 'node:fs';

type Row = { readonly pid: number; readonly parent: number; readonly uid: number; readonly command: string };

/** Every process of this computer, out of /proc. */
export const processes = (): readonly Row[] => {
  const rows: Row[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8');
      if (/^State:\s+Z/m.test(status)) continue;
      rows.push({
        pid: Number(name),
        parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0),
        uid: Number(/^Uid:\s+(\d+)/m.exec(status)?.[1] ?? 0),
        command: readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim(),
      });
    } catch {
      // It ended while we looked.
    }
  }
  return rows;
};

/** The processes that this one started, and those that they started. */
export const descendants = (pid: number): readonly number[] => {
  const all = processes();
  const found: number[] = [];
  const add = (parent: number) => {
    for (const row of all) {
      if (row.parent !== parent) continue;
      found.push(row.pid);
      add(row.pid);
    }
  };
  add(pid);
  return found;
};

/** Ends these processes for good; one that is gone already does no harm. */
export const killAll = (pids: readonly number[]) => {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone.
    }
  }
};
