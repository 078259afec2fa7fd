import type { Browser, Page } from 'playwright-core';
import type { Gallery } from './serve.ts';

export type OpenOptions = {
  readonly width?: number;
  readonly height?: number;
  readonly theme?: 'light' | 'dark';
};

export type OpenPage = AsyncDisposable & {
  readonly page: Page;
  /** What the browser complained of: script errors and breaches of the policy. */
  readonly complaints: readonly string[];
};

/** One state of the page in a window of its own. */
export const openView = async (
  browser: Browser,
  gallery: Gallery,
  name: string,
  { width = 1280, height = 800, theme = 'light' }: OpenOptions = {},
): Promise<OpenPage> => {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await showView(page, gallery, name);
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
};

/** Another state in a window that is open: loaded anew, in half the time that a window of its own takes. */
export const showView = async (page: Page, gallery: Gallery, name: string): Promise<void> => {
  await page.goto(`${gallery.url}?${name}#${name}`);
  await page.locator('main h1').waitFor();
  // What is asked for answers at once here; two frames later it stands on the page.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
};
