import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHECKS, PROBES } from '../../../src-main/checks/catalogue.ts';
import { agentFacts } from '../../../src-main/checks/facts.ts';
import { judgeWith } from '../../../src-main/checks/judge.ts';
import { decideVerdict } from '../../../src-main/checks/verdict.ts';
import { messagesFor } from '../../../src-main/messages/index.ts';
import type { Evidence } from '../../../src-main/model/evidence.ts';
import { type CapturedHost, capturedHosts, damagedOf, FUZZ, FUZZ_MS } from '../../fakes/fuzz.ts';

const HOSTS = capturedHosts();
const done = { complete: true } as const;
const messages = messagesFor('en');

/** That host, with this text from one of its probes. */
const withText = ({ evidence }: CapturedHost, id: string, text: string): readonly Evidence[] =>
  evidence.map((e) => (e.id === id ? { ...e, text } : e));

describe.each(PROBES.map(({ id }) => id))('what %s brings', (id) => {
  const brought = HOSTS.filter(({ evidence }) => evidence.some((e) => e.id === id));
  const texts = [...new Set(brought.flatMap(({ evidence }) => evidence.filter((e) => e.id === id).map((e) => e.text)))];
  const checks = CHECKS.filter(({ needs, uses }) =>
    [...Object.values(needs), ...Object.values(uses)].some((p) => p.id === id),
  );
  const standing = checks.filter(({ needs }) => Object.values(needs).some((p) => p.id === id));

  test('is there in what was captured', () => {
    expect(texts.length).toBeGreaterThan(3);
    expect(checks.length).toBeGreaterThan(0);
  });

  test(
    'cut, doubled or garbled is judged, and said, without a throw',
    () => {
      fc.assert(
        fc.property(fc.constantFrom(...brought), damagedOf(texts), (host, text) => {
          const evidence = withText(host, id, text);
          const { findings } = judgeWith(checks, evidence, done);
          expect(findings.filter((f) => f.needs === 'tool' && f.evidence.length === 0)).toEqual([]);
          for (const finding of findings) {
            const { title, saw, doThis } = messages.finding(finding);
            // A list to choose from is cut at 20,000, any other value at 600.
            expect([title, saw, ...doThis].join('\n').length).toBeLessThan(24_000);
          }
          decideVerdict(findings, { instanceLooked: false });
          agentFacts(evidence);
        }),
        FUZZ,
      );
    },
    FUZZ_MS,
  );

  test(
    'says nothing good where it is garbage',
    () => {
      const lines = fc.array(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 60 }),
          fc.constantFrom(' ', '=0', ':', '@', '@df df', ':state'),
        ),
        {
          maxLength: 20,
        },
      );
      fc.assert(
        fc.property(fc.constantFrom(...brought), lines, (host, garbage) => {
          const { findings } = judgeWith(standing, withText(host, id, garbage.join('\n')), done);
          expect(
            findings
              .filter((f) => f.status === 'pass' && f.evidence.some((e) => e.id === id))
              .map((f) => `${f.check} ${f.code}`),
          ).toEqual([]);
        }),
        FUZZ,
      );
    },
    FUZZ_MS,
  );

  test(
    'says nothing good where it was cut off by its limit or the connection',
    () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...brought),
          damagedOf(texts),
          fc.constantFrom('timeout', 'connection', 'overflow', 'cancelled'),
          (host, text, failed) => {
            const evidence = withText(host, id, text).map((e) => (e.id === id ? { ...e, failed } : e));
            const { findings } = judgeWith(standing, evidence, done);
            expect(
              findings
                .filter((f) => f.status === 'pass' && f.evidence.some((e) => e.id === id))
                .map((f) => `${f.check} ${f.code}`),
            ).toEqual([]);
          },
        ),
        { numRuns: Math.ceil(FUZZ.numRuns / 10) },
      );
    },
    FUZZ_MS,
  );
});
