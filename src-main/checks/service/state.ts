import type { NeedCode } from '../../model/finding.ts';
import type { AgentProcess, ServiceEvidence } from '../probes/service.ts';
import type { WrapperEvidence } from '../probes/wrapper.ts';
import { THRESHOLDS } from '../thresholds.ts';
import { isFailing, notExecuted, startLimitHit, systemdReason } from './systemd.ts';
import { type Launch, type WrapperRun, wrapperRuns } from './wrapper-log.ts';

/** Lines of the wrapper's evidence that decided. */
type Lines = { readonly lines: readonly number[] };

/** What can be said of the service from its processes, its pid file, its manager and the wrapper's log together. */
export type ServiceState =
  | { readonly kind: 'running'; readonly process: AgentProcess; readonly age: number | undefined }
  | { readonly kind: 'starting'; readonly process: AgentProcess }
  /** Held by a signal (SIGSTOP), a debugger or its control group (the freezer): there, and not running. */
  | { readonly kind: 'paused'; readonly process: AgentProcess; readonly by: 'signal' | 'debugger' | 'freezer' }
  | ({ readonly kind: 'stopped'; readonly died: string | null } & Lines)
  | { readonly kind: 'stale-pid'; readonly pid: number; readonly file: string; readonly by: string | null }
  | ({
      readonly kind: 'crash-loop';
      readonly launches: number;
      /** Never empty: at the least what the last failed launch ended with. */
      readonly reason: string;
      /** From the first to the last of them; undefined where the log has no times. */
      readonly seconds: number | undefined;
      readonly gaveUp: boolean;
    } & Lines)
  | ({ readonly kind: 'failed-to-start'; readonly reason: string } & Lines)
  | { readonly kind: 'unknown'; readonly needs: NeedCode };

/** A launch that lasted this long had started. Source: the wrapper's own count of failed launches (300 seconds). */
const LASTED_MS = 300_000;
/** A wrapper without a Java process for longer than this is not about to start one. Inference. */
const STARTING_S = 120;
/** The agent has written this long after the wrapper's last word: it has lived since, under a wrapper that logs elsewhere or not at all. */
const OUTLIVED_S = 60;
/** Results of a service that was ended, which says nothing of how it starts. */
const ENDED: readonly string[] = ['signal', 'core-dump', 'oom-kill', 'watchdog'];

export const serviceState = (service: ServiceEvidence, wrapper: WrapperEvidence | undefined): ServiceState => {
  const runs = wrapperRuns(wrapper?.events ?? []);
  const read: Reader = { base: wrapper?.eventsLine ?? 1, now: wrapper?.nowLocal };
  const alive = service.processes.filter((p) => p.state !== 'Z');
  const wrapperProcess = alive.find((p) => p.kind === 'wrapper');
  const java = alive.find((p) => p.kind === 'java');
  const process = wrapperProcess ?? java;
  if (process) return whileAlive(service, runs, read, process, java);
  const hidden = cannotTell(service);
  if (hidden) return hidden;
  const { agentLogTime = 0 } = service;
  const outlived = wrapper?.logTime !== undefined && agentLogTime > wrapper.logTime + OUTLIVED_S;
  return whileGone(service, outlived ? [] : runs, read);
};

type Reader = { readonly base: number; readonly now: number | undefined };

const whileAlive = (
  service: ServiceEvidence,
  runs: readonly WrapperRun[],
  read: Reader,
  process: AgentProcess,
  java: AgentProcess | undefined,
): ServiceState => {
  const held = heldBy(service);
  if (held) return held;
  const last = runs.at(-1);
  // Launches of earlier runs count only where the service manager starts the wrapper anew by itself.
  const restarted = (service.systemd?.restarts ?? 0) > 0;
  const current = last && !last.stopped ? last : undefined;
  const launches = restarted ? runs.flatMap((r) => r.launches) : (current?.launches ?? []);
  const recent = launches.filter((l) => within(l, read.now));
  const failed = recent.filter((l) => l.failure !== null);
  if (recent.length >= THRESHOLDS.crashLoopLaunches && failed.length >= THRESHOLDS.crashLoopLaunches - 1)
    return crashLoop(recent, reasonOf(current ?? last), false, read);
  if (java) return { kind: 'running', process: java, age: java.age };
  const troubled = current?.launches.findLast((l) => l.failure !== null);
  if (troubled || (process.age !== undefined && process.age > STARTING_S))
    return { kind: 'failed-to-start', reason: reasonOf(current), lines: linesOf(current, read) };
  return { kind: 'starting', process };
};

const heldBy = ({ processes, frozen, systemd }: ServiceEvidence): ServiceState | null => {
  const icy = systemd?.frozen ? processes[0] : processes.find((p) => frozen.includes(p.pid));
  if (icy) return { kind: 'paused', process: icy, by: 'freezer' };
  const still = processes.find((p) => p.state === 'T' || p.state === 't');
  return still ? { kind: 'paused', process: still, by: still.state === 'T' ? 'signal' : 'debugger' } : null;
};

const within = (launch: Launch, now: number | undefined): boolean =>
  launch.at !== undefined && now !== undefined && now - launch.at <= THRESHOLDS.crashLoopWindowS * 1000;

const cannotTell = (service: ServiceEvidence): ServiceState | null => {
  const { activeState, subState } = service.systemd ?? {};
  // A service that is "active (exited)" needs no process for systemd.
  if (activeState === 'active' && subState !== 'exited') return { kind: 'unknown', needs: 'root' };
  // Its start or stop command runs right now.
  if ((activeState === 'activating' && subState !== 'auto-restart') || activeState === 'deactivating')
    return { kind: 'unknown', needs: 'more-time' };
  if (service.processesHidden || service.unmatched > 0) return { kind: 'unknown', needs: 'root' };
  if (service.now === undefined) return { kind: 'unknown', needs: 'evidence' };
  return null;
};

const whileGone = (service: ServiceEvidence, runs: readonly WrapperRun[], read: Reader): ServiceState => {
  const { systemd } = service;
  const reason = systemd && (isFailing(systemd) || notExecuted(systemd)) ? systemdReason(systemd) : null;
  if (systemd && reason !== null && notExecuted(systemd)) return { kind: 'failed-to-start', reason, lines: [] };
  const restarts = systemd?.restarts ?? 0;
  const looping = systemd?.subState === 'auto-restart' && restarts >= THRESHOLDS.crashLoopLaunches;
  const limitHit = systemd !== undefined && startLimitHit(systemd);
  const last = runs.at(-1);
  const failing = last && !last.asked ? failureOf(last) : null;
  if (last && failing === 'early') {
    const launches = looping ? runs.flatMap((r) => r.launches) : last.launches;
    const window = lastWindow(launches);
    if (window.length >= THRESHOLDS.crashLoopLaunches || last.gaveUp || limitHit)
      return crashLoop(window.length > 1 ? window : launches, reasonOf(last), last.gaveUp !== null, read);
    return { kind: 'failed-to-start', reason: reasonOf(last), lines: linesOf(last, read) };
  }
  if (systemd && reason !== null && !failing) {
    if (looping || limitHit)
      return { kind: 'crash-loop', launches: restarts, seconds: undefined, reason, gaveUp: limitHit, lines: [] };
    const lasted = (systemd.lastedS ?? 0) * 1000 >= LASTED_MS;
    if (!lasted && !ENDED.includes(systemd.result)) return { kind: 'failed-to-start', reason, lines: [] };
  }
  const { pid, pidFile, pidFileState, pidProcess } = service;
  if (pidFileState === 'read' && pid !== undefined && pidFile !== undefined && pidProcess !== undefined)
    return { kind: 'stale-pid', pid, file: pidFile, by: pidProcess.trim() || null };
  if (last && failing === 'late') return { kind: 'stopped', died: reasonOf(last), lines: linesOf(last, read) };
  return { kind: 'stopped', died: reason, lines: [] };
};

/** How the run ended by itself: before a launch had lasted, after it, or not seen to. */
const failureOf = (run: WrapperRun): 'early' | 'late' | null => {
  const launch = run.launches.at(-1);
  if (!launch) return run.problem ? 'early' : null;
  // A program that ends by itself leaves no more than "Wrapper Stopped" where nobody asked for it.
  if (launch.failure === null && !run.gaveUp && !run.stopped) return null;
  const lasted = launch.at !== undefined && launch.endedAt !== undefined ? launch.endedAt - launch.at : 0;
  if (lasted < LASTED_MS) return 'early';
  return launch.failure ? 'late' : null;
};

/** The launches within one window that ends with the last. Without times, all of them. */
const lastWindow = (launches: readonly Launch[]): readonly Launch[] => {
  const end = launches.at(-1)?.at;
  if (end === undefined) return launches;
  return launches.filter((l) => l.at !== undefined && end - l.at <= THRESHOLDS.crashLoopWindowS * 1000);
};

const crashLoop = (launches: readonly Launch[], reason: string, gaveUp: boolean, read: Reader): ServiceState => {
  const [first, last] = [launches[0]?.at, launches.at(-1)?.at];
  return {
    kind: 'crash-loop',
    launches: launches.length,
    seconds: first === undefined || last === undefined ? undefined : Math.round((last - first) / 1000),
    reason,
    gaveUp,
    lines: launches.slice(-5).map((l) => read.base + l.index),
  };
};

/** The wrapper's own words: what kept it from launching, else how the last launch ended. */
const reasonOf = (run: WrapperRun | undefined): string => {
  const failure = run?.launches.findLast((l) => l.failure !== null)?.failure;
  return (run?.problem ?? failure ?? run?.gaveUp)?.message.slice(0, 300) ?? '';
};

const linesOf = (run: WrapperRun | undefined, read: Reader): readonly number[] => {
  const failure = run?.launches.findLast((l) => l.failure !== null)?.failure;
  return [run?.problem, failure, run?.gaveUp].flatMap((e) => (e ? [read.base + e.index] : [])).slice(0, 5);
};
