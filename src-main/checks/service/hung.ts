import { defineCheck } from '../define.ts';
import { serviceProbe } from '../probes/service.ts';
import { upgradeProbe } from '../probes/upgrade.ts';
import { wrapperProbe } from '../probes/wrapper.ts';
import { THRESHOLDS } from '../thresholds.ts';
import { quietly } from './quiet.ts';
import { serviceState } from './state.ts';

/** Runs, but writes nothing: the agent log gets a status line each minute. Inference from LogStatusMonitor.60. */
export const hungCheck = defineCheck({
  id: 'service.hung',
  step: 'service',
  code: 'service.hung',
  needs: { service: serviceProbe },
  uses: { wrapper: wrapperProbe, upgrade: upgradeProbe },
  judge: ({ service, wrapper, upgrade }, plain) => {
    const state = serviceState(service, wrapper);
    if (state.kind !== 'running' || state.age === undefined) return [];
    const { now, agentLog, agentLogTime, agentLogLine, deletedLog } = service;
    const say = quietly(plain, upgrade);
    // It writes all the same, where nobody can read it.
    if (deletedLog) {
      const { path: log, line } = deletedLog;
      const more = { evidence: [{ id: serviceProbe.id, lines: [line] }], variant: 'log-deleted' };
      return [say.warn('service.hung', { log }, more)];
    }
    if (state.age < THRESHOLDS.hungS) return [];
    if (now === undefined || agentLog === undefined) return [plain.unknown('service.hung', 'read-rights')];
    const evidence = [{ id: serviceProbe.id, lines: [agentLogLine] }];
    if (agentLogTime === undefined)
      return [say.fail('service.hung', { age: state.age }, { evidence, variant: 'no-log', certainty: 'likely' })];
    const silent = Math.max(0, now - agentLogTime);
    const params = { silent, age: state.age, log: agentLog };
    return silent >= THRESHOLDS.hungS
      ? [say.fail('service.hung', params, { evidence })]
      : [say.pass('service.hung', params, { evidence })];
  },
});
