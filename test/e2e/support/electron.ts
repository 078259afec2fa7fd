import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { type Home, ROOT } from './home.ts';

/** `MIDUP_TEST_ELECTRON`, else the binary of the electron package where it was downloaded; null where there is none. */
export const electronBinary = (): string | null => {
  const named = process.env['MIDUP_TEST_ELECTRON'];
  if (named) return named;
  const home = join(ROOT, 'node_modules/electron');
  if (!existsSync(join(home, 'path.txt')) || !process.env['DISPLAY']) return null;
  return join(home, 'dist', readFileSync(join(home, 'path.txt'), 'utf8'));
};

/** As `peers()` of test/peers/needs.ts: named where it is missing, and a failure under CI=true. */
export const hasElectron = (): boolean => {
  if (electronBinary()) return true;
  const message =
    "missing for these tests: Electron's binary (`npx install-electron`, and a display) or MIDUP_TEST_ELECTRON";
  if (process.env['CI'] === 'true') throw new Error(message);
  console.warn(`skipped, ${message}`);
  return false;
};

/** Chromium's sandbox refuses to start for root; everything else of the app is as it is shipped. */
const args = process.getuid?.() === 0 ? ['--no-sandbox', ROOT] : [ROOT];

export type Desktop = { readonly app: ElectronApplication; readonly page: Page };

/**
 * Playwright's own, which holds the app back until it is watched. It comes by itself only without `executablePath`, and
 * a window that opens earlier is now and then never seen.
 */
const HOLD = ['-r', join(ROOT, 'node_modules/playwright-core/lib/server/electron/loader.js')];

export const launchDesktop = async (home: Home): Promise<Desktop> => {
  const options = { executablePath: electronBinary() ?? '', args: [...HOLD, ...args], env: home.env, timeout: 60_000 };
  const app = await _electron.launch(options);
  const page = await app.firstWindow();
  await page.waitForLoadState('load');
  return { app, page };
};

/** Starts the app a second time, without anything that looks into it. */
export const startAgain = (home: Home): Promise<number | null> =>
  new Promise((done, fail) => {
    const again: ChildProcess = spawn(electronBinary() ?? '', args, { env: home.env, stdio: 'ignore' });
    const limit = setTimeout(() => {
      again.kill('SIGKILL');
      fail(new Error('the second start did not end by itself'));
    }, 30_000);
    again.on('exit', (code) => {
      clearTimeout(limit);
      done(code);
    });
  });
