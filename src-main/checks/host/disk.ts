import type { Params } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';
import { diskProbe, type Taken } from '../probes/disk.ts';
import { THRESHOLDS } from '../thresholds.ts';

/** How many paths a sentence names behind the first, and how much of the first one's share makes them worth it. */
const OTHERS = 3;
const WORTH_NAMING = 0.05;

/** Room for logs, work files and upgrades on every file system that the agent writes to. */
export const diskCheck = defineCheck({
  id: 'host.disk',
  step: 'host',
  code: 'host.disk-full',
  deciding: true,
  needs: { disk: diskProbe },
  judge: ({ disk }, say) => {
    const tightest = disk.fileSystems.toSorted((a, b) => a.free - b.free)[0];
    if (!tightest) return [say.unknown('host.disk-full', 'evidence')];
    const { mount, free, size } = tightest;
    const at = (...lines: readonly number[]) => ({ evidence: [{ id: diskProbe.id, lines }] });
    const bytes = most(disk.takenBytes.get(mount), 'largest');
    const params = { mount, free, size, ...bytes.params };
    const more = { ...at(tightest.line, ...bytes.lines), ...bytes.variant };
    if (free === 0) return [say.fail('host.disk-full', params, more)];
    // File systems without an inode table (btrfs, some network ones) report 0 of 0.
    const scarce = disk.inodes.filter((fs) => fs.total > 0 && fs.free < fs.total * THRESHOLDS.inodesLow);
    const fewest = scarce.toSorted((a, b) => a.free - b.free)[0];
    if (fewest?.free === 0) {
      const files = most(disk.takenInodes.get(fewest.mount), 'inodes-where');
      const inodes = { mount: fewest.mount, total: fewest.total, ...files.params };
      return [
        say.fail('host.disk-full', inodes, { variant: 'inodes', ...files.variant, ...at(fewest.line, ...files.lines) }),
      ];
    }
    if (free < THRESHOLDS.diskLowBytes) return [say.warn('host.disk-low', params, more)];
    if (fewest) {
      const inodes = { mount: fewest.mount, total: fewest.total, free: fewest.free };
      return [say.warn('host.disk-low', inodes, { variant: 'inodes', ...at(fewest.line) })];
    }
    return [say.pass('host.disk-full', { mount, free, size }, at(tightest.line))];
  },
});

/** What a sentence says of the largest; nothing where nobody looked. */
const most = (
  [first, ...rest]: readonly Taken[] = [],
  name: string,
): { readonly params: Params; readonly variant: { variant?: string }; readonly lines: readonly number[] } => {
  if (!first) return { params: {}, variant: {}, lines: [] };
  const others = rest
    .filter((t) => t.amount >= first.amount * WORTH_NAMING)
    .slice(0, OTHERS)
    .map((t) => t.path);
  return {
    params: { path: first.path, amount: first.amount, others: others.join(', ') },
    variant: { variant: others.length === 0 ? name : `${name}-and-others` },
    lines: [first.line],
  };
};
