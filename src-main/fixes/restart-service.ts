import type { Fix } from '../model/fix.ts';
import { asWhom, becoming, controlCommand } from './commands.ts';
import { leftHalfReplaced, stateOf, upgradeForbids } from './guard.ts';
import { sealed } from './plan-hash.ts';

/**
 * Stops the service and starts it, each through what it is installed with. What the agent works on is broken off; the
 * instance asks for it again or marks it as failed. Sources: KB0535040; bin/mid.sh (stop, start).
 */
export const restartServiceFix: Fix = {
  id: 'restart-service',
  answers: ['service.hung', 'config.changed-since-start', 'credentials.restart-needed'],
  check: (facts, findings) => {
    const forbidden = upgradeForbids(facts, findings);
    if (forbidden) return forbidden;
    if (facts.service.pid === null) return 'not-running';
    return leftHalfReplaced(findings) ? 'upgrade-failed' : null;
  },
  plan: (facts, host) => {
    const user = asWhom(facts, host.user);
    const become = becoming(user, host);
    return sealed({
      fix: 'restart-service',
      host: host.name,
      user,
      commands: [controlCommand(facts, 'stop', become), controlCommand(facts, 'start', become)],
      undo: [],
      params: { dir: facts.agentDir, unit: facts.service.unit ?? '', name: facts.midName ?? '' },
      state: stateOf(facts),
    });
  },
};
