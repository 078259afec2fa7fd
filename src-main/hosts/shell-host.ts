import type { Host } from '../model/host.ts';
import type { AskUser } from '../model/prompt.ts';
import { type BecomeBy, createBecome } from './become/become.ts';
import { readFileBy } from './read-file.ts';
import { createScriptRunner } from './script-runner.ts';
import type { OpenShell } from './shell-process.ts';

export type ShellHostParts = Pick<Host, 'os' | 'name' | 'kind' | 'user'> & {
  readonly isRoot: boolean;
  /** By what one may become someone from the start; null: not at all. */
  readonly becomeBy: BecomeBy | null;
  /** Whether its shells can have a terminal. */
  readonly terminal: boolean;
  readonly shell: OpenShell;
  readonly ask: AskUser;
};

export type Closing = {
  /** Ends everything that still runs on the host. */
  stop(): void;
  /** The signal given, and the host's own end. */
  until(signal?: AbortSignal): AbortSignal;
};

/** A host out of the shells that can be had there; how it connects, and how it ends, is up to its kind. */
export const createShellHost = (
  { os, name, kind, user, isRoot, becomeBy, terminal, shell, ask }: ShellHostParts,
  ways: (closing: Closing) => Pick<Host, 'openTcp' | 'check' | 'onLost' | 'close'>,
): Host => {
  let by = becomeBy;
  const become = createBecome({ host: name, user, isRoot, by: () => by, terminal, ask });
  const runner = createScriptRunner({ host: name, user, shell, become });
  const ended = new AbortController();
  const until = (signal?: AbortSignal) => (signal ? AbortSignal.any([signal, ended.signal]) : ended.signal);
  return {
    os,
    name,
    kind,
    user,
    get canBecome() {
      return isRoot || by !== null;
    },
    get becomesBy() {
      return become.by();
    },
    allowBecome: (way) => {
      by = kind === 'local' ? way : 'sudo';
    },
    runScript: (script, options = {}) => runner.runScript(script, { ...options, signal: until(options.signal) }),
    readFile: (path, options) => readFileBy(runner, path, { ...options, signal: until(options.signal) }),
    ...ways({
      stop: () => {
        ended.abort();
        become.close();
      },
      until,
    }),
  };
};
