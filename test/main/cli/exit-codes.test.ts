import { expect, test } from 'vitest';
import { EXIT, exitOf } from '../../../src-main/cli/exit-codes.ts';

test.each([
  ['ok', null, 0],
  ['problem', null, 1],
  ['warning', null, 2],
  ['undetermined', null, 5],
  ['undetermined', { code: 'connection.refused' }, 4],
] as const)('%s with error %j exits %d', (status, error, code) => {
  expect(exitOf({ verdict: { status }, error })).toBe(code);
});

test('no two outcomes share an exit status', () => {
  expect(new Set(Object.values(EXIT)).size).toBe(Object.keys(EXIT).length);
});
