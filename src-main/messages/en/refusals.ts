import type { Catalogue } from '../types.ts';

/** Why a fix is not offered, or was not applied. */
export const refusals: Catalogue['refusals'] = {
  'upgrade-in-progress':
    'An upgrade is running. Nothing that starts, stops or restarts the MID Server is done until it has ended.',
  'upgrade-unknown':
    "MID Up can't tell whether an upgrade is running, so it does not start anything. Look again first.",
  'upgrade-failed':
    'The last upgrade broke off while it replaced files, so the agent may be of two versions. Run the upgrade again or restore the agent first (KB0779816, KB0713557); starting it as it is can do more harm.',
  'already-running': 'The service is running already. Nothing was changed.',
  'not-running': 'The service does not run, so there is nothing to restart. Start it instead.',
  'nothing-to-do': 'There is nothing left to change here. Look again.',
  'by-hand':
    'Not everything that is lacking is known, or some of it is too much or outside of the agent folder. Have an administrator of the host do it by hand.',
  'state-changed': 'The host has changed since this was planned. Nothing was changed; look again and plan anew.',
  'not-rights':
    'The user who signed in may not do this, and sudo is not available. Look again with sudo, or have an administrator run the commands.',
  'no-agent': 'MID Up does not know which agent to act on. Choose the agent first.',
  'consent-mismatch': 'What was agreed to is not what would be run. Nothing was changed; look at the plan again.',
};
