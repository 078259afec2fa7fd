import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Bridge } from '../../src-main/contract/bridge.ts';
import type { View } from '../../src-main/contract/view.ts';
import { peers } from '../peers/needs.ts';
import { midup, stage } from './hosts/diagnose.ts';
import { type Desktop, hasElectron, launchDesktop, startAgain } from './support/electron.ts';
import { createHome, type Home, ROOT } from './support/home.ts';

type PageWindow = { readonly midup: Bridge; view?: View };

describe.skipIf(!hasElectron())('the desktop app', () => {
  let home: Home;
  let desktop: Desktop;
  let page: Page;
  const elsewhere = { hits: [] as string[], url: '' };
  const server = createServer((request, response) => {
    elsewhere.hits.push(request.url ?? '');
    response.end('elsewhere');
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    elsewhere.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    home = createHome();
    desktop = await launchDesktop(home);
    page = desktop.page;
  });
  afterAll(async () => {
    await desktop.app.close();
    server.close();
    home.remove();
  });
  afterEach(() => {
    elsewhere.hits.length = 0;
  });

  const ask = (message: unknown) => page.evaluate((m) => (window as unknown as PageWindow).midup.ask(m), message);
  const dispatch = (message: unknown) =>
    page.evaluate((m) => (window as unknown as PageWindow).midup.dispatch(m), message);
  const view = (): Promise<View> =>
    page.evaluate(
      () => new Promise<View>((resolve) => (window as unknown as PageWindow).midup.onView((latest) => resolve(latest))),
    );

  test('starts with its own page, its own scheme and a view', async () => {
    expect(page.url()).toBe('midup://app/');
    expect(await page.title()).toContain('MID Up');
    expect(await view()).toMatchObject({ screen: 'connect', steps: { length: 10 } });
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(await ask({ type: 'about' })).toMatchObject({ ok: true, value: { version, shell: 'desktop' } });
  });

  test('the page has three verbs and nothing of Node or Electron', async () => {
    const names = ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', '__dirname', 'electron'];
    expect(await page.evaluate((all) => all.filter((name) => name in window), names)).toEqual([]);
    expect(await page.evaluate(() => Object.keys((window as unknown as PageWindow).midup).sort())).toEqual([
      'ask',
      'dispatch',
      'onView',
    ]);
  });

  test('the window is isolated, sandboxed and without Node', async () => {
    const preferences = await desktop.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      // Electron tells what a window was made with, in tests only through this undocumented call.
      const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      return contents.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
    });
  });

  test.each([
    ['a site', 'https://example.com/'],
    ['a server of this computer', 'ELSEWHERE'],
    ['a file', 'file:///etc/passwd'],
    ['data', 'data:text/html,<h1>elsewhere</h1>'],
    ['a script', 'javascript:document.title="taken"'],
    ['its own scheme, another host', 'midup://other/'],
  ])('the page cannot go to %s', async (_what, url) => {
    await page.evaluate((to) => location.assign(to), url.replace('ELSEWHERE', elsewhere.url));
    await page.waitForTimeout(300);
    expect(page.url()).toBe('midup://app/');
    expect(await page.evaluate(() => document.title)).toContain('MID Up');
    expect(elsewhere.hits).toEqual([]);
  });

  test('a form leads nowhere', async () => {
    await page.evaluate((to) => {
      const form = document.createElement('form');
      form.action = to;
      form.method = 'post';
      document.body.append(form);
      form.submit();
      form.remove();
    }, elsewhere.url);
    await page.waitForTimeout(300);
    expect(page.url()).toBe('midup://app/');
    expect(elsewhere.hits).toEqual([]);
  });

  test('no second window opens, by script or by link', async () => {
    expect(await page.evaluate((to) => window.open(to) === null, elsewhere.url)).toBe(true);
    await page.evaluate((to) => {
      const link = document.createElement('a');
      Object.assign(link, { href: to, target: '_blank' });
      document.body.append(link);
      link.click();
      link.remove();
    }, elsewhere.url);
    await page.waitForTimeout(300);
    expect(await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    expect(elsewhere.hits).toEqual([]);
  });

  test('every permission is denied', async () => {
    const outcome = await page.evaluate(async () => {
      const failed = (promise: Promise<unknown>) => promise.then(() => 'granted').catch((error: Error) => error.name);
      return {
        notification: await Notification.requestPermission(),
        place: await new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('granted'),
            (error) => resolve(error.code === error.PERMISSION_DENIED ? 'denied' : 'asked'),
          ),
        ),
        clipboard: await failed(navigator.clipboard.readText()),
        midi: await failed(navigator.requestMIDIAccess({ sysex: true })),
        states: await Promise.all(
          ['notifications', 'geolocation', 'camera', 'microphone', 'midi', 'clipboard-read'].map(
            async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
          ),
        ),
      };
    });
    expect(outcome).toEqual({
      notification: 'denied',
      place: 'denied',
      clipboard: 'NotAllowedError',
      midi: 'SecurityError',
      states: Array(6).fill('denied'),
    });
  });

  test.each(['ELSEWHERE/api', 'https://example.com/', 'midup://app/', 'file:///etc/passwd'])(
    'the page can fetch nothing: %s',
    async (url) => {
      const to = url.replace('ELSEWHERE', elsewhere.url);
      const fetched = await page.evaluate(
        (from) =>
          fetch(from).then(
            () => 'fetched',
            () => 'refused',
          ),
        to,
      );
      expect(fetched).toBe('refused');
      expect(elsewhere.hits).toEqual([]);
    },
  );

  test('images, scripts, frames, sockets and web views from elsewhere are not loaded', async () => {
    await page.evaluate((to) => {
      for (const name of ['img', 'script', 'iframe', 'webview', 'embed', 'audio', 'link']) {
        const element = document.createElement(name);
        try {
          // Trusted types refuse a script's address as it is set; the others are refused as they load.
          Object.assign(element, { src: `${to}/${name}`, href: `${to}/${name}`, rel: 'stylesheet' });
          element.setAttribute('src', `${to}/${name}`);
        } catch {}
        document.body.append(element);
        setTimeout(() => element.remove(), 200);
      }
      try {
        new WebSocket(to.replace('http', 'ws'));
      } catch {}
      navigator.sendBeacon(`${to}/beacon`);
    }, elsewhere.url);
    await page.waitForTimeout(400);
    expect(elsewhere.hits).toEqual([]);
  });

  test('text does not become code', async () => {
    const outcome = await page.evaluate(async () => {
      const tried = (run: () => unknown) => {
        try {
          run();
          return 'ran';
        } catch (error) {
          return (error as Error).name;
        }
      };
      // What the tests' own connection evaluates may use eval; what runs later is the page's own again.
      await new Promise((resolve) => setTimeout(resolve));
      return {
        script: tried(() => {
          const script = document.createElement('script');
          script.append('window.taken = true');
          document.body.append(script);
        }),
        // biome-ignore lint/security/noGlobalEval: that it is refused is what is tested.
        eval: tried(() => window.eval('1')),
        function: tried(() => new Function('return 1')()),
        html: tried(() => {
          document.createElement('div').innerHTML = '<img src=x onerror="window.taken = true">';
        }),
        taken: 'taken' in window,
      };
    });
    expect(outcome).toEqual({
      script: 'TypeError',
      eval: 'EvalError',
      function: 'EvalError',
      html: 'TypeError',
      taken: false,
    });
  });

  test('a message that does not fit is refused over the real IPC, without its value', async () => {
    const answer = await dispatch({ type: 'prompt-answer', id: 'x', answer: { kind: 'values', values: 'hunter2' } });
    expect(answer).toMatchObject({ ok: false, code: 'invalid' });
    expect(JSON.stringify(answer)).not.toContain('hunter2');
    expect(await ask({ type: 'run-anything', command: 'id' })).toMatchObject({ ok: false, code: 'invalid' });
    expect(await dispatch({ type: 'note', text: 'x'.repeat(5_000_000) })).toMatchObject({ ok: false, code: 'invalid' });
  });

  test('a page that is not ours is not heard, even with our preload', async () => {
    const preload = join(ROOT, 'out/preload/preload.cjs');
    const answers = await desktop.app.evaluate(async ({ BrowserWindow }, file) => {
      const window = new BrowserWindow({ show: false, webPreferences: { preload: file, sandbox: true } });
      // Nothing of another origin loads at all; an empty page has our preload all the same.
      await window.loadURL('about:blank');
      const run = (code: string) => window.webContents.executeJavaScript(code);
      const result = {
        exposed: await run('typeof midup'),
        ask: await run('midup.ask({ type: "about" })'),
        dispatch: await run('midup.dispatch({ type: "next" })'),
        view: await run(
          'new Promise((done) => { midup.onView(() => done("seen")); setTimeout(() => done("none"), 500); })',
        ),
      };
      window.destroy();
      return result;
    }, preload);
    expect(answers).toMatchObject({
      exposed: 'object',
      ask: { ok: false, code: 'refused' },
      dispatch: { ok: false, code: 'refused' },
      view: 'none',
    });
  });

  test('a reload finds the wizard where it was', async () => {
    const before = await view();
    await page.reload();
    const after = await view();
    expect(after.revision).toBeGreaterThanOrEqual(before.revision);
    expect(after.screen).toBe(before.screen);
  });

  test('the menu has what is to be expected, and no developer tools once packaged', async () => {
    const labels = await desktop.app.evaluate(({ Menu }) =>
      Menu.getApplicationMenu()?.items.map((item) => item.label.replace('&', '')),
    );
    expect(labels).toEqual(['File', 'Edit', 'View', 'Help']);
    const copy = await desktop.app.evaluate(({ Menu }) => {
      const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? []) ?? [];
      return items.filter((item) => item.accelerator || item.role).map((item) => item.role ?? item.accelerator);
    });
    expect(copy).toEqual(expect.arrayContaining(['copy', 'paste', 'CmdOrCtrl+N', 'quit', 'F1']));
  });

  test('a second start brings the first window forward and ends', async () => {
    await desktop.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    expect(await startAgain(home)).toBe(0);
    await vi.waitFor(
      async () => {
        const visible = await desktop.app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows().map((window) => window.isVisible()),
        );
        expect(visible).toEqual([true]);
      },
      { timeout: 5_000 },
    );
  });
});

describe.skipIf(!hasElectron())("the desktop app's window", () => {
  let home: Home;
  beforeAll(() => {
    home = createHome();
  });
  afterAll(() => home.remove());

  test('closing it ends the app; it opens again where it was', async () => {
    const bounds = { x: 40, y: 60, width: 1000, height: 700 };
    const first = await launchDesktop(home);
    await first.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), bounds);
    const ended = new Promise<number | null>((resolve) => first.app.process().on('exit', resolve));
    await first.app.evaluate(({ BrowserWindow }) => setTimeout(() => BrowserWindow.getAllWindows()[0]?.close()));
    expect(await ended).toBe(0);

    const second = await launchDesktop(home);
    const opened = await second.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getNormalBounds(),
    );
    expect(opened).toEqual(bounds);
    await second.app.close();
  });

  test('what was damaged does no harm', async () => {
    const first = await launchDesktop(home);
    const folder = await first.app.evaluate(({ app }) => app.getPath('userData'));
    await first.app.close();
    writeFileSync(join(folder, 'window.json'), '{"x": 40, "y"');
    const second = await launchDesktop(home);
    expect(second.page.url()).toBe('midup://app/');
    await second.app.close();
  });
});

describe.skipIf(!hasElectron())('saved evidence in the desktop app', () => {
  let home: Home;
  let desktop: Desktop;
  beforeAll(async () => {
    home = createHome();
    desktop = await launchDesktop(home);
  });
  afterAll(async () => {
    await desktop.app.close();
    home.remove();
  });

  /** The system's own dialog cannot be driven; what it is asked for is kept, and this is what it answers. */
  const dialogGives = (file: string | null) =>
    desktop.app.evaluate(({ dialog }, path) => {
      const asked: unknown[] = [];
      Object.assign(globalThis, { asked });
      dialog.showOpenDialog = async (...args: unknown[]) => {
        asked.push(args.at(-1));
        return { canceled: path === null, filePaths: path === null ? [] : [path] };
      };
    }, file);
  const asked = () => desktop.app.evaluate(() => (globalThis as unknown as { asked: unknown[] }).asked);

  test('is chosen in a dialog, by its path alone, and opened from there', async () => {
    const { page } = desktop;
    const file = join(home.home, 'disk-full.json');
    const ran = await midup(['capture', '--practice', 'disk-full', '--output', file], home.home);
    expect(ran.exit, ran.stderr).toBe(0);
    await page.getByRole('radio', { name: 'Saved evidence' }).check();
    const field = page.getByLabel('File');
    await field.fill('/typed/before.json');
    await dialogGives(null);
    await page.getByRole('button', { name: 'Choose…' }).click();
    await vi.waitFor(async () => expect(await asked()).toHaveLength(1), { timeout: 5_000 });
    expect(await field.inputValue()).toBe('/typed/before.json');
    await dialogGives(file);
    await page.getByRole('button', { name: 'Choose…' }).click();
    await vi.waitFor(async () => expect(await field.inputValue()).toBe(file), { timeout: 5_000 });
    expect(await asked()).toMatchObject([
      { title: 'Choose saved evidence', properties: ['openFile'], filters: [{ extensions: ['json'] }, {}] },
    ]);
    await page.getByRole('button', { name: 'Open the file' }).click();
    await page.locator('header').getByText('saved evidence from today').waitFor();
    await page.getByRole('button', { name: /^Verdict/ }).click();
    await page.getByRole('heading', { level: 1, name: /No space left/ }).waitFor();
  });
});

describe.skipIf(!hasElectron() || !peers('root', 'namespaces', 'wrapper', 'java', 'sshd'))('an SSH diagnosis', () => {
  test('runs in the main process and is shown in the window', async () => {
    const staged = await stage({ prepare: async (mid) => void (await mid.stop()) });
    const home = createHome();
    const { app, page } = await launchDesktop(home);
    try {
      const { address, keyFile, knownHostsFile } = staged.sshd;
      const target = { kind: 'ssh', address, identityFiles: [keyFile], knownHostsFile, agentDir: staged.mid.dir };
      const verdict = await page.evaluate(async (to) => {
        const { midup } = window as unknown as PageWindow;
        const until = (wanted: (view: View) => boolean) =>
          new Promise<View>((resolve, reject) =>
            midup.onView((view) => {
              if (view.error) reject(new Error(view.error.message));
              if (wanted(view)) resolve(view);
            }),
          );
        await midup.dispatch({ type: 'connect', target: to });
        await until((view) => view.screen === 'guide');
        await midup.dispatch({ type: 'run-to-end', on: true });
        return (await until((view) => view.screen === 'verdict' && view.progress === null)).verdict;
      }, target);
      expect(verdict?.status).toBe('problem');
      expect(verdict?.shown.map((finding) => finding.code)).toContain('service.stopped');
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await page.locator('h1').textContent()).toContain(verdict?.headline ?? 'no verdict');
      expect(staged.sshd.log()).toContain('Accepted publickey');
    } finally {
      await app.close();
      await staged.close();
      home.remove();
    }
  });
});
