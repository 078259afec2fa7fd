import { expect, test } from 'vitest';
import { createProbeClock } from '../../../src-main/checks/probe-clock.ts';

const at = (times: Iterable<number>) => {
  const left = [...times];
  return () => left.shift() ?? Number.NaN;
};

test('a probe that is heard of late took as long as the host says', () => {
  const clock = createProbeClock(1000, at([1100, 1300, 1900, 1900]));
  clock.begin('first', 50.1);
  clock.end('first', 50.3);
  clock.begin('kept', 50.31);
  clock.end('kept', 50.71);
  expect(clock.read('first')).toEqual({ from: 1100, ms: 200 });
  expect(clock.read('kept')).toEqual({ from: 1310, ms: 400 });
});

test('where the host says nothing, or nonsense, what was heard counts', () => {
  const clock = createProbeClock(1000, at([1100, 1300, 1400, 1500, 1600]));
  clock.begin('a', null);
  clock.end('a', null);
  expect(clock.read('a')).toEqual({ from: 1100, ms: 200 });
  clock.begin('b', 70);
  clock.end('b', 9_999_999);
  expect(clock.read('b')).toEqual({ from: 1400, ms: 100 });
  expect(clock.read('never begun')).toEqual({ from: 1000, ms: 600 });
});
