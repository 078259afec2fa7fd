import { describe, expect, test } from 'vitest';
import { ago, bytes, duration, fill, placeholders } from '../../../src-main/messages/format.ts';

const NOW = new Date('2026-03-01T02:14:00Z');

describe('a template', () => {
  test.each([
    ['{mount} has {free:bytes} free', { mount: '/opt', free: 0 }, '/opt has 0 B free'],
    ['{n:count} {n|launch|launches}', { n: 1 }, '1 launch'],
    ['{n:count} {n|launch|launches}', { n: 12000 }, '12,000 launches'],
    ['for {s:duration}', { s: 840 }, 'for 14 min'],
    ['seen {at:ago}', { at: '2026-03-01T02:00:00Z' }, 'seen 14 min ago'],
    ['{missing} stays', {}, '[missing] stays'],
    ['{a}{b}', { a: '{b}', b: '$&' }, '{b}$&'],
    ['{constructor}', {}, '[constructor]'],
  ])('%s', (template, params, filled) => {
    expect(fill(template, params, NOW)).toBe(filled);
  });

  test('cuts what would make it unreadable', () => {
    expect(fill('saw {x}', { x: 'a'.repeat(10_000) }).length).toBeLessThan(700);
    const fifty = 'm (/opt/m/agent), '.repeat(50);
    expect(fill('{x:list}', { x: fifty })).toBe(fifty);
    expect(fill('{x:list}', { x: 'a'.repeat(100_000) }).length).toBeLessThan(20_100);
  });

  test('tells what it needs', () => {
    expect(placeholders('{a} {b:bytes} {c|one|many} {not closed')).toEqual([
      { name: 'a', format: null },
      { name: 'b', format: 'bytes' },
      { name: 'c', format: null },
    ]);
  });
});

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1536, '1.5 KB'],
  [2 * 1024 ** 3, '2 GB'],
  [-5, '0 B'],
])('%d bytes', (value, text) => {
  expect(bytes(value)).toBe(text);
});

test.each([
  [0, '0 s'],
  [119, '119 s'],
  [120, '2 min'],
  [7200, '2 h'],
  [12_000, '3 h 20 min'],
  [172_800, '2 days'],
])('%d seconds', (value, text) => {
  expect(duration(value)).toBe(text);
});

test.each([
  ['2026-03-01T02:15:00Z', 'in 60 s'],
  ['not a time', 'not a time'],
])('%s from now', (iso, text) => {
  expect(ago(iso, NOW)).toBe(text);
});
