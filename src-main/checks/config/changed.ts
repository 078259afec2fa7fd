import { defineCheck } from '../define.ts';
import { configProbe } from '../probes/config.ts';
import { serviceProbe } from '../probes/service.ts';
import { upgradeProbe } from '../probes/upgrade.ts';
import { THRESHOLDS } from '../thresholds.ts';
import { handsOff } from '../upgrade/state.ts';

/**
 * Settings that were written after the agent had started have no effect yet. Only to be known: the agent writes
 * config.xml itself, too. Source: "MID Server parameters" (changes take effect at the start).
 */
export const changedCheck = defineCheck({
  id: 'config.changed',
  step: 'host',
  code: 'config.changed-since-start',
  needs: { config: configProbe, service: serviceProbe },
  uses: { upgrade: upgradeProbe },
  judge: ({ config, service, upgrade }, say) => {
    const alive = service.processes.filter((p) => p.state !== 'Z' && p.age !== undefined);
    const java = alive.find((p) => p.kind === 'java');
    // The wrapper reads its own files once, however often it starts Java.
    const wrapper = alive.find((p) => p.kind === 'wrapper') ?? java;
    if (!java || service.now === undefined || handsOff(upgrade)) return [];
    if (config.mtime === undefined)
      return config.state === 'no-rights' ? [say.unknown('config.changed-since-start', 'read-rights')] : [];
    const now = service.now;
    const changed = [
      { file: 'config.xml', mtime: config.mtime, age: java.age ?? 0 },
      ...config.wrapperFiles.map((f) => ({ file: `conf/${f.name}`, mtime: f.mtime, age: wrapper?.age ?? 0 })),
    ].filter(({ mtime, age }) => mtime !== undefined && mtime > now - age + THRESHOLDS.changedAfterStartS);
    if (changed.length === 0) return [say.pass('config.changed-since-start', { age: java.age ?? 0 })];
    const newest = Math.max(...changed.map(({ mtime }) => mtime ?? 0));
    const params = {
      files: changed.map(({ file }) => file).join(', '),
      ago: Math.max(0, now - newest),
      age: java.age ?? 0,
    };
    return [say.info('config.changed-since-start', params)];
  },
});
