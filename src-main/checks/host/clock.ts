import { defineCheck } from '../define.ts';
import { ladderProbe } from '../probes/ladder.ts';
import { type SystemEvidence, systemProbe } from '../probes/system.ts';
import { THRESHOLDS } from '../thresholds.ts';

/** Milliseconds that the host's clock is ahead of this computer's; undefined where it was not read. */
export const aheadOfHere = (system: SystemEvidence | undefined): number | undefined =>
  system?.clock && system.clock.host * 1000 - system.clock.here;

/** The host's clock against the instance's, which its answers carry; where none came, against this computer's. */
export const clockCheck = defineCheck({
  id: 'host.clock',
  step: 'host',
  code: 'host.clock-skew',
  needs: { system: systemProbe },
  uses: { ladder: ladderProbe },
  judge: ({ system, ladder }, say) => {
    const ahead = aheadOfHere(system);
    if (ahead === undefined || !system.clock) return [say.unknown('host.clock-skew', 'evidence')];
    const told = Date.parse(ladder?.answer?.headers['date'] ?? '');
    const byInstance = ladder?.at !== undefined && !Number.isNaN(told);
    // This computer's own clock drops out where the instance's is known: both were compared with it.
    const off = Math.round((byInstance ? ahead - (told - (ladder.at ?? 0)) : ahead) / 1000);
    const params = {
      off: Math.abs(off),
      direction: off < 0 ? 'behind' : 'ahead of',
      host: byInstance ? (ladder.target?.host ?? 'the instance') : 'this computer',
    };
    const evidence = [
      { id: systemProbe.id, lines: [system.clock.line] },
      ...(byInstance ? [{ id: ladderProbe.id, lines: [ladder.answer?.line ?? 1] }] : []),
    ];
    if (params.off <= THRESHOLDS.clockOffS) {
      const zone = system.zone === undefined ? {} : { zone: system.zone };
      const more = { evidence, ...(system.zone === undefined ? {} : { variant: 'with-zone' }) };
      return [say.pass('host.clock-skew', { ...params, ...zone }, more)];
    }
    // Which of two computers is wrong cannot be told.
    if (!byInstance) return [say.warn('host.clock-skew', params, { evidence, variant: 'here' })];
    return [(params.off > THRESHOLDS.clockWrongS ? say.fail : say.warn)('host.clock-skew', params, { evidence })];
  },
});
