import { and, assign, raise } from 'xstate';
import { undoOf } from '../model/session.ts';
import { fixChanged, fixEnded } from './fix-changes.ts';
import { wizardSetup } from './setup.ts';

/** Nothing is changed while an upgrade runs or may run; a change that is taken back is a change, too. */
const UNDO = [
  { guard: 'has no host' },
  {
    guard: and(['can be taken back', 'upgrade runs']),
    target: 'refused',
    actions: ['begin undo', { type: 'refuse', params: 'upgrade-in-progress' }],
  },
  {
    guard: and(['can be taken back', 'upgrade not ruled out']),
    target: 'refused',
    actions: ['begin undo', { type: 'refuse', params: 'upgrade-unknown' }],
  },
  { guard: 'can be taken back', target: 'planning', actions: 'begin undo' },
] as const;

/** A change on the host: planned, consented to by its hash, refused if the world moved, watched until it is proven. */
export const fix = wizardSetup.createStateConfig({
  initial: 'none',
  on: {
    connect: '.none',
    restored: '.none',
    disconnect: '.none',
  },
  states: {
    none: {
      entry: assign({ fix: null }),
      on: {
        'plan-fix': [
          { guard: 'has no host' },
          {
            guard: 'upgrade runs',
            target: 'refused',
            actions: ['begin fix', { type: 'refuse', params: 'upgrade-in-progress' }],
          },
          {
            guard: 'upgrade not ruled out',
            target: 'refused',
            actions: ['begin fix', { type: 'refuse', params: 'upgrade-unknown' }],
          },
          { target: 'planning', actions: 'begin fix' },
        ],
        undo: UNDO,
      },
    },
    planning: {
      invoke: {
        src: 'plan',
        input: ({ context }) => {
          const undo = undoOf(context.fixes, context.fix?.takesBack ?? 0);
          return {
            fix: context.fix?.fix ?? 'start-service',
            findings: context.seen.findings,
            ...(undo !== null && { undo }),
          };
        },
        onDone: [
          { guard: 'is refused', target: 'refused', actions: 'keep refusal' },
          {
            target: 'consent',
            actions: assign(({ context, event }) =>
              'plan' in event.output ? fixChanged(context, { plan: event.output.plan }) : {},
            ),
          },
        ],
        onError: { target: 'none', actions: 'keep failure' },
      },
      on: { 'close-fix': 'none', cancel: 'none', lost: 'none' },
    },
    consent: {
      always: {
        guard: 'upgrade runs',
        target: 'refused',
        actions: { type: 'refuse', params: 'upgrade-in-progress' },
      },
      on: {
        'apply-fix': [
          { guard: 'consents to the plan', target: 'applying' },
          { target: 'refused', actions: { type: 'refuse', params: 'consent-mismatch' } },
        ],
        'close-fix': 'none',
      },
    },
    refused: { on: { 'close-fix': 'none' } },
    applying: {
      invoke: {
        src: 'apply',
        input: ({ context }) => ({ hash: context.fix?.plan?.hash ?? '', agentDir: context.agentDir }),
        onDone: [
          { guard: 'is refused', target: 'refused', actions: 'keep refusal' },
          { guard: 'did not run', target: 'done', actions: 'end as it failed' },
          {
            target: 'watching',
            actions: assign(({ context, event }) =>
              'exitCode' in event.output ? fixChanged(context, { exitCode: event.output.exitCode }) : {},
            ),
          },
        ],
        onError: { target: 'done', actions: ['keep failure', { type: 'end unproven', params: 'failed' }] },
      },
      on: {
        output: { actions: 'write output' },
        undoable: { actions: assign(({ context, event }) => fixChanged(context, { undo: event.undo })) },
        cancel: { target: 'done', actions: { type: 'end unproven', params: 'cancelled' } },
        lost: { target: 'done', actions: { type: 'end unproven', params: 'connection' } },
      },
    },
    watching: {
      invoke: {
        src: 'watch',
        input: ({ context }) => ({ seconds: context.toWatch, exitCode: context.fix?.exitCode ?? null }),
        onDone: { target: 'done', actions: assign(({ context, event }) => fixEnded(context, event.output)) },
        onError: { target: 'done', actions: ['keep failure', { type: 'end unproven', params: 'failed' }] },
      },
      on: {
        output: { actions: 'write output' },
        ticked: { actions: assign(({ context, event }) => fixChanged(context, { watched: event.seconds })) },
        cancel: { target: 'done', actions: { type: 'end unproven', params: 'cancelled' } },
        lost: { target: 'done', actions: { type: 'end unproven', params: 'connection' } },
      },
    },
    /** Whatever came of it, the host is looked at anew: the reason why not is then the next finding. */
    done: {
      entry: raise(({ context }) => ({
        type: 'look' as const,
        scope: context.fix?.outcome?.kind === 'held' ? (['service', 'upgrade', 'verify'] as const) : ('all' as const),
      })),
      on: { 'close-fix': 'none', undo: UNDO },
    },
  },
});
