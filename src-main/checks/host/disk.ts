import { defineCheck } from '../define.ts';
import { diskProbe } from '../probes/disk.ts';
import { THRESHOLDS } from '../thresholds.ts';

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
    // File systems without an inode table (btrfs, some network ones) report 0 of 0.
    const noInodes = disk.inodes.find((fs) => fs.total > 0 && fs.free === 0);
    const { mount, free, size } = tightest;
    const at = (line: number) => ({ evidence: [{ id: diskProbe.id, lines: [line] }] });
    if (free === 0) return [say.fail('host.disk-full', { mount, free, size }, at(tightest.line))];
    if (noInodes)
      return [
        say.fail(
          'host.disk-full',
          { mount: noInodes.mount, total: noInodes.total },
          { variant: 'inodes', ...at(noInodes.line) },
        ),
      ];
    if (free < THRESHOLDS.diskLowBytes) return [say.warn('host.disk-low', { mount, free, size }, at(tightest.line))];
    return [say.pass('host.disk-full', { mount, free, size }, at(tightest.line))];
  },
});
