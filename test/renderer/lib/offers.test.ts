import { expect, test } from 'vitest';
import type { View } from '../../../src-main/contract/view.ts';
import type { NeedCode } from '../../../src-main/model/finding.ts';
import { labelsEn } from '../../../src-renderer/lib/labels-en.ts';
import { offerOf } from '../../../src-renderer/lib/offers.ts';
import { base, finding } from '../../e2e/gallery/base.ts';

const unknown = (need?: NeedCode) =>
  finding({ code: 'host.memory', step: 'host', status: 'unknown', title: '', ...(need ? { need } : {}) });
const offer = (need?: NeedCode, more: Partial<View> = {}) => offerOf(unknown(need), { ...base, ...more }, labelsEn);

test.each([
  ['root', 'Look again with sudo…'],
  ['read-rights', 'Look again with sudo…'],
  ['connection', 'Reconnect'],
  ['more-time', 'Look again'],
  ['agent-folder', 'Name the agent’s folder…'],
  ['instance', 'Check it by hand…'],
] as const)('what needs %s is offered: %s', (need, label) => {
  expect(offer(need)).toBe(label);
});

test('sudo is not offered where it is used already, or where there is none', () => {
  expect(offer('root', { target: { kind: 'ssh', address: 'mid', sudo: true } })).toBe('Check it by hand…');
  expect(offer('root', { target: { kind: 'practice', scenario: 'x' } })).toBe('Check it by hand…');
});

test('of saved evidence all that is missing can only be looked at by oneself', () => {
  const saved = { noHost: 'This is saved evidence.', target: { kind: 'evidence', file: 'x' } } as const;
  for (const need of ['root', 'read-rights', 'connection', 'more-time', 'agent-folder', 'instance'] as const)
    expect(offer(need, saved)).toBe('Check it by hand…');
  expect(offer(undefined, saved)).toBeNull();
});

test('nothing is offered where nothing is needed, nor the step where one already is', () => {
  expect(offer()).toBeNull();
  expect(offer('agent-folder', { current: 'locate' })).toBeNull();
});
