import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { peers } from '../peers/needs.ts';
import { type Sshd, startSshd } from '../peers/sshd.ts';
import { createHome, type Home } from './support/home.ts';
import type { ViewRecorder } from './support/view-recorder.ts';
import { openWizard, type Wizard } from './support/wizard.ts';

describe.skipIf(!peers('root', 'sshd', 'ssh', 'sudo', 'chromium'))('ways in, in the page', () => {
  let wizard: Wizard;
  let home: Home;
  let page: Page;
  let views: ViewRecorder;
  let sshd: Sshd;
  let forbidden: Sshd;

  beforeAll(async () => {
    [sshd, forbidden] = await Promise.all([
      startSshd({ account: { sudo: 'password' }, config: ['PasswordAuthentication yes'] }),
      startSshd({ account: {} }),
    ]);
    home = createHome();
    const ssh = join(home.home, '.ssh');
    mkdirSync(ssh, { mode: 0o700 });
    copyFileSync(sshd.keyFile, join(ssh, 'id_for_mid'));
    writeFileSync(
      join(ssh, 'config'),
      [sshd, forbidden]
        .map(
          (server, i) =>
            `Host ${['mid-ber-02', 'mid-ham-01'][i]}\n HostName 127.0.0.1\n Port ${server.port}\n User ${server.user}\n IdentityFile ${server.keyFile}\n`,
        )
        .join(''),
      { mode: 0o600 },
    );
    writeFileSync(
      join(ssh, 'known_hosts'),
      readFileSync(sshd.knownHostsFile, 'utf8') + readFileSync(forbidden.knownHostsFile, 'utf8'),
      { mode: 0o600 },
    );
    wizard = await openWizard(home);
    ({ page, views } = wizard);
  });
  afterAll(async () => {
    await wizard?.close();
    home?.remove();
    for (const server of [sshd, forbidden]) await server?.stop();
  });
  afterEach(async () => {
    if (views.latest().screen !== 'connect' || views.latest().progress !== null)
      await views.dispatch({ type: 'disconnect' }).catch(() => undefined);
    await views.until((view) => view.screen === 'connect' && view.progress === null);
  });

  const host = () => page.getByLabel('Host', { exact: true });
  const looked = () => views.until((view) => view.screen === 'guide' && view.progress === null);

  test('an alias is offered while it is typed, with what it stands for, and taken by keyboard alone', async () => {
    await host().fill('');
    await host().press('m');
    const options = page.getByRole('listbox', { name: 'Hosts of your ssh config' }).getByRole('option');
    await expect.poll(() => options.count()).toBe(2);
    expect(await options.first().textContent()).toContain(`${sshd.user}@127.0.0.1:${sshd.port}`);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await host().inputValue()).toBe('mid-ber-02');
    expect(views.latest().screen).toBe('connect');
    await page.keyboard.press('Enter');
    expect(await looked()).toMatchObject({ host: { name: 'mid-ber-02', state: 'open' } });
  });

  test('with sudo from within the session: the connection, answers and place stay', async () => {
    const agent = join(sshd.dir, 'closed/agent');
    mkdirSync(agent, { recursive: true });
    chmodSync(join(sshd.dir, 'closed'), 0o700);
    await host().fill('mid-ber-02');
    await host().press('Escape');
    await page.getByLabel('Agent folder').fill(agent);
    await page.getByRole('button', { name: /^Connect/ }).click();
    await looked();
    await views.dispatch({ type: 'answer', answer: 'unsure' });
    await views.dispatch({ type: 'goto', step: 'locate' });
    const before = await views.until((view) => view.current === 'locate');
    const sessions = sshd.log().match(/Accepted /g)?.length;
    // It is the one next action of the step, and stands beside what it would show as well.
    expect(before.next.actions[0]).toEqual({ kind: 'look-as', label: 'Look again with sudo…' });
    await page.getByRole('button', { name: 'Look again with sudo…' }).first().click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('As this user').evaluate((e) => e === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await dialog.getByLabel(`Password of ${sshd.user}`).waitFor();
    await page.keyboard.type('not-it');
    await page.keyboard.press('Enter');
    await dialog.getByText('That was not accepted').waitFor();
    await page.keyboard.type(sshd.password);
    await page.keyboard.press('Enter');
    const after = await views.until((view) => view.progress === null && view.prompts.length === 0);
    expect(after).toMatchObject({
      sessionId: before.sessionId,
      current: 'locate',
      target: { sudo: true },
      error: null,
    });
    expect(after.steps.find(({ id }) => id === 'status')?.state).toBe('answered');
    expect(sshd.log().match(/Accepted /g)?.length).toBe(sessions);
    expect(await page.getByRole('button', { name: 'Look again with sudo…' }).count()).toBe(0);
  });

  test('sudo that is refused leaves what can be seen without, and says what sudo said', async () => {
    await host().fill('mid-ham-01');
    await host().press('Escape');
    await page.getByLabel('Use sudo').check();
    await page.getByRole('button', { name: /^Connect/ }).click();
    await page.getByRole('dialog').getByLabel(`Password of ${forbidden.user}`).fill(forbidden.password);
    await page.keyboard.press('Enter');
    const view = await looked();
    expect(view.error).toMatchObject({ code: 'connection.sudo-denied' });
    expect(view.coverage.checks).toBeGreaterThan(0);
    await page.getByRole('alert').filter({ hasText: 'sudo is not allowed' }).waitFor();
  });

  test("this computer's own ssh, chosen in the form", async () => {
    await host().fill('mid-ber-02');
    await host().press('Escape');
    if (await page.getByLabel('Use sudo').isChecked()) await page.getByLabel('Use sudo').uncheck();
    await page.getByText('Sign-in options').click();
    await page.getByLabel('SSH client').selectOption('openssh');
    await page.getByRole('button', { name: /^Connect/ }).click();
    expect(await looked()).toMatchObject({ target: { client: 'openssh' }, host: { state: 'open' }, error: null });
  });
});
