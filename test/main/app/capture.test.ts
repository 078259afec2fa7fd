import { describe, expect, test } from 'vitest';
import { captureWith, judgeCaptureWith } from '../../../src-main/app/capture.ts';
import { diagnoseWith } from '../../../src-main/app/diagnose.ts';
import { realParts } from '../../../src-main/app/real-parts.ts';
import { buildReport } from '../../../src-main/app/reporting.ts';
import { parseCapture } from '../../../src-main/model/capture.ts';
import { ConnectionError } from '../../../src-main/model/connection-error.ts';
import type { Evidence } from '../../../src-main/model/evidence.ts';
import type { AskUser } from '../../../src-main/model/prompt.ts';
import { createFakeParts, STOPPED } from '../../fakes/parts.ts';

const TARGET = { kind: 'ssh', address: 'mid1' } as const;
const TOOL = { version: '0.1.0', platform: 'linux' };
const nobody: AskUser = async () => ({ kind: 'cancel' });

const captured = async (parts = createFakeParts(STOPPED).parts) => {
  const result = await captureWith(parts, { target: TARGET, ask: nobody }, TOOL);
  if (result.error) throw new Error('not captured');
  return result;
};

describe('capturing', () => {
  test('a capture gives what the host gave, with no host', async () => {
    const { parts } = createFakeParts(STOPPED);
    const live = await diagnoseWith(parts, { target: TARGET, ask: nobody });
    const { capture, faithful } = await captured(parts);
    const replayed = judgeCaptureWith(parts, parseCapture(JSON.stringify(capture)));
    expect(faithful).toBe(true);
    expect(replayed.findings).toEqual(live.findings);
    expect(replayed.verdict).toEqual(live.verdict);
    expect(replayed.coverage).toEqual(live.coverage);
    expect(replayed.path.map(({ step, outcome }) => [step, outcome])).toEqual(
      live.path.map(({ step, outcome }) => [step, outcome]),
    );
    expect(replayed.target).toEqual({ ...live.target, kind: 'evidence' });
    expect(replayed.ledger).toEqual([]);
    const report = buildReport({ ...replayed, tool: TOOL });
    expect(report).toMatchObject({ target: { kind: 'evidence' }, error: null });
  });

  test('looks at all steps, and judges those asked for', async () => {
    const { parts, state } = createFakeParts(STOPPED);
    const { capture } = await captured(parts);
    expect(state.calls).toEqual(['collect all']);
    const replayed = judgeCaptureWith(parts, capture, ['host']);
    expect(new Set(replayed.findings.map(({ step }) => step))).toEqual(new Set(['host']));
  });

  test('takes out what was typed to get in', async () => {
    const { parts, state } = createFakeParts({ ...STOPPED, disk: 'host.disk-full pass\n the-typed-one' });
    state.connecting = async ({ ask }) => {
      await ask({ kind: 'password', user: 'ops', host: 'mid1', again: false } as Parameters<AskUser>[0]);
    };
    const result = await captureWith(
      parts,
      { target: TARGET, ask: async () => ({ kind: 'values', values: ['the-typed-one'] }) },
      TOOL,
    );
    expect(JSON.stringify(result.error ?? 'none')).toBe('"none"');
    expect(result.error === null && JSON.stringify(result.capture)).not.toContain('the-typed-one');
  });

  test('a connection that cannot be made gives its error and no file', async () => {
    const { parts, state } = createFakeParts(STOPPED);
    state.connecting = async () => {
      throw new ConnectionError('refused', 'tcp', { host: 'mid1', port: 22 });
    };
    const result = await captureWith(parts, { target: TARGET, ask: nobody }, TOOL);
    expect(result.error).toMatchObject({ code: 'refused' });
    expect('capture' in result).toBe(false);
  });

  test('says where looking ended early, and the replay knows it', async () => {
    const { parts, state } = createFakeParts(STOPPED);
    state.hangsAt = 'upgrade';
    const result = await captureWith(parts, { target: TARGET, ask: nobody, timeoutMs: 50 }, TOOL);
    expect(result.error).toBeNull();
    if (result.error) return;
    expect(result.capture.failed).toBe('timeout');
    expect(result.capture.evidence.map(({ id }) => id)).toEqual(['locate', 'service']);
  });
});

/** Parts that look at nothing and bring this evidence. */
const bringing = (evidence: readonly Evidence[]) => ({
  ...realParts(),
  connect: createFakeParts(STOPPED).parts.connect,
  collect: async (_host: unknown, o: { onEvidence(e: Evidence): void }) => {
    for (const one of evidence) o.onEvidence(one);
    return { roundTrips: 1 };
  },
});

const AGENT = '/opt/servicenow/mid/agent';
const piece = (id: string, lines: readonly string[]): Evidence => ({
  ...{ id, at: '2026-11-22T10:00:00.000Z', where: 'mid1', exitCode: 0, ms: 5, truncated: false },
  text: `${lines.join('\n')}\n`,
});
const located = piece('locate', [
  ':uid 0',
  ':user root',
  `:agent ${AGENT}`,
  ':name m',
  ':readable yes',
  `:chosen ${AGENT}`,
]);
const config = (...lines: readonly string[]) =>
  piece('config', [
    `:config-path ${AGENT}/config.xml`,
    ':config-state read',
    `@config.xml cat ${AGENT}/config.xml (secrets masked on the host)`,
    ...lines.map((line) => ` ${line}`),
    '=0',
  ]);

describe('redacting leaves what is judged', () => {
  test.each([
    [
      'an & in a password, masked on the host',
      '<parameter name="mid.instance.password" value="*&**;****"/>',
      'ampersand',
    ],
    [
      'a < in a password, masked on the host',
      '<parameter name="mid.instance.password" value="**<*****"/>',
      'less-than',
    ],
  ])('%s', async (_, line, variant) => {
    const parts = bringing([located, config('<parameters>', line, '</parameters>')]);
    const { capture, faithful } = await captured(parts);
    expect(faithful).toBe(true);
    const found = judgeCaptureWith(parts, capture).findings.find((f) => f.code === 'config.malformed');
    expect(found).toMatchObject({ status: 'fail', variant, params: { line: 2 } });
  });

  test('a password that was never filled in is still seen to be none', async () => {
    const line = '<parameter name="mid.instance.password" value="YOUR_INSTANCE_PASSWORD_HERE" secure="true"/>';
    const parts = bringing([located, config('<parameters>', line, '</parameters>')]);
    const { capture, faithful } = await captured(parts);
    expect(faithful).toBe(true);
    const found = judgeCaptureWith(parts, capture).findings.find((f) => f.code === 'config.placeholder');
    expect(found).toMatchObject({ status: 'fail' });
  });

  test('a secret that the host did not mask goes, whatever becomes of the verdict', async () => {
    const bad = '<parameter name="mid.instance.password" value="open&secret"/>';
    const parts = bringing([located, config('<parameters>', bad, '</parameters>')]);
    const { capture, faithful } = await captured(parts);
    expect(JSON.stringify(capture)).not.toMatch(/open|secret"/);
    expect(faithful).toBe(false);
  });

  test('a sound config.xml keeps not even the length of a password', async () => {
    const line = '<parameter name="mid.instance.password" value="encrypted:***********************"/>';
    const parts = bringing([located, config('<parameters>', line, '</parameters>')]);
    const { capture } = await captured(parts);
    expect(JSON.stringify(capture)).not.toContain('*****');
  });
});
