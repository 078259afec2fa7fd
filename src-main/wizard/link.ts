import { assign, raise } from 'xstate';
import { lost, notOpened, opened } from './changes.ts';
import { isEvidence } from './outcome.ts';
import { wizardSetup } from './setup.ts';

/** The connection to the host: made, lost, made again. What it is lost in the middle of stays where it is. */
export const link = wizardSetup.createStateConfig({
  initial: 'closed',
  on: {
    connect: '.opening',
    restored: [{ guard: ({ event }) => isEvidence(event.session.target), target: '.evidence' }, { target: '.saved' }],
    disconnect: '.closed',
  },
  states: {
    closed: {},
    /** A session from disk: it can be read, and looked at anew once connected. */
    saved: { on: { reconnect: 'reopening', 'look-as': { target: 'reopening', actions: 'look as asked' } } },
    /** Saved evidence stands for a host: there is none to connect to, now or later. */
    evidence: {},
    opening: {
      entry: 'start connecting',
      exit: 'end connecting',
      invoke: {
        src: 'connect',
        input: ({ context }) => ({ target: required(context.target) }),
        onDone: [
          {
            guard: ({ context }) => isEvidence(context.target),
            target: 'evidence',
            actions: [assign(({ event }) => opened(event.output)), raise({ type: 'opened' })],
          },
          { target: 'open', actions: [assign(({ event }) => opened(event.output)), raise({ type: 'opened' })] },
        ],
        onError: {
          target: 'closed',
          actions: [
            assign({ failure: ({ context, event }) => notOpened(context, event.error) }),
            raise({ type: 'not-opened' }),
          ],
        },
      },
      on: { cancel: { target: 'closed', actions: raise({ type: 'not-opened' }) } },
    },
    open: {
      entry: 'forget failure',
      invoke: { src: 'hold' },
      on: {
        'look-as': { actions: ['look as asked', 'look at everything'] },
        lost: {
          target: 'lost',
          actions: assign({
            failure: ({ context, event }) => lost(context, event.why),
          }),
        },
      },
    },
    lost: { on: { reconnect: 'reopening', 'look-as': { target: 'reopening', actions: 'look as asked' } } },
    reopening: {
      entry: 'start connecting',
      exit: 'end connecting',
      invoke: {
        src: 'connect',
        input: ({ context }) => ({ target: required(context.target) }),
        onDone: { target: 'open', actions: [assign(({ event }) => opened(event.output)), raise({ type: 'opened' })] },
        onError: {
          target: 'lost',
          actions: assign({ failure: ({ context, event }) => notOpened(context, event.error) }),
        },
      },
      on: { cancel: 'lost' },
    },
  },
});

function required<T>(value: T | null): T {
  if (value === null) throw new Error('wizard: connecting without a target');
  return value;
}
