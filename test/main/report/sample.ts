import type { Finding } from '../../../src-main/model/finding.ts';
import type { ReportInput } from '../../../src-main/report/build.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 2, 1, 2, 13, seconds)).toISOString();

export const diskFull: Finding = {
  code: 'host.disk-full',
  step: 'host',
  status: 'fail',
  params: { mount: '/opt', free: 0, size: 21_474_836_480 },
  evidence: [{ id: 'disk', lines: [3] }],
  check: 'host.disk',
};

export const cannotTell: Finding = {
  code: 'host.disk-full',
  step: 'host',
  status: 'unknown',
  params: {},
  evidence: [],
  check: 'host.disk',
  needs: 'agent-folder',
};

/** A full disk on an SSH host: what a run hands to the report. */
export const sample = (more: Partial<ReportInput> = {}): ReportInput => ({
  tool: { version: '0.1.0', platform: 'linux' },
  startedAt: at(0),
  finishedAt: at(2),
  target: { kind: 'ssh', name: 'mid-ber-02', os: 'linux', agentDir: '/opt/mid/agent', midName: 'mid-ber-02' },
  verdict: {
    status: 'problem',
    cause: { finding: diskFull, confidence: 'certain', explains: ['service.crash-loop'] },
    next: { key: 'cause', params: {} },
  },
  path: [
    { step: 'locate', outcome: 'pass', at: at(1) },
    { step: 'host', outcome: 'fail', at: at(2) },
  ],
  findings: [
    diskFull,
    { ...diskFull, status: 'pass', params: { mount: '/var', free: 9_663_676_416, size: 21_474_836_480 } },
  ],
  evidence: [
    {
      id: 'disk',
      at: at(1),
      where: 'mid-ber-02',
      text: '@df df -Pk /opt\n Filesystem\n /dev/sdb1 20511312 20511312 0 100% /opt\n=0',
      exitCode: 0,
      ms: 41,
      truncated: false,
    },
  ],
  coverage: { checks: 3, ran: 2, couldNot: [{ check: 'status.record', code: 'status.up', needs: 'instance' }] },
  ledger: [
    {
      n: 1,
      at: at(1),
      where: 'mid-ber-02',
      command: 'sh (the probes of all steps)',
      exitCode: 0,
      ms: 640,
      readOnly: true,
    },
  ],
  timings: { connectMs: 120, collectMs: 640, totalMs: 2400, roundTrips: 2 },
  ...more,
});
