import { expect, test } from 'vitest';
import { Desk } from '../../../src-renderer/state/desk.svelte.ts';

test('each step remembers its own chosen finding, until another session comes', () => {
  const desk = new Desk({ current: true });
  desk.choose('host', 'a');
  desk.choose('verdict', 'b');
  expect([desk.chosen('host'), desk.chosen('verdict'), desk.chosen('network')]).toEqual(['a', 'b', null]);
  desk.clear();
  expect([desk.chosen('host'), desk.panel]).toEqual([null, false]);
});

test('E goes to the column where there is one, and opens or closes the panel where not', () => {
  const wide = new Desk({ current: true });
  wide.toggleEvidence(true);
  wide.toggleEvidence(true);
  expect([wide.panel, wide.wish]).toEqual([true, 'panel']);
  const narrow = new Desk({ current: false });
  narrow.toggleEvidence(true);
  expect(narrow.panel).toBe(true);
  narrow.toggleEvidence(true);
  expect(narrow.panel).toBe(false);
});

test('searching turns to the evidence', () => {
  const desk = new Desk({ current: false });
  desk.tab = 'notes';
  desk.search();
  expect([desk.tab, desk.panel, desk.wish]).toEqual(['evidence', true, 'search']);
});
