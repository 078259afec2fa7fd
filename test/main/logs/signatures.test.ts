import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scanLog, signatureOf } from '../../../src-main/logs/scan.ts';
import { FRAGMENTS, SIGNATURES } from '../../../src-main/logs/signatures.ts';

const inLog = (text: string) => `2026-05-18T10:00:00.000+0200 SEVERE (StartupSequencer) [Instance:214] ${text}`;

describe('every signature', () => {
  test('has a name of its own, and a fragment for the host to look for', () => {
    expect(new Set(SIGNATURES.map((s) => s.id)).size).toBe(SIGNATURES.length);
    for (const { fragments } of SIGNATURES) expect(fragments.some((f) => FRAGMENTS.includes(f))).toBe(true);
    // They go to the host as one quoted argument of grep, a line each; none may be cut, empty or too common.
    for (const fragment of FRAGMENTS) {
      expect(fragment).not.toMatch(/['"\\$`\n]/);
      expect(fragment.length).toBeGreaterThan(8);
    }
  });

  test.each(SIGNATURES.map((s) => [s.id, s] as const))('%s hits its samples and no other one', (id, signature) => {
    for (const sample of signature.samples)
      for (const kind of signature.where)
        for (const text of [sample, inLog(sample), sample.toUpperCase()]) expect(signatureOf(text, kind)?.id).toBe(id);
  });

  test('a healthy log has none', () => {
    for (const line of [
      'Initializing MID Server',
      'Successfully connected to instance: https://acme.service-now.com/',
      'User mid.ber has all necessary roles',
      'Getting instance ACLs for table: ecc_agent',
      'Current packages: Installed:[mid-core, mid-jre] Assigned:[mid-core, mid-jre] Missing:[]',
      'MID Server started',
      'stats threads: 42, memory max: 1024.0MB',
      'Launching a JVM...',
    ])
      expect(signatureOf(inLog(line), 'agent')).toBeUndefined();
  });
});

const numbered = (...texts: string[]) => texts.map((text, i) => ({ n: i + 1, text }));
const REJECTED = inLog("Could not authenticate user 'mid' on the ServiceNow instance. SOAP Response: Status code=401");

describe('scanning a log', () => {
  test('gives the last line of each signature and how often it was met', () => {
    const { hits } = scanLog(numbered(REJECTED, 'x', inLog('No space left on device'), REJECTED), 'agent');
    expect(hits.map((h) => [h.signature.id, h.n, h.count, h.at, h.over])).toEqual([
      ['disk-full', 3, 1, '2026-05-18T10:00:00.000', false],
      ['could-not-authenticate', 4, 2, '2026-05-18T10:00:00.000', false],
    ]);
  });

  test('a healthy start after a hit ends it; one before does not', () => {
    const started = inLog('MID Server started');
    expect(scanLog(numbered(REJECTED, started), 'agent').hits[0]?.over).toBe(true);
    expect(scanLog(numbered(started, REJECTED), 'agent').hits[0]?.over).toBe(false);
    expect(scanLog(numbered(REJECTED, started), 'agent').healthy).toMatchObject({ n: 2 });
  });

  test('an upgrade’s pre-check is not ended by a start', () => {
    const aborted = inLog('Aborting MID Server upgrade due to pre-upgrade check failure: disk');
    expect(scanLog(numbered(aborted, inLog('MID Server started')), 'agent').hits[0]?.over).toBe(false);
    expect(scanLog(numbered(aborted, inLog('Pre-upgrade validation tests successful.')), 'agent').hits[0]?.over).toBe(
      true,
    );
  });

  test('a line without a time has that of the line before it', () => {
    const { hits } = scanLog(numbered(inLog('x'), 'java.lang.OutOfMemoryError: Java heap space'), 'agent');
    expect(hits[0]?.at).toBe('2026-05-18T10:00:00.000');
  });

  test('any text at all gives a scan, and garbage no hit', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 120 }), { maxLength: 20 }), (texts) => {
        expect(scanLog(numbered(...texts), 'agent').hits).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('20,000 lines are scanned within two seconds', () => {
    const lines = numbered(
      ...Array.from({ length: 20_000 }, (_, i) => inLog(`stats threads: ${i}, memory max: 1024.0MB`)),
    );
    const started = performance.now();
    scanLog(lines, 'agent');
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
