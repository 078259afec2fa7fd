import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { peers } from '../peers/needs.ts';
import { openBrowser } from './gallery/browser.ts';
import { dispatched, push } from './gallery/harness.ts';
import { type OpenOptions, type OpenPage, openView, showView } from './gallery/open.ts';
import { buildPage, type Gallery, serveGallery } from './gallery/serve.ts';
import { views } from './gallery/views.ts';

let gallery: Gallery;
let browser: Browser;
let one: OpenPage;
const open = (name: string, options?: OpenOptions) => openView(browser, gallery, name, options);
describe.skipIf(!peers('chromium'))('every state of the page', () => {
  beforeAll(async () => {
    [gallery, browser] = await Promise.all([serveGallery(), openBrowser()]);
    one = await open('connect');
  });
  afterAll(async () => {
    await browser?.close();
    await gallery?.close();
  });

  /** In the dark the elements are the same; only the colours have to be looked at again. */
  const axe = async (page: Page, rules?: readonly string[]) => {
    // There are no frames, for which alone it would open a page more each time.
    const builder = new AxeBuilder({ page }).setLegacyMode(true);
    const { violations } = await (rules ? builder.withRules([...rules]) : builder).analyze();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(' | ')}`);
  };
  const inTheDark = async (page: Page) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.locator('html[data-theme=dark]').waitFor();
    return axe(page, ['color-contrast']);
  };

  test.each(Object.keys(views))('%s: axe finds nothing in either theme, and all is in the window', async (name) => {
    const { page, complaints } = one;
    const before = complaints.length;
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.emulateMedia({ colorScheme: 'light' });
    await showView(page, gallery, name);
    expect(await axe(page)).toEqual([]);
    expect(await inTheDark(page), 'dark').toEqual([]);
    // The last is 1280x800 at 200 %, and scrolls as a whole; the others scroll in their parts.
    for (const [width, height] of [
      [1280, 800],
      [1024, 500],
      [640, 400],
    ] as const) {
      await page.setViewportSize({ width, height });
      const over = await page.evaluate(() => {
        const { scrollWidth, scrollHeight } = document.documentElement;
        return { x: scrollWidth - innerWidth, y: innerWidth > 860 ? scrollHeight - innerHeight : 0 };
      });
      expect(over, `${width}x${height}`).toEqual({ x: 0, y: 0 });
    }
    expect(complaints.slice(before)).toEqual([]);
  });

  test('the question for more rights: axe finds nothing, here and on this computer', async () => {
    await using opened = await open('guide-fail', { width: 640, height: 400 });
    const { page } = opened;
    for (const target of [{ kind: 'ssh', address: 'mid' } as const, { kind: 'local' } as const]) {
      await push(page, { target });
      await page.getByRole('button', { name: 'Look again with sudo…' }).click();
      await page.getByLabel('As this user').waitFor();
      expect(await axe(page), target.kind).toEqual([]);
      expect(await inTheDark(page), target.kind).toEqual([]);
      await page.keyboard.press('Escape');
    }
    await page.getByRole('button', { name: 'Look again with sudo…' }).click();
    await page.keyboard.type('midsvc');
    await page.getByRole('radio', { name: /polkit/ }).check();
    await page
      .getByRole('button', { name: /^Look again/ })
      .last()
      .click();
    expect((await dispatched(page)).at(-1)).toEqual({ type: 'look-as', by: 'polkit', user: 'midsvc' });
    expect(await page.locator('dialog[open]').count()).toBe(0);
  });

  test('what opens on top: axe finds nothing', async () => {
    await using opened = await open('guide-fail', { width: 1024, height: 700 });
    const { page } = opened;
    for (const key of ['m', '?']) {
      await page.keyboard.press(key);
      await page.locator('dialog[open]').waitFor();
      expect(await axe(page), key).toEqual([]);
      await page.keyboard.press('Escape');
    }
    await page.keyboard.press('e');
    for (const tab of ['Evidence', 'Ledger', 'Notes']) {
      await page.getByRole('tab', { name: tab }).click();
      expect(await axe(page), tab).toEqual([]);
    }
    for (const menu of ['Report', 'Settings']) {
      await page.getByRole('button', { name: menu, exact: true }).click();
      expect(await axe(page), menu).toEqual([]);
      await page.keyboard.press('Escape');
    }
  });

  test('the script is small', async () => {
    const result = await buildPage(join(import.meta.dirname, '../../src-renderer'), {
      write: false,
      target: 'chrome120',
    });
    const outputs = (Array.isArray(result) ? result : [result]).flatMap((r) => ('output' in r ? r.output : []));
    const script = outputs.flatMap((o) => (o.type === 'chunk' ? [o.code] : [])).join('\n');
    expect(gzipSync(script).length).toBeLessThanOrEqual(60 * 1024);
  });
});
