import { assign, raise, stateIn } from 'xstate';
import { failed, failureOf } from './changes.ts';
import { isEvidence } from './outcome.ts';
import { wizardSetup } from './setup.ts';

/** Collecting evidence. It runs beside everything else: while it does, one reads, walks and answers as ever. */
export const look = wizardSetup.createStateConfig({
  initial: 'idle',
  on: {
    seen: { actions: 'take in' },
    connect: '.idle',
    restored: '.idle',
    disconnect: '.idle',
    opened: { actions: 'look at everything' },
    'choose-agent': {
      guard: ({ context }) => context.host !== null && !isEvidence(context.target),
      actions: ['choose agent', 'look at everything'],
    },
  },
  states: {
    idle: {
      on: { look: { guard: stateIn({ link: 'open' }), target: 'looking' } },
    },
    looking: {
      entry: 'start looking',
      invoke: {
        src: 'collect',
        input: ({ context: { target, looking, agentDir } }) => ({ target, scope: looking?.scope ?? 'all', agentDir }),
        onDone: [
          {
            guard: ({ event }) => event.output.failed === 'connection',
            target: 'idle',
            actions: ['stop looking', raise(({ event }) => ({ type: 'lost', why: event.output.message ?? '' }))],
          },
          {
            guard: ({ event }) => event.output.failed !== undefined,
            target: 'idle',
            actions: [
              'stop looking',
              assign({
                failure: ({ context, event: { output } }) =>
                  output.error
                    ? failureOf(context, output.error)
                    : failed(context, output.message ?? output.failed ?? ''),
              }),
            ],
          },
          {
            target: 'idle',
            actions: [
              'stop looking',
              assign({
                failure: ({ context, event }) =>
                  event.output.error ? failureOf(context, event.output.error) : context.failure,
              }),
            ],
          },
        ],
        onError: {
          target: 'idle',
          actions: ['stop looking', assign({ failure: ({ context, event }) => failureOf(context, event.error) })],
        },
      },
      on: {
        progressed: { actions: 'progress' },
        look: { target: 'looking', reenter: true },
        cancel: { target: 'idle', actions: 'stop looking' },
        lost: { target: 'idle', actions: 'stop looking' },
      },
    },
  },
});
