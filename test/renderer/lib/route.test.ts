import { expect, test } from 'vitest';
import { routeOf } from '../../../src-renderer/lib/route.ts';

const steps = (...visited: readonly (string | null)[]) => visited.map((visitedAt) => ({ visitedAt }));

test('neighbours are joined', () => {
  const route = routeOf(steps('a', 'b', 'c', null));
  expect([...route.down]).toEqual([0, 1]);
  expect(route.jumps).toEqual([]);
});

test('a branch past other boxes is a jump, taken when its end was entered', () => {
  const route = routeOf(steps('a', 'b', null, null, 'e', 'f'));
  expect([...route.down]).toEqual([0, 4]);
  expect(route.jumps).toEqual([{ from: 1, to: 4, at: 'e' }]);
});

test('nothing visited, nothing drawn', () => {
  expect(routeOf(steps(null, null))).toEqual({ down: new Set(), jumps: [] });
});
