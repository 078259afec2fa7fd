import { defineCheck } from '../define.ts';
import { type ServiceEvidence, serviceProbe } from '../probes/service.ts';
import { upgradeProbe } from '../probes/upgrade.ts';
import { type WrapperEvidence, wrapperProbe } from '../probes/wrapper.ts';
import { quietly } from './quiet.ts';
import { type ServiceState, serviceState } from './state.ts';

/** The agent's last word must be this much older than the boot: clocks are set as hosts come up, s. Inference. */
const BEFORE_S = 60;

/** Whether the service comes back after a reboot. Sources: systemctl(1), systemd.unit(5); crontab(5); the control script (install). */
export const bootCheck = defineCheck({
  id: 'service.boot',
  step: 'service',
  code: 'service.disabled',
  needs: { service: serviceProbe },
  uses: { wrapper: wrapperProbe, upgrade: upgradeProbe },
  judge: ({ service, wrapper, upgrade }, plain) => {
    const say = quietly(plain, upgrade);
    const { unit, unitFile, unitWanted, systemd, systemdRuns, initScript, initStarts } = service;
    const state = serviceState(service, wrapper);
    const booted = isDown(state) ? notSinceBoot(service, wrapper) : null;
    if (unit !== undefined) {
      const evidence = [{ id: serviceProbe.id, ...(systemd ? { lines: [systemd.line] } : {}) }];
      const fileState = systemd?.unitFileState;
      if (fileState?.startsWith('masked') || systemd?.loadState === 'masked' || service.unitMasked)
        return [(isDown(state) ? say.fail : say.warn)('service.disabled', { unit }, { evidence, variant: 'masked' })];
      const enabled = fileState ? !/^(?:disabled|linked)/.test(fileState) : unitWanted;
      if (enabled) return [say.pass('service.disabled', { unit }, { evidence })];
      // Without systemd's own word the links in the usual folders are only a sign.
      if (!fileState && (!systemdRuns || unitFile === undefined)) return [];
      if (booted) return [say.fail('service.disabled', { unit, ...booted }, { evidence, variant: 'since-boot' })];
      // Where it was stopped cleanly, a boot that did not start it is the likely story; else it is only to be known.
      return state.kind === 'stopped'
        ? [say.fail('service.disabled', { unit }, { evidence, certainty: 'likely' })]
        : [say.warn('service.disabled', { unit }, { evidence })];
    }
    if (initScript !== undefined) {
      if (initStarts) return [say.pass('service.disabled', { unit: initScript })];
      if (booted)
        return [say.fail('service.disabled', { unit: initScript, ...booted }, { variant: 'no-run-level-since-boot' })];
      return [say.info('service.not-persistent', { unit: initScript }, { variant: 'no-run-level' })];
    }
    if (service.userUnit !== undefined) {
      const params = { unit: service.userUnit, user: service.runAs ?? '' };
      return [say.info('service.not-persistent', params, { variant: 'user-unit' })];
    }
    if (service.bootBy !== undefined)
      return [say.pass('service.not-installed', { file: service.bootBy }, { variant: 'other-start' })];
    if (service.inContainer) return [];
    if (booted) return [say.fail('service.not-installed', booted, { variant: 'since-boot' })];
    return [say.info('service.not-persistent')];
  },
});

/** Down for no reason of its own that is known: nothing was tried since. */
const isDown = ({ kind }: ServiceState): boolean => kind === 'stopped' || kind === 'stale-pid';

/** Where the agent wrote nothing since this host came up, it was not started since. */
const notSinceBoot = (
  { bootedAt, now, agentLogTime }: ServiceEvidence,
  wrapper: WrapperEvidence | undefined,
): { readonly up: number; readonly silent: number } | null => {
  if (bootedAt === undefined || now === undefined || wrapper?.events === undefined) return null;
  const last = Math.max(agentLogTime ?? 0, wrapper.logTime ?? 0);
  if (last === 0 || last > bootedAt - BEFORE_S) return null;
  return { up: now - bootedAt, silent: now - last };
};
