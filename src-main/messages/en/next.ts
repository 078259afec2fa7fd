import type { Catalogue } from '../types.ts';

/** The one next action where it is not the cause's own. */
export const next: Catalogue['next'] = {
  'wait-for-upgrade':
    'Wait for the upgrade to end, and do not start, stop or restart the MID Server meanwhile. Then look again.',
  'give-what-is-needed': '{title}. What it needs: {what}',
  'choose-agent':
    'Several agents are on this host. Choose the one that is Down (on the command line: --mid-name with its name, or --agent-dir with its folder), then look again.',
  'look-at-warning': 'Nothing is broken. Look at the warning: {title}.',
  'connect-instance':
    'If the instance still says Down, look there: the MID user, its roles, and what the instance allows. MID Up has looked at the host only.',
  'nothing-to-do': 'Nothing to do: nothing is wrong on either side.',
  'run-the-steps': 'Go through the steps: most have not been looked at yet.',
  reconnect: 'Reconnect to the host, then look again.',
};
