import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src-main/model/finding.ts';
import { STEP_IDS } from '../../../src-main/model/steps.ts';
import type { Verdict } from '../../../src-main/model/verdict.ts';
import { redact } from '../../../src-main/redact/redact.ts';
import { MAX_VIEW, projectView, type WizardPicture } from '../../../src-main/wizard/project-view.ts';
import { fakeMessages } from '../../fakes/messages.ts';
import { createHeldWizard, finding, HASH, NO_UPGRADE, seen, UPGRADE } from '../../fakes/wizard.ts';

const decide = (findings: readonly Finding[], explains: readonly Finding['code'][] = []): Verdict => {
  const cause = findings.find((f) => f.status === 'fail' && !explains.includes(f.code));
  return cause
    ? {
        status: 'problem',
        cause: { finding: cause, confidence: 'certain', explains },
        next: { key: 'cause', params: {} },
      }
    : { status: 'ok', cause: null, next: { key: 'connect-instance', params: {} } };
};

const projectOf = (picture: WizardPicture, explains: readonly Finding['code'][] = []) =>
  projectView(picture, {
    messages: fakeMessages,
    decide: (findings) => decide(findings, explains),
    fixes: [{ id: 'start-service', answers: ['service.stopped', 'service.crash-loop'] }],
    clean: (text) => redact(text, []),
  });
const project = (wizard: ReturnType<typeof createHeldWizard>, explains: readonly Finding['code'][] = []) =>
  projectOf(wizard.actor.getSnapshot(), explains);

const lookedAt = async (findings: readonly Finding[], more: Parameters<typeof seen>[1] = {}) => {
  const wizard = createHeldWizard();
  await wizard.opened();
  wizard.send({ type: 'seen', seen: seen(findings, more) });
  await wizard.collected();
  return wizard;
};
const kinds = (view: ReturnType<typeof project>) => view.next.actions.map(({ kind }) => kind);
const stepOf = (view: ReturnType<typeof project>, id: string) => view.steps.find((step) => step.id === id);

test('before anything: the connect screen with ten boxes and nothing claimed', () => {
  const view = project(createHeldWizard());
  expect(view).toMatchObject({ screen: 'connect', host: { state: 'none' }, verdict: null, error: null, findings: [] });
  expect(view.steps.map(({ id }) => id)).toEqual(STEP_IDS);
  expect(new Set(view.steps.map(({ state }) => state))).toEqual(new Set(['todo']));
});

test('findings stand fail first, each with a key of its own', async () => {
  const wizard = await lookedAt([
    NO_UPGRADE,
    finding('host.disk-low', 'warn'),
    finding('host.memory', 'unknown', { needs: 'root' }),
    finding('host.memory', 'info'),
    finding('service.stopped', 'fail'),
  ]);
  const { findings } = project(wizard);
  expect(findings.map(({ status }) => status)).toEqual(['fail', 'warn', 'unknown', 'info', 'pass']);
  expect(new Set(findings.map(({ key }) => key)).size).toBe(5);
  expect(findings[2]).toMatchObject({ need: 'root', needs: expect.stringContaining('sudo') });
});

describe('a step', () => {
  test.each([
    [[finding('host.disk-full', 'pass'), finding('host.disk-low', 'warn'), finding('host.memory', 'fail')], 'fail'],
    [[finding('host.disk-full', 'pass'), finding('host.disk-low', 'warn')], 'warn'],
    [[finding('host.disk-full', 'pass'), finding('host.memory', 'unknown')], 'pass'],
    [[finding('host.memory', 'unknown')], 'unknown'],
    [[finding('host.memory', 'info')], 'unknown'],
    [[], 'unknown'],
  ] as const)('comes out by its findings, the worst first: %#', async (findings, state) => {
    expect(stepOf(project(await lookedAt(findings)), 'host')?.state).toBe(state);
  });

  test('with a deciding check unknown is unknown, whatever passes', async () => {
    const wizard = await lookedAt([finding('host.disk-full', 'pass')], { undecided: ['host'] });
    expect(stepOf(project(wizard), 'host')?.state).toBe('unknown');
  });

  test('that could not tell does not use the word of what it looked for', async () => {
    const wizard = await lookedAt([finding('upgrade.in-progress', 'unknown')]);
    expect(stepOf(project(wizard), 'upgrade')?.answer.word).toBe("Can't tell.");
  });

  test('for people that was left is skipped, and asks again where one stands', async () => {
    const wizard = await lookedAt([NO_UPGRADE]);
    wizard.send({ type: 'next' });
    expect(stepOf(project(wizard), 'status')?.state).toBe('skipped');
    wizard.send({ type: 'back' });
    expect(stepOf(project(wizard), 'status')?.state).toBe('todo');
  });

  test('answered by hand says so, unless something worse was seen', async () => {
    const wizard = await lookedAt([NO_UPGRADE, finding('service.stopped', 'fail')]);
    wizard.send({ type: 'answer', answer: 'no' });
    wizard.send({ type: 'goto', step: 'service' });
    wizard.send({ type: 'answer', answer: 'yes' });
    const view = project(wizard);
    expect(stepOf(view, 'status')).toMatchObject({
      state: 'answered',
      byHandOnly: true,
      answer: { word: 'Down.', sentence: 'Answered by hand.' },
    });
    expect(stepOf(view, 'service')?.state).toBe('fail');
    expect(view.findings.filter(({ byHand }) => byHand).map(({ code, status }) => [code, status])).toEqual([
      ['status.up', 'fail'],
      ['service.running', 'pass'],
    ]);
  });

  test('being looked at says so until its evidence is in; a fail is said at once', async () => {
    const wizard = createHeldWizard();
    await wizard.opened();
    const pending = { pending: ['host', 'service'] as const };
    wizard.send({
      type: 'seen',
      seen: seen([finding('host.disk-full', 'pass'), finding('service.stopped', 'fail')], pending),
    });
    wizard.send({ type: 'progressed', done: 3, total: 9 });
    const view = project(wizard);
    expect(stepOf(view, 'host')).toMatchObject({ state: 'looking', answer: { word: 'Looking.' } });
    expect(stepOf(view, 'service')?.state).toBe('fail');
    expect(view.progress).toMatchObject({ label: 'Looking at mid1', done: 3, total: 9 });
  });
});

describe('the next action', () => {
  test('of a stopped service is to start it', async () => {
    const wizard = await lookedAt([NO_UPGRADE, finding('service.stopped', 'fail')]);
    wizard.send({ type: 'goto', step: 'service' });
    const view = project(wizard);
    expect(view.next.text).toBe('mend service.stopped');
    expect(kinds(view)).toEqual(['plan-fix', 'recheck', 'next']);
  });

  test.each([
    ['an upgrade runs', [UPGRADE]],
    ['nobody knows whether one does', []],
    ['it was only said by hand that none does', [finding('upgrade.in-progress', 'unknown')]],
  ])('is never to start it while %s', async (_, upgrade) => {
    const wizard = await lookedAt([...upgrade, finding('service.stopped', 'fail')]);
    wizard.send({ type: 'goto', step: 'upgrade' });
    wizard.send({ type: 'answer', answer: 'yes' });
    for (const step of STEP_IDS) {
      wizard.send({ type: 'goto', step });
      expect(kinds(project(wizard))).not.toContain('plan-fix');
    }
    wizard.send({ type: 'show-verdict' });
    expect(JSON.stringify(project(wizard).verdict?.next)).not.toContain('plan-fix');
  });

  test('after an upgrade that failed may be to start it: its evidence is in, and none runs', async () => {
    const wizard = await lookedAt([finding('upgrade.failed', 'fail'), finding('service.stopped', 'fail')]);
    wizard.send({ type: 'goto', step: 'service' });
    expect(kinds(project(wizard))).toContain('plan-fix');
  });

  test('where an upgrade runs is hands off, and the guard is told on every step', async () => {
    const wizard = await lookedAt([UPGRADE]);
    expect(project(wizard)).toMatchObject({ current: 'upgrade', next: { text: expect.stringContaining('Hands off') } });
    wizard.send({ type: 'goto', step: 'network' });
    expect(project(wizard).guard).toContain('upgrade is running');
  });

  test('of what follows from something else leads there', async () => {
    const wizard = await lookedAt([
      NO_UPGRADE,
      finding('service.crash-loop', 'fail'),
      finding('host.disk-full', 'fail'),
    ]);
    wizard.send({ type: 'goto', step: 'service' });
    const view = project(wizard, ['service.crash-loop']);
    expect(view.next.text).toContain('title of host.disk-full');
    expect(view.next.actions[0]).toMatchObject({ kind: 'goto', step: 'host' });
    expect(view.next.actions.at(-1)).toMatchObject({ kind: 'next', step: 'host' });
    wizard.send({ type: 'next' });
    expect(stepOf(project(wizard), 'host')?.reason).toBe('because the service is in a crash loop');
  });

  test('with several agents is to choose one', async () => {
    const agents = [
      { dir: '/opt/a/agent', name: 'a' },
      { dir: '/opt/b/agent', name: null },
    ];
    const wizard = await lookedAt([finding('locate.several', 'unknown')], { agents });
    wizard.send({ type: 'goto', step: 'locate' });
    expect(project(wizard).next.actions).toMatchObject([
      { kind: 'choose-agent', agentDir: '/opt/a/agent', label: expect.stringContaining('a (/opt/a/agent)') },
      { kind: 'choose-agent', agentDir: '/opt/b/agent' },
    ]);
  });

  test('with one of another name than was asked for is where to look, or to take it all the same', async () => {
    const agents = [{ dir: '/opt/a/agent', name: 'a' }];
    const wizard = await lookedAt([finding('locate.not-found', 'fail', { variant: 'other-names' })], { agents });
    wizard.send({ type: 'goto', step: 'locate' });
    const view = project(wizard);
    expect(view.next.text).toBe('mend locate.not-found');
    expect(view.next.actions).toMatchObject([{ kind: 'choose-agent', agentDir: '/opt/a/agent' }]);
    expect(view.host.detail).not.toContain('/opt/a/agent');
  });

  test('of an unknown is what it needs, and looking again comes first', async () => {
    const wizard = await lookedAt([finding('network.dns', 'unknown', { needs: 'config' })]);
    wizard.send({ type: 'goto', step: 'network' });
    const view = project(wizard);
    expect(view.next.text).toContain('config.xml');
    expect(kinds(view)).toEqual(['recheck', 'next']);
  });

  test('of a step for people is what to look at, and the last step leads to the verdict', async () => {
    const wizard = await lookedAt([NO_UPGRADE]);
    expect(project(wizard).next.text).toContain('On the instance, open MID Server');
    wizard.send({ type: 'goto', step: 'support' });
    expect(kinds(project(wizard))).toContain('show-verdict');
  });

  test('without a connection is to reconnect', async () => {
    const wizard = await lookedAt([NO_UPGRADE, finding('service.stopped', 'fail')]);
    wizard.send({ type: 'goto', step: 'service' });
    wizard.send({ type: 'lost', why: 'reset by peer' });
    const view = project(wizard);
    expect(kinds(view)).toEqual(['reconnect', 'next']);
    expect(view).toMatchObject({
      host: { state: 'lost', detail: 'connection lost' },
      error: { code: 'connection.lost' },
    });
  });
});

test('in its step, too, the cause stands before what it explains', async () => {
  const wizard = await lookedAt([
    NO_UPGRADE,
    finding('service.stopped', 'fail'),
    finding('service.wrapper-missing', 'fail'),
  ]);
  const { findings, steps } = project(wizard, ['service.stopped']);
  expect(findings.slice(0, 2).map(({ code }) => code)).toEqual(['service.wrapper-missing', 'service.stopped']);
  expect(steps.find(({ id }) => id === 'service')?.answer.sentence).toBe('title of service.wrapper-missing.');
});

test('the verdict: cause, what it explains, and what the instance makes of it', async () => {
  const wizard = await lookedAt([NO_UPGRADE, finding('service.crash-loop', 'fail'), finding('host.disk-full', 'fail')]);
  wizard.send({ type: 'answer', answer: 'no' });
  wizard.send({ type: 'show-verdict' });
  const { verdict } = project(wizard, ['service.crash-loop', 'status.up']);
  expect(verdict?.headline).toBe('title of host.disk-full');
  expect(verdict?.chain.map(({ title }) => title)).toEqual([
    'title of host.disk-full',
    'title of service.crash-loop',
    'Instance says Down',
  ]);
  expect(verdict?.next.actions.map(({ kind }) => kind)).toEqual(['recheck', 'plan-fix', 'goto']);
  expect(verdict?.shown[0]?.code).toBe('host.disk-full');
});

test('the verdict of a host with nothing wrong speaks of that side only', async () => {
  const wizard = await lookedAt([NO_UPGRADE, finding('identity.duplicate-name', 'pass', { step: 'instance' })]);
  wizard.send({ type: 'show-verdict' });
  const { value, context } = wizard.actor.getSnapshot();
  const { verdict } = projectOf({ value, context: { ...context, looksAt: STEP_IDS } });
  expect(verdict?.headline).toBe('Nothing is wrong on this host');
  expect(verdict?.next.text).toContain('MID Up has looked at the host only');
});

test('a fix that was applied says what came of it', async () => {
  const wizard = await lookedAt([NO_UPGRADE, finding('service.stopped', 'fail')]);
  wizard.send({ type: 'plan-fix', fix: 'start-service' });
  expect(project(wizard).fix).toMatchObject({ phase: 'planning', commands: [] });
  await wizard.planned({
    plan: { host: 'mid1', user: 'root', hash: HASH, commands: ['systemctl start mid'], undo: [] },
  });
  expect(project(wizard).fix).toMatchObject({ phase: 'consent', hash: HASH, user: 'root', result: null });
  wizard.send({ type: 'apply-fix', hash: HASH });
  await wizard.applied({ exitCode: 0 });
  wizard.send({ type: 'ticked', seconds: 2 });
  expect(project(wizard).fix).toMatchObject({ phase: 'watching', watched: 2, toWatch: 3 });
  await wizard.watched({ kind: 'died', afterSeconds: 20, reason: 'No space left on device' });
  expect(project(wizard).fix?.result).toEqual({
    status: 'fail',
    sentence: 'It started and stopped again after 20 s: No space left on device',
  });
});

test('hostile text stays plain, clean and short, and the whole view small', async () => {
  const nasty = `<img src=x onerror=alert(1)>\u001b[31m\u0000 password=hunter2 ${'x'.repeat(100_000)}`;
  const wizard = createHeldWizard();
  wizard.send({ type: 'connect', target: { kind: 'ssh', address: 'h'.repeat(500) }, sessionId: 's', toWatch: 3 });
  await wizard.connected({ name: nasty, user: nasty, os: 'linux', kind: 'ssh' });
  const many = Array.from({ length: 200 }, (_, i) =>
    finding('host.disk-full', i % 2 ? 'fail' : 'unknown', { params: { line: nasty }, needs: 'root', check: `c${i}` }),
  );
  wizard.send({
    type: 'seen',
    seen: seen(many, { agents: Array.from({ length: 99 }, () => ({ dir: nasty, name: nasty })) }),
  });
  await wizard.collected();
  wizard.send({ type: 'output', lines: Array.from({ length: 500 }, () => nasty) });
  for (const step of ['host', 'locate'] as const) {
    wizard.send({ type: 'goto', step });
    const text = JSON.stringify(project(wizard));
    expect(text.length).toBeLessThan(MAX_VIEW);
    expect(text).toContain('<img src=x');
    expect(text).not.toMatch(/\\u00(00|1b)|hunter2/);
  }
  wizard.send({ type: 'show-verdict' });
  expect(JSON.stringify(project(wizard)).length).toBeLessThan(MAX_VIEW);
});
