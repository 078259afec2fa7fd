import type { Params } from '../../model/finding.ts';
import type { ConfigEvidence } from '../probes/config.ts';
import type { DiskEvidence } from '../probes/disk.ts';
import type { ServiceEvidence } from '../probes/service.ts';
import type { WrapperEvidence } from '../probes/wrapper.ts';
import { THRESHOLDS } from '../thresholds.ts';

/** Files that were written this long after the wrapper's last word were not written by that start, s. Inference. */
const AFTER_S = 5;

type Beside = { readonly config?: ConfigEvidence | undefined; readonly disk?: DiskEvidence | undefined };
type Mended = { readonly variant: 'settings-since' | 'java-back' | 'room-again'; readonly params: Params };

/**
 * What was put right since the service last failed to start, so that it has not been tried yet: somebody has repaired half
 * of it. Undefined while a process is there, and where nothing is known to have changed. Inference.
 */
export const mendedSince = (
  reason: string,
  service: ServiceEvidence,
  wrapper: WrapperEvidence | undefined,
  { config, disk }: Beside,
): Mended | undefined => {
  const ended = wrapper?.logTime;
  if (ended === undefined || service.processes.some((p) => p.state !== 'Z')) return undefined;
  const path = wrapper?.javaPath ?? wrapper?.javaCommand ?? 'java';
  if (/Unable to (?:start|execute) J/i.test(reason) && wrapper?.java === 'ok' && !wrapper.loaders.has(path))
    return { variant: 'java-back', params: { path } };
  const room = disk?.fileSystems.every((fs) => fs.free >= THRESHOLDS.diskLowBytes);
  if (/No space left/i.test(reason) && disk && disk.fileSystems.length > 0 && room)
    return { variant: 'room-again', params: {} };
  const files = [
    { name: 'config.xml', mtime: config?.mtime },
    ...(config?.wrapperFiles ?? []).map(({ name, mtime }) => ({ name: `conf/${name}`, mtime })),
  ].filter(({ mtime }) => mtime !== undefined && mtime > ended + AFTER_S);
  if (files.length === 0) return undefined;
  return { variant: 'settings-since', params: { files: files.map(({ name }) => name).join(', ') } };
};
