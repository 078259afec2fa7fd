import type { AgentFacts } from '../model/agent.ts';
import type { Finding } from '../model/finding.ts';
import type { Fix, FixRefusal, PlannedCommand } from '../model/fix.ts';
import { sealed } from './plan-hash.ts';
import removePidFile from './remove-pid-file.sh?raw';
import startService from './start-service.sh?raw';

/** The control script waits 120 s for the wrapper to come up; systemd 90 s. */
const START_MS = 180_000;
const REMOVE_MS = 15_000;

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
    const { manager, unit, stalePidFile } = facts.service;
    const user = asWhom(facts, host.user);
    const become = user === host.user ? null : user;
    const commands: PlannedCommand[] = [];
    if (stalePidFile !== null)
      commands.push({
        display: typed(become, `rm -f ${shown(stalePidFile)}`),
        script: { text: removePidFile, parts: { mark: '', ids: ['remove-pid-file'] } },
        args: [stalePidFile, facts.agentDir],
        become,
        timeoutMs: REMOVE_MS,
      });
    commands.push({
      display: typed(become, control(facts, 'start')),
      script: { text: startService, parts: { mark: '', ids: ['start-service'] } },
      args: [manager, unit ?? '', facts.agentDir],
      become,
      timeoutMs: START_MS,
    });
    return sealed({
      fix: 'start-service',
      host: host.name,
      user,
      commands,
      undo: [typed(become, control(facts, 'stop'))],
      params: { dir: facts.agentDir, unit: unit ?? '', name: facts.midName ?? '' },
      state: stateOf(facts),
    });
  },
};

const refusal = (facts: AgentFacts, findings: readonly Finding[]): FixRefusal | null => {
  const upgrade = findings.filter((f) => f.code.startsWith('upgrade.'));
  const runs = upgrade.some((f) => /\.(?:in-progress|stuck)$/.test(f.code) && f.status === 'fail');
  if (facts.upgradeInProgress || runs) return 'upgrade-in-progress';
  // Only "no upgrade is running" allows it; that nothing was seen of it does not.
  const known = upgrade.some((f) => f.byHand !== true && f.status !== 'unknown');
  if (!known) return 'upgrade-unknown';
  if (facts.service.pid !== null || facts.service.state === 'running' || facts.service.state === 'starting')
    return 'already-running';
  return null;
};

/** systemd and init scripts are root's; the control script turns to RUN_AS_USER itself, but lets that user start it, too. */
const asWhom = ({ service, runAs }: AgentFacts, signedIn: string): string => {
  if (service.manager === 'systemd') return 'root';
  if (service.manager === 'sysv') return runAs !== null && runAs === signedIn ? runAs : 'root';
  return runAs ?? signedIn;
};

const control = ({ service, agentDir }: AgentFacts, verb: 'start' | 'stop'): string => {
  if (service.manager === 'systemd') return `systemctl ${verb} ${shown(service.unit ?? '')}`;
  if (service.manager === 'sysv') return `/etc/init.d/${service.unit ?? ''} ${verb}`;
  return `cd ${shown(agentDir)} && sh ${verb}.sh`;
};

/** As a person types it, who is somebody else: `cd` is no program that sudo could run. */
const typed = (become: string | null, command: string): string => {
  if (become === null) return command;
  const sudo = become === 'root' ? 'sudo' : `sudo -u ${shown(become)}`;
  return command.startsWith('cd ') ? `${sudo} sh -c ${shown(command)}` : `${sudo} ${command}`;
};

/** Quoted only where a shell needs it. */
const shown = (word: string): string => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** What must still be so when it is applied. Nothing in here changes by itself as time goes by. */
const stateOf = ({ agentDir, service, runAs, upgradeInProgress }: AgentFacts): string =>
  JSON.stringify([
    agentDir,
    service.manager,
    service.unit,
    service.state,
    service.pid,
    service.stalePidFile,
    runAs,
    upgradeInProgress,
  ]);
