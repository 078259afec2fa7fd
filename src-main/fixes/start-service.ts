import type { AgentFacts } from '../model/agent.ts';
import type { Finding } from '../model/finding.ts';
import type { Fix, FixRefusal } from '../model/fix.ts';
import { asWhom, becoming, control, controlCommand, removePidCommand, typed } from './commands.ts';
import { leftHalfReplaced, stateOf, upgradeForbids } from './guard.ts';
import { sealed } from './plan-hash.ts';

/**
 * Starts the service, through what it is installed with: systemd, its init script, or start.sh in the agent folder.
 * A left-over pid file is removed first: the control script does it too, but only some of its versions look at what
 * the process is, and a wrapper that is strict about the file refuses to start. Sources: KB0535040; bin/mid.sh (start);
 * wrapper.pidfile.strict of Java Service Wrapper.
 */
export const startServiceFix: Fix = {
  id: 'start-service',
  answers: [
    'service.stopped',
    'service.stale-pid',
    'service.crash-loop',
    'service.failed-to-start',
    'service.disabled',
  ],
  check: (facts, findings) => refusal(facts, findings),
  plan: (facts, host) => {
    const { unit, stalePidFile } = facts.service;
    const user = asWhom(facts, host.user);
    const become = becoming(user, host);
    return sealed({
      fix: 'start-service',
      host: host.name,
      user,
      commands: [
        ...(stalePidFile === null ? [] : [removePidCommand(stalePidFile, facts, become)]),
        controlCommand(facts, 'start', become),
      ],
      undo: [typed(become, control(facts, 'stop'))],
      params: { dir: facts.agentDir, unit: unit ?? '', name: facts.midName ?? '' },
      state: stateOf(facts),
    });
  },
};

const refusal = (facts: AgentFacts, findings: readonly Finding[]): FixRefusal | null => {
  const forbidden = upgradeForbids(facts, findings);
  if (forbidden) return forbidden;
  if (facts.service.pid !== null || facts.service.state === 'running' || facts.service.state === 'starting')
    return 'already-running';
  return leftHalfReplaced(findings) ? 'upgrade-failed' : null;
};
