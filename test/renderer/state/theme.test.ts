import { expect, test } from 'vitest';
import { Theme } from '../../../src-renderer/state/theme.svelte.ts';

const storage = (kept: Record<string, string> = {}) => ({
  kept,
  getItem: (key: string) => kept[key] ?? null,
  setItem: (key: string, value: string) => {
    kept[key] = value;
  },
});

test('follows the system until one is chosen, and remembers the choice', () => {
  const store = storage();
  const theme = new Theme(store, { current: true });
  expect([theme.choice, theme.shown]).toEqual(['system', 'dark']);
  theme.choose('light');
  expect(theme.shown).toBe('light');
  expect(new Theme(store, { current: true }).shown).toBe('light');
});

test('does without storage, with one that refuses, and with nonsense in it', () => {
  expect(new Theme(null, { current: false }).shown).toBe('light');
  const full = {
    getItem: () => 'purple',
    setItem: () => {
      throw new Error('quota');
    },
  };
  const theme = new Theme(full, { current: true });
  expect(theme.choice).toBe('system');
  theme.choose('light');
  expect(theme.shown).toBe('light');
});
