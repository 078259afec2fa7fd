import { describe, expect, test } from 'vitest';
import { diagnoseWith } from '../../../src-main/app/diagnose.ts';
import { ConnectionError } from '../../../src-main/model/connection-error.ts';
import type { AskUser } from '../../../src-main/model/prompt.ts';
import { createFakeParts, HEALTHY, STOPPED } from '../../fakes/parts.ts';

const TARGET = { kind: 'ssh', address: 'mid1' } as const;
const nobody: AskUser = async () => ({ kind: 'cancel' });

describe('one look from the command line', () => {
  test('brings findings, verdict, the way, the ledger and the times', async () => {
    const { parts, state } = createFakeParts(STOPPED);
    const progress: string[] = [];
    const found: string[] = [];
    const seen = await diagnoseWith(parts, {
      target: TARGET,
      ask: nobody,
      onProgress: ({ label, done, total }) => progress.push(`${label} ${done}/${total}`),
      onFinding: ({ code, status }) => found.push(`${code} ${status}`),
    });
    expect(seen).toMatchObject({
      target: { kind: 'ssh', name: 'mid1', os: 'linux', agentDir: '/opt/mid/agent', midName: 'mid1' },
      verdict: { status: 'problem', cause: { finding: { code: 'service.stopped' } } },
      error: null,
      timings: { roundTrips: 2 },
    });
    expect(seen.path.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
      'status skipped',
      'locate pass',
      'service fail',
      'upgrade pass',
      'host pass',
      'network skipped',
      'credentials skipped',
      'instance skipped',
      'verify unknown',
      'support skipped',
    ]);
    expect(seen.ledger.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);
    expect(progress).toEqual(['Connecting to mid1 0/0', ...[1, 2, 3, 4, 5].map((n) => `Looking at mid1 ${n}/5`)]);
    expect(found).toContain('service.stopped fail');
    expect(state.openHosts).toBe(0);
  });

  test('with steps judges those and what they stand on was collected', async () => {
    const { parts, state } = createFakeParts(HEALTHY);
    const seen = await diagnoseWith(parts, { target: TARGET, ask: nobody, steps: ['host'] });
    expect(state.calls).toEqual(['collect host']);
    expect(seen.findings.map(({ step }) => step)).toEqual(['host']);
    expect(seen.path.filter(({ outcome }) => outcome !== 'skipped')).toMatchObject([{ step: 'host', outcome: 'pass' }]);
  });

  test('a connection that cannot be made is a result with an error', async () => {
    const { parts, state } = createFakeParts(STOPPED);
    const error = new ConnectionError('refused', 'tcp', { host: 'mid1', port: 22 });
    state.connecting = async () => {
      throw error;
    };
    const seen = await diagnoseWith(parts, { target: TARGET, ask: nobody });
    expect(seen).toMatchObject({ error, verdict: { status: 'undetermined' }, findings: [], evidence: [] });
  });

  test('after the time limit it holds what was seen until then', async () => {
    const { parts, state } = createFakeParts(STOPPED);
    state.hangsAt = 'upgrade';
    const seen = await diagnoseWith(parts, { target: TARGET, ask: nobody, timeoutMs: 50 });
    expect(seen.evidence.map(({ id }) => id)).toEqual(['locate', 'service']);
    expect(seen.findings.find(({ code }) => code === 'service.stopped')?.status).toBe('fail');
    expect(seen.error).toBeNull();
    expect(state.openHosts).toBe(0);
  });

  test('the time limit also ends a connecting that hangs, and says so', async () => {
    const { parts, state } = createFakeParts(STOPPED);
    state.connecting = ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new ConnectionError('cancelled', 'banner', { host: 'mid1' })));
      });
    const seen = await diagnoseWith(parts, { target: TARGET, ask: nobody, timeoutMs: 50 });
    expect(seen.error).toMatchObject({ code: 'timeout', phase: 'banner', params: { lookLimit: 0.05 } });
  });

  test('nothing at all coming back is a failure of the way in, not a diagnosis', async () => {
    const { parts } = createFakeParts(STOPPED);
    const seen = await diagnoseWith(
      {
        ...parts,
        collect: async () => ({ failed: 'denied', message: 'This account is not available.', roundTrips: 1 }),
      },
      { target: TARGET, ask: nobody },
    );
    expect(seen.error).toMatchObject({
      code: 'failed',
      params: { host: 'mid1', why: 'This account is not available.' },
    });
  });

  test('what was typed is a secret of the result', async () => {
    const { parts, state } = createFakeParts(STOPPED);
    state.connecting = async ({ ask }) => {
      await ask({ kind: 'sudo-password', host: 'mid1', user: 'ops', become: 'root', owner: 'ops', again: false });
    };
    const ask: AskUser = async () => ({ kind: 'values', values: ['hunter2'] });
    expect((await diagnoseWith(parts, { target: TARGET, ask })).secrets).toEqual(['hunter2']);
  });

  test('a mistake of our own is not passed off as a connection that failed', async () => {
    const { parts } = createFakeParts(STOPPED);
    const broken = {
      ...parts,
      judge: () => {
        throw new TypeError('broken');
      },
    };
    await expect(diagnoseWith(broken, { target: TARGET, ask: nobody })).rejects.toThrow(TypeError);
  });
});
