import type { AgentFacts } from '../model/agent.ts';
import type { Evidence } from '../model/evidence.ts';
import { located } from './agents.ts';
import type { Probe } from './define.ts';
import { isBelow } from './path.ts';
import { type RightsEvidence, rightsProbe } from './probes/rights.ts';
import { type ServiceEvidence, serviceProbe } from './probes/service.ts';
import { upgradeProbe } from './probes/upgrade.ts';
import { wrapperProbe } from './probes/wrapper.ts';
import { type ServiceState, serviceState } from './service/state.ts';
import { parseTranscript } from './transcript.ts';
import { handsOff } from './upgrade/state.ts';

/** What fixes act on; null while no one agent is known, or nothing was seen of its service. */
export const agentFacts = (evidence: readonly Evidence[]): AgentFacts | null => {
  const read = <E>(probe: Probe<E>): E | undefined => {
    const found = evidence.findLast((e) => e.id === probe.id);
    return found && probe.parse(parseTranscript(found.text), found);
  };
  const locate = located(evidence);
  const service = read(serviceProbe);
  const agentDir = locate?.chosen ?? null;
  if (!locate || !service || agentDir === null) return null;
  const state = serviceState(service, read(wrapperProbe));
  return {
    agentDir,
    midName: locate.agents.find((a) => a.dir === agentDir)?.name ?? null,
    service: {
      ...managerOf(service),
      state: stateOf(state),
      pid: service.processes.find((p) => p.kind === 'wrapper' && p.state !== 'Z')?.pid ?? null,
      disabled: service.systemd?.unitFileState === 'disabled' || service.systemd?.unitFileState === 'masked',
      stalePidFile: stalePidFile(service, state),
    },
    runAs: service.runAs,
    upgradeInProgress: handsOff(read(upgradeProbe)),
    ...missingRights(read(rightsProbe)),
  };
};

const missingRights = (rights: RightsEvidence | undefined): Pick<AgentFacts, 'missingRights'> => {
  if (!rights || rights.runAs === undefined || rights.userMissing || rights.count === undefined) return {};
  const paths = rights.lacks.map(({ right, path, mode, owner, group }) => ({ right, path, mode, owner, group }));
  // What lies behind a link is somebody else's to change.
  const linked = paths.some(({ path }) => rights.linked.some((link) => isBelow(path, link)));
  const all = rights.count === paths.length && !rights.incomplete && !linked;
  return { missingRights: { user: rights.runAs, all, paths } };
};

/** A unit counts where systemd is there to start it. */
const managerOf = (s: ServiceEvidence): { manager: AgentFacts['service']['manager']; unit: string | null } => {
  if (s.unit !== undefined && s.systemdRuns) return { manager: 'systemd', unit: s.unit };
  if (s.initScript !== undefined) return { manager: 'sysv', unit: s.initScript };
  return { manager: 'none', unit: null };
};

const stateOf = (state: ServiceState): AgentFacts['service']['state'] => {
  switch (state.kind) {
    case 'running':
    case 'starting':
    case 'stopped':
    case 'unknown':
      return state.kind;
    // Held, but there: nothing may start a second one.
    case 'paused':
      return 'running';
    case 'stale-pid':
      return 'stopped';
    // Between two launches it is not stopped: the wrapper is there.
    case 'crash-loop':
    case 'failed-to-start':
      return 'failed';
  }
};

/** The pid file names a process that is not, or is not this agent's: whatever else is said of the service. */
const stalePidFile = (s: ServiceEvidence, state: ServiceState): string | null => {
  if (['unknown', 'running', 'starting', 'paused'].includes(state.kind)) return null;
  const alive = s.processes.some((p) => p.state !== 'Z');
  return !alive && s.pidFileState === 'read' && s.pidFile !== undefined ? s.pidFile : null;
};
