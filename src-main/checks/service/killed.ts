import { defineCheck } from '../define.ts';
import { shown } from '../logs/current.ts';
import { kernelProbe } from '../probes/kernel.ts';
import { serviceProbe } from '../probes/service.ts';
import { upgradeProbe } from '../probes/upgrade.ts';
import { wrapperProbe } from '../probes/wrapper.ts';
import { THRESHOLDS } from '../thresholds.ts';
import { quietly } from './quiet.ts';
import { serviceState } from './state.ts';
import { wrapperRuns } from './wrapper-log.ts';

/**
 * Ended by the kernel for want of memory. Another Java program may be the one that was ended, so it counts only where
 * the wrapper saw its own end by signal 9 at that moment, or the agent fell silent then. Source: KB0749034; oom_kill.c.
 */
export const killedCheck = defineCheck({
  id: 'service.killed',
  step: 'service',
  code: 'service.out-of-memory',
  needs: { kernel: kernelProbe, service: serviceProbe },
  uses: { wrapper: wrapperProbe, upgrade: upgradeProbe },
  judge: ({ kernel, service, wrapper, upgrade }, plain) => {
    const { systemd, unit = '' } = service;
    if (systemd?.result === 'oom-kill' && systemd.activeState !== 'active') {
      const evidence = [{ id: serviceProbe.id, lines: [systemd.line] }];
      return [quietly(plain, upgrade).fail('service.out-of-memory', { unit }, { evidence, variant: 'systemd' })];
    }
    const kills = kernel.kills.filter((k) => /^(java|wrapper)/.test(k.program) && k.at !== undefined);
    const none = () => plain.pass('service.out-of-memory', {}, { evidence: [{ id: kernelProbe.id }] });
    // Silence of a log that may not be read proves nothing, and nobody misses it.
    if (kills.length === 0) return kernel.kernelLog ? [none()] : [];
    const say = quietly(plain, upgrade);
    const { kind } = serviceState(service, wrapper);
    const runs = kind === 'running' || kind === 'paused';
    const ends = signalNine(wrapper?.events ?? [], wrapper?.nowLocal, kernel.now);
    const seen = kills.findLast((k) => ends.some((end) => Math.abs(end - (k.at ?? 0)) <= THRESHOLDS.killMatchS));
    // A wrapper that could still say that it stops was not ended, whatever else the kernel ended at that time.
    const last = wrapperRuns(wrapper?.events ?? []).at(-1);
    const silent = kills.findLast(
      (k) =>
        !runs &&
        !last?.stopped &&
        service.agentLogTime !== undefined &&
        Math.abs(service.agentLogTime - (k.at ?? 0)) <= THRESHOLDS.killSilenceS,
    );
    const kill = seen ?? silent;
    // Some Java program was ended; that it was another's can only be told by what the wrapper or the agent wrote.
    if (!kill) return service.agentLogTime === undefined && !wrapper?.events ? [] : [none()];
    const params = {
      pid: kill.pid,
      program: kill.program,
      line: shown(kill.text),
      ago: Math.max(0, (kernel.now ?? 0) - (kill.at ?? 0)),
    };
    const evidence = [{ id: kernelProbe.id, lines: [kill.line] }];
    if (runs) {
      if (params.ago > THRESHOLDS.denialFreshS) return [none()];
      return [say.warn('service.out-of-memory', params, { evidence, variant: 'killed' })];
    }
    return [
      say.fail('service.out-of-memory', params, {
        evidence,
        variant: 'killed',
        ...(seen ? {} : { certainty: 'likely' }),
      }),
    ];
  },
});

/** When (epoch) the wrapper saw its Java end by signal 9; its own times are the host's local ones. */
const signalNine = (
  events: readonly string[],
  nowLocal: number | undefined,
  now: number | undefined,
): readonly number[] => {
  if (nowLocal === undefined || now === undefined) return [];
  return wrapperRuns(events)
    .flatMap((run) => run.launches)
    .flatMap(({ failure }) => {
      if (failure?.at === undefined || !/SIGKILL|signal\D*\b9\b/i.test(failure.message)) return [];
      return [now - (nowLocal - failure.at) / 1000];
    });
};
