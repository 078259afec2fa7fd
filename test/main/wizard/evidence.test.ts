import { describe, expect, test } from 'vitest';
import { EvidenceError } from '../../../src-main/model/evidence-error.ts';
import type { Verdict } from '../../../src-main/model/verdict.ts';
import type { RestoredSession } from '../../../src-main/wizard/events.ts';
import { projectView } from '../../../src-main/wizard/project-view.ts';
import { fakeMessages } from '../../fakes/messages.ts';
import { fakeSession } from '../../fakes/session.ts';
import { createHeldWizard, finding, NO_UPGRADE, seen, UPGRADE } from '../../fakes/wizard.ts';

const FILE = '/home/ada/mid.json';
const TARGET = { kind: 'evidence', file: FILE } as const;
const CAPTURED = {
  startedAt: '2026-11-20T10:00:00.000Z',
  finishedAt: '2026-11-20T10:00:02.000Z',
  host: { name: 'mid-ber-02', os: 'linux' },
  agentDir: '/opt/mid/agent',
  failed: null,
} as const;
const UNDETERMINED: Verdict = { status: 'undetermined', cause: null, next: { key: 'reconnect', params: {} } };

const reading = () => {
  const wizard = createHeldWizard();
  wizard.send({ type: 'connect', target: TARGET, sessionId: 's1', toWatch: 3 });
  return wizard;
};
const opened = async (...findings: Parameters<typeof seen>[0]) => {
  const wizard = reading();
  const replayed = { captured: CAPTURED, seen: seen(findings) };
  await wizard.connected({ name: 'mid-ber-02', user: '', os: 'linux', kind: 'evidence', replayed });
  return wizard;
};
const view = (wizard: ReturnType<typeof createHeldWizard>) =>
  projectView(wizard.actor.getSnapshot(), {
    messages: fakeMessages,
    decide: () => UNDETERMINED,
    fixes: [{ id: 'start-service', answers: ['service.stopped'] }],
    clean: (text) => text.replaceAll('hunter2', '****'),
  });
const kinds = (shown: ReturnType<typeof view>) => (shown.verdict ?? shown).next.actions.map(({ kind }) => kind);

describe('saved evidence', () => {
  test('is read where a host is connected to, and all that there is to see is there at once', async () => {
    const wizard = await opened(NO_UPGRADE, finding('service.stopped', 'fail'));
    expect(wizard.value()).toEqual({ flow: { guide: 'status' }, link: 'evidence', look: 'idle', fix: 'none' });
    expect(wizard.context()).toMatchObject({
      host: { name: 'mid-ber-02', kind: 'evidence' },
      agentDir: '/opt/mid/agent',
      looked: true,
      captured: CAPTURED,
      seen: { findings: [{ code: 'upgrade.none' }, { code: 'service.stopped' }] },
    });
    expect([wizard.openConnections(), wizard.collect.length]).toEqual([0, 0]);
  });

  test('that is not opened leads back to the form, with the reason; a cancel leads back without', async () => {
    const wizard = reading();
    expect(view(wizard)).toMatchObject({
      host: { name: FILE, detail: 'reading', state: 'connecting' },
      progress: { label: `Reading ${FILE}` },
    });
    wizard.connect[0]?.failed(new EvidenceError('denied', 'you may not read it', { file: `${FILE} hunter2` }));
    await wizard.settle();
    expect(wizard.value()).toMatchObject({ flow: 'connect', link: 'closed' });
    expect(view(wizard)).toMatchObject({
      target: TARGET,
      host: { name: FILE, detail: 'could not be opened', state: 'failed' },
      error: { code: 'evidence.denied', message: expect.stringContaining('/home/ada/mid.json ****') },
      noHost: null,
    });
    const cancelled = reading();
    cancelled.send({ type: 'cancel' });
    expect(cancelled.connect[0]?.signal.aborted).toBe(true);
    expect(view(cancelled)).toMatchObject({ screen: 'connect', error: null, host: { state: 'none' } });
  });

  test.each([
    { type: 'recheck' },
    { type: 'reconnect' },
    { type: 'look-as', by: 'sudo' },
    { type: 'choose-agent', agentDir: '/opt/b/agent' },
    { type: 'plan-fix', fix: 'start-service' },
    { type: 'undo', change: 1 },
  ] as const)('has no host: $type changes nothing', async (event) => {
    const wizard = await opened(NO_UPGRADE, finding('service.stopped', 'fail'));
    const before = [wizard.value(), wizard.context()];
    wizard.send(event);
    await wizard.settle();
    expect([wizard.value(), wizard.context()]).toEqual(before);
    wizard.send({ type: 'show-verdict' });
    wizard.send({ type: 'recheck' });
    expect([wizard.connect.length, wizard.collect.length, wizard.plan.length]).toEqual([1, 0, 0]);
  });

  test('of an upgrade leads to its step, once', async () => {
    const wizard = await opened(UPGRADE, finding('service.stopped', 'fail'));
    expect(wizard.value().flow).toEqual({ guide: 'upgrade' });
    wizard.send({ type: 'goto', step: 'host' });
    expect(wizard.value().flow).toEqual({ guide: 'host' });
    expect(view(wizard).guard).toContain('when this was saved');
  });

  test('walks to the end by itself', async () => {
    const wizard = await opened(NO_UPGRADE, finding('service.stopped', 'fail'));
    wizard.send({ type: 'run-to-end', on: true });
    expect(wizard.value().flow).toBe('verdict');
    expect(wizard.context().path).toHaveLength(10);
  });

  test('opened again is what it was, and no lost connection', async () => {
    const { evidence: _, ledger: __, findings: ___, ...session } = fakeSession('s1', { fixes: [], skipped: [] });
    const restored: RestoredSession = {
      ...session,
      target: TARGET,
      hostName: 'mid-ber-02',
      captured: CAPTURED,
      toWatch: 3,
      seen: seen([NO_UPGRADE]),
    };
    const wizard = createHeldWizard();
    wizard.send({ type: 'restored', session: restored });
    expect(wizard.value()).toMatchObject({ link: 'evidence', flow: { guide: 'host' } });
    expect(view(wizard)).toMatchObject({
      host: { name: 'mid-ber-02', state: 'evidence', at: CAPTURED.finishedAt },
      noHost: expect.stringContaining('saved evidence of mid-ber-02'),
    });
    wizard.send({ type: 'reconnect' });
    expect(wizard.value().link).toBe('evidence');
    // A session of a host is connected to again as ever.
    wizard.send({ type: 'restored', session: { ...restored, target: { kind: 'ssh', address: 'mid1' } } });
    expect(wizard.value().link).toBe('saved');
    expect(view(wizard).noHost).toBeNull();
  });
});

describe('the view of it', () => {
  test('offers in no step what needs a host', async () => {
    const wizard = await opened(
      NO_UPGRADE,
      finding('service.stopped', 'fail'),
      finding('locate.several', 'unknown', { needs: 'agent-folder' }),
      finding('host.memory', 'unknown', { needs: 'root' }),
      finding('network.dns', 'unknown', { needs: 'connection' }),
      finding('verify.waiting', 'pass'),
    );
    for (const step of ['locate', 'service', 'host', 'network', 'verify'] as const) {
      wizard.send({ type: 'goto', step });
      expect(kinds(view(wizard)), step).toEqual(['next']);
    }
    wizard.send({ type: 'show-verdict' });
    const shown = view(wizard);
    expect(kinds(shown).filter((kind) => kind !== 'goto')).toEqual([]);
    expect(shown.verdict?.next.text).toBe('Capture again: looking ended before everything was seen.');
    expect(JSON.stringify(shown)).not.toMatch(/reconnect|sudo, or sign in/i);
  });

  test('of several agents says how to choose one, and chooses none', async () => {
    const wizard = reading();
    const agents = ['/opt/a/agent', '/opt/b/agent'].map((dir) => ({ dir, name: null }));
    const replayed = { captured: CAPTURED, seen: seen([finding('locate.several', 'unknown')], { agents }) };
    await wizard.connected({ name: 'mid-ber-02', user: '', os: 'linux', kind: 'evidence', replayed });
    wizard.send({ type: 'goto', step: 'locate' });
    expect(kinds(view(wizard))).toEqual(['next']);
    expect(view(wizard).next.text).toContain('--agent-dir');
  });

  test('of a host without a name names the file', async () => {
    const wizard = reading();
    const replayed = { captured: { ...CAPTURED, host: { name: '', os: null } }, seen: seen([NO_UPGRADE]) };
    await wizard.connected({ name: '', user: '', os: 'other', kind: 'evidence', replayed });
    expect(view(wizard).host.name).toBe(FILE);
    expect(view(wizard).noHost).toContain(`saved evidence of ${FILE}`);
  });
});
