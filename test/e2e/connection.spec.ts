import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type DelayProxy, startDelayProxy } from '../peers/delay-proxy.ts';
import { peers } from '../peers/needs.ts';
import { type OddServer, startOddServer } from '../peers/odd-server.ts';
import { killAll, processes } from '../peers/processes.ts';
import { type Sshd, startSshd } from '../peers/sshd.ts';
import { createHome, type Home } from './support/home.ts';
import type { ViewRecorder } from './support/view-recorder.ts';
import { openWizard, type Wizard } from './support/wizard.ts';

/** Longer than any test, and told from every other sleep. */
const HANG_S = '91827';
const LOOKING = /Looking at/;

describe.skipIf(!peers('root', 'sshd', 'chromium'))('the life of a connection, in the page', () => {
  let wizard: Wizard;
  let home: Home;
  let sshd: Sshd;
  /** On which `id` hangs, as with a directory server that is gone: a look at it takes as long as one likes. */
  let slow: Sshd;
  let slowDir: string;
  let proxy: DelayProxy;
  let silent: OddServer;
  let halfway: OddServer;
  let reached = 0;
  let page: Page;
  let views: ViewRecorder;

  beforeAll(async () => {
    slowDir = mkdtempSync(join(tmpdir(), 'midup-slow-'));
    chmodSync(slowDir, 0o755);
    writeFileSync(join(slowDir, 'id'), `#!/bin/sh\nsleep ${HANG_S}\n`, { mode: 0o755 });
    [sshd, slow, silent, halfway] = await Promise.all([
      startSshd({ account: {}, config: ['PasswordAuthentication yes'] }),
      startSshd({ account: {}, config: [`SetEnv PATH=${slowDir}:/usr/bin:/bin`] }),
      startOddServer(() => {
        reached++;
      }),
      startOddServer((socket) => socket.write('SSH-2.0-Halfway_1.0\r\n')),
    ]);
    proxy = await startDelayProxy(sshd.port, 0);
    home = createHome();
    mkdirSync(join(home.home, '.ssh'), { mode: 0o700 });
    const alias = (name: string, port: number) =>
      `Host ${name}\n HostName 127.0.0.1\n Port ${port}\n ConnectTimeout 1\n`;
    const config = alias('silent', silent.port) + alias('halfway', halfway.port);
    writeFileSync(join(home.home, '.ssh/config'), config, { mode: 0o600 });
    const keys = readFileSync(sshd.knownHostsFile, 'utf8');
    const known =
      keys + keys.replaceAll(`:${sshd.port} `, `:${proxy.port} `) + readFileSync(slow.knownHostsFile, 'utf8');
    writeFileSync(join(home.home, '.ssh/known_hosts'), known, { mode: 0o600 });
    wizard = await openWizard(home);
    ({ page, views } = wizard);
  });
  afterAll(async () => {
    await wizard?.close();
    home?.remove();
    for (const peer of [proxy, silent, halfway, sshd, slow]) await peer?.stop();
    rmSync(slowDir, { recursive: true, force: true });
  });

  /** No test begins where another one failed. */
  afterEach(async () => {
    if (views.latest().screen === 'connect' && views.latest().progress === null) return;
    await views.dispatch({ type: 'disconnect' }).catch(() => undefined);
  });

  /** What stood in the view before belongs to another attempt. */
  const begins = async (act: () => Promise<void>) => {
    const before = views.latest().sessionId;
    await act();
    await views.until((view) => view.sessionId !== null && view.sessionId !== before);
  };
  const connect = async (address: string, keyFile = '') => {
    await page.getByRole('button', { name: /^Connect/ }).waitFor();
    await page.getByText('Linux over SSH').click();
    await page.getByLabel('Host', { exact: true }).fill(address);
    const key = page.getByLabel('Key file');
    if (!(await key.isVisible())) await page.getByText('Sign-in options').click();
    await key.fill(keyFile);
    await begins(() => page.getByRole('button', { name: /^Connect/ }).click());
  };
  const closeSession = async () => {
    await page.getByRole('button', { name: 'Close session' }).click();
    await views.until((view) => view.screen === 'connect' && view.progress === null);
  };
  const looked = () => views.until((view) => view.screen === 'guide' && view.progress === null);
  /** Presses the page's own Stop; the time until nothing is under way any more, in ms. */
  const stop = async (): Promise<number> => {
    const button = page.getByRole('button', { name: /^Stop/ });
    await button.waitFor();
    const began = performance.now();
    await button.click();
    await views.until((view) => view.progress === null && view.prompts.length === 0);
    return performance.now() - began;
  };
  const hanging = () => processes().filter(({ command }) => command === `sleep ${HANG_S}`);

  describe('a host that does not answer is given up, and the phase is named', () => {
    test.for([
      ['silent', /accepted the connection on port \d+ and then said nothing for 1 s/],
      ['halfway', /named itself as an SSH server, and did not finish the key exchange within 1 s/],
    ] as const)('%s', async ([alias, sentence]) => {
      await connect(alias);
      const { error, target } = await views.until((view) => view.error !== null);
      expect(error?.message).toMatch(sentence);
      expect(error?.next.length).toBeGreaterThan(0);
      expect(target).toMatchObject({ kind: 'ssh', address: alias });
      // No dead end: what to do is said, the form stands as it was, also when the page is loaded anew.
      const box = page.getByRole('alert').filter({ hasText: 'did not answer in time' });
      await box.waitFor();
      expect(await box.locator('li').count()).toBe(error?.next.length);
      expect(await page.getByLabel('Host', { exact: true }).inputValue()).toBe(alias);
      await page.reload();
      await box.waitFor();
      expect(await page.getByLabel('Host', { exact: true }).inputValue()).toBe(alias);
    });

    test('and the same can be tried again with one button', async () => {
      await connect('silent');
      await views.until((view) => view.error !== null);
      const before = reached;
      await begins(() => page.getByRole('button', { name: 'Try again' }).click());
      await expect.poll(() => reached).toBe(before + 1);
      await views.until((view) => view.error !== null);
    });
  });

  describe('stopping takes less than half a second', () => {
    test('while connecting', async () => {
      await connect(`127.0.0.1:${silent.port}`);
      expect(await stop()).toBeLessThan(500);
      expect(await page.getByLabel('Host', { exact: true }).inputValue()).toBe(`127.0.0.1:${silent.port}`);
    });

    test('while a question is open', async () => {
      await connect(sshd.address);
      await page.getByRole('dialog').getByLabel('Password').waitFor();
      const began = performance.now();
      await page.keyboard.press('Escape');
      await views.until((view) => view.progress === null && view.prompts.length === 0);
      expect(performance.now() - began).toBeLessThan(500);
      await expect.poll(() => sshd.pids().length, { timeout: 5_000 }).toBe(1);
    });

    test('while a look is under way; nothing of it stays on the host', async () => {
      await connect(slow.address, slow.keyFile);
      await page.getByText(LOOKING).first().waitFor();
      await expect.poll(() => hanging().length, { timeout: 10_000 }).toBeGreaterThan(0);
      expect(await stop()).toBeLessThan(500);
      expect(views.latest().host.state).toBe('open');
      await expect.poll(() => hanging(), { timeout: 5_000 }).toEqual([]);
    });

    test('closing the session in the middle leaves nothing either', async () => {
      await connect(slow.address, slow.keyFile);
      await expect.poll(() => hanging().length, { timeout: 10_000 }).toBeGreaterThan(0);
      await closeSession();
      await expect.poll(() => slow.pids().length, { timeout: 5_000 }).toBe(1);
      await expect.poll(() => hanging(), { timeout: 5_000 }).toEqual([]);
    });
  });

  test('a connection that the host ends is shown at the top, and made again without losing the session', async () => {
    await connect(sshd.address, sshd.keyFile);
    await looked();
    await views.dispatch({ type: 'goto', step: 'host' });
    const { sessionId, findings } = await views.until((view) => view.current === 'host');
    const [, ...sessions] = sshd.pids();
    killAll(sessions);
    await page.getByRole('banner').getByText('connection lost').first().waitFor();
    await page.getByRole('alert').filter({ hasText: 'The connection was lost.' }).waitFor();
    expect(views.latest()).toMatchObject({ sessionId, current: 'host', host: { state: 'lost' } });
    expect(views.latest().findings.length).toBe(findings.length);
    await page.getByRole('banner').getByRole('button', { name: 'Reconnect' }).click();
    const again = await views.until((view) => view.host.state === 'open' && view.progress === null);
    expect(again).toMatchObject({ sessionId, current: 'host', screen: 'guide', error: null });
    await closeSession();
    await expect.poll(() => sshd.pids().length, { timeout: 5_000 }).toBe(1);
  });

  test('a cable that is pulled is noticed within 20 seconds', async () => {
    await connect(`${sshd.user}@127.0.0.1:${proxy.port}`, sshd.keyFile);
    const { sessionId } = await looked();
    proxy.freeze();
    const began = performance.now();
    await views.until((view) => view.host.state === 'lost', 20_000);
    expect(performance.now() - began).toBeLessThan(20_000);
    await page.getByRole('banner').getByText('connection lost').first().waitFor();
    proxy.thaw();
    await page.getByRole('banner').getByRole('button', { name: 'Reconnect' }).click();
    const again = await views.until((view) => view.host.state === 'open' && view.progress === null);
    expect(again.sessionId).toBe(sessionId);
    await closeSession();
  });

  test('MID Up that is ended in the middle of a look leaves nothing on the host', async () => {
    await connect(slow.address, slow.keyFile);
    await expect.poll(() => hanging().length, { timeout: 10_000 }).toBeGreaterThan(0);
    process.kill(wizard.served.pid, 'SIGKILL');
    await expect.poll(() => slow.pids().length, { timeout: 10_000 }).toBe(1);
    expect(hanging()).toEqual([]);
  });
});
