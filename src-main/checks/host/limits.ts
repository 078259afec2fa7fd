import { defineCheck } from '../define.ts';
import { serviceProbe } from '../probes/service.ts';
import { THRESHOLDS } from '../thresholds.ts';

/** How many files the running agent may have open. Source: proc(5); inference. */
export const openFilesCheck = defineCheck({
  id: 'host.open-files',
  step: 'host',
  code: 'host.open-files',
  needs: { service: serviceProbe },
  judge: ({ service }, say) => {
    // What is not running has no limit yet.
    if (!service.openFiles) return [];
    const { limit, used, line } = service.openFiles;
    const params = { limit, used: used ?? 0 };
    const at = { evidence: [{ id: serviceProbe.id, lines: [line] }] };
    if (used !== undefined && used >= limit * THRESHOLDS.openFilesFull)
      return [say.warn('host.open-files', params, { ...at, variant: 'full' })];
    if (limit < THRESHOLDS.openFilesLow) return [say.warn('host.open-files', params, at)];
    return [say.pass('host.open-files', params, at)];
  },
});
