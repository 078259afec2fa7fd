import { copyFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Report, reportSchema } from '../../src-main/model/report.ts';
import { peers } from '../peers/needs.ts';
import { diagnose, midup, sshArgs, stage } from './hosts/diagnose.ts';
import { SCENARIOS } from './hosts/scenarios.ts';
import { createHome, type Home } from './support/home.ts';
import { createLeaks } from './support/leaks.ts';
import type { ViewRecorder } from './support/view-recorder.ts';
import { openWizard, type Wizard } from './support/wizard.ts';

const able = peers('root', 'namespaces', 'wrapper', 'java', 'sshd', 'openssl', 'chromium');
const ID = 'config-malformed';
/** As the scenario puts it into config.xml. */
const PASSWORD = 'p&ss;word';

describe.skipIf(!able)('evidence of a real host, opened in Chromium without it', () => {
  let home: Home;
  let file: string;
  let wizard: Wizard;
  let page: Page;
  let views: ViewRecorder;
  let terminal: Report;

  beforeAll(async () => {
    home = createHome();
    file = join(home.home, 'mid ber 02.json');
    const scenario = SCENARIOS.find((s) => s.id === ID);
    if (!scenario) throw new Error(`no ${ID}`);
    const staged = await stage(scenario);
    try {
      const ran = await midup(['capture', ...sshArgs(staged.sshd), '--output', file], home.home);
      expect(ran.exit, ran.stderr).toBe(0);
    } finally {
      // From here on there is no host any more.
      await staged.close();
    }
    terminal = (await diagnose(['--evidence', file])).report;
    wizard = await openWizard(home);
    ({ page, views } = wizard);
  });
  afterAll(async () => {
    await wizard?.close();
    home?.remove();
  });
  afterEach(() => expect(wizard.complaints).toEqual([]));

  const heading = (text: string | RegExp) => page.getByRole('heading', { level: 1, name: text }).waitFor();
  const step = (n: number) => page.locator('.crumb', { hasText: `Step ${n} of 10` }).waitFor();
  /** Names the file as a person does who never touches the mouse. */
  const open = async (path: string) => {
    await page.getByRole('radio', { name: 'Saved evidence' }).check();
    await page.getByLabel('File').fill(path);
    await page.keyboard.press('Enter');
  };
  const report = async (): Promise<Report> => {
    const { value } = JSON.parse(await views.ask({ type: 'report', format: 'json' })) as { value: { text: string } };
    return reportSchema.parse(JSON.parse(value.text));
  };
  const judged = ({ verdict, findings, coverage, target, evidence, startedAt, finishedAt }: Report) => ({
    ...{ verdict, findings, coverage, target, evidence, startedAt, finishedAt },
  });

  test('what cannot be opened is said where one is, and the next try is as good as the first', async () => {
    const cut = join(home.home, 'cut.json');
    copyFileSync(file, cut);
    truncateSync(cut, 5000);
    const large = join(home.home, 'large.json');
    writeFileSync(large, '');
    truncateSync(large, 70 * 1024 * 1024);
    for (const [path, title] of [
      ['~/none.json', 'The file is not there'],
      [home.home, 'That is not a file'],
      ['/dev/zero', 'That is not a file'],
      [cut, 'The file is not whole'],
      [large, 'The file is too large to be saved evidence'],
    ] as const) {
      await open(path);
      await page.getByRole('heading', { level: 2, name: title }).waitFor();
      expect(await page.getByRole('alert').textContent()).toContain('What you can do');
    }
    expect(views.latest().error?.code).toBe('evidence.too-large');
    rmSync(large);
  });

  test('opens, by a path that begins at home, and says whose it is', async () => {
    await open('~/mid ber 02.json');
    await step(1);
    const { host, noHost } = await views.until((view) => view.host.state === 'evidence');
    expect(host).toMatchObject({ name: terminal.target.name, at: terminal.finishedAt });
    await page.locator('header').getByText('saved evidence from today').waitFor();
    expect(noHost).toContain(`saved evidence of ${terminal.target.name}`);
  });

  test('walks to the verdict by keyboard, and says what the terminal says', async () => {
    await page.locator('h1').focus();
    // A service that failed to start leads from the third step to the fifth.
    for (const n of [1, 2, 3, 5, 6, 7, 8, 9, 10]) {
      await step(n);
      await page.keyboard.press('ArrowRight');
    }
    await heading(terminal.verdict.cause?.title ?? 'no cause');
    await page.getByText(/^This is saved evidence of .+: to look at it anew/).waitFor();
    expect(await page.getByRole('button', { name: /Look again|Look at everything|Reconnect|Start the/ }).count()).toBe(
      0,
    );
    expect(judged(await report())).toEqual(judged(terminal));
  });

  test('the evidence stands beside the claim, its deciding line marked, and can be searched', async () => {
    await page.getByRole('button', { name: /^Go to/ }).click();
    await step(5);
    const marked = page.locator('aside .hit').first();
    await marked.waitFor();
    expect(await marked.textContent()).toContain('mid.instance.password');
    await page.keyboard.press('/');
    await page.keyboard.type('parameters');
    await page.getByText(/^1 of \d+$/).waitFor();
    await page.getByRole('tab', { name: 'Ledger' }).click();
    await page.getByText('Nothing is sent anywhere: this is saved evidence.').waitFor();
  });

  test('is answered by hand and noted on, and opens from the list although the file is gone', async () => {
    await page.getByRole('tab', { name: 'Notes' }).click();
    await page.getByLabel('Notes of this session').fill('from the customer');
    await views.until((view) => view.note === 'from the customer');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'I checked it myself…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'No', exact: true }).click();
    await views.until((view) => view.findings.some(({ byHand }) => byHand));
    await page.getByRole('button', { name: 'Close session' }).click();
    await heading('Which MID Server is down?');
    expect(await page.getByLabel('File').inputValue()).toBe('~/mid ber 02.json');
    rmSync(file);
    await page
      .getByRole('button', { name: `Evidence: ${terminal.target.name}` })
      .first()
      .click();
    await step(5);
    const view = await views.until(({ note, host }) => note !== '' && host.state === 'evidence');
    expect(view).toMatchObject({ note: 'from the customer', noHost: expect.any(String) });
    const { findings, coverage, target, finishedAt } = await report();
    expect(findings.filter(({ byHand }) => !byHand)).toEqual(terminal.findings);
    expect({ coverage, target, finishedAt }).toEqual({
      ...{ coverage: terminal.coverage, target: terminal.target, finishedAt: terminal.finishedAt },
    });
  });

  test('the password of the host stands nowhere', async () => {
    const leaks = createLeaks({ password: PASSWORD });
    leaks.look('the views', views.raw());
    leaks.look('what was printed', wizard.served.said());
    for (const format of ['json', 'text', 'html']) leaks.look(format, await views.ask({ type: 'report', format }));
    expect(leaks.lookInFiles(home.home)).toBeGreaterThan(0);
    expect(leaks.found()).toEqual([]);
    const sessions = join(home.env['XDG_CONFIG_HOME'] ?? '', 'MID Up/sessions');
    const [id = ''] = readdirSync(sessions);
    expect(readFileSync(join(sessions, id, 'session.json'), 'utf8')).toContain('config.malformed');
  });
});
