import type { AgentFacts } from '../model/agent.ts';
import type { PlanHost, PlannedCommand } from '../model/fix.ts';
import type { BecomesBy } from '../model/host.ts';
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

/** Who runs a command, and by what one becomes that user on this host. */
export type Becoming = { readonly user: string; readonly by: BecomesBy };

/** Null where that user is the one who signed in. */
export const becoming = (user: string, host: PlanHost): Becoming | null =>
  user === host.user ? null : { user, by: host.becomesBy ?? 'sudo' };

/** The command that a person would type to start or stop the service. */
export const control = ({ service, agentDir }: AgentFacts, verb: 'start' | 'stop'): string => {
  if (service.manager === 'systemd') return `systemctl ${verb} ${shown(service.unit ?? '')}`;
  if (service.manager === 'sysv') return `/etc/init.d/${service.unit ?? ''} ${verb}`;
  return `cd ${shown(agentDir)} && sh ${verb}.sh`;
};

export const controlCommand = (facts: AgentFacts, verb: 'start' | 'stop', become: Becoming | null): PlannedCommand => ({
  display: typed(become, control(facts, verb)),
  script: { text: controlService, parts: { mark: '', ids: [`${verb}-service`] } },
  args: [facts.service.manager, facts.service.unit ?? '', facts.agentDir, ...(verb === 'stop' ? ['stop'] : [])],
  become: become?.user ?? null,
  timeoutMs: CONTROL_MS,
});

export const removePidCommand = (file: string, facts: AgentFacts, become: Becoming | null): PlannedCommand => ({
  display: typed(become, `rm -f ${shown(file)}`),
  script: { text: removePidFile, parts: { mark: '', ids: ['remove-pid-file'] } },
  args: [file, facts.agentDir],
  become: become?.user ?? null,
  timeoutMs: REMOVE_MS,
});

/** As a person types it, who is somebody else: `cd` is no program that sudo, doas or pkexec could run. */
export const typed = (become: Becoming | null, command: string): string => {
  if (become === null) return command;
  const { user, by } = become;
  const as = user === 'root' ? by : `${by} ${by === 'pkexec' ? '--user' : '-u'} ${shown(user)}`;
  return command.startsWith('cd ') ? `${as} sh -c ${shown(command)}` : `${as} ${command}`;
};

/** Several commands of which each waits for the one before to succeed. */
export const typedSteps = (become: Becoming | null, steps: readonly string[]): string =>
  steps.map((step) => typed(become, step)).join(' && ');

/** Quoted only where a shell needs it. */
export const shown = (word: string): string =>
  /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
