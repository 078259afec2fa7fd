import { createActor, fromCallback, fromPromise } from 'xstate';
import type { Finding } from '../../src-main/model/finding.ts';
import { STEP_IDS, type StepId } from '../../src-main/model/steps.ts';
import { NOTHING_SEEN, type Seen, type WizardInput } from '../../src-main/wizard/context.ts';
import type {
  ApplyInput,
  ApplyOutput,
  CollectInput,
  CollectOutput,
  ConnectInput,
  ConnectOutput,
  PlanInput,
  PlanOutput,
  WatchInput,
  WatchOutput,
  WizardEvent,
} from '../../src-main/wizard/events.ts';
import { wizardMachine } from '../../src-main/wizard/wizard.machine.ts';

export const LOOKS_AT: readonly StepId[] = STEP_IDS.filter((step) => step !== 'status' && step !== 'instance');
export const INPUT: WizardInput = { looksAt: LOOKS_AT, toWatch: 3 };
export const HASH = 'a'.repeat(64);

export const finding = (code: Finding['code'], status: Finding['status'], more: Partial<Finding> = {}): Finding => ({
  code,
  step: code.split('.')[0] as StepId,
  status,
  params: {},
  evidence: [],
  check: `${code.split('.')[0]}.check`,
  ...more,
});

export const seen = (findings: readonly Finding[], more: Partial<Seen> = {}): Seen => ({
  ...NOTHING_SEEN,
  findings,
  evidence: [{ id: 'locate', at: '2026-01-02T03:04:05.000Z' }],
  ...more,
});

export const NO_UPGRADE = finding('upgrade.none', 'pass');
export const UPGRADE = finding('upgrade.in-progress', 'fail');

type Job<I, O> = {
  readonly input: I;
  readonly signal: AbortSignal;
  done(output: O): void;
  failed(error: unknown): void;
};

/** Actors that wait until the test says how they end, and are remembered in the order in which they were started. */
const heldActor = <O, I>() => {
  const jobs: Job<I, O>[] = [];
  const logic = fromPromise<O, I>(
    ({ input, signal }) =>
      new Promise<O>((resolve, reject) => {
        jobs.push({ input, signal, done: resolve, failed: reject });
      }),
  );
  return { jobs, logic };
};

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** The real machine with held actors. */
export const createHeldWizard = () => {
  const connect = heldActor<ConnectOutput, ConnectInput>();
  const collect = heldActor<CollectOutput, CollectInput>();
  const plan = heldActor<PlanOutput, PlanInput>();
  const apply = heldActor<ApplyOutput, ApplyInput>();
  const watch = heldActor<WatchOutput, WatchInput>();
  let held = 0;
  const machine = wizardMachine.provide({
    actors: {
      connect: connect.logic,
      collect: collect.logic,
      plan: plan.logic,
      apply: apply.logic,
      watch: watch.logic,
      hold: fromCallback<WizardEvent>(() => {
        held++;
        return () => {
          held--;
        };
      }),
    },
  });
  const actor = createActor(machine, { input: INPUT });
  actor.start();
  const end = async <O>(job: { jobs: { done(output: O): void }[] }, output: O) => {
    job.jobs.at(-1)?.done(output);
    await settle();
  };
  return {
    actor,
    connect: connect.jobs,
    collect: collect.jobs,
    plan: plan.jobs,
    apply: apply.jobs,
    watch: watch.jobs,
    openConnections: () => held,
    send: (event: WizardEvent) => actor.send(event),
    value: () => actor.getSnapshot().value,
    context: () => actor.getSnapshot().context,
    settle,
    /** Connected, and looking at everything. */
    opened: async () => {
      actor.send({ type: 'connect', target: { kind: 'ssh', address: 'mid1' }, sessionId: 's1', toWatch: 3 });
      await end(connect, { name: 'mid1', user: 'ops', os: 'linux', kind: 'ssh' });
    },
    connected: (facts: ConnectOutput) => end(connect, facts),
    collected: (output: CollectOutput = {}) => end(collect, output),
    planned: (output: PlanOutput) => end(plan, output),
    applied: (output: ApplyOutput) => end(apply, output),
    watched: (output: WatchOutput) => end(watch, output),
  };
};
