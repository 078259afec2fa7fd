import { defineCheck } from '../define.ts';
import { serviceProbe } from '../probes/service.ts';
import { upgradeProbe } from '../probes/upgrade.ts';
import { quietly } from './quiet.ts';

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
