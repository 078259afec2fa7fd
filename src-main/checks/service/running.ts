import type { SayMore } from '../define.ts';
import { defineCheck } from '../define.ts';
import { configProbe } from '../probes/config.ts';
import { diskProbe } from '../probes/disk.ts';
import { type ServiceEvidence, serviceProbe } from '../probes/service.ts';
import { upgradeProbe } from '../probes/upgrade.ts';
import { wrapperProbe } from '../probes/wrapper.ts';
import { mendedSince } from './mended.ts';
import { quietly } from './quiet.ts';
import { serviceState } from './state.ts';
import { stateInWords } from './systemd.ts';

/** Whether the service runs, and stays up. Source: KB0535040 (start the service); the control script's own status. */
export const runningCheck = defineCheck({
  id: 'service.running',
  step: 'service',
  code: 'service.running',
  deciding: true,
  needs: { service: serviceProbe },
  uses: { wrapper: wrapperProbe, upgrade: upgradeProbe, config: configProbe, disk: diskProbe },
  judge: ({ service, wrapper, upgrade, ...beside }, plain) => {
    const say = quietly(plain, upgrade);
    const state = serviceState(service, wrapper);
    const byLog = (lines: readonly number[]): SayMore =>
      lines.length > 0 ? { evidence: [{ id: wrapperProbe.id, lines }, { id: serviceProbe.id }] } : {};
    const byProcess = (line: number): SayMore => ({ evidence: [{ id: serviceProbe.id, lines: [line] }] });
    switch (state.kind) {
      case 'running': {
        const { pid, user, line } = state.process;
        const restarts = service.systemd?.restarts ?? 0;
        const file = service.pidFile ?? '';
        const params = { pid, user, age: state.age ?? 0, restarts, file, status: statusVerb(service) };
        // The control script goes by its pid file alone.
        if (service.pidFileState === 'missing' && service.unit === undefined)
          return [say.warn('service.running', params, { ...byProcess(line), variant: 'no-pid-file' })];
        const more = restarts > 0 ? { ...byProcess(line), variant: 'restarted' } : byProcess(line);
        return [say.pass('service.running', params, more)];
      }
      case 'paused': {
        const { pid, kind, line } = state.process;
        const unit = service.unit ?? '';
        const variant = state.by === 'freezer' && unit ? 'frozen-unit' : state.by;
        const params = { pid, program: kind === 'java' ? 'Java' : 'the wrapper', unit };
        return [say.fail('service.paused', params, { ...byProcess(line), variant })];
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
        const mended = mendedSince(reason, service, wrapper, beside);
        // Where the log says nothing of it, systemd did.
        const variant =
          lines.length === 0
            ? 'by-systemd'
            : (mended?.variant ?? (seconds === undefined ? 'no-times' : gaveUp ? 'gave-up' : undefined));
        return [
          say.fail(
            'service.crash-loop',
            { launches, seconds: seconds ?? 0, reason, unit: service.unit ?? '', ...mended?.params },
            { ...byLog(lines), ...(variant ? { variant } : {}) },
          ),
        ];
      }
      case 'failed-to-start': {
        const { reason, lines } = state;
        const mended = lines.length > 0 ? mendedSince(reason, service, wrapper, beside) : undefined;
        const variant = mended?.variant ?? (reason ? undefined : 'no-reason');
        return [
          say.fail(
            'service.failed-to-start',
            { reason, ...mended?.params },
            { ...byLog(lines), ...(variant ? { variant } : {}) },
          ),
        ];
      }
      case 'stopped': {
        const { died } = state;
        const { systemd, unit } = service;
        if (died) return [say.fail('service.stopped', { reason: died }, { ...byLog(state.lines), variant: 'died' })];
        const file = service.pidFile ?? '';
        if (wrapper?.logOff && service.pidFileState === 'missing')
          return [say.fail('service.stopped', { file }, { variant: 'no-log' })];
        if (systemd && unit !== undefined) {
          const variant = systemd.activeState === 'active' ? 'exited' : 'systemd';
          const params = { file, unit, state: stateInWords(systemd) };
          return [say.fail('service.stopped', params, { ...byProcess(systemd.line), variant })];
        }
        return [
          say.fail('service.stopped', { file }, service.pidFileState === 'missing' ? {} : { variant: 'no-process' }),
        ];
      }
    }
  },
});

/** What `bin/mid.sh status` prints, word for word. Source: bin/mid.sh; daemon.sh of Java Service Wrapper. */
const statusVerb = ({ longName, unit, initScript, pid, pidFileState, said }: ServiceEvidence): string => {
  const how = unit ? 'installed with systemd' : initScript ? 'installed' : 'not installed';
  const name = `${longName ?? 'ServiceNow MID Server'} (${how})`;
  if (pidFileState === 'missing') return `${name} is not running.`;
  if (pid === undefined) return '';
  const detail =
    said.wrapper || said.java ? `, Wrapper:${said.wrapper ?? 'Unknown'}, Java:${said.java ?? 'Unknown'}` : '';
  return `${name} is running: PID:${pid}${detail}`;
};
