import type { AgentFacts } from '../model/agent.ts';
import type { PlannedCommand } from '../model/fix.ts';
import removePidFile from './remove-pid-file.sh?raw';
import controlService from './start-service.sh?raw';

/** The control script waits 120 s for the wrapper to come up, and longer for one that hangs to go; systemd 90 s. */
const CONTROL_MS = 180_000;
const REMOVE_MS = 15_000;

/** systemd and init scripts are root's; the control script turns to RUN_AS_USER itself, but lets that user start it, too. */
export const asWhom = ({ service, runAs }: AgentFacts, signedIn: string): string => {
  if (service.manager === 'systemd') return 'root';
  if (service.manager === 'sysv') return runAs !== null && runAs === signedIn ? runAs : 'root';
  return runAs ?? signedIn;
};

/** Null where that user is the one who signed in. */
export const becoming = (user: string, signedIn: string): string | null => (user === signedIn ? null : user);

/** The command that a person would type to start or stop the service. */
export const control = ({ service, agentDir }: AgentFacts, verb: 'start' | 'stop'): string => {
  if (service.manager === 'systemd') return `systemctl ${verb} ${shown(service.unit ?? '')}`;
  if (service.manager === 'sysv') return `/etc/init.d/${service.unit ?? ''} ${verb}`;
  return `cd ${shown(agentDir)} && sh ${verb}.sh`;
};

export const controlCommand = (facts: AgentFacts, verb: 'start' | 'stop', become: string | null): PlannedCommand => ({
  display: typed(become, control(facts, verb)),
  script: { text: controlService, parts: { mark: '', ids: [`${verb}-service`] } },
  args: [facts.service.manager, facts.service.unit ?? '', facts.agentDir, ...(verb === 'stop' ? ['stop'] : [])],
  become,
  timeoutMs: CONTROL_MS,
});

export const removePidCommand = (file: string, facts: AgentFacts, become: string | null): PlannedCommand => ({
  display: typed(become, `rm -f ${shown(file)}`),
  script: { text: removePidFile, parts: { mark: '', ids: ['remove-pid-file'] } },
  args: [file, facts.agentDir],
  become,
  timeoutMs: REMOVE_MS,
});

/** As a person types it, who is somebody else: `cd` is no program that sudo could run. */
export const typed = (become: string | null, command: string): string => {
  if (become === null) return command;
  const sudo = become === 'root' ? 'sudo' : `sudo -u ${shown(become)}`;
  return command.startsWith('cd ') ? `${sudo} sh -c ${shown(command)}` : `${sudo} ${command}`;
};

/** Several commands of which each waits for the one before to succeed. */
export const typedSteps = (become: string | null, steps: readonly string[]): string =>
  steps.map((step) => typed(become, step)).join(' && ');

/** Quoted only where a shell needs it. */
export const shown = (word: string): string =>
  /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
