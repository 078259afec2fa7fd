import type { Evidence } from '../../src-main/model/evidence.ts';

export const AGENT = '/opt/servicenow/mid/agent';
/** 2026-11-22 10:00:00, as epoch and as the host's local clock. */
export const NOW = 1_795_341_600;
export const NOW_LOCAL = '2026/11/22 10:00:00';

/** Evidence of one probe, out of transcript lines. */
export const evidenceOf = (id: string, lines: readonly string[], more: Partial<Evidence> = {}): Evidence => ({
  id,
  at: '2026-11-22T10:00:00.000Z',
  where: 'mid-ber-02',
  text: `${lines.join('\n')}\n`,
  exitCode: 0,
  ms: 5,
  truncated: false,
  ...more,
});

export const located = (...more: readonly string[]): Evidence =>
  evidenceOf('locate', [
    ':uid 0',
    ':user root',
    `:seen unit mid.service ${AGENT}`,
    `:agent ${AGENT}`,
    ':name mid-ber-02',
    ':readable yes',
    `:chosen ${AGENT}`,
    ...more,
  ]);

export const service = (...more: readonly string[]): Evidence =>
  evidenceOf('service', [`:now ${NOW}`, `:now-local ${NOW_LOCAL}`, ...more]);

/** The wrapper's own sentences, a line each, and more facts before them. */
export const wrapper = (events: readonly string[], ...more: readonly string[]): Evidence =>
  evidenceOf('wrapper', [
    `:now ${NOW}`,
    `:now-local ${NOW_LOCAL}`,
    ...more,
    `@events what the wrapper itself said`,
    ...events.map((e) => ` ${e}`),
    '=0',
  ]);

export const upgrade = (...more: readonly string[]): Evidence =>
  evidenceOf('upgrade', [`:now ${NOW}`, `:now-local ${NOW_LOCAL}`, ':folder readable', ...more]);

export const RUNNING = [
  ':pid-file-state read',
  ':pid 500',
  `:pid-file ${AGENT}/work/mid.pid`,
  ':process 500 wrapper 1 S 4000 mid',
  ':process 520 java 500 S 3999 mid',
  ':pid-process /opt/servicenow/mid/agent/bin/./wrapper-linux-x86-64',
];
export const STOPPED = [':pid-file-state missing', `:pid-file ${AGENT}/work/mid.pid`];
