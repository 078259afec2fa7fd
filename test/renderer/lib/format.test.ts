import { expect, test } from 'vitest';
import { clockTime, dayAndTime, dayTime, elapsed, took } from '../../../src-renderer/lib/format.ts';

const words = { today: 'today', yesterday: 'yesterday' };
/** Local time, as the page shows it, whatever zone the tests run in. */
const at = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString();
const now = new Date(2026, 10, 23, 2, 14).getTime();

test.each([
  [at(2026, 10, 23, 0, 5), 'today 00:05'],
  [at(2026, 10, 22, 23, 50), 'yesterday 23:50'],
  [at(2026, 10, 12, 9, 0), '12 Nov'],
  [at(2025, 9, 2, 9, 0), '2 Oct 2025'],
  ['no time', ''],
])('%s is %s', (iso, shown) => {
  expect(dayTime(iso, now, 'en-GB', words)).toBe(shown);
});

test.each([
  [at(2026, 10, 23, 0, 5), 'today 00:05'],
  [at(2026, 10, 12, 9, 0), '12 Nov 09:00'],
  [at(2025, 9, 2, 9, 0), '2 Oct 2025 09:00'],
  ['no time', ''],
])('%s is %s with its time of day', (iso, shown) => {
  expect(dayAndTime(iso, now, 'en-GB', words)).toBe(shown);
});

test('times, with seconds where wanted', () => {
  expect(clockTime(at(2026, 10, 23, 2, 13), 'en-GB')).toBe('02:13');
  expect(clockTime(at(2026, 10, 23, 0, 0), 'en-GB', true)).toBe('00:00:00');
  expect(clockTime(null, 'en-GB')).toBe('');
});

test.each([
  [0, '0 s'],
  [12_400, '12 s'],
  [125_000, '2 min 05 s'],
  [3_840_000, '1 h 04 min'],
  [-5000, '0 s'],
])('%d ms ago is %s', (ms, shown) => {
  expect(elapsed(new Date(now - ms).toISOString(), now)).toBe(shown);
});

test('elapsed time of what is no time is none', () => {
  expect(elapsed('', now)).toBe('0 s');
});

test.each([
  [41, '41 ms'],
  [1240, '1.2 s'],
  [64_000, '64 s'],
])('%d ms took %s', (ms, shown) => {
  expect(took(ms)).toBe(shown);
});
