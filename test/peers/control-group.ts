import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A control group of this computer's kernel, below the one that this process is in. */
export type ControlGroup = {
  /** As it is reached here and in a machine. */
  readonly path: string;
  set(file: string, value: string): void;
  /** Its processes must be gone. */
  remove(): void;
};

/** Where groups of one kind are: `memory` or `freezer` of version 1, or what version 2 has (empty name). */
const rootOf = (kind: 'memory' | 'freezer' | ''): string | null => {
  for (const line of readFileSync('/proc/self/cgroup', 'utf8').split('\n')) {
    const [, which, group = ''] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (which !== kind) continue;
    const at = kind === '' ? ['/sys/fs/cgroup', '/sys/fs/cgroup/unified'] : [`/sys/fs/cgroup/${kind}`];
    return at.map((dir) => join(dir, group)).find((dir) => existsSync(join(dir, 'cgroup.procs'))) ?? null;
  }
  return null;
};

export const hasControlGroups = (kind: 'memory' | 'freezer' | ''): boolean => {
  try {
    createControlGroup(kind).remove();
    return true;
  } catch {
    return false;
  }
};

/** `below` is a path inside it, for what goes by names of groups. Throws where there are none of that kind. */
export const createControlGroup = (kind: 'memory' | 'freezer' | '', below = ''): ControlGroup => {
  const root = rootOf(kind);
  if (root === null) throw new Error(`no control groups of kind "${kind}" here`);
  const top = join(root, `midup-${randomBytes(6).toString('hex')}`);
  const path = join(top, below);
  mkdirSync(path, { recursive: true });
  return {
    path,
    set: (file, value) => writeFileSync(join(path, file), value),
    remove: () => {
      for (let dir = path; dir.length >= top.length; dir = dirname(dir)) rmdirSync(dir);
    },
  };
};
