import type { Page } from 'playwright-core';
import { openBrowser } from '../gallery/browser.ts';
import type { Home } from './home.ts';
import { type Served, startServe } from './serve.ts';
import { recordViews, type ViewRecorder } from './view-recorder.ts';

export type Wizard = {
  readonly served: Served;
  readonly page: Page;
  readonly views: ViewRecorder;
  /** Errors of scripts and breaches of the page's policy. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
};

/** The built wizard in a browser of its own, at its first screen. Locators give up after `patienceMs`. */
export const openWizard = async (home: Home, { patienceMs = 10_000 } = {}): Promise<Wizard> => {
  const [browser, served] = await Promise.all([openBrowser(), startServe(home)]);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(patienceMs);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(served.url);
  await page.getByRole('heading', { level: 1, name: 'Which MID Server is down?' }).waitFor();
  const views = await recordViews(page, served.origin);
  const close = async () => {
    views.stop();
    await browser.close();
    await served.stop();
  };
  return { served, page, views, complaints, close };
};
