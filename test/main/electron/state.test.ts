import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadWindowState, placeWindow, saveWindowState } from '../../../src-main/electron/state.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const second = { x: 1920, y: 0, width: 1280, height: 1024 };
const state = { x: 100, y: 50, width: 1300, height: 900, maximized: false };

describe('where the window opens', () => {
  test('the first time: the usual size, where the system puts it', () => {
    expect(placeWindow(null, [screen])).toEqual({ width: 1280, height: 860 });
  });

  test('where it was', () => {
    const { maximized, ...bounds } = state;
    expect(placeWindow(state, [screen])).toEqual(bounds);
    expect(maximized).toBe(false);
  });

  test('on the second screen, while that is there', () => {
    expect(placeWindow({ ...state, x: 2000 }, [screen, second])).toMatchObject({ x: 2000, width: 1280 });
    expect(placeWindow({ ...state, x: 2000 }, [screen])).toEqual({ width: 1300, height: 900 });
  });

  test.each([
    ['left of the screen', { x: -1250 }],
    ['below it', { y: 1030 }],
    ['above it, its title bar out of reach', { y: -40 }],
    ['far away', { x: 1e9, y: -1e9 }],
  ])('not %s', (_where, at) => {
    expect(placeWindow({ ...state, ...at }, [screen])).not.toHaveProperty('x');
  });

  test('no larger than the screen, no smaller than can be used', () => {
    expect(placeWindow({ ...state, width: 9000, height: 9000 }, [screen])).toMatchObject({ width: 1920, height: 1040 });
    expect(placeWindow({ ...state, width: 1, height: -5 }, [screen])).toMatchObject({ width: 720, height: 480 });
  });
});

describe('what is saved', () => {
  let dir = '';
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'midup-window-'));
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  test('comes back as it was, and leaves no other file behind', () => {
    const file = join(dir, 'window.json');
    saveWindowState(file, { ...state, maximized: true });
    expect(loadWindowState(file)).toEqual({ ...state, maximized: true });
    expect(readdirSync(dir)).toEqual(['window.json']);
  });

  test.each([
    '',
    '{"x":1',
    '[]',
    'null',
    '{"x":"1","y":2,"width":3,"height":4}',
    '{"x":1,"y":2,"width":3}',
    '{"x":1e400}',
  ])('is ignored where it is damaged: %s', (text) => {
    const file = join(dir, 'damaged.json');
    writeFileSync(file, text);
    expect(loadWindowState(file)).toBeNull();
  });

  test('is not there the first time; a folder that cannot be written does no harm', () => {
    expect(loadWindowState(join(dir, 'none.json'))).toBeNull();
    expect(() => saveWindowState(join(dir, 'no/such/folder/window.json'), state)).not.toThrow();
  });
});
