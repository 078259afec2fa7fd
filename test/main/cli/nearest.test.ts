import { expect, test } from 'vitest';
import { distance, nearest } from '../../../src-main/cli/nearest.ts';

test.each([
  ['kitten', 'sitting', 3],
  ['', 'abc', 3],
  ['same', 'same', 0],
])('%s to %s is %d', (a, b, far) => {
  expect(distance(a, b)).toBe(far);
});

test.each([
  ['host.disc-full', ['host.disk-full', 'host.disk-low', 'network.dns'], 'host.disk-full'],
  ['disk-full', ['host.disk-full', 'network.dns'], 'host.disk-full'],
  ['NETWROK.DNS', ['network.dns'], 'network.dns'],
])('%s is nearest to %3$s', (word, candidates, first) => {
  expect(nearest(word, candidates)[0]).toBe(first);
});

test('what is near to nothing gives nothing', () => {
  expect(nearest('xyzzy', ['host.disk-full'])).toEqual([]);
  expect(nearest('x'.repeat(100_000), ['host.disk-full'])).toEqual([]);
});
