import { expect } from 'vitest';
import type { Report } from '../../../src-main/model/report.ts';
import type { MidHost } from '../../peers/mid-host.ts';
import type { HostScenario } from './scenario.ts';

export const running = async (mid: MidHost) => {
  await mid.start();
  await mid.waitFor('logs/agent0.log.0', 'LogStatusMonitor');
};
/** Started once, so that it is a host that used to work, and stopped in order. */
export const stopped = async (mid: MidHost) => {
  await running(mid);
  await mid.stop();
};
export const startedInVain = async (mid: MidHost) => {
  await mid.start();
  await mid.waitFor('logs/wrapper.log', '<-- Wrapper Stopped');
};
export const finding = (report: Report, code: string) => {
  const found = report.findings.find((f) => f.code === code && f.status === 'fail');
  expect(found, `a failing ${code}`).toBeDefined();
  return found ?? report.findings[0];
};

export const problem = (cause: string, more: Partial<HostScenario['expect']> = {}): HostScenario['expect'] => ({
  status: 'problem',
  exit: 1,
  cause,
  confidence: 'certain',
  ...more,
});
export const healthy: HostScenario['expect'] = {
  status: 'ok',
  exit: 0,
  cause: null,
  also: (report) => {
    const alarms = report.findings.filter((f) => f.status === 'fail' || f.status === 'warn');
    expect(alarms.map((f) => `${f.status} ${f.code}: ${f.saw}`)).toEqual([]);
  },
};

/** Lines of the agent's own log, as `LEVEL (Thread) message`. */
export const logging = async (mid: MidHost, lines: readonly string[]) => {
  mid.write('etc/fakemid-lines.txt', `${lines.join('\n')}\n`);
  mid.override('wrapper.java.additional.1=-Dfakemid.lines=etc/fakemid-lines.txt');
  await mid.start();
  await mid.waitFor('logs/agent0.log.0', lines.at(-1)?.replace(/^.*\) /, '') ?? '');
};
