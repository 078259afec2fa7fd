import { describe, expect, test } from 'vitest';
import { type Press, shortcutOf } from '../../../src-renderer/lib/keyboard.ts';

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  repeat: false,
  place: 'page',
  ...more,
});

test.each([
  ['ArrowRight', 'next'],
  ['Enter', 'next'],
  ['ArrowLeft', 'back'],
  ['r', 'recheck'],
  ['R', 'recheck'],
  ['m', 'chart'],
  ['e', 'evidence'],
  ['/', 'search'],
  ['?', 'keys'],
  ['Escape', 'escape'],
  ['x', null],
] as const)('%s is %s', (key, shortcut) => {
  expect(shortcutOf(press(key))).toBe(shortcut);
});

describe('keys that belong to something else', () => {
  test.each(['r', 'Enter', 'ArrowRight', 'Escape', '/'])('%s in a field', (key) => {
    expect(shortcutOf(press(key, { place: 'field' }))).toBeNull();
  });
  test('Enter on a control is that control’s; the arrows of tabs and choices are theirs', () => {
    expect(shortcutOf(press('Enter', { place: 'control' }))).toBeNull();
    expect(shortcutOf(press('ArrowRight', { place: 'control' }))).toBe('next');
    expect(shortcutOf(press('ArrowRight', { place: 'arrows' }))).toBeNull();
    expect(shortcutOf(press('ArrowLeft', { place: 'arrows' }))).toBeNull();
  });
  test.each(['ctrlKey', 'altKey', 'metaKey', 'repeat'] as const)('with %s', (modifier) => {
    expect(shortcutOf(press('r', { [modifier]: true }))).toBeNull();
    expect(shortcutOf(press('ArrowLeft', { [modifier]: true }))).toBeNull();
  });
});
