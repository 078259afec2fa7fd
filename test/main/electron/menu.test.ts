import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { menuTemplate } from '../../../src-main/electron/menu.ts';
import { messagesFor } from '../../../src-main/messages/index.ts';

const messages = messagesFor('en');
const actions = { newSession: () => {}, openArticle: () => {}, about: () => {} };
const flat = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
const template = (mac: boolean, developing: boolean) => flat(menuTemplate(actions, { mac, developing, messages }));

describe.each([
  ['a Mac', true],
  ['Windows and Linux', false],
])('the menu on %s', (_where, mac) => {
  test('has its keys once each, and everything leads somewhere', () => {
    const items = template(mac, true);
    const keys = items.flatMap((item) => item.accelerator ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    const idle = items.filter((item) => !item.role && !item.click && !item.submenu && item.type !== 'separator');
    expect(idle).toEqual([]);
  });

  test('quits, copies and tells the version', () => {
    const items = template(mac, false);
    expect(items.map((item) => item.role)).toEqual(expect.arrayContaining(['quit', 'copy', 'paste', 'resetZoom']));
    expect(items.filter((item) => item.label === 'About MID Up')).toHaveLength(1);
  });

  test('has developer tools while it is developed only', () => {
    expect(template(mac, true).some((item) => item.role === 'toggleDevTools')).toBe(true);
    expect(template(mac, false).some((item) => item.role === 'toggleDevTools')).toBe(false);
  });
});
