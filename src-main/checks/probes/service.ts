import { defineScriptProbe } from '../define.ts';
import { type Transcript, wholeNumber } from '../transcript.ts';
import script from './service.sh?raw';

export type AgentProcess = {
  readonly pid: number;
  readonly kind: 'wrapper' | 'java';
  readonly parent: number | undefined;
  /** As in /proc: R, S, D, Z, T … */
  readonly state: string;
  /** Seconds since it was started. */
  readonly age: number | undefined;
  readonly user: string;
  readonly line: number;
};

export type Systemd = {
  readonly loadState: string;
  readonly activeState: string;
  readonly subState: string;
  readonly unitFileState: string;
  readonly result: string;
  readonly restarts: number | undefined;
  /** Exit status of the main process. */
  readonly execStatus: number | undefined;
  /** Exit status of the command that starts it, 203 being "could not execute it"; of a forking service that is another. */
  readonly startStatus: number | undefined;
  /** Seconds that the main process lasted, once it has ended. */
  readonly lastedS: number | undefined;
  readonly pidFile: string;
  readonly frozen: boolean;
  readonly user: string;
  readonly line: number;
};

export type ServiceEvidence = {
  /** Seconds of the epoch, the host's clock. */
  readonly now: number | undefined;
  readonly pidFile: string | undefined;
  readonly pidFileState: 'read' | 'unreadable' | 'missing' | 'unknown';
  readonly pid: number | undefined;
  /** Command line of the process that the pid file names; empty where there is none. */
  readonly pidProcess: string | undefined;
  readonly pidLine: number;
  readonly processes: readonly AgentProcess[];
  /** Processes that may be the agent's, but nobody but root may see whose they are. */
  readonly unmatched: number;
  /** Processes whose control group was frozen. */
  readonly frozen: readonly number[];
  /** Seconds of the epoch; undefined where the host does not say how long it has been up. */
  readonly bootedAt: number | undefined;
  /** APP_LONG_NAME of the control script. */
  readonly longName: string | undefined;
  /** What the wrapper and its Java say of themselves in the status files, where they write them. */
  readonly said: { readonly wrapper: string | undefined; readonly java: string | undefined };
  /** Of the agent's Java: how many files it may have open, and has (undefined where that could not be seen). */
  readonly openFiles: { readonly limit: number; readonly used: number | undefined; readonly line: number } | undefined;
  readonly processesHidden: boolean;
  readonly inContainer: boolean;
  readonly systemdRuns: boolean;
  readonly unit: string | undefined;
  readonly unitFile: string | undefined;
  /** A link in some target's `.wants`: it starts at boot. */
  readonly unitWanted: boolean;
  /** Masked by a link to nothing, as seen without systemd's own word. */
  readonly unitMasked: boolean;
  /** A unit of a user's own systemd, which is not the host's. */
  readonly userUnit: string | undefined;
  readonly systemd: Systemd | undefined;
  readonly initScript: string | undefined;
  readonly initStarts: boolean;
  /** Without a service of its own: a crontab (@reboot), a script of the boot or a supervisor's file that names the agent. */
  readonly bootBy: string | undefined;
  readonly runAs: string | null;
  /** RUN_AS_USER of the control script, and the login shell of that account; undefined where it was not asked for. */
  readonly becomes:
    | { readonly user: string; readonly shell: string; readonly shellMissing: boolean; readonly line: number }
    | undefined;
  /** Empty: there is none; undefined: could not be seen. */
  readonly agentLog: string | undefined;
  readonly agentLogTime: number | undefined;
  readonly agentLogLine: number;
  /** The agent's log, as it was called before it was deleted under the running agent. */
  readonly deletedLog: { readonly path: string; readonly line: number } | undefined;
};

/** The state of the service. Sources: the control script's own status verb (mid.sh); systemctl(1); proc(5). */
export const serviceProbe = defineScriptProbe<ServiceEvidence>({
  id: 'service',
  wholeOnly: true,
  step: 'service',
  script,
  limitS: 8,
  needsAgent: true,
  parse: (t) => {
    const processes = processesOf(t);
    const systemd = systemdOf(t);
    const [now, uptime] = [t.number('now'), t.number('uptime')];
    return {
      now,
      pidFile: t.value('pid-file'),
      pidFileState: PID_STATES.find((s) => s === t.value('pid-file-state')) ?? 'unknown',
      pid: t.number('pid'),
      pidProcess: t.value('pid-process'),
      pidLine: t.fact('pid-process')?.line ?? t.fact('pid-file')?.line ?? 1,
      processes,
      unmatched: t.all('unmatched').length,
      frozen: t.all('frozen').flatMap(({ value }) => wholeNumber(value) ?? []),
      bootedAt: now === undefined || uptime === undefined ? undefined : now - uptime,
      longName: t.value('long-name') || undefined,
      said: { wrapper: t.value('status') || undefined, java: t.value('java.status') || undefined },
      openFiles: openFilesOf(t),
      processesHidden: t.value('processes') === 'hidden',
      inContainer: t.value('in-container') === 'yes',
      systemdRuns: t.value('init') === 'systemd',
      unit: t.value('unit'),
      unitFile: t.value('unit-file'),
      unitWanted: t.fact('unit-wanted') !== undefined,
      unitMasked: t.value('unit-masked') === 'yes',
      userUnit: t.value('user-unit'),
      systemd,
      initScript: t.value('init-script'),
      initStarts: t.fact('init-start') !== undefined,
      bootBy: t.value('boot-by'),
      runAs: runAsOf(t, processes, systemd),
      becomes: becomesOf(t),
      agentLog: t.value('agent-log'),
      agentLogTime: t.number('agent-log-time'),
      agentLogLine: t.fact('agent-log-time')?.line ?? 1,
      deletedLog: deletedLogOf(t),
    };
  },
});

const PID_STATES = ['read', 'unreadable', 'missing'] as const;

const processesOf = (t: Transcript): readonly AgentProcess[] =>
  t.all('process').flatMap(({ value, line }): AgentProcess[] => {
    const [pid, kind, parent, state = '', age, user = ''] = value.split(' ');
    const number = wholeNumber(pid);
    if (number === undefined || (kind !== 'wrapper' && kind !== 'java')) return [];
    return [{ pid: number, kind, parent: wholeNumber(parent), state, age: wholeNumber(age), user, line }];
  });

/** `PID LIMIT USED`; a limit that is no number is no limit. */
const openFilesOf = (t: Transcript): ServiceEvidence['openFiles'] => {
  const found = t.fact('open-files');
  const [, limit, used] = /^\d+ (\d+) (\d+)$/.exec(found?.value ?? '') ?? [];
  const number = wholeNumber(limit);
  if (!found || number === undefined) return undefined;
  return { limit: number, used: wholeNumber(used) || undefined, line: found.line };
};

const deletedLogOf = (t: Transcript): ServiceEvidence['deletedLog'] => {
  const found = t.fact('log-deleted');
  return found && { path: found.value, line: found.line };
};

const becomesOf = (t: Transcript): ServiceEvidence['becomes'] => {
  const user = t.value('run-as-setting');
  const shell = t.fact('run-as-shell');
  if (!user || !shell) return undefined;
  const [, path] = /^missing (.*)$/s.exec(shell.value) ?? [];
  return { user, shell: path ?? shell.value, shellMissing: path !== undefined, line: shell.line };
};

/** `ExecStart={ path=… ; … ; code=exited ; status=203 }`; before its first start that is `code=(null) ; status=0/0`. */
const startStatusOf = (exec: string): number | undefined =>
  wholeNumber(/\bcode=exited ; status=(\d{1,3})/.exec(exec)?.[1]);

const lastedOf = (started: number | undefined, ended: number | undefined): number | undefined =>
  started && ended && ended >= started ? Math.round((ended - started) / 1_000_000) : undefined;

const systemdOf = (t: Transcript): Systemd | undefined => {
  const section = t.section('systemctl');
  if (!section) return undefined;
  const values = new Map<string, string>();
  for (const row of section.output) {
    const at = row.indexOf('=');
    if (at > 0) values.set(row.slice(0, at), row.slice(at + 1));
  }
  const activeState = values.get('ActiveState');
  if (activeState === undefined) return undefined;
  const get = (key: string) => values.get(key) ?? '';
  return {
    loadState: get('LoadState'),
    activeState,
    subState: get('SubState'),
    unitFileState: get('UnitFileState'),
    result: get('Result'),
    restarts: wholeNumber(get('NRestarts')),
    execStatus: wholeNumber(get('ExecMainStatus')),
    startStatus: startStatusOf(get('ExecStart')),
    lastedS: lastedOf(
      wholeNumber(get('ExecMainStartTimestampMonotonic')),
      wholeNumber(get('ExecMainExitTimestampMonotonic')),
    ),
    pidFile: get('PIDFile'),
    frozen: get('FreezerState') === 'frozen',
    user: get('User'),
    line: section.line,
  };
};

/** The running process tells; else what would start it; else who owns what it has written. */
const runAsOf = (t: Transcript, processes: readonly AgentProcess[], systemd: Systemd | undefined): string | null => {
  const running = processes.find((p) => p.kind === 'wrapper') ?? processes[0];
  // A control script that may not be read could name anybody.
  const managed = t.value('control') === 'readable' && (t.fact('unit') || t.fact('init-script')) ? 'root' : '';
  const owner = t.value('owner')?.split(' ')[0];
  return (
    running?.user || systemd?.user || t.value('unit-user') || t.value('run-as-setting') || managed || owner || null
  );
};
