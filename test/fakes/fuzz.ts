import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseCapture } from '../../src-main/model/capture.ts';
import type { Evidence } from '../../src-main/model/evidence.ts';

/** Inputs a property is tried with; `npm run test:fuzz` tries a hundred times as many. */
export const RUNS = Number(process.env['MIDUP_FUZZ'] ?? 1000);
export const FUZZ = { numRuns: RUNS } as const;
/** For a whole property; nothing is known to take near as long. */
export const FUZZ_MS = 20_000 + RUNS * 12;

const TOKENS = [
  '',
  '0',
  '-1',
  '99999999999999999999',
  '1e309',
  'NaN',
  '\\',
  '\\n',
  '\0',
  '\r',
  '\u2028',
  ' ',
  '=0',
  '=999',
  '@x y',
  ':',
  ':x',
  '/',
  '..',
  '"',
  "'",
  '<',
  '&',
  '%',
  '$(x)',
] as const;
const noise = fc.oneof(
  fc.constantFrom(...TOKENS),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc
    .tuple(fc.constantFrom('a', ' ', '0', '(', '\\', ':'), fc.integer({ min: 1, max: 3000 }))
    .map(([c, n]) => c.repeat(n)),
);

/** A text cut, doubled or garbled: by bytes, by lines, and by the values in its lines. */
export const damaged = (text: string): fc.Arbitrary<string> => {
  const lines = text.split('\n');
  const line = fc.nat(Math.max(0, lines.length - 1));
  const place = fc.nat(text.length);
  return fc.oneof(
    place.map((at) => text.slice(0, at)),
    place.map((at) => text.slice(at)),
    fc.tuple(place, place).map(([a, b]) => text.slice(0, a) + text.slice(b)),
    fc.constant(text + text),
    fc
      .tuple(line, fc.integer({ min: 2, max: 40 }))
      .map(([at, n]) => lines.toSpliced(at, 0, ...Array(n).fill(lines[at] ?? '')).join('\n')),
    fc.tuple(line, noise).map(([at, put]) => lines.with(at, put).join('\n')),
    fc.tuple(line, noise).map(([at, put]) =>
      lines
        .with(
          at,
          (lines[at] ?? '').replace(/\S+$/, () => put),
        )
        .join('\n'),
    ),
    fc.tuple(line, line).map(([a, b]) =>
      lines
        .with(a, lines[b] ?? '')
        .with(b, lines[a] ?? '')
        .join('\n'),
    ),
    fc.tuple(place, noise).map(([at, put]) => text.slice(0, at) + put + text.slice(at + put.length)),
    fc.tuple(place, noise).map(([at, put]) => text.slice(0, at) + put + text.slice(at)),
  );
};

/** One of these texts, damaged once or twice. */
export const damagedOf = (texts: readonly string[]): fc.Arbitrary<string> =>
  fc
    .constantFrom(...texts)
    .chain(damaged)
    .chain((text) => fc.oneof({ weight: 3, arbitrary: fc.constant(text) }, { weight: 1, arbitrary: damaged(text) }));

export type CapturedHost = { readonly id: string; readonly evidence: readonly Evidence[] };

const FOLDER = join(import.meta.dirname, '../fixtures/hosts');

/** Evidence of real hosts, as it was captured. Large ones are left out: what is in them is in others, too. */
export const capturedHosts = (): readonly CapturedHost[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ id: name.slice(0, -'.json'.length), text: readFileSync(join(FOLDER, name), 'utf8') }))
    .filter(({ text }) => text.length < 24_000)
    .map(({ id, text }) => ({ id, evidence: parseCapture(text).evidence }));
