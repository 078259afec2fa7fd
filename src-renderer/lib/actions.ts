import type { Command } from '../../src-main/contract/commands.ts';
import type { ActionView } from '../../src-main/contract/view.ts';

/** What a button of the next action asks of the wizard. */
export const commandOf = (action: ActionView): Command => {
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
