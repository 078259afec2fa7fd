import { expect, test } from 'vitest';
import type { FindingView } from '../../../src-main/contract/view.ts';
import { arrange } from '../../../src-renderer/lib/order.ts';
import { finding } from '../../e2e/gallery/base.ts';

const of = (key: string, status: FindingView['status']) =>
  finding({ key, code: key, step: 'host', status, title: key });
const keys = (findings: readonly FindingView[]) => findings.map(({ key }) => key);
const all = [of('p', 'pass'), of('u', 'unknown'), of('w', 'warn'), of('i', 'info'), of('f', 'fail')];

test('fail first', () => {
  expect(keys(arrange(all, [], true))).toEqual(['f', 'w', 'u', 'i', 'p']);
});

test('while results come in, what stands keeps its place, and what is new comes after it', () => {
  expect(keys(arrange(all, ['w', 'p'], false))).toEqual(['w', 'p', 'f', 'u', 'i']);
});

test('a finding that changed its status stays where it was until all is in', () => {
  const before = ['w', 'u'];
  const changed = [of('u', 'fail'), of('w', 'warn')];
  expect(keys(arrange(changed, before, false))).toEqual(['w', 'u']);
  expect(keys(arrange(changed, before, true))).toEqual(['u', 'w']);
});

test('what went away leaves no gap', () => {
  expect(keys(arrange([of('b', 'pass')], ['a', 'b'], false))).toEqual(['b']);
});
