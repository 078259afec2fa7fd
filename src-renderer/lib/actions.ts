import type { Command } from '../../src-main/contract/commands.ts';
import type { ActionView } from '../../src-main/contract/view.ts';
import type { Surroundings } from '../state/context.ts';

/** What a button of the next action asks of the wizard. */
const commandOf = (action: Exclude<ActionView, { kind: 'look-as' }>): Command => {
  switch (action.kind) {
    case 'plan-fix':
      return { type: 'plan-fix', fix: action.fix };
    case 'choose-agent':
      return { type: 'choose-agent', agentDir: action.agentDir };
    case 'goto':
      return { type: 'goto', step: action.step };
    default:
      return { type: action.kind };
  }
};

/** Takes the next action; one that asks something first opens its dialog. */
export const act = (action: ActionView, { wizard, desk }: Surroundings): void => {
  if (action.kind === 'look-as') desk.dialog = { kind: 'rights' };
  else void wizard.dispatch(commandOf(action));
};
