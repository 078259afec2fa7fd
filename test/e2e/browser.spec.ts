import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { peers } from '../peers/needs.ts';
import { openBrowser } from './gallery/browser.ts';
import { type Served, startServe } from './support/serve.ts';

describe.skipIf(!peers('chromium'))('the browser shell, in Chromium', () => {
  let browser: Browser;
  let served: Served;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  const watch = (tab: Page) => {
    tab.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
    tab.on('pageerror', (error) => complaints.push(error.message));
    return tab;
  };
  const heading = (tab: Page) => tab.getByRole('heading', { level: 1 });

  beforeEach(async () => {
    complaints = [];
    served = await startServe();
    context = await browser.newContext();
    page = watch(await context.newPage());
    await page.goto(served.url);
    await page.waitForURL(`${served.origin}/`);
    await heading(page).waitFor();
  });
  afterEach(async () => {
    await context.close();
    await served.stop();
  });

  test('the printed address opens the page, and the token does not stay in it', async () => {
    expect(page.url()).toBe(`${served.origin}/`);
    expect(await heading(page).textContent()).toContain('Which MID Server');
    expect(await page.evaluate(() => document.cookie)).toBe('');
    expect(complaints).toEqual([]);
  });

  test('the address opens nothing in another browser, and says what to do', async () => {
    const other = await browser.newContext();
    const tab = await other.newPage();
    expect((await tab.goto(served.url))?.status()).toBe(403);
    expect(await heading(tab).textContent()).toBe('This address has been used');
    expect((await tab.goto(served.origin))?.status()).toBe(401);
    expect(await heading(tab).textContent()).toBe('MID Up does not know this browser');
    await other.close();
  });

  test('the address chosen again in the same browser leads to the page that is open', async () => {
    await page.goto(served.url);
    await page.getByRole('link', { name: 'Go to MID Up' }).click();
    expect(await heading(page).textContent()).toContain('Which MID Server');
  });

  test('a page of another site can neither read nor send nor frame anything', async () => {
    const evil = await context.newPage();
    await evil.route('http://evil.example/**', (route) => route.fulfill({ contentType: 'text/html', body: '<p>evil' }));
    await evil.goto('http://evil.example/');
    const outcome = await evil.evaluate(async (origin) => {
      const tried = (promise: Promise<Response>) =>
        promise.then(
          (r) => r.type,
          () => 'failed',
        );
      const body = JSON.stringify({ type: 'note', text: 'from elsewhere' });
      const frame = document.createElement('iframe');
      frame.src = origin;
      document.body.append(frame);
      await new Promise((done) => frame.addEventListener('load', done));
      return {
        read: await tried(fetch(`${origin}/`, { credentials: 'include' })),
        send: await tried(fetch(`${origin}/dispatch`, { method: 'POST', body, credentials: 'include' })),
        stream: await tried(fetch(`${origin}/view`, { credentials: 'include' })),
      };
    }, served.origin);
    expect(outcome).toEqual({ read: 'failed', send: 'failed', stream: 'failed' });
    const framed = evil.frames().find((frame) => frame !== evil.mainFrame());
    expect(await framed?.content()).not.toContain('Which MID Server');
  });

  test('nothing is loaded from elsewhere, and text does not become code', async () => {
    const outcome = await page.evaluate(async () => {
      await new Promise((done) => setTimeout(done));
      const tried = (run: () => unknown) => {
        try {
          run();
          return 'ran';
        } catch (error) {
          return (error as Error).name;
        }
      };
      return {
        // biome-ignore lint/security/noGlobalEval: that it is refused is what is tested.
        eval: tried(() => window.eval('1')),
        html: tried(() => {
          document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>';
        }),
        fetch: await fetch('https://example.com/').then(
          () => 'ran',
          (error: Error) => error.name,
        ),
      };
    });
    expect(outcome).toEqual({ eval: 'EvalError', html: 'TypeError', fetch: 'TypeError' });
  });

  test('two tabs and a reload show the same wizard, in the middle of a practice run', async () => {
    const practise = (scenario: string) =>
      page.evaluate(async (id) => {
        const target = { kind: 'practice', scenario: id };
        const headers = { 'content-type': 'application/json' };
        const body = JSON.stringify({ type: 'connect', target });
        return (await fetch('/dispatch', { method: 'POST', headers, body })).status;
      }, scenario);
    expect(await practise('disk-full')).toBe(200);
    const host = 'mid-ber-02';
    await page.getByText(host).first().waitFor();
    const second = watch(await context.newPage());
    await second.goto(served.origin);
    await second.getByText(host).first().waitFor();
    const before = await heading(page).textContent();
    await page.reload();
    await page.getByText(host).first().waitFor();
    expect(await heading(page).textContent()).toBe(before);
    expect(complaints).toEqual([]);
  });

  test('Ctrl-C ends it, and the page says that MID Up is gone', async () => {
    expect(await served.stop()).toBe(0);
    await page.getByText('The main process is gone').waitFor({ timeout: 15_000 });
  });
});
