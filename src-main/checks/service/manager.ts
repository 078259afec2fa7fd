import { defineCheck } from '../define.ts';
import { serviceProbe } from '../probes/service.ts';
import { upgradeProbe } from '../probes/upgrade.ts';
import { wrapperProbe } from '../probes/wrapper.ts';
import { quietly } from './quiet.ts';
import { serviceState } from './state.ts';

/** Two services on one agent folder get into each other's way. Source: KB0782337. */
export const duplicateCheck = defineCheck({
  id: 'service.duplicate',
  step: 'service',
  code: 'service.duplicate',
  needs: { service: serviceProbe },
  uses: { upgrade: upgradeProbe },
  judge: ({ service, upgrade }, plain) => {
    const say = quietly(plain, upgrade);
    const wrappers = service.processes.filter((p) => p.kind === 'wrapper' && p.state !== 'Z');
    if (wrappers.length < 2) return [];
    const pids = wrappers.map((p) => p.pid).join(', ');
    const lines = wrappers.map((p) => p.line);
    return [
      say.fail('service.duplicate', { pids, count: wrappers.length }, { evidence: [{ id: serviceProbe.id, lines }] }),
    ];
  },
});

/** Whether the service comes back after a reboot. Sources: systemctl(1), systemd.unit(5); the control script (install). */
export const bootCheck = defineCheck({
  id: 'service.boot',
  step: 'service',
  code: 'service.disabled',
  needs: { service: serviceProbe },
  uses: { wrapper: wrapperProbe, upgrade: upgradeProbe },
  judge: ({ service, wrapper, upgrade }, plain) => {
    const say = quietly(plain, upgrade);
    const { unit, unitFile, unitWanted, systemd, systemdRuns, initScript, initStarts } = service;
    const stopped = serviceState(service, wrapper).kind === 'stopped';
    if (unit !== undefined) {
      const evidence = [{ id: serviceProbe.id, ...(systemd ? { lines: [systemd.line] } : {}) }];
      const state = systemd?.unitFileState;
      if (state === 'masked' || systemd?.loadState === 'masked')
        return [(stopped ? say.fail : say.warn)('service.disabled', { unit }, { evidence, variant: 'masked' })];
      const enabled = state ? state !== 'disabled' : unitWanted;
      if (enabled) return [say.pass('service.disabled', { unit }, { evidence })];
      // Without systemd's own word the links in the usual folders are only a sign.
      if (!state && (!systemdRuns || unitFile === undefined)) return [];
      // Where it was stopped cleanly, a boot that did not start it is the likely story; else it is only to be known.
      return stopped
        ? [say.fail('service.disabled', { unit }, { evidence, certainty: 'likely' })]
        : [say.warn('service.disabled', { unit }, { evidence })];
    }
    if (initScript !== undefined) {
      if (initStarts) return [say.pass('service.disabled', { unit: initScript })];
      return [say.info('service.not-persistent', { unit: initScript }, { variant: 'no-run-level' })];
    }
    if (service.inContainer) return [];
    return [say.info('service.not-persistent')];
  },
});
