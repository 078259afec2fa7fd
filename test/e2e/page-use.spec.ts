import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { peers } from '../peers/needs.ts';
import { openBrowser } from './gallery/browser.ts';
import { asked, dispatched, focused, push, said } from './gallery/harness.ts';
import { type OpenOptions, openView } from './gallery/open.ts';
import { type Gallery, serveGallery } from './gallery/serve.ts';
import { views } from './gallery/views.ts';

let gallery: Gallery;
let browser: Browser;
const open = (name: string, options?: OpenOptions) => openView(browser, gallery, name, options);

describe.skipIf(!peers('chromium'))('using the page', () => {
  beforeAll(async () => {
    [gallery, browser] = await Promise.all([serveGallery(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await gallery?.close();
  });

  describe('keys', () => {
    test('lead on, back and around, but not while typing nor with a modifier', async () => {
      await using opened = await open('guide-fail');
      const { page } = opened;
      for (const key of ['ArrowRight', 'Enter', 'ArrowLeft', 'r', 'Control+r', 'Alt+ArrowLeft']) {
        if (key !== 'Control+r' && key !== 'Alt+ArrowLeft') await page.keyboard.press(key);
      }
      expect((await dispatched(page)).map(({ type }) => type)).toEqual(['next', 'next', 'back', 'recheck']);
      await page.keyboard.press('/');
      await page.keyboard.type('rm?');
      await page.keyboard.press('ArrowRight');
      expect(await dispatched(page)).toHaveLength(4);
      expect(await page.getByLabel('Search in the evidence').inputValue()).toBe('rm?');
      expect(await page.locator('dialog[open]').count()).toBe(0);
    });

    test('open the chart, move in it, and go to a box', async () => {
      await using opened = await open('guide-fail');
      const { page } = opened;
      await page.keyboard.press('m');
      expect(await focused(page)).toContain('Can the MID Server run on this host?');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      expect(await focused(page)).toContain('Is the service running');
      await page.keyboard.press('Enter');
      expect(await dispatched(page)).toEqual([{ type: 'goto', step: 'service' }]);
      expect(await page.locator('dialog[open]').count()).toBe(0);
    });

    test('Esc stops what runs, and closes what is open first', async () => {
      await using opened = await open('guide-streaming', { width: 1024, height: 700 });
      const { page } = opened;
      await page.keyboard.press('e');
      expect(await focused(page)).toBe('Evidence');
      await page.keyboard.press('Escape');
      expect(await page.getByRole('tab').count()).toBe(0);
      expect(await dispatched(page)).toEqual([]);
      await page.keyboard.press('Escape');
      expect(await dispatched(page)).toEqual([{ type: 'cancel' }]);
    });

    test('arrows choose findings, and the evidence follows', async () => {
      await using opened = await open('guide-fail');
      const { page } = opened;
      await page.getByRole('button', { name: "No space left on the agent's disk" }).focus();
      await page.keyboard.press('ArrowDown');
      expect(await focused(page)).toBe('Open-file limit is low');
      await page.getByRole('region', { name: 'Limits of the run-as user' }).waitFor();
      expect(await page.locator('.hit').textContent()).toContain('1024');
      // The list has one stop for Tab, and the arrow keys move within it.
      expect(await page.locator('[data-finding][tabindex="0"]').count()).toBe(1);
    });
  });

  describe('focus and announcements', () => {
    test('go to the new step, and say its answer', async () => {
      await using opened = await open('guide-fail');
      const { page } = opened;
      const steps = views['guide-fail']?.steps ?? [];
      await push(page, {
        current: 'network',
        steps: steps.map((s) =>
          s.id === 'network' ? { ...s, state: 'fail', answer: { word: 'No.', sentence: 'Port 443 is closed.' } } : s,
        ),
      });
      expect(await focused(page)).toBe('Can it reach the instance?');
      expect(await said(page)).toBe('Step 6 of 10. Can it reach the instance? No. Port 443 is closed.');
    });

    test('leave alone who is typing', async () => {
      await using opened = await open('guide-fail');
      const { page } = opened;
      await page.getByRole('tab', { name: 'Notes' }).click();
      await page.getByLabel('Notes of this session').fill('asked the storage team');
      await push(page, { current: 'network', note: '' });
      expect(await page.getByLabel('Notes of this session').inputValue()).toBe('asked the storage team');
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
      await expect.poll(() => dispatched(page)).toEqual([{ type: 'note', text: 'asked the storage team' }]);
    });
  });

  test('a step that only people can look at asks them, there and in a dialog', async () => {
    await using opened = await open('guide-by-hand');
    const { page } = opened;
    await page.getByRole('button', { name: 'No', exact: true }).click();
    expect(await dispatched(page)).toEqual([{ type: 'answer', answer: 'no' }]);
    await using elsewhere = await open('guide-fail');
    await elsewhere.page.getByRole('button', { name: 'I checked it myself…' }).click();
    expect(await focused(elsewhere.page)).toBe('What did you see?');
    await elsewhere.page.getByRole('button', { name: "Can't tell", exact: true }).click();
    expect(await dispatched(elsewhere.page)).toEqual([{ type: 'answer', answer: 'unsure' }]);
  });

  test('one of several agents is chosen, or a folder given', async () => {
    await using opened = await open('guide-agents');
    const { page } = opened;
    await page.getByRole('button', { name: '/opt/servicenow/mid-ber-03/agent' }).click();
    await page.getByLabel('Or give the agent’s folder').fill('/srv/other/agent');
    await page.keyboard.press('Enter');
    expect(await dispatched(page)).toEqual([
      { type: 'choose-agent', agentDir: '/opt/servicenow/mid-ber-03/agent' },
      { type: 'choose-agent', agentDir: '/srv/other/agent' },
    ]);
  });

  test('results that come in do not move what is on screen', async () => {
    await using opened = await open('guide-streaming');
    const { page } = opened;
    const first = page.locator('[data-key="host.disk-full fail"]');
    const before = await first.boundingBox();
    const findings = views['guide-fail']?.findings ?? [];
    const disk = findings.filter(({ code }) => code === 'host.disk-full');
    const rights = disk.map((f) => ({
      ...f,
      key: 'host.permissions fail',
      code: 'host.permissions',
      title: 'Not its own folder',
    }));
    await push(page, { findings: [...rights, ...findings] });
    await page.getByText('Not its own folder').waitFor();
    expect(await first.boundingBox()).toEqual(before);
    expect(await page.locator('[data-finding]').allTextContents()).toHaveLength(4);
  });

  describe('evidence', () => {
    test('shows a 100,000-line log at the deciding line, drawing only what is near', async () => {
      await using opened = await open('guide-long');
      const { page } = opened;
      const hit = page.locator('.hit');
      await hit.waitFor();
      const [line, box] = [
        await hit.boundingBox(),
        await page.getByRole('region', { name: 'Agent log, 100,000 lines' }).boundingBox(),
      ];
      expect(line && box && line.y >= box.y && line.y + line.height <= box.y + box.height).toBe(true);
      expect(await page.locator('[data-n]').count()).toBeLessThan(1000);
    });

    test('is searched from anywhere, with the number of hits', async () => {
      await using opened = await open('guide-long');
      const { page } = opened;
      await page.locator('.hit').waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type('(99999)');
      await page.getByText('1 of 1').waitFor();
      expect(await page.locator('.current').textContent()).toContain('(99999)');
    });

    test('hostile text stays text', async () => {
      await using opened = await open('guide-hostile');
      const { page, complaints } = opened;
      await page.locator('.hit').first().waitFor();
      expect(await page.title()).toBe('MID Up');
      expect(await page.locator('#app img, #app script, a[href^=javascript]').count()).toBe(0);
      expect(await page.locator('[data-n="2"]').textContent()).toContain('<script>alert(1)</script>');
      expect(await page.locator('[data-n="3"]').textContent()).toContain('⟨ESC⟩[31mred⟨ESC⟩[0m ⟨NUL⟩');
      expect((await page.locator('[data-n="4"]').textContent())?.length).toBeLessThan(2200);
      expect(complaints).toEqual([]);
    });

    test('says when it is denied, cut short, or not there', async () => {
      await using unknown = await open('guide-unknown');
      await unknown.page.getByText('Cut off: it took longer than its limit.').waitFor();
      await using agents = await open('guide-agents');
      await agents.page.getByText('This finding stands on no text of its own.').waitFor();
    });
  });

  describe('prompts', () => {
    test('a password is sent once and kept nowhere', async () => {
      await using opened = await open('prompt-password');
      const { page } = opened;
      const field = page.getByLabel('Password', { exact: true });
      expect(await field.getAttribute('type')).toBe('password');
      expect(await field.getAttribute('autocomplete')).toBe('off');
      await page.keyboard.type('s3cret');
      await page.keyboard.press('Enter');
      expect(await dispatched(page)).toEqual([
        { type: 'prompt-answer', id: 'p2', answer: { kind: 'values', values: ['s3cret'] } },
      ]);
      expect(await field.inputValue()).toBe('');
      expect(await page.content()).not.toContain('s3cret');
    });

    test('a password is kept only where the box is ticked, and forgotten on request', async () => {
      await using opened = await open('prompt-password-keep');
      const { page } = opened;
      const keep = page.getByLabel("Keep it in this computer's key store");
      expect(await keep.isChecked()).toBe(false);
      await page.keyboard.type('s3cret');
      await keep.check();
      await page.getByText('kept encrypted').waitFor();
      await page.getByRole('button', { name: /^Sign in/ }).click();
      expect(await dispatched(page)).toEqual([
        { type: 'prompt-answer', id: 'p9', answer: { kind: 'values', values: ['s3cret'], keep: true } },
      ]);
      await push(page, { prompts: [] });
      const settings = page.getByRole('button', { name: 'Settings' });
      await settings.click();
      await page.getByRole('button', { name: /All keys/ }).waitFor();
      expect(await page.getByRole('button', { name: /^Forget/ }).count()).toBe(0);
      await push(page, { keptSecrets: 2 });
      await page.getByRole('button', { name: 'Forget all 2 kept secrets' }).click();
      expect((await dispatched(page)).at(-1)).toEqual({ type: 'forget-secrets' });
    });

    test('where it cannot be kept, the reason stands there and no box', async () => {
      await using opened = await open('prompt-sudo');
      await opened.page.getByText('would hold it as plain text').waitFor();
      expect(await opened.page.getByRole('dialog').getByRole('checkbox').count()).toBe(0);
    });

    test('a host key has no default button; Esc refuses it', async () => {
      await using opened = await open('prompt-host-key');
      const { page } = opened;
      expect(await focused(page)).toBe('Is this really bastion.acme.example?');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Space');
      expect(await dispatched(page)).toEqual([]);
      await page.keyboard.press('Escape');
      expect(await dispatched(page)).toEqual([{ type: 'prompt-answer', id: 'p1', answer: { kind: 'cancel' } }]);
      await page.getByRole('button', { name: 'Trust and remember' }).click();
      expect((await dispatched(page)).at(-1)).toMatchObject({ answer: { kind: 'remember' } });
    });

    test('a host key that no file would keep is trusted for this time only', async () => {
      await using opened = await open('prompt-host-key-once');
      const { page } = opened;
      await page.getByText('so it is asked about each time').waitFor();
      expect(await page.getByRole('button', { name: 'Trust and remember' }).count()).toBe(0);
      await page.getByRole('button', { name: 'Only this time' }).click();
      expect(await dispatched(page)).toMatchObject([{ answer: { kind: 'once' } }]);
    });

    test('what a host says while it waits is put away by its button, never by accident; Esc cancels', async () => {
      await using opened = await open('prompt-no-field');
      const { page } = opened;
      await page.getByText('Pushed a login request to your phone…').waitFor();
      await page.getByText('this goes on by itself').waitFor();
      expect(await page.getByRole('dialog').getByRole('textbox').count()).toBe(0);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Space');
      expect(await dispatched(page)).toEqual([]);
      await page.getByRole('button', { name: 'Hide this' }).click();
      expect(await dispatched(page)).toMatchObject([{ answer: { kind: 'values', values: [] } }]);
      await page.keyboard.press('Escape');
      expect((await dispatched(page)).at(-1)).toMatchObject({ answer: { kind: 'cancel' } });
    });

    test('what a host says with its question stands above the field', async () => {
      await using opened = await open('prompt-password-said');
      await opened.page.getByText('The account is locked due to 3 failed logins.').waitFor();
      await opened.page.keyboard.type('typed at once');
      await opened.page.keyboard.press('Enter');
      expect(await dispatched(opened.page)).toMatchObject([{ answer: { kind: 'values', values: ['typed at once'] } }]);
    });

    test('one that comes while another is open waits its turn, and takes nothing of what is typed', async () => {
      await using opened = await open('prompt-password');
      const { page } = opened;
      await page.keyboard.type('half');
      const first = views['prompt-password']?.prompts[0];
      const second = views['prompt-sudo']?.prompts[0];
      await push(page, { prompts: [first, second].filter((prompt) => prompt !== undefined) });
      await page.getByText('1 more question follows').waitFor();
      await page.keyboard.type('-and-whole');
      await page.keyboard.press('Enter');
      expect(await dispatched(page)).toEqual([
        { type: 'prompt-answer', id: 'p2', answer: { kind: 'values', values: ['half-and-whole'] } },
      ]);
      await push(page, { prompts: second ? [second] : [] });
      const field = page.getByLabel('Password of ops');
      expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
      expect(await field.inputValue()).toBe('');
    });

    test('all fields of a sign-in are sent in order', async () => {
      await using opened = await open('prompt-interactive');
      const { page } = opened;
      await page.keyboard.type('pw');
      await page.keyboard.press('Tab');
      await page.keyboard.type('123456');
      await page.keyboard.press('Enter');
      expect(await dispatched(page)).toMatchObject([{ answer: { kind: 'values', values: ['pw', '123456'] } }]);
    });
  });

  describe('a change', () => {
    test('needs more than Enter, and is bound to the plan that was shown', async () => {
      await using opened = await open('fix-consent');
      const { page } = opened;
      await page.keyboard.press('Enter');
      expect(await dispatched(page)).toEqual([]);
      await page.getByRole('button', { name: 'Start the service', exact: true }).click();
      expect(await dispatched(page)).toEqual([{ type: 'apply-fix', hash: 'a'.repeat(64) }]);
    });

    test('is not stopped by Esc while it runs; watching is; then Esc closes', async () => {
      await using applying = await open('fix-applying');
      await applying.page.keyboard.press('Escape');
      await applying.page.keyboard.press('Escape');
      expect(await dispatched(applying.page)).toEqual([]);
      expect(await applying.page.locator('dialog[open]').count()).toBe(1);
      await using watching = await open('fix-watching');
      await watching.page.keyboard.press('Escape');
      expect(await dispatched(watching.page)).toEqual([{ type: 'cancel' }]);
      await using done = await open('fix-done');
      await done.page.keyboard.press('Escape');
      expect(await dispatched(done.page)).toEqual([{ type: 'close-fix' }]);
    });

    test('is taken back from where it ended, and later from the list of changes', async () => {
      await using ended = await open('fix-granted');
      await ended.page.getByRole('button', { name: 'Undo…' }).click();
      expect(await dispatched(ended.page)).toEqual([{ type: 'undo', change: 1 }]);
      await push(ended.page, { fix: views['fix-undo']?.fix ?? null });
      await ended.page.getByText(/^chown -h root .*chmod 0755/).waitFor();
      await ended.page.getByRole('button', { name: 'Take it back' }).click();
      expect(await dispatched(ended.page)).toMatchObject([{ type: 'undo' }, { type: 'apply-fix' }]);

      await using later = await open('verdict-changes');
      const undo = later.page.getByRole('button', { name: 'Undo…' });
      expect(await undo.count()).toBe(1);
      await push(later.page, { progress: { label: 'Looking', since: '2026-11-23T02:13:09.000Z', done: 1, total: 2 } });
      expect(await undo.isDisabled()).toBe(true);
      await push(later.page, { progress: null });
      await later.page.keyboard.press('e');
      await later.page.getByRole('tab', { name: 'Ledger' }).click();
      await undo.last().click();
      expect(await dispatched(later.page)).toEqual([{ type: 'undo', change: 1 }]);
    });

    test('closing gives the focus back', async () => {
      await using opened = await open('guide-fail');
      const { page } = opened;
      await page.getByRole('button', { name: 'Start the service…' }).click();
      expect(await dispatched(page)).toEqual([{ type: 'plan-fix', fix: 'start-service' }]);
      await push(page, { fix: views['fix-consent']?.fix ?? null });
      expect(await focused(page)).toBe('Start the MID Server?');
      await push(page, { fix: null });
      expect(await focused(page)).toBe('Start the service…');
    });
  });

  describe('connecting', () => {
    test('takes an alias of the ssh config by keyboard', async () => {
      await using opened = await open('connect');
      const { page } = opened;
      const field = page.getByRole('combobox', { name: 'Host' });
      await field.focus();
      await page.keyboard.type('mid-b');
      await page.getByRole('option', { name: 'mid-ber-03' }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      expect(await field.inputValue()).toBe('mid-ber-03');
      expect(await dispatched(page)).toEqual([]);
      await page.keyboard.press('Enter');
      expect(await dispatched(page)).toEqual([{ type: 'connect', target: { kind: 'ssh', address: 'mid-ber-03' } }]);
    });

    test('asks for the host where none was named, at the field', async () => {
      await using opened = await open('connect');
      const { page } = opened;
      await page.getByRole('button', { name: 'Connect' }).click();
      await page.getByText('Name the host to look at.').waitFor();
      expect(await page.getByRole('combobox', { name: 'Host' }).getAttribute('aria-invalid')).toBe('true');
      expect(await dispatched(page)).toEqual([]);
    });

    test('says of an address that it is none, at its field, before anything is connected', async () => {
      await using opened = await open('connect-options');
      const { page } = opened;
      const host = page.getByRole('combobox', { name: 'Host' });
      await host.fill('root@');
      await page.getByRole('button', { name: 'Connect' }).click();
      await page.getByRole('alert').getByText('This names no host').waitFor();
      expect(await host.getAttribute('aria-invalid')).toBe('true');
      expect(await host.evaluate((e) => e === document.activeElement)).toBe(true);
      // Gone as soon as it is corrected.
      await page.keyboard.type('mid-ber-02');
      await page.getByText('This names no host').waitFor({ state: 'detached' });
      expect(await host.getAttribute('aria-invalid')).toBeNull();
      const jumps = page.getByLabel('Jump hosts, in order');
      await jumps.fill('one, bastion:ssh');
      await page.getByText('Sign-in options').click();
      await page.getByRole('button', { name: 'Connect' }).click();
      await page.getByRole('alert').getByText('bastion:ssh: The port after the colon').waitFor();
      // Its fields were folded away.
      expect(await jumps.evaluate((e) => e === document.activeElement)).toBe(true);
      expect(await host.getAttribute('aria-invalid')).toBeNull();
      expect(await dispatched(page)).toEqual([]);
    });

    test('sends what was filled in, and nothing else', async () => {
      await using opened = await open('connect-options');
      const { page } = opened;
      await page.getByRole('button', { name: 'Choose…' }).click();
      await page.getByLabel('Agent folder').fill(' /srv/mid/agent ');
      await page.getByLabel('MID Server name').fill(' mid-ber-03 ');
      await page.getByRole('button', { name: 'Connect' }).click();
      expect(await dispatched(page)).toEqual([
        {
          type: 'connect',
          target: {
            kind: 'ssh',
            address: 'ops@mid-ber-02:2222',
            identityFiles: ['/home/ada/.ssh/id_mid'],
            jumps: ['bastion.acme.example'],
            agentDir: '/srv/mid/agent',
            midName: 'mid-ber-03',
            sudo: true,
          },
        },
      ]);
    });

    test('opens saved evidence by keyboard: another way beside the others', async () => {
      await using opened = await open('connect');
      const { page } = opened;
      await page.getByRole('radio', { name: 'Linux over SSH' }).focus();
      await page.keyboard.press('ArrowRight');
      expect(await page.getByRole('radio', { name: 'Saved evidence' }).isChecked()).toBe(true);
      await page.keyboard.press('Enter');
      await page.getByText('Name the file to open.').waitFor();
      expect(await page.getByLabel('File').getAttribute('aria-invalid')).toBe('true');
      expect(await page.getByLabel('File').evaluate((field) => field === document.activeElement)).toBe(true);
      await page.keyboard.type('~/mid-ber-02.json');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Choose…' }).click();
      await page.getByRole('button', { name: 'Open the file' }).click();
      expect(await dispatched(page)).toEqual([
        { type: 'connect', target: { kind: 'evidence', file: '~/mid-ber-02.json' } },
        { type: 'connect', target: { kind: 'evidence', file: '/home/ada/evidence/mid-ber-02.json' } },
      ]);
      expect((await asked(page)).filter(({ type }) => type.startsWith('pick'))).toEqual([
        { type: 'pick-evidence-file' },
      ]);
    });

    test('a file that could not be opened is tried again as it was', async () => {
      await using opened = await open('connect-evidence-error');
      const { page } = opened;
      expect(await focused(page)).toContain('The file is not whole');
      await page.getByRole('button', { name: 'Try again' }).click();
      expect(await dispatched(page)).toEqual([
        { type: 'connect', target: { kind: 'evidence', file: '/home/ada/evidence/mid-ber-02.json' } },
      ]);
    });

    test('an error takes the focus; Esc stops connecting', async () => {
      await using failed = await open('connect-error');
      expect(await focused(failed.page)).toContain('mid-ber-02 did not accept ops');
      await using busy = await open('connect-busy');
      await busy.page.getByText('4 s').waitFor();
      await busy.page.keyboard.press('Escape');
      expect(await dispatched(busy.page)).toEqual([{ type: 'cancel' }]);
    });

    test('a session is deleted only after a question', async () => {
      await using opened = await open('connect');
      const { page } = opened;
      await page.getByRole('button', { name: 'Delete the session of mid-fra-01' }).click();
      expect(await focused(page)).toBe('Delete this session?');
      await page.keyboard.press('Enter');
      expect(await dispatched(page)).toEqual([]);
      await page.getByRole('button', { name: 'Delete the session', exact: true }).click();
      await page.getByRole('button', { name: 'Delete the session of mid-fra-01' }).waitFor({ state: 'detached' });
      expect(await dispatched(page)).toEqual([{ type: 'delete-session', id: 's2' }]);
    });

    test('a practice host is chosen from a list', async () => {
      await using opened = await open('connect');
      const { page } = opened;
      await page.getByRole('button', { name: 'Practice…' }).click();
      await page.getByRole('button', { name: /The disk is full/ }).click();
      expect(await dispatched(page)).toEqual([
        { type: 'connect', target: { kind: 'practice', scenario: 'disk-full' } },
      ]);
    });
  });

  describe('saved evidence', () => {
    const OFFERS = /^(Look again|Look at everything|Reconnect|Start the service|Choose |Look there)/;

    test.for(['guide-evidence', 'guide-evidence-agents', 'guide-evidence-guard', 'verdict-evidence'])(
      '%s: says that it is that and from when, and has no button that would need the host',
      async (name) => {
        await using opened = await open(name);
        const { page } = opened;
        await page.locator('header').getByText('saved evidence from 20 Nov 17:45').waitFor();
        await page.getByText(/^This is saved evidence of mid-ber-02: to look at it anew/).waitFor();
        expect(await page.getByRole('button', { name: OFFERS }).count()).toBe(0);
        expect(await page.getByLabel(/agent’s folder/).count()).toBe(0);
        await page.keyboard.press('r');
        expect(await dispatched(page)).toEqual([]);
        await page.keyboard.press('?');
        await page.getByRole('dialog', { name: 'Keys' }).waitFor();
        expect(await page.getByRole('dialog').getByText('Look again').count()).toBe(0);
      },
    );

    test('a step for people says nothing of looking anew; what is missing is offered by hand', async () => {
      await using byHand = await open('guide-evidence-by-hand');
      expect(await byHand.page.getByText(/^This is saved evidence/).count()).toBe(0);
      await using opened = await open('guide-evidence');
      await opened.page.getByRole('button', { name: 'Check it by hand…' }).click();
      expect(await focused(opened.page)).toBe('What did you see?');
    });
  });

  describe('what concerns all of it', () => {
    test('a refusal is said and can be dismissed; a main process that is gone is said, too', async () => {
      await using opened = await open('guide-fail');
      const { page } = opened;
      await page.evaluate(() => window.gallery.refuse('refused', 'The host is being looked at.'));
      await page.keyboard.press('ArrowRight');
      await page.getByText('The host is being looked at.').waitFor();
      await page.getByRole('button', { name: 'Dismiss' }).click();
      expect(await page.getByText('The host is being looked at.').count()).toBe(0);
      await page.evaluate(() => window.gallery.refuse('gone', 'closed'));
      await page.keyboard.press('ArrowRight');
      await page.getByText('The main process is gone; start MID Up again.').waitFor();
    });

    test('a lost connection stands at the top, with the way back', async () => {
      await using opened = await open('guide-lost');
      await opened.page.getByRole('button', { name: 'Reconnect' }).click();
      expect(await dispatched(opened.page)).toEqual([{ type: 'reconnect' }]);
    });

    test('the theme follows the system until one is chosen, and the choice is remembered', async () => {
      await using opened = await open('guide-fail', { theme: 'dark' });
      const { page } = opened;
      const theme = () => page.evaluate(() => document.documentElement.dataset['theme']);
      expect(await theme()).toBe('dark');
      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByLabel('Light').check();
      expect(await theme()).toBe('light');
      await page.reload();
      await page.locator('main h1').waitFor();
      expect(await theme()).toBe('light');
    });

    test('a link is opened by the main process, and the page stays', async () => {
      await using opened = await open('guide-fail');
      const { page } = opened;
      await page.getByRole('link', { name: 'MID Server system requirements' }).click();
      expect((await asked(page)).at(-1)).toEqual({
        type: 'open-link',
        url: 'https://www.servicenow.com/docs/mid-requirements',
      });
      expect(page.url()).toContain(gallery.url);
      expect(page.context().pages()).toHaveLength(1);
    });
  });
});
