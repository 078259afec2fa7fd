import type { Systemd } from '../probes/service.ts';

/** What systemd says of the unit, in the words of its own tools: `inactive (dead), restarted 3 times`. Source: systemctl(1). */
export const stateInWords = ({ activeState, subState, loadState, restarts }: Systemd): string => {
  const state =
    loadState !== '' && loadState !== 'loaded' ? loadState : `${activeState} (${subState || 'no sub-state'})`;
  return restarts ? `${state}, restarted ${restarts} ${restarts === 1 ? 'time' : 'times'}` : state;
};

/** A unit that systemd cannot load is never started. Source: LoadState in org.freedesktop.systemd1(5). */
const NOT_LOADED: Readonly<Record<string, string>> = {
  'not-found': 'systemd does not know the unit; its file is not where systemd looks, or systemctl daemon-reload is due',
  'bad-setting': 'systemd refuses the unit: a setting in it is wrong',
  error: 'systemd cannot read the unit',
};
const notLoaded = ({ loadState }: Systemd): string | undefined =>
  Object.hasOwn(NOT_LOADED, loadState) ? NOT_LOADED[loadState] : undefined;

/** Why it is not running, as far as systemd knows; null where it thinks that nothing went wrong. */
export const systemdReason = (s: Systemd): string | null => {
  const load = notLoaded(s);
  if (load) return load;
  const status = statusOf(s);
  switch (s.result) {
    case '':
    case 'success':
      return s.activeState === 'failed' ? 'systemd: failed, without a reason' : null;
    case 'exit-code':
      return `systemd: the start command ended with exit status ${status ?? '(not given)'}${exitInWords(status)}`;
    case 'signal':
    case 'core-dump':
      return `systemd: it was ended by ${status ? `signal ${status}` : 'a signal'}${s.result === 'core-dump' ? ', and left a core dump' : ''}`;
    case 'oom-kill':
      return 'systemd: the kernel ended it for want of memory (oom-kill)';
    case 'timeout':
      return 'systemd: it took longer to start or stop than systemd waits (timeout)';
    case 'protocol':
      return `systemd: it did not find the process of the service (protocol); PIDFile is ${s.pidFile || 'not set'}`;
    case 'resources':
      return `systemd: something that the unit needs is not there (resources); PIDFile is ${s.pidFile || 'not set'}`;
    case 'start-limit-hit':
    case 'start-limit':
      return 'systemd: it was started too often within a short time, and is not tried again (start-limit-hit)';
    case 'watchdog':
      return 'systemd: it gave no sign of life in time (watchdog)';
    case 'exec-condition':
    case 'condition':
    case 'assert':
      return `systemd: a condition of the unit does not hold (${s.result})`;
    default:
      return `systemd: ${s.result.slice(0, 60)}`;
  }
};

/** Of the command that starts it where that is what failed, else of the service itself. */
const statusOf = (s: Systemd): number | undefined => s.startStatus || s.execStatus;

/** What systemd and shells mean by these exit statuses. Source: systemd.exec(5), "Process exit codes". */
const EXITS: Readonly<Record<number, string>> = {
  126: 'it may not be executed',
  127: 'it is not there',
  200: 'its working folder cannot be entered',
  203: 'it could not be executed',
  209: 'its output could not be set up',
  216: 'its group is not there or may not be used',
  217: 'its user is not there or may not be used',
  226: 'its private view of the file system could not be set up',
};
const exitInWords = (status: number | undefined): string => {
  const words = status === undefined ? undefined : EXITS[status];
  return words ? `: ${words}` : '';
};

const NEVER_RUN: readonly number[] = [126, 127, 200, 203, 216, 217, 226];
const NO_USER: readonly number[] = [216, 217];

/** The start command could not even be run, whatever the agent's own logs say of earlier times. */
export const notExecuted = (s: Systemd): boolean =>
  notLoaded(s) !== undefined || (isFailing(s) && NEVER_RUN.includes(statusOf(s) ?? -1));

/** The unit's User= or Group= could not be used. */
export const userRefused = (s: Systemd): boolean => isFailing(s) && NO_USER.includes(statusOf(s) ?? -1);

export const startLimitHit = (s: Systemd): boolean => /^start-limit/.test(s.result);

/** It has failed, or is about to be started once more because it did. */
export const isFailing = (s: Systemd): boolean => s.activeState === 'failed' || s.subState === 'auto-restart';
