import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { captureWith, judgeCaptureWith } from '../../../src-main/app/capture.ts';
import { diagnoseWith } from '../../../src-main/app/diagnose.ts';
import type { Parts } from '../../../src-main/app/parts.ts';
import { realParts } from '../../../src-main/app/real-parts.ts';
import { parseCapture } from '../../../src-main/model/capture.ts';
import type { Evidence } from '../../../src-main/model/evidence.ts';
import type { AskUser } from '../../../src-main/model/prompt.ts';
import { capturedHosts } from '../../fakes/fuzz.ts';
import { createFakeParts, STOPPED } from '../../fakes/parts.ts';

const TOOL = { version: '0.1.0', platform: 'linux' };
const HOSTS = capturedHosts();
const real = realParts();

/** A host that brings this evidence, and asks for a password on the way in. */
const bringing = (evidence: readonly Evidence[]): Parts => {
  const { parts, state } = createFakeParts(STOPPED);
  state.connecting = async ({ ask }) => {
    await ask({ kind: 'password', user: 'ops', host: 'mid1', again: false } as Parameters<AskUser>[0]);
  };
  return {
    ...real,
    connect: parts.connect,
    collect: async (_host, o) => {
      for (const one of evidence) o.onEvidence(one);
      return { roundTrips: 1 };
    },
  };
};
const typing = (password: string) => ({
  target: { kind: 'ssh', address: 'mid1' } as const,
  ask: (async () => ({ kind: 'values', values: [password] })) as AskUser,
});
const taken = async (parts: Parts, password: string) => {
  const result = await captureWith(parts, typing(password), TOOL);
  if (result.error) throw new Error(result.error.code);
  return { ...result, text: JSON.stringify(result.capture) };
};

describe('the capture of a host', () => {
  test.each(HOSTS)('$id: says what the host said', async ({ evidence }) => {
    const parts = bringing(evidence);
    const live = await diagnoseWith(parts, typing('a-password-of-mine'));
    const { text, faithful } = await taken(parts, 'a-password-of-mine');
    const replayed = judgeCaptureWith(parts, parseCapture(text));
    expect(faithful).toBe(true);
    expect(replayed.verdict).toEqual(live.verdict);
    expect(replayed.findings).toEqual(live.findings);
    expect(replayed.coverage).toEqual(live.coverage);
    expect(replayed.path.map(({ step, outcome }) => [step, outcome])).toEqual(
      live.path.map(({ step, outcome }) => [step, outcome]),
    );
  });

  test('holds no secret, wherever one stood in what the host printed', async () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9+/_-]{12,30}$/).filter((s) => /[0-9]/.test(s) && /[A-Za-z]/.test(s));
    const planted = fc.constantFrom(
      (s: string) => s,
      (s: string) => `2026-11-22T10:00:00.000+0000 INFO (X) [X:1] password=${s}`,
      (s: string) => `Authorization: Basic ${Buffer.from(`mid.ber:${s}`).toString('base64')}`,
      (s: string) => `proxy https://mid.ber:${s}@proxy.example:3128/`,
      (s: string) => `<parameter name="mid.proxy.password" value="${s}"/>`,
      (s: string) => `sudo -S: ${s}`,
    );
    const place = fc.tuple(fc.constantFrom(...HOSTS), fc.nat(), fc.nat());
    await fc.assert(
      fc.asyncProperty(place, secret, planted, async ([{ evidence }, which, where], word, as) => {
        const at = which % evidence.length;
        const told = evidence.map((e, i) => {
          if (i !== at) return e;
          const lines = e.text.split('\n');
          return { ...e, text: lines.toSpliced(where % lines.length, 0, ` ${as(word)}`).join('\n') };
        });
        // It was typed to get in, so it is known to be one wherever it stands.
        const { text } = await taken(bringing(told), word);
        expect(text).not.toContain(word);
        expect(text).not.toContain(Buffer.from(`mid.ber:${word}`).toString('base64'));
        expect(() => parseCapture(text)).not.toThrow();
      }),
      { numRuns: 150 },
    );
  });
});
