import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { peers } from '../peers/needs.ts';
import { openBrowser } from './gallery/browser.ts';
import { type Staged, stage } from './hosts/diagnose.ts';
import { type Served, startServe } from './support/serve.ts';

const able = peers('root', 'namespaces', 'wrapper', 'java', 'sshd', 'openssl', 'chromium');

/** What the page must never run or obey: it stands in the agent's log as the host wrote it. */
const HOSTILE = '<img src=x onerror="window.hacked=1"> \u001b[31mred\u001b[0m \u0000NUL';

describe.skipIf(!able)('the guide in Chromium, on a real host over SSH', () => {
  let browser: Browser;
  let served: Served;
  let staged: Staged;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    [browser, served, staged] = await Promise.all([
      openBrowser(),
      startServe(),
      stage({
        prepare: async (mid) => {
          await mid.start();
          await mid.waitFor('logs/agent0.log.0', 'LogStatusMonitor');
          await mid.stop();
          const stamp = '2026-11-20T10:00:00.000+0000 INFO (MIDServer) [MIDServer:1]';
          mid.write(
            'logs/agent0.log.0',
            `${mid.read('logs/agent0.log.0')}${stamp} ${HOSTILE}\n${'x'.repeat(10_000_000)}\n`,
          );
        },
      }),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.stop();
    await staged?.close();
  });
  afterEach(() => expect(complaints).toEqual([]));

  const heading = (text: string | RegExp) => page.getByRole('heading', { level: 1, name: text }).waitFor();
  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();

  test('connects: an unknown host key is asked about before anything else', async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(served.url);
    await heading('Which MID Server is down?');
    await page.getByText('Linux over SSH').click();
    await page.getByLabel('Host', { exact: true }).fill(staged.sshd.address);
    await page.getByText('Sign-in options').click();
    await page.getByLabel('Key file').fill(staged.sshd.keyFile);
    await press(/^Connect/);
    const dialog = page.getByRole('dialog');
    await dialog.getByText(staged.sshd.hostFingerprint).waitFor();
    expect(staged.sshd.log()).not.toMatch(/Accepted publickey/);
    // No default button: nothing in the dialog is set off by a stray Enter.
    expect(await dialog.locator('button.primary').count()).toBe(0);
    await dialog.getByRole('button', { name: 'Trust and remember' }).click();
    await page.locator('.crumb', { hasText: 'Step 1 of 10' }).waitFor();
  });

  test('walks to the verdict by keyboard', async () => {
    // The first look is over when nothing is in progress any more.
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'detached' });
    await page.locator('h1').focus();
    for (let step = 1; step <= 10; step++) {
      await page.locator('.crumb', { hasText: `Step ${step} of 10` }).waitFor();
      await page.keyboard.press('ArrowRight');
    }
    await heading(/service is stopped/i);
    await page.getByText('Verdict').first().waitFor();
  });

  test('hostile text from the host is shown as text', async () => {
    await page.goto(served.origin);
    await heading(/service is stopped/i);
    await press(/Back to the steps/);
    await page.keyboard.press('m');
    await press(/What does Support need/);
    await page.locator('.crumb', { hasText: 'Step 10 of 10' }).waitFor();
    expect(await page.evaluate(() => (window as unknown as { hacked?: number }).hacked)).toBeUndefined();
    expect(await page.locator('img[src="x"]').count()).toBe(0);
  });

  test('a reload in the middle keeps the place', async () => {
    await page.keyboard.press('m');
    await press(/Does (it|the service) run|Is the service running/);
    await page.locator('.crumb', { hasText: 'Step 3 of 10' }).waitFor();
    await page.reload();
    await page.locator('.crumb', { hasText: 'Step 3 of 10' }).waitFor();
    await page
      .getByText(/service is stopped/i)
      .first()
      .waitFor();
  });

  test('starts the service after consent to the exact command, and sees it stay up', async () => {
    expect(staged.mid.pid()).toBeNull();
    await press(/Start the service/);
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Nothing has been changed yet').waitFor();
    expect(staged.mid.pid()).toBeNull();
    const commands = await dialog.textContent();
    expect(commands).toContain('/etc/init.d/mid start');
    await dialog.getByRole('button', { name: 'Start the service' }).click();
    await dialog.getByText(/\d+ of 60 s/).waitFor();
    await dialog.getByRole('button', { name: /Close/ }).waitFor({ timeout: 120_000 });
    expect(await dialog.textContent()).toMatch(/stayed up|60 s/);
    expect(staged.mid.pid()).not.toBeNull();
    await page.keyboard.press('Escape');
    await page
      .getByText(/The service (is running|runs)/i)
      .first()
      .waitFor({ timeout: 30_000 });
  });
});
