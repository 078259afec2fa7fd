import type { Page } from 'playwright-core';
import type { Ask } from '../../../src-main/contract/asks.ts';
import type { Command } from '../../../src-main/contract/commands.ts';
import type { View } from '../../../src-main/contract/view.ts';

export const dispatched = (page: Page): Promise<Command[]> => page.evaluate(() => window.gallery.dispatched);
export const asked = (page: Page): Promise<Ask[]> => page.evaluate(() => window.gallery.asked);
export const push = (page: Page, change: Partial<View>) => page.evaluate((c) => window.gallery.push(c), change);
export const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
export const said = (page: Page) => page.locator('[aria-live=polite][aria-atomic=true]').textContent();
