import { describe, expect, test } from 'vitest';
import { ConnectionError } from '../../../src-main/model/connection-error.ts';
import { STEP_IDS } from '../../../src-main/model/steps.ts';
import { createHeldWizard, finding, HASH, NO_UPGRADE, seen, UPGRADE } from '../../fakes/wizard.ts';

const PLAN = { host: 'mid1', user: 'root', hash: HASH, commands: ['systemctl start mid'], undo: [] };

const lookedAt = async (...findings: Parameters<typeof seen>[0]) => {
  const wizard = createHeldWizard();
  await wizard.opened();
  wizard.send({ type: 'seen', seen: seen(findings) });
  await wizard.collected();
  return wizard;
};

const at = (wizard: ReturnType<typeof createHeldWizard>) => wizard.value().flow;
const path = (wizard: ReturnType<typeof createHeldWizard>) =>
  wizard.context().path.map(({ step, outcome }) => `${step} ${outcome}`);

describe('connecting', () => {
  test('leads to the first step and looks at everything once', async () => {
    const wizard = createHeldWizard();
    wizard.send({
      type: 'connect',
      target: { kind: 'ssh', address: 'mid1', agentDir: '/opt/a' },
      sessionId: 's1',
      toWatch: 3,
    });
    expect(wizard.value()).toMatchObject({ flow: 'connecting', link: 'opening' });
    await wizard.connected({ name: 'mid1', user: 'ops', os: 'linux', kind: 'ssh' });
    expect(wizard.value()).toMatchObject({ flow: { guide: 'status' }, link: 'open', look: 'looking' });
    expect(wizard.collect.map(({ input }) => input)).toMatchObject([{ scope: 'all', agentDir: '/opt/a' }]);
  });

  test('a failure is kept and leads back to the connect screen', async () => {
    const wizard = createHeldWizard();
    wizard.send({ type: 'connect', target: { kind: 'local' }, sessionId: 's1', toWatch: 3 });
    wizard.connect[0]?.failed(new ConnectionError('refused', 'tcp', { host: 'mid1', port: 22 }));
    await wizard.settle();
    expect(wizard.value()).toMatchObject({ flow: 'connect', link: 'closed' });
    expect(wizard.context().failure).toEqual({ code: 'refused', phase: 'tcp', params: { host: 'mid1', port: 22 } });
    expect(wizard.context().target).toEqual({ kind: 'local' });
  });

  test('cancel aborts it', () => {
    const wizard = createHeldWizard();
    wizard.send({ type: 'connect', target: { kind: 'local' }, sessionId: 's1', toWatch: 3 });
    wizard.send({ type: 'cancel' });
    expect(wizard.connect[0]?.signal.aborted).toBe(true);
    expect(wizard.value()).toMatchObject({ flow: 'connect', link: 'closed' });
  });

  test('a new target closes the connection before and forgets the session before', async () => {
    const wizard = await lookedAt(finding('service.stopped', 'fail'));
    expect(wizard.openConnections()).toBe(1);
    wizard.send({ type: 'connect', target: { kind: 'local' }, sessionId: 's2', toWatch: 3 });
    expect(wizard.openConnections()).toBe(0);
    expect(wizard.context()).toMatchObject({ sessionId: 's2', path: [], seen: { findings: [] } });
    expect(at(wizard)).toBe('connecting');
  });
});

describe('looking', () => {
  test('everything stays usable meanwhile', async () => {
    const wizard = createHeldWizard();
    await wizard.opened();
    wizard.send({ type: 'seen', seen: seen([finding('locate.found', 'pass')], { pending: ['service', 'host'] }) });
    wizard.send({ type: 'goto', step: 'network' });
    wizard.send({ type: 'answer', answer: 'yes' });
    wizard.send({ type: 'back' });
    wizard.send({ type: 'next' });
    expect(wizard.value()).toMatchObject({ flow: { guide: 'locate' }, look: 'looking' });
    expect(wizard.context().answers).toEqual({ network: 'yes' });
  });

  test('cancel stops it at once and keeps what came', async () => {
    const wizard = createHeldWizard();
    await wizard.opened();
    wizard.send({ type: 'seen', seen: seen([finding('locate.found', 'pass')], { pending: ['host'] }) });
    wizard.send({ type: 'cancel' });
    expect(wizard.collect[0]?.signal.aborted).toBe(true);
    expect(wizard.value()).toMatchObject({ look: 'idle', link: 'open' });
    expect(wizard.context()).toMatchObject({
      looking: null,
      looked: true,
      seen: { findings: [{ code: 'locate.found' }] },
    });
  });

  test('recheck looks at the step on screen, from the verdict at everything', async () => {
    const wizard = await lookedAt(NO_UPGRADE);
    wizard.send({ type: 'goto', step: 'host' });
    wizard.send({ type: 'recheck' });
    expect(wizard.collect.at(-1)?.input.scope).toEqual(['host']);
    wizard.send({ type: 'goto', step: 'network' });
    wizard.send({ type: 'recheck' });
    expect(wizard.collect.at(-1)?.input.scope).toEqual(['host', 'network']);
    expect(wizard.collect.at(-2)?.signal.aborted).toBe(true);
    wizard.send({ type: 'show-verdict' });
    wizard.send({ type: 'recheck' });
    expect(wizard.collect.at(-1)?.input.scope).toBe('all');
  });

  test('a step left before its evidence was in gets its outcome afterwards', async () => {
    const wizard = createHeldWizard();
    await wizard.opened();
    wizard.send({ type: 'seen', seen: seen([], { pending: ['locate', 'host'] }) });
    wizard.send({ type: 'goto', step: 'locate' });
    wizard.send({ type: 'next' });
    expect(path(wizard)).toEqual(['status skipped', 'locate unknown']);
    wizard.send({ type: 'seen', seen: seen([finding('locate.found', 'pass')], { pending: ['host'] }) });
    expect(path(wizard)).toEqual(['status skipped', 'locate pass']);
  });

  test('choosing one of several agents looks at everything with it', async () => {
    const wizard = await lookedAt(finding('locate.several', 'unknown'));
    wizard.send({ type: 'choose-agent', agentDir: '/opt/b/agent' });
    expect(wizard.collect.at(-1)?.input).toMatchObject({ scope: 'all', agentDir: '/opt/b/agent' });
  });
});

describe('looking as somebody else', () => {
  test('keeps the connection and the session, and looks at everything so', async () => {
    const wizard = await lookedAt(finding('service.stopped', 'fail'));
    wizard.send({ type: 'answer', answer: 'yes' });
    const { sessionId, answers } = wizard.context();
    wizard.send({ type: 'look-as', by: 'sudo', user: 'midsvc' });
    expect(wizard.collect.at(-1)?.input).toMatchObject({ scope: 'all', target: { sudo: true, becomeUser: 'midsvc' } });
    expect(wizard.connect).toHaveLength(1);
    expect(wizard.context()).toMatchObject({ sessionId, answers });
    wizard.send({ type: 'look-as', by: 'sudo' });
    expect(wizard.context().target).toEqual({ kind: 'ssh', address: 'mid1', sudo: true });
  });

  test('refused: says why, keeps what was seen without, and can be asked again', async () => {
    const wizard = await lookedAt(finding('service.stopped', 'fail'));
    wizard.send({ type: 'look-as', by: 'sudo' });
    await wizard.collected({ error: new ConnectionError('sudo-denied', 'sudo', { host: 'mid1' }) });
    expect(wizard.value()).toMatchObject({ link: 'open', look: 'idle' });
    expect(wizard.context()).toMatchObject({ failure: { code: 'sudo-denied' }, looked: true });
    wizard.send({ type: 'recheck' });
    expect(wizard.context().failure).toBeNull();
  });

  test('where the connection is lost, it is made again for that', async () => {
    const wizard = await lookedAt(finding('service.stopped', 'fail'));
    wizard.send({ type: 'lost', why: 'gone' });
    wizard.send({ type: 'look-as', by: 'sudo' });
    expect(wizard.connect.at(-1)?.input.target).toMatchObject({ sudo: true });
  });
});

describe('the way', () => {
  test('a crash loop leads from service to host and says why', async () => {
    const wizard = await lookedAt(NO_UPGRADE, finding('service.crash-loop', 'fail'));
    wizard.send({ type: 'goto', step: 'service' });
    wizard.send({ type: 'next' });
    expect(at(wizard)).toEqual({ guide: 'host' });
    expect(wizard.context().reasons).toEqual({ host: 'service.crash-loop' });
    wizard.send({ type: 'back' });
    expect(at(wizard)).toEqual({ guide: 'service' });
  });

  test('run to end walks alone to the verdict and records the way', async () => {
    const wizard = await lookedAt(
      NO_UPGRADE,
      finding('locate.found', 'pass'),
      finding('service.stopped', 'fail'),
      finding('host.disk-low', 'warn'),
    );
    wizard.send({ type: 'goto', step: 'credentials' });
    wizard.send({ type: 'answer', answer: 'yes' });
    wizard.send({ type: 'goto', step: 'status' });
    wizard.send({ type: 'run-to-end', on: true });
    expect(at(wizard)).toBe('verdict');
    expect(wizard.context().runToEnd).toBe(false);
    expect(path(wizard).slice(2)).toEqual([
      'status skipped',
      'locate pass',
      'service fail',
      'upgrade pass',
      'host warn',
      'network unknown',
      'credentials answered',
      'instance skipped',
      'verify unknown',
      'support unknown',
    ]);
  });

  test('run to end waits for evidence and for prompts, and for nothing else', async () => {
    const wizard = createHeldWizard();
    wizard.send({ type: 'connect', target: { kind: 'local' }, sessionId: 's1', toWatch: 3 });
    wizard.send({ type: 'run-to-end', on: true });
    await wizard.connected({ name: 'here', user: 'me', os: 'linux', kind: 'local' });
    expect(at(wizard)).toEqual({ guide: 'locate' });
    wizard.send({ type: 'prompted', prompt: { kind: 'passphrase', file: 'k', again: false, id: 'p1' } });
    wizard.send({ type: 'seen', seen: seen([finding('locate.found', 'pass')], { pending: ['host'] }) });
    expect(at(wizard)).toEqual({ guide: 'locate' });
    wizard.send({ type: 'prompt-gone', id: 'p1' });
    expect(at(wizard)).toEqual({ guide: 'host' });
    wizard.send({ type: 'seen', seen: seen([finding('host.disk-full', 'pass')]) });
    expect(at(wizard)).toEqual({ guide: 'support' });
    await wizard.collected();
    expect(at(wizard)).toBe('verdict');
  });

  test('an answer by hand unskips, and skipping forgets the answer', async () => {
    const wizard = await lookedAt(NO_UPGRADE);
    wizard.send({ type: 'skip' });
    expect(wizard.context().skipped).toEqual(['status']);
    wizard.send({ type: 'back' });
    wizard.send({ type: 'answer', answer: 'no' });
    expect(wizard.context()).toMatchObject({ skipped: [], answers: { status: 'no' } });
    wizard.send({ type: 'skip' });
    expect(wizard.context()).toMatchObject({ skipped: ['status'], answers: {} });
  });

  test('the context is plain JSON', async () => {
    const wizard = await lookedAt(NO_UPGRADE, finding('service.stopped', 'fail'));
    wizard.send({ type: 'answer', answer: 'unsure' });
    expect(JSON.parse(JSON.stringify(wizard.context()))).toEqual(wizard.context());
  });
});

describe('an upgrade', () => {
  test.each(STEP_IDS)('takes over from %s, once', async (step) => {
    const wizard = await lookedAt(NO_UPGRADE);
    wizard.send({ type: 'goto', step });
    wizard.send({ type: 'seen', seen: seen([UPGRADE]) });
    expect(at(wizard)).toEqual({ guide: 'upgrade' });
    wizard.send({ type: 'goto', step: 'network' });
    wizard.send({ type: 'seen', seen: seen([UPGRADE]) });
    expect(at(wizard)).toEqual({ guide: 'network' });
    wizard.send({ type: 'seen', seen: seen([NO_UPGRADE]) });
    wizard.send({ type: 'seen', seen: seen([UPGRADE]) });
    expect(at(wizard)).toEqual({ guide: 'upgrade' });
  });

  test('takes over from the verdict', async () => {
    const wizard = await lookedAt(NO_UPGRADE);
    wizard.send({ type: 'show-verdict' });
    wizard.send({ type: 'seen', seen: seen([UPGRADE]) });
    expect(at(wizard)).toEqual({ guide: 'upgrade' });
  });

  test('seen while walking to the end: the upgrade is told, and the way goes on to the verdict', async () => {
    const wizard = createHeldWizard();
    await wizard.opened();
    wizard.send({ type: 'run-to-end', on: true });
    wizard.send({ type: 'seen', seen: seen([UPGRADE]) });
    await wizard.collected();
    expect(at(wizard)).toBe('verdict');
    expect(path(wizard)).toContain('upgrade fail');
  });

  test('locks the start', async () => {
    const wizard = await lookedAt(UPGRADE, finding('service.stopped', 'info'));
    wizard.send({ type: 'plan-fix', fix: 'start-service' });
    expect(wizard.value().fix).toBe('refused');
    expect(wizard.context().fix?.refused).toBe('upgrade-in-progress');
    expect(wizard.plan).toEqual([]);
  });

  test('not ruled out locks the start, and an answer by hand does not unlock it', async () => {
    const wizard = await lookedAt(finding('service.stopped', 'fail'));
    wizard.send({ type: 'goto', step: 'upgrade' });
    wizard.send({ type: 'answer', answer: 'yes' });
    wizard.send({ type: 'plan-fix', fix: 'start-service' });
    expect(wizard.context().fix?.refused).toBe('upgrade-unknown');
  });

  test('that begins while consent is asked for takes the plan back', async () => {
    const wizard = await lookedAt(NO_UPGRADE, finding('service.stopped', 'fail'));
    wizard.send({ type: 'plan-fix', fix: 'start-service' });
    await wizard.planned({ plan: PLAN });
    expect(wizard.value().fix).toBe('consent');
    wizard.send({ type: 'seen', seen: seen([UPGRADE]) });
    expect(wizard.context().fix?.refused).toBe('upgrade-in-progress');
  });
});

describe('a fix', () => {
  const consented = async () => {
    const wizard = await lookedAt(NO_UPGRADE, finding('service.stopped', 'fail'));
    wizard.send({ type: 'plan-fix', fix: 'start-service' });
    await wizard.planned({ plan: PLAN });
    return wizard;
  };

  test('runs only with consent to exactly this plan', async () => {
    const wizard = await consented();
    wizard.send({ type: 'apply-fix', hash: 'b'.repeat(64) });
    expect(wizard.context().fix?.refused).toBe('consent-mismatch');
    expect(wizard.apply).toEqual([]);
  });

  test('is applied, watched, and looked at anew where it holds', async () => {
    const wizard = await consented();
    wizard.send({ type: 'apply-fix', hash: HASH });
    wizard.send({ type: 'output', lines: ['Starting'] });
    await wizard.applied({ exitCode: 0 });
    expect(wizard.value().fix).toBe('watching');
    wizard.send({ type: 'ticked', seconds: 2 });
    expect(wizard.context().fix).toMatchObject({ output: ['Starting'], watched: 2 });
    await wizard.watched({ kind: 'held', seconds: 3, healthyLine: 'started' });
    expect(wizard.value()).toMatchObject({ fix: 'done', look: 'looking' });
    expect(wizard.collect.at(-1)?.input.scope).toEqual(['service', 'upgrade', 'verify']);
    expect(wizard.context().fixes).toMatchObject([{ fix: 'start-service', outcome: { kind: 'held' } }]);
  });

  test('that dies again has everything looked at anew', async () => {
    const wizard = await consented();
    wizard.send({ type: 'apply-fix', hash: HASH });
    await wizard.applied({ exitCode: 0 });
    await wizard.watched({ kind: 'died', afterSeconds: 2, reason: 'disk' });
    expect(wizard.collect.at(-1)?.input.scope).toBe('all');
  });

  test('refused on the host changes nothing', async () => {
    const wizard = await consented();
    wizard.send({ type: 'apply-fix', hash: HASH });
    await wizard.applied({ refused: 'state-changed' });
    expect(wizard.value().fix).toBe('refused');
    expect(wizard.context()).toMatchObject({ fix: { refused: 'state-changed' }, fixes: [] });
  });

  test('whose connection is lost is unproven, and the connection can be made again', async () => {
    const wizard = await consented();
    wizard.send({ type: 'apply-fix', hash: HASH });
    wizard.send({ type: 'lost', why: 'reset' });
    expect(wizard.value()).toMatchObject({ fix: 'done', link: 'lost', look: 'idle' });
    expect(wizard.context().fixes).toMatchObject([{ outcome: { kind: 'unproven', why: 'connection' } }]);
    wizard.send({ type: 'reconnect' });
    await wizard.connected({ name: 'mid1', user: 'ops', os: 'linux', kind: 'ssh' });
    expect(wizard.value()).toMatchObject({ link: 'open', look: 'looking', flow: { guide: 'status' } });
  });

  test('can be stopped while it is watched', async () => {
    const wizard = await consented();
    wizard.send({ type: 'apply-fix', hash: HASH });
    await wizard.applied({ exitCode: 0 });
    wizard.send({ type: 'cancel' });
    expect(wizard.watch[0]?.signal.aborted).toBe(true);
    expect(wizard.context().fix?.outcome).toEqual({ kind: 'unproven', why: 'cancelled' });
  });
});

describe('a change that was made', () => {
  const UNDO = { agentDir: '/a', paths: [{ path: '/a/logs', before: 'd root root', after: 'd mid root' }] };
  const changed = async () => {
    const wizard = await lookedAt(NO_UPGRADE, finding('host.permissions', 'fail'));
    wizard.send({ type: 'plan-fix', fix: 'grant-rights' });
    await wizard.planned({ plan: PLAN });
    wizard.send({ type: 'apply-fix', hash: HASH });
    wizard.send({ type: 'undoable', undo: UNDO });
    await wizard.applied({ exitCode: 0 });
    await wizard.watched({ kind: 'changed' });
    await wizard.collected();
    return wizard;
  };
  const takenBack = async (wizard: Awaited<ReturnType<typeof changed>>) => {
    wizard.send({ type: 'undo', change: 1 });
    await wizard.planned({ plan: PLAN });
    expect(wizard.value().fix).toBe('consent');
    wizard.send({ type: 'apply-fix', hash: HASH });
    await wizard.applied({ exitCode: 0 });
    await wizard.watched({ kind: 'taken-back' });
  };

  test('is taken back with what it left, after consent to a plan of its own, and once', async () => {
    const wizard = await changed();
    expect(wizard.context().fixes).toMatchObject([{ undo: UNDO }]);
    await takenBack(wizard);
    expect(wizard.plan.at(-1)?.input).toMatchObject({ fix: 'grant-rights', undo: UNDO });
    expect(wizard.context().fixes).toMatchObject([{ undo: UNDO }, { takesBack: 1, outcome: { kind: 'taken-back' } }]);
    await wizard.collected();
    wizard.send({ type: 'close-fix' });
    wizard.send({ type: 'undo', change: 1 });
    expect(wizard.value().fix).toBe('none');
  });

  test('is not taken back while an upgrade runs', async () => {
    const wizard = await changed();
    wizard.send({ type: 'seen', seen: seen([UPGRADE]) });
    wizard.send({ type: 'undo', change: 1 });
    expect(wizard.context().fix).toMatchObject({ takesBack: 1, refused: 'upgrade-in-progress' });
  });

  test('and lost its connection halfway can be taken back as far as it came', async () => {
    const wizard = await lookedAt(NO_UPGRADE, finding('host.permissions', 'fail'));
    wizard.send({ type: 'plan-fix', fix: 'grant-rights' });
    await wizard.planned({ plan: PLAN });
    wizard.send({ type: 'apply-fix', hash: HASH });
    wizard.send({ type: 'undoable', undo: UNDO });
    wizard.send({ type: 'lost', why: 'reset' });
    expect(wizard.context().fixes).toMatchObject([{ undo: UNDO, outcome: { kind: 'unproven' } }]);
  });

  test.each([0, 2, 99])('that there is none of is not taken back: %i', async (change) => {
    const wizard = await changed();
    wizard.send({ type: 'close-fix' });
    wizard.send({ type: 'undo', change });
    expect(wizard.value().fix).toBe('none');
  });
});

test('a connection that fails to come back stays lost, and says why', async () => {
  const wizard = await lookedAt(NO_UPGRADE);
  wizard.send({ type: 'lost', why: 'gone' });
  wizard.send({ type: 'recheck' });
  expect(wizard.value()).toMatchObject({ link: 'lost', look: 'idle' });
  wizard.send({ type: 'reconnect' });
  wizard.connect.at(-1)?.failed(new Error('still gone'));
  await wizard.settle();
  expect(wizard.value()).toMatchObject({ link: 'lost', flow: { guide: 'status' } });
  expect(wizard.context().failure).toMatchObject({ code: 'failed', params: { host: 'mid1', why: 'still gone' } });
});
