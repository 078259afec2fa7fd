import type { Fix } from '../model/fix.ts';
import { asWhom, becoming, removePidCommand } from './commands.ts';
import { stateOf, upgradeForbids } from './guard.ts';
import { sealed } from './plan-hash.ts';

/** Removes a pid file that names no process of this agent, and starts nothing. Source: wrapper.pidfile.strict. */
export const removeStalePidFix: Fix = {
  id: 'remove-stale-pid',
  answers: ['service.stale-pid'],
  proof: 'look',
  check: (facts, findings) => {
    const forbidden = upgradeForbids(facts, findings);
    if (forbidden) return forbidden;
    if (facts.service.pid !== null || facts.service.state === 'running') return 'already-running';
    return facts.service.stalePidFile === null ? 'nothing-to-do' : null;
  },
  plan: (facts, host) => {
    const user = asWhom(facts, host.user);
    const become = becoming(user, host);
    const file = facts.service.stalePidFile ?? '';
    return sealed({
      fix: 'remove-stale-pid',
      host: host.name,
      user,
      commands: [removePidCommand(file, facts, become)],
      undo: [],
      params: { file },
      state: stateOf(facts),
    });
  },
};
