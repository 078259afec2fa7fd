import { describe, expect, test } from 'vitest';
import { createActor, fromPromise } from 'xstate';
import { getAdjacencyMap } from 'xstate/graph';
import { STEP_IDS, type StepId } from '../../../src-main/model/steps.ts';
import type { WizardContext } from '../../../src-main/wizard/context.ts';
import type { WizardEvent } from '../../../src-main/wizard/events.ts';
import { upgradeRuledOut, upgradeRuns } from '../../../src-main/wizard/outcome.ts';
import { wizardMachine } from '../../../src-main/wizard/wizard.machine.ts';
import { createHeldWizard, finding, HASH, INPUT, NO_UPGRADE, seen, UPGRADE } from '../../fakes/wizard.ts';

const never = <O, I>() => fromPromise<O, I>(() => new Promise<O>(() => {}));
const machine = wizardMachine.provide({
  actors: { connect: never(), collect: never(), plan: never(), apply: never(), watch: never() },
});

/** What people can do anywhere, and what the work that is under way can come to. */
const byPeople: readonly WizardEvent[] = [
  { type: 'connect', target: { kind: 'local' }, sessionId: 's', toWatch: 1 },
  { type: 'disconnect' },
  { type: 'reconnect' },
  { type: 'look-as', by: 'sudo' },
  { type: 'next' },
  { type: 'back' },
  { type: 'skip' },
  ...STEP_IDS.map((step) => ({ type: 'goto' as const, step })),
  { type: 'recheck' },
  { type: 'show-verdict' },
  { type: 'show-guide' },
  { type: 'cancel' },
  { type: 'plan-fix', fix: 'start-service' },
  { type: 'apply-fix', hash: HASH },
  { type: 'close-fix' },
];
const host = { name: 'h', user: 'u', os: 'linux', kind: 'local' } as const;
const plan = { host: 'h', user: 'u', hash: HASH, commands: [], undo: [] };
const ends = (id: string, outputs: readonly unknown[]) => [
  ...outputs.map((output) => ({ type: `xstate.done.actor.${id}`, output, actorId: id })),
  { type: `xstate.error.actor.${id}`, error: new Error('no'), actorId: id },
];
const byWork = [
  { type: 'lost', why: 'gone' },
  {
    type: 'restored',
    session: {
      version: 1,
      id: 's',
      startedAt: '2026-01-02T03:04:05.000Z',
      savedAt: '2026-01-02T03:04:05.000Z',
      target: { kind: 'local' },
      hostName: 'h',
      agentDir: null,
      current: 'host',
      screen: 'guide',
      path: [],
      answers: {},
      skipped: [],
      fixes: [],
      seen: seen([]),
      toWatch: 1,
    },
  },
  { type: 'seen', seen: seen([NO_UPGRADE, finding('service.stopped', 'fail')]) },
  { type: 'seen', seen: seen([UPGRADE]) },
  ...ends('0.wizard.link.opening', [host]),
  ...ends('0.wizard.link.reopening', [host]),
  ...ends('0.wizard.look.looking', [{}]),
  ...ends('0.wizard.fix.planning', [{ plan }, { refused: 'no-agent' }]),
  ...ends('0.wizard.fix.applying', [
    { exitCode: 0 },
    { refused: 'state-changed' },
    { exitCode: null, failed: 'timeout' },
  ]),
  ...ends('0.wizard.fix.watching', [{ kind: 'held', seconds: 1, healthyLine: null }]),
] as unknown as readonly WizardEvent[];

type Key = { readonly flow: string; readonly link: string; readonly look: string; readonly fix: string };
type Value = Omit<Key, 'flow'> & { readonly flow: string | { readonly guide: string } };
type Edge = { readonly state: { readonly value: object }; readonly event: WizardEvent };
type State = { value: object; context: WizardContext };
const keyOf = (value: object): Key => {
  const { flow, ...rest } = value as Value;
  return { ...rest, flow: typeof flow === 'object' ? flow.guide : flow };
};

const adjacency = getAdjacencyMap(machine, {
  input: INPUT,
  events: [...byPeople, ...byWork],
  serializeState: (state: State) =>
    JSON.stringify({
      ...keyOf(state.value),
      upgrade: upgradeRuns(state.context) ? 'runs' : upgradeRuledOut(state.context),
      planned: state.context.fix?.plan !== null,
      told: state.context.toldOfUpgrade,
    }),
  serializeEvent: (event) => JSON.stringify(event),
});
const states = Object.entries(adjacency).map(([key, { state, transitions }]) => ({
  at: JSON.parse(key) as Key,
  state,
  leadsTo: (Object.values(transitions) as Edge[]).map((t) => ({ event: t.event, at: keyOf(t.state.value) })),
}));

test('every state that was drawn can be reached', () => {
  const reached = (region: keyof Key) => [...new Set(states.map(({ at }) => at[region]))].sort();
  expect(reached('flow')).toEqual([...STEP_IDS, 'connect', 'connecting', 'verdict'].sort());
  expect(reached('link')).toEqual(['closed', 'lost', 'open', 'opening', 'reopening', 'saved']);
  expect(reached('look')).toEqual(['idle', 'looking']);
  expect(reached('fix')).toEqual(['applying', 'consent', 'done', 'none', 'planning', 'refused', 'watching']);
});

test('from every state a person gets to the verdict, or to the connect screen, without waiting for any work', () => {
  const isPeople = (event: { type: string }) => byPeople.some(({ type }) => type === event.type);
  const dead = states.filter(({ at, leadsTo }) => {
    const byHand = leadsTo.filter(({ event }) => isPeople(event));
    return !byHand.some((to) => to.at.flow !== at.flow) && at.flow !== 'connect';
  });
  expect(dead.map(({ at }) => at)).toEqual([]);
});

test('no part of the work holds anybody: what is under way can be stopped from where it is', () => {
  const busy = states.filter(
    ({ at }) => at.look === 'looking' || ['planning', 'applying', 'watching'].includes(at.fix),
  );
  const stuck = busy.filter(({ leadsTo, at }) => {
    const stopped = leadsTo.find(({ event }) => event.type === 'cancel')?.at;
    const fixEnded = at.fix === 'applying' || at.fix === 'watching';
    // A change that was stopped has the host looked at anew.
    return (
      !stopped ||
      (!fixEnded && stopped.look === 'looking') ||
      ['planning', 'applying', 'watching'].includes(stopped.fix)
    );
  });
  expect(busy.length).toBeGreaterThan(20);
  expect(stuck.map(({ at }) => at)).toEqual([]);
});

describe.each(STEP_IDS)('in %s', (step: StepId) => {
  const there = async () => {
    const wizard = createHeldWizard();
    await wizard.opened();
    wizard.send({ type: 'seen', seen: seen([NO_UPGRADE]) });
    await wizard.collected();
    const from: StepId = step === 'verify' ? 'locate' : 'verify';
    wizard.send({ type: 'goto', step: from });
    wizard.send({ type: 'goto', step });
    expect(wizard.value().flow).toEqual({ guide: step });
    return { ...wizard, from };
  };
  const following = STEP_IDS[STEP_IDS.indexOf(step) + 1];
  const onward = following === undefined ? 'verdict' : { guide: following };

  test.each(['yes', 'no', 'unsure'] as const)('it can be answered by hand: %s', async (answer) => {
    const wizard = await there();
    wizard.send({ type: 'answer', answer });
    expect(wizard.context().answers[step]).toBe(answer);
    wizard.send({ type: 'next' });
    expect(wizard.context().path.at(-1)).toMatchObject({ step, outcome: 'answered' });
  });

  test('it can be skipped', async () => {
    const wizard = await there();
    wizard.send({ type: 'skip' });
    expect(wizard.value().flow).toEqual(onward);
    expect(wizard.context().skipped).toEqual([step]);
  });

  test('it can be looked at again', async () => {
    const wizard = await there();
    wizard.send({ type: 'recheck' });
    expect(wizard.collect.at(-1)?.input.scope).toEqual([step]);
    expect(wizard.value().flow).toEqual({ guide: step });
  });

  test('next, back and the map work', async () => {
    const wizard = await there();
    wizard.send({ type: 'next' });
    expect(wizard.value().flow).toEqual(onward);
    wizard.send({ type: 'back' });
    expect(wizard.value().flow).toEqual({ guide: step });
    wizard.send({ type: 'back' });
    expect(wizard.value().flow).toEqual({ guide: wizard.from });
    for (const to of STEP_IDS.filter((id) => id !== wizard.from)) {
      wizard.send({ type: 'goto', step: to });
      expect(wizard.value().flow).toEqual({ guide: to });
    }
  });
});

test('a machine without its actors says which one is missing', async () => {
  const actor = createActor(wizardMachine, { input: INPUT });
  actor.start();
  actor.send({ type: 'connect', target: { kind: 'local' }, sessionId: 's', toWatch: 1 });
  await new Promise((resolve) => setImmediate(resolve));
  expect(actor.getSnapshot().context.failure?.params['why']).toContain('"connect" was not provided');
});
