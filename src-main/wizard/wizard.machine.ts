import { assign } from 'xstate';
import { freshContext } from './context.ts';
import { fix } from './fix.ts';
import { flow } from './flow.ts';
import { link } from './link.ts';
import { look } from './look.ts';
import { wizardSetup } from './setup.ts';

/**
 * The way through KB0535040, as four regions that run beside one another: what is shown, the connection, the looking,
 * and the change that may be under way. Everything it runs is given to it with `provide`.
 */
export const wizardMachine = wizardSetup.createMachine({
  id: 'wizard',
  type: 'parallel',
  context: ({ input }) => freshContext(input),
  states: { flow, link, look, fix },
  on: {
    prompted: { actions: assign({ prompts: ({ context, event }) => [...context.prompts, event.prompt] }) },
    'prompt-gone': {
      actions: assign({ prompts: ({ context, event }) => context.prompts.filter(({ id }) => id !== event.id) }),
    },
    'run-to-end': { actions: assign({ runToEnd: ({ event }) => event.on }) },
    note: { actions: assign({ note: ({ event }) => event.text }) },
    saved: { actions: assign({ savedAt: ({ event }) => event.at }) },
  },
});

export type WizardMachine = typeof wizardMachine;
