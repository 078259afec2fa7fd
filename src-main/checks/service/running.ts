import type { SayMore } from '../define.ts';
import { defineCheck } from '../define.ts';
import { serviceProbe } from '../probes/service.ts';
import { upgradeProbe } from '../probes/upgrade.ts';
import { wrapperProbe } from '../probes/wrapper.ts';
import { quietly } from './quiet.ts';
import { serviceState } from './state.ts';

/** Whether the service runs, and stays up. Source: KB0535040 (start the service); the control script's own status. */
export const runningCheck = defineCheck({
  id: 'service.running',
  step: 'service',
  code: 'service.running',
  deciding: true,
  needs: { service: serviceProbe },
  uses: { wrapper: wrapperProbe, upgrade: upgradeProbe },
  judge: ({ service, wrapper, upgrade }, plain) => {
    const say = quietly(plain, upgrade);
    const state = serviceState(service, wrapper);
    const byLog = (lines: readonly number[]): SayMore =>
      lines.length > 0 ? { evidence: [{ id: wrapperProbe.id, lines }, { id: serviceProbe.id }] } : {};
    const byProcess = (line: number): SayMore => ({ evidence: [{ id: serviceProbe.id, lines: [line] }] });
    switch (state.kind) {
      case 'running': {
        const { pid, user, line } = state.process;
        const params = { pid, user, age: state.age ?? 0 };
        return [say.pass('service.running', params, byProcess(line))];
      }
      case 'starting':
        return [
          say.unknown(
            'service.running',
            'more-time',
            { pid: state.process.pid },
            { ...byProcess(state.process.line), variant: 'starting' },
          ),
        ];
      case 'unknown':
        return [say.unknown('service.running', state.needs)];
      case 'stale-pid': {
        const { pid, file, by } = state;
        const more = { ...byProcess(service.pidLine), ...(by === null ? {} : { variant: 'reused' }) };
        return [say.fail('service.stale-pid', { pid, file, by: by ?? '' }, more)];
      }
      case 'crash-loop': {
        const { launches, seconds, reason, gaveUp, lines } = state;
        const variant = seconds === undefined ? 'no-times' : gaveUp ? 'gave-up' : undefined;
        return [
          say.fail(
            'service.crash-loop',
            { launches, seconds: seconds ?? 0, reason },
            { ...byLog(lines), ...(variant ? { variant } : {}) },
          ),
        ];
      }
      case 'failed-to-start':
        return [
          say.fail(
            'service.failed-to-start',
            { reason: state.reason },
            { ...byLog(state.lines), ...(state.reason ? {} : { variant: 'no-reason' }) },
          ),
        ];
      case 'stopped': {
        const { died } = state;
        if (died) return [say.fail('service.stopped', { reason: died }, { ...byLog(state.lines), variant: 'died' })];
        const file = service.pidFile ?? '';
        return [
          say.fail('service.stopped', { file }, service.pidFileState === 'missing' ? {} : { variant: 'no-process' }),
        ];
      }
    }
  },
});
