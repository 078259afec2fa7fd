import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_CAPTURED_TEXT, parseCapture } from '../../../src-main/model/capture.ts';
import { EvidenceError, type EvidenceErrorCode } from '../../../src-main/model/evidence-error.ts';

const GOOD = {
  schema: 'midup.capture/1',
  tool: { name: 'midup', version: '0.1.0', platform: 'linux' },
  startedAt: '2026-11-22T10:00:00.000Z',
  finishedAt: '2026-11-22T10:00:02.000Z',
  host: { name: 'mid1', os: 'linux' },
  agentDir: '/opt/mid/agent',
  failed: null,
  evidence: [
    {
      ...{ id: 'locate', at: '2026-11-22T10:00:00.000Z', where: 'mid1', text: ':uid 0\n' },
      ...{ exitCode: 0, ms: 12.5, truncated: false },
    },
  ],
};
const piece = (more: object) => ({ ...GOOD, evidence: [{ ...GOOD.evidence[0], ...more }] });

describe('a saved capture', () => {
  test('is read as it was saved, with whatever a later version adds left out', () => {
    expect(parseCapture(JSON.stringify(GOOD))).toEqual(GOOD);
    expect(parseCapture(`\ufeff${JSON.stringify({ ...GOOD, expect: {}, title: 'x' })}`)).toEqual(GOOD);
  });

  test.each<[string, string, RegExp]>([
    ['nothing', '', /not whole JSON/],
    ['half of one', JSON.stringify(GOOD).slice(0, 200), /not whole JSON, so it was cut off/],
    ['a list', '[]', /not saved by midup capture/],
    ['null', 'null', /not saved by midup capture/],
    ['something else', '{"a":1}', /not saved by midup capture/],
    ['a report', '{"schema":"midup.report/1"}', /it is a report/],
    ['a later version', '{"schema":"midup.capture/2"}', /another version of MID Up \(midup\.capture\/2/],
    ['a schema of others', '{"schema":"x\\ny"}', /not saved by midup capture/],
    ['a schema that is no text', '{"schema":1}', /schema/],
    ['no evidence', JSON.stringify({ ...GOOD, evidence: [] }), /evidence: there is no evidence/],
    ['evidence of another type', JSON.stringify({ ...GOOD, evidence: {} }), /evidence: /],
    ['a text too long', JSON.stringify(piece({ text: 'x'.repeat(MAX_CAPTURED_TEXT + 1) })), /evidence\.0\.text: /],
    ['a text that is a number', JSON.stringify(piece({ text: 7 })), /evidence\.0\.text: /],
    ['an id out of a path', JSON.stringify(piece({ id: '../x' })), /evidence\.0\.id: /],
    ['a failure not known', JSON.stringify(piece({ failed: 'gremlins' })), /evidence\.0\.failed: /],
    ['a name with an escape', JSON.stringify({ ...GOOD, host: { name: '\u001b[31mx', os: null } }), /host\.name: /],
    ['too many pieces', JSON.stringify({ ...GOOD, evidence: Array(65).fill(GOOD.evidence[0]) }), /evidence: /],
    ['deep nesting', `${'['.repeat(200_000)}${']'.repeat(200_000)}`, /./],
    [
      'deep nesting within',
      JSON.stringify(GOOD).replace('":uid 0\\n"', `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
      /text/,
    ],
  ])('%s is refused in one line', (_, text, said) => {
    expect(() => parseCapture(text)).toThrow(said);
    try {
      parseCapture(text);
    } catch (error) {
      expect((error as Error).message).toMatch(/^[^\n\u0000-\u001f]{1,300}$/);
    }
  });

  test.each<[EvidenceErrorCode, string, string]>([
    ['cut-off', 'nothing', ''],
    ['cut-off', 'the beginning of one', JSON.stringify(GOOD, null, 1).slice(0, 300)],
    ['foreign', 'no JSON', 'mid-ber-02 is down'],
    ['foreign', 'JSON of others', '{"a":1}'],
    ['report', 'a report', '{"schema":"midup.report/1"}'],
    ['version', 'one of a later version', '{"schema":"midup.capture/2"}'],
    ['invalid', 'one that was changed', JSON.stringify(piece({ text: 7 }))],
  ])('%s is the code of %s', (code, _, text) => {
    try {
      parseCapture(text);
      throw new Error('was read');
    } catch (error) {
      expect(error).toBeInstanceOf(EvidenceError);
      expect(error).toMatchObject({ code });
    }
  });

  test('whatever a file holds, it is a capture or refused', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(GOOD)), (value, key) => {
        try {
          const { evidence } = parseCapture(JSON.stringify({ ...GOOD, [key]: value }));
          expect(evidence.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(EvidenceError);
          expect((error as Error).message).not.toContain('\n');
        }
      }),
    );
  });
});
