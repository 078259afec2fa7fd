import type { Catalogue } from '../types.ts';

/** Why a fix is not offered, or was not applied. */
export const refusals: Catalogue['refusals'] = {
  'upgrade-in-progress':
    'An upgrade is running. Nothing that starts, stops or restarts the MID Server is done until it has ended.',
  'upgrade-unknown':
    "MID Up can't tell whether an upgrade is running, so it does not start anything. Look again first.",
  'already-running': 'The service is running already. Nothing was changed.',
  'state-changed': 'The host has changed since this was planned. Nothing was changed; look again and plan anew.',
  'not-rights':
    'The user who signed in may not do this, and sudo is not available. Connect with sudo, or have an administrator run the commands.',
  'no-agent': 'MID Up does not know which agent to act on. Choose the agent first.',
  'consent-mismatch': 'What was agreed to is not what would be run. Nothing was changed; look at the plan again.',
};
