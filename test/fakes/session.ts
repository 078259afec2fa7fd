import type { Session } from '../../src-main/model/session.ts';

/** A whole session with something in every field; give what differs. */
export const fakeSession = (id: string, more: Partial<Session> = {}): Session => ({
  version: 1,
  id,
  startedAt: '2026-01-02T03:04:05.000Z',
  savedAt: '2026-01-02T03:05:05.000Z',
  target: { kind: 'ssh', address: 'mid1', sudo: true },
  hostName: 'mid1',
  agentDir: null,
  current: 'host',
  screen: 'guide',
  path: [{ step: 'locate', outcome: 'pass', at: '2026-01-02T03:04:06.000Z' }],
  answers: { status: 'no' },
  skipped: ['network'],
  evidence: [
    {
      id: 'disk',
      at: '2026-01-02T03:04:06.000Z',
      where: 'mid1',
      text: '@df df\n=0\n',
      exitCode: 0,
      ms: 4,
      truncated: false,
    },
  ],
  findings: [
    {
      code: 'host.disk-full',
      step: 'host',
      status: 'fail',
      params: { mount: '/opt', free: 0 },
      evidence: [{ id: 'disk', lines: [1] }],
      check: 'host.disk',
    },
  ],
  ledger: [{ n: 1, at: '2026-01-02T03:04:06.000Z', where: 'mid1', command: 'df', exitCode: 0, ms: 4, readOnly: true }],
  fixes: [
    {
      fix: 'start-service',
      at: '2026-01-02T03:04:06.000Z',
      commands: ['x'],
      outcome: { kind: 'died', afterSeconds: 20, reason: null },
    },
  ],
  note: 'asked the storage team',
  ...more,
});
