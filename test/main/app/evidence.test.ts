import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judgeCaptureWith } from '../../../src-main/app/capture.ts';
import { realParts } from '../../../src-main/app/real-parts.ts';
import { buildReport } from '../../../src-main/app/reporting.ts';
import type { Command } from '../../../src-main/contract/commands.ts';
import type { View } from '../../../src-main/contract/view.ts';
import { type Capture, parseCapture } from '../../../src-main/model/capture.ts';
import type { Report } from '../../../src-main/model/report.ts';
import { STEP_IDS } from '../../../src-main/model/steps.ts';
import { useApps } from '../../fakes/app.ts';
import { captureOf } from '../../fakes/capture.ts';
import { evidenceOf, located } from '../../fakes/evidence.ts';

const { run, folder } = useApps();
const HOSTS = join(import.meta.dirname, '../../fixtures/hosts');

const hostFile = (id: string) => join(HOSTS, `${id}.json`);
const saved = async (capture: Capture, name = 'mid.json'): Promise<string> => {
  const file = join(folder(), name);
  await writeFile(file, JSON.stringify(capture));
  return file;
};
const isOpen = (view: View) => view.screen === 'guide' && view.host.state === 'evidence';

/** Opened in the wizard, as it is with the real parts. */
const opened = async (file: string) => {
  const it = run(realParts());
  await it.app.dispatch({ type: 'connect', target: { kind: 'evidence', file } });
  const view = await it.until((v) => isOpen(v) || v.error !== null);
  expect(view.error).toBeNull();
  return { ...it, view };
};
type Opened = Awaited<ReturnType<typeof opened>>;

const reportOf = async ({ app }: Pick<Opened, 'app'>): Promise<Report> =>
  JSON.parse((await app.ask({ type: 'report', format: 'json' })).text);
/** What `midup diagnose --evidence FILE --json` prints. */
const terminalReport = async (file: string): Promise<Report> => {
  const judged = judgeCaptureWith(realParts(), parseCapture(await readFile(file, 'utf8')));
  return buildReport({ ...judged, tool: { version: '1.2.3', platform: process.platform } });
};
/** All but the way taken, which in the wizard is somebody's own. */
const essence = ({ path: _, ...rest }: Report) => JSON.parse(JSON.stringify(rest)) as object;

/** Every step's view and the verdict's, in order. */
const walked = async ({ app, until }: Opened): Promise<readonly View[]> => {
  const seen: View[] = [];
  for (const step of STEP_IDS) {
    await app.dispatch({ type: 'goto', step });
    seen.push(await until((v) => v.current === step));
  }
  await app.dispatch({ type: 'show-verdict' });
  return [...seen, await until((v) => v.screen === 'verdict')];
};
const actionsOf = (view: View) => (view.verdict?.next ?? view.next).actions.map(({ kind }) => kind);

describe('saved evidence in the wizard', () => {
  test.for([
    'disk-full',
    'healthy',
    'crash-loop',
    'tls-untrusted',
    'config-malformed',
    'hung',
    'upgrading',
    'upgrade-stuck',
    'several',
    'no-agent',
    'agent-hidden',
    'permissions-cannot-look',
  ])('%s: says what the terminal says of it', async (id) => {
    const it = await opened(hostFile(id));
    const report = await reportOf(it);
    expect(essence(report)).toEqual(essence(await terminalReport(hostFile(id))));
    expect(report.target.kind).toBe('evidence');
    expect(it.view.steps.filter(({ state }) => state === 'looking')).toEqual([]);
    expect(it.view.steps.filter(({ state }) => state === 'todo').every((step) => step.byHandOnly)).toBe(true);
  });

  test('that ended early needs then what it needs in the terminal', async () => {
    const { evidence, ...rest } = parseCapture(await readFile(hostFile('disk-full'), 'utf8'));
    const file = await saved({ ...rest, failed: 'timeout', evidence: evidence.slice(0, 4) });
    const it = await opened(file);
    expect(essence(await reportOf(it))).toEqual(essence(await terminalReport(file)));
    expect(JSON.stringify(it.view.coverage.couldNot)).toContain('cut off by its limit. Capture again.');
  });

  test.for(['disk-full', 'upgrading', 'several', 'agent-hidden', 'healthy'])(
    '%s: nothing is offered that needs a host, and why is said',
    async (id) => {
      const views = await walked(await opened(hostFile(id)));
      expect(views.flatMap(actionsOf).filter((kind) => !['next', 'goto', 'show-verdict'].includes(kind))).toEqual([]);
      for (const view of views) {
        expect(view.noHost).toBe(
          'This is saved evidence of 127.0.0.1: to look at it anew or change anything, connect to the host, or have midup capture run again.',
        );
        expect(JSON.stringify([view.next, view.verdict?.next, view.guard, view.coverage])).not.toMatch(
          /reconnect|with sudo|sign in as|is running on this host/i,
        );
      }
    },
  );

  test('says whose it is and from when', async () => {
    const { view } = await opened(hostFile('disk-full'));
    const { finishedAt } = parseCapture(await readFile(hostFile('disk-full'), 'utf8'));
    expect(view.host).toEqual({ name: '127.0.0.1', detail: '', state: 'evidence', at: finishedAt });
  });

  test('an upgrade that ran then leads to its step, and is not said to run now', async () => {
    const { view, app, until } = await opened(hostFile('upgrading'));
    expect(view.current).toBe('upgrade');
    expect(view.guard).toContain('when this was saved');
    await app.dispatch({ type: 'show-verdict' });
    const { verdict } = await until((v) => v.screen === 'verdict');
    expect(verdict?.headline).toBe('An upgrade was running: leave it alone until it has ended');
    expect(verdict?.next.text).toMatch(/^Make sure on the host that the upgrade has ended/);
  });

  test('is answered by hand, skipped and noted on as ever, and walks to the end by itself', async () => {
    const { app, until } = await opened(hostFile('disk-full'));
    await app.dispatch({ type: 'answer', answer: 'no' });
    await app.dispatch({ type: 'next' });
    await app.dispatch({ type: 'skip' });
    await app.dispatch({ type: 'note', text: 'from the customer' });
    await app.dispatch({ type: 'run-to-end', on: true });
    const view = await until((v) => v.screen === 'verdict' && v.note !== '');
    expect(view.verdict).toMatchObject({ status: 'problem', next: { actions: [{ kind: 'goto', step: 'host' }] } });
    const report = await reportOf({ app });
    expect(report.path.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual(
      expect.arrayContaining(['status answered', 'locate skipped', 'host fail']),
    );
    expect(report.findings.find(({ byHand }) => byHand)).toMatchObject({ code: 'status.up', status: 'fail' });
    for (const format of ['text', 'html'] as const)
      expect((await app.ask({ type: 'report', format })).text).toContain('host.disk-full');
    expect(await app.ask({ type: 'read-ledger' })).toEqual([]);
  });

  test('shows the text behind a finding, with the lines that decided', async () => {
    const { app, view } = await opened(hostFile('disk-full'));
    const full = view.findings.find(({ code }) => code === 'host.disk-full');
    const [{ id, lines } = { id: '', lines: [] }] = full?.evidence ?? [];
    const shown = await app.ask({ type: 'read-evidence', id });
    expect(shown).toMatchObject({ title: 'Room on the disk', where: '127.0.0.1' });
    expect(lines.map((n) => shown?.lines[n - 1]?.text).join(' ')).toMatch(/\d/);
  });

  test.for<Command>([
    { type: 'recheck' },
    { type: 'reconnect' },
    { type: 'look-as', by: 'sudo' },
    { type: 'choose-agent', agentDir: '/opt/other/agent' },
    { type: 'plan-fix', fix: 'start-service' },
    { type: 'undo', change: 1 },
    { type: 'cancel' },
  ])('$type changes nothing', async (command) => {
    const { app, until, view } = await opened(hostFile('stopped'));
    await app.dispatch(command);
    await app.dispatch({ type: 'note', text: 'after it' });
    const after = await until((v) => v.note === 'after it');
    const { revision: _, note: __, savedAt: ___, ...rest } = after;
    const { revision: ____, note: _____, savedAt: ______, ...before } = view;
    expect(rest).toEqual(before);
  });

  test('a leading ~/ is the home folder, as with key files', async () => {
    const it = run(realParts());
    const file = `~/${relative(homedir(), join(folder(), 'none.json'))}`;
    await it.app.dispatch({ type: 'connect', target: { kind: 'evidence', file } });
    const { error } = await it.until((v) => v.error !== null);
    expect(error?.message).toBe(`Nothing is at ${join(folder(), 'none.json')} on this computer.`);
  });
});

describe('its session', () => {
  // The second is judged otherwise by what is left of it when it has been redacted once more.
  test.for(['disk-full', 'config-malformed'])(
    '%s: is saved, and opens where it was although the file is gone',
    async (id) => {
      const capture = parseCapture(await readFile(hostFile(id), 'utf8'));
      const file = await saved({ ...capture, host: { name: 'mid-ber-02', os: 'linux' } });
      const first = await opened(file);
      await first.app.dispatch({ type: 'goto', step: 'host' });
      await first.app.dispatch({ type: 'note', text: 'from the customer' });
      const { sessionId } = await first.until((v) => v.note !== '' && v.current === 'host');
      const before = await reportOf(first);
      await first.app.close();
      await rm(file);

      const later = run(realParts());
      const { sessions } = await later.app.ask({ type: 'list-sessions' });
      expect(sessions).toMatchObject([{ id: sessionId, name: 'Evidence: mid-ber-02', status: 'problem' }]);
      await later.app.dispatch({ type: 'open-session', id: sessionId ?? '' });
      const view = await later.until(isOpen);
      expect(view).toMatchObject({
        current: 'host',
        note: 'from the customer',
        host: { name: 'mid-ber-02', state: 'evidence', at: capture.finishedAt },
        noHost: expect.stringContaining('of mid-ber-02'),
      });
      expect(actionsOf(view)).not.toContain('reconnect');
      expect(essence(await reportOf(later))).toEqual(essence(before));
      await later.app.dispatch({ type: 'reconnect' });
      await later.app.dispatch({ type: 'disconnect' });
      const closed = await later.until((v) => v.screen === 'connect');
      expect(closed).toMatchObject({ target: { kind: 'evidence', file }, noHost: null, host: { state: 'none' } });
    },
  );

  test('that ended early says after it was opened again what it said before', async () => {
    const { evidence, ...rest } = parseCapture(await readFile(hostFile('disk-full'), 'utf8'));
    const first = await opened(await saved({ ...rest, failed: 'timeout', evidence: evidence.slice(0, 4) }));
    const before = await reportOf(first);
    await first.app.close();
    const later = run(realParts());
    const [session] = (await later.app.ask({ type: 'list-sessions' })).sessions;
    await later.app.dispatch({ type: 'open-session', id: session?.id ?? '' });
    await later.until(isOpen);
    expect(essence(await reportOf(later))).toEqual(essence(before));
  });
});

describe('a file that cannot be opened', () => {
  test.for<[string, string, string | null]>([
    ['missing', 'is not there', null],
    ['cut-off', 'was cut off', JSON.stringify(captureOf({})).slice(0, 200)],
    ['foreign', 'is something else', '# notes'],
    ['version', 'is of another version', '{"schema":"midup.capture/2"}'],
    ['report', 'is a report', '{"schema":"midup.report/1"}'],
    ['invalid', 'was changed', JSON.stringify({ ...captureOf({}), evidence: 7 })],
  ])('%s: one that %s is said in the page, with what to do', async ([code, , content]) => {
    const file = join(folder(), 'mid.json');
    if (content !== null) await writeFile(file, content);
    const target = { kind: 'evidence', file } as const;
    const it = run(realParts());
    await it.app.dispatch({ type: 'connect', target });
    const view = await it.until((v) => v.error !== null);
    expect(view).toMatchObject({ screen: 'connect', target, progress: null, host: { state: 'failed', name: file } });
    expect(view.error?.code).toBe(`evidence.${code}`);
    expect(view.error?.message).toContain(file);
    for (const sentence of [view.error?.title, view.error?.message, ...(view.error?.next ?? [])]) {
      expect(sentence).toMatch(/\S/);
      expect(sentence).not.toMatch(/\[\w+\]|undefined/);
    }
    await expect(it.app.ask({ type: 'report', format: 'json' })).rejects.toThrow('no session');
    // Nothing is dead: the same again, once the file is right.
    await writeFile(file, JSON.stringify(captureOf({})));
    await it.app.dispatch({ type: 'connect', target });
    expect((await it.until(isOpen)).error).toBeNull();
    await it.app.close();
    expect(await readdir(join(folder(), 'sessions'))).toHaveLength(1);
  });

  test('a folder', async () => {
    const file = join(folder(), 'a folder');
    await mkdir(file);
    const it = run(realParts());
    await it.app.dispatch({ type: 'connect', target: { kind: 'evidence', file } });
    expect((await it.until((v) => v.error !== null)).error?.code).toBe('evidence.not-a-file');
  });
});

test('what stands in it may be anything: no secret gets on, no text is more than text', async () => {
  const secret = 'Tr0ub4dor-and-3';
  const nasty = `<img src=x onerror=alert(1)>\u202e {{7*7}} password=${secret}`;
  const file = await saved(
    captureOf({
      host: { name: nasty, os: null },
      agentDir: `/opt/password=${secret}/agent`,
      evidence: [
        { ...located(`:seen unit password=${secret} /opt`), where: nasty },
        { ...evidenceOf('logs', [`@x x\u0000\u001b[31m`, ` ${nasty}`, ` ${'y'.repeat(200_000)}`, '=0']), where: nasty },
        { ...evidenceOf('no.such-probe', [nasty]), where: nasty },
        evidenceOf(
          'locate',
          Array.from({ length: 500 }, (_, i) => `:agent /opt/${i}/${nasty}`),
          { where: nasty },
        ),
      ],
    }),
  );
  const it = await opened(file);
  await walked(it);
  for (const id of ['locate', 'logs', 'no.such-probe']) {
    const shown = await it.app.ask({ type: 'read-evidence', id });
    expect(shown?.where).toContain('<img src=x');
    expect(JSON.stringify(shown)).not.toContain(secret);
  }
  for (const format of ['json', 'text', 'html'] as const)
    expect((await it.app.ask({ type: 'report', format })).text).not.toContain(secret);
  const pushed = JSON.stringify(it.views);
  expect(pushed).not.toContain(secret);
  expect(Math.max(...it.views.map((view) => JSON.stringify(view).length))).toBeLessThan(51_000);
  await it.app.close();
  const [id = ''] = await readdir(join(folder(), 'sessions'));
  const text = await readFile(join(folder(), 'sessions', id, 'session.json'), 'utf8');
  expect(text).toContain('no.such-probe');
  expect(text).not.toContain(secret);
});
