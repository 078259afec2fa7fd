import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { peers } from '../peers/needs.ts';
import { type RecordingServer, startRecordingServer } from '../peers/recording-ssh.ts';
import { type Sshd, startSshd } from '../peers/sshd.ts';
import { createHome, type Home } from './support/home.ts';
import type { ViewRecorder } from './support/view-recorder.ts';
import { openWizard, type Wizard } from './support/wizard.ts';

const PUSHED = 'Pushed a login request to your phone…';

describe.skipIf(!peers('root', 'sshd', 'ssh', 'namespaces', 'chromium'))('what a host says, in the page', () => {
  let wizard: Wizard;
  let home: Home;
  let page: Page;
  let views: ViewRecorder;
  let refusing: Sshd;
  let expired: Sshd;
  let pushing: RecordingServer;
  let approve: () => void = () => undefined;

  beforeAll(async () => {
    const config = ['KbdInteractiveAuthentication yes', 'PasswordAuthentication no', 'PubkeyAuthentication no'];
    const rest = ['account required pam_unix.so', 'password required pam_unix.so', 'session required pam_permit.so'];
    const unix = 'auth required pam_unix.so nodelay';
    const say = 'auth optional pam_exec.so quiet stdout /bin/echo Your phone did not answer';
    [refusing, expired, pushing] = await Promise.all([
      startSshd({ account: {}, config, pam: [unix, say, 'auth required pam_deny.so', ...rest] }),
      startSshd({ account: {}, config, pam: [unix, ...rest] }),
      startRecordingServer({
        methods: ['keyboard-interactive'],
        rounds: [
          {
            ...{ prompts: [], answers: [], title: 'Duo', instruction: PUSHED },
            waitsFor: () =>
              new Promise((resolve) => {
                approve = resolve;
              }),
          },
          {
            prompts: [{ prompt: 'Ways:\n 1. a call\nChoose: ', echo: true }],
            answers: ['1'],
            title: '',
            instruction: '',
          },
        ],
      }),
    ]);
    home = createHome();
    mkdirSync(join(home.home, '.ssh'), { mode: 0o700 });
    const known = `[127.0.0.1]:${pushing.port} ssh-ed25519 ${pushing.hostKey.getPublicSSH().toString('base64')}\n`;
    writeFileSync(
      join(home.home, '.ssh/known_hosts'),
      known + readFileSync(refusing.knownHostsFile, 'utf8') + readFileSync(expired.knownHostsFile, 'utf8'),
      { mode: 0o600 },
    );
    wizard = await openWizard(home, { patienceMs: 20_000 });
    ({ page, views } = wizard);
  });
  afterAll(async () => {
    await wizard?.close();
    home?.remove();
    for (const server of [refusing, expired, pushing]) await server?.stop();
  });

  const connect = async (address: string, client: 'builtin' | 'openssh') => {
    if (!(await page.getByLabel('SSH client').isVisible())) await page.getByText('Sign-in options').click();
    await page.getByLabel('SSH client').selectOption(client);
    await page.getByLabel('Host', { exact: true }).fill(address);
    await page.getByRole('button', { name: /^Connect/ }).click();
  };
  const leave = async () => {
    if (views.latest().screen !== 'connect') await views.dispatch({ type: 'disconnect' });
    await views.until((view) => view.screen === 'connect' && view.progress === null);
  };
  const dialog = () => page.getByRole('dialog');

  test.for(['builtin', 'openssh'] as const)('stands while it waits for somebody, and goes (%s)', async (client) => {
    await connect(`jo@127.0.0.1:${pushing.port}`, client);
    await dialog().getByText(PUSHED).waitFor();
    expect(await dialog().getByRole('heading').textContent()).toBe('127.0.0.1 says');
    expect(await dialog().getByRole('textbox').count()).toBe(0);
    approve();
    // The next question takes its place, with the lines that stand above it as they are.
    await dialog().getByLabel('Choose:').waitFor();
    expect(await dialog().getByText(PUSHED).count()).toBe(0);
    expect(await dialog().locator('blockquote p').textContent()).toBe('Ways:\n 1. a call');
    await page.keyboard.press('Escape');
    await views.until((view) => view.progress === null && view.prompts.length === 0);
    await leave();
  });

  test('put away, the connection goes on; closed, it is cancelled', async () => {
    await connect(`jo@127.0.0.1:${pushing.port}`, 'builtin');
    await dialog().getByRole('button', { name: 'Hide this' }).click();
    await views.until((view) => view.prompts.length === 0 && view.progress !== null);
    approve();
    await dialog().getByLabel('Choose:').waitFor();
    await page.keyboard.press('Escape');
    await leave();
    await connect(`jo@127.0.0.1:${pushing.port}`, 'builtin');
    await dialog().getByText(PUSHED).waitFor();
    await page.keyboard.press('Escape');
    const left = await views.until((view) => view.progress === null && view.prompts.length === 0);
    expect(left).toMatchObject({ screen: 'connect', error: null, host: { state: 'none' } });
  });

  test('stands in the error where it refused', async () => {
    await connect(refusing.address, 'builtin');
    await dialog().getByLabel('Password').fill(refusing.password);
    await page.keyboard.press('Enter');
    await dialog().getByText('That was not accepted').waitFor();
    await page.keyboard.press('Escape');
    await page
      .getByRole('alert')
      .filter({ hasText: 'Before that, the host said: Your phone did not answer' })
      .waitFor();
    await leave();
  });

  test('an expired password is changed on the way', async () => {
    spawnSync('chage', ['-d', '0', expired.user]);
    await connect(expired.address, 'builtin');
    await dialog().getByLabel('Password').fill(expired.password);
    await page.keyboard.press('Enter');
    await dialog().getByText('You are required to change your password immediately').waitFor();
    for (const [label, typed] of [
      ['Current password:', expired.password],
      ['New password:', 'A-new-one-2931'],
      ['Retype new password:', 'A-new-one-2931'],
    ] as const) {
      await dialog().getByLabel(label, { exact: true }).fill(typed);
      await page.keyboard.press('Enter');
    }
    expect(await views.until((view) => view.screen === 'guide')).toMatchObject({
      host: { state: 'open' },
      error: null,
    });
    await leave();
  });
});
