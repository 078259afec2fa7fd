import { defineCheck } from '../define.ts';
import { shown } from '../logs/current.ts';
import { kernelProbe } from '../probes/kernel.ts';
import { serviceProbe } from '../probes/service.ts';
import { wrapperProbe } from '../probes/wrapper.ts';
import { serviceState } from '../service/state.ts';
import { THRESHOLDS } from '../thresholds.ts';

/** Files of the agent that a virus scanner took away or spoke of. Source: KB0870329; clamscan(1); inference. */
export const antivirusCheck = defineCheck({
  id: 'host.antivirus',
  step: 'host',
  code: 'host.antivirus',
  needs: { kernel: kernelProbe },
  uses: { service: serviceProbe, wrapper: wrapperProbe },
  judge: ({ kernel, service, wrapper }, say) => {
    const { scanners, scanned, scannerLines, scannersUnread, now } = kernel;
    if (scanners === undefined) return [];
    const fresh = scannerLines.filter(
      ({ at }) => at !== undefined && now !== undefined && now - at < THRESHOLDS.scannerFreshS,
    );
    const named = scanned.filter(({ path }) => fresh.some(({ text }) => text.includes(path)));
    const worst = named.find((f) => f.gone) ?? named[0];
    if (worst) {
      const line = fresh.findLast(({ text }) => text.includes(worst.path));
      const params = { path: worst.path, count: named.length, line: shown(line?.text ?? '') };
      const more = {
        evidence: [{ id: kernelProbe.id, lines: [...(line ? [line.line] : []), worst.line] }],
        ...(worst.gone ? {} : { variant: 'named', certainty: 'likely' as const }),
      };
      const runs = service !== undefined && serviceState(service, wrapper).kind === 'running';
      return [(runs ? say.warn : say.fail)('host.antivirus', params, more)];
    }
    const names = scanners.join(', ');
    if (scanners.length === 0) return [say.pass('host.antivirus')];
    if (scannersUnread.length > 0) return [say.unknown('host.antivirus', 'root', { names })];
    return [say.pass('host.antivirus', { names }, { variant: 'runs' })];
  },
});
