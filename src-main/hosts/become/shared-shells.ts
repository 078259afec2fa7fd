import { randomBytes } from 'node:crypto';
import { connectionError } from '../connection-params.ts';
import { endMark } from '../end-mark.ts';
import type { ProcessEnd, ShellProcess } from '../shell-process.ts';

/** How long a shell waits for the next script; those of one look follow each other at once. */
const IDLE_MS = 5000;

export type SharedShells = {
  /** The shell of that name for one script, when those before have ended; `open` gives it where there is none. */
  take(name: string, open: () => Promise<ShellProcess>, signal: AbortSignal): Promise<ShellProcess>;
  /** Ends those that wait. */
  close(): void;
};

/**
 * Shells for which somebody has to be asked each time, so that one takes several scripts, one after another. Each
 * script is in a shell of its own below it, and what it was given stands open no longer than {@link IDLE_MS}.
 */
export const createSharedShells = (host: string, idleMs = IDLE_MS): SharedShells => {
  const shells = new Map<string, Shared>();
  const turns = new Map<string, Promise<void>>();

  const give = (name: string, shared: Shared, release: () => void): ShellProcess => {
    clearTimeout(shared.idle);
    shells.set(name, shared);
    return oneScript(shared, () => {
      shared.idle = setTimeout(() => end(shared), idleMs);
      shared.idle.unref();
      release();
    });
  };

  return {
    take: async (name, open, signal) => {
      const before = turns.get(name) ?? Promise.resolve();
      const { promise, resolve: release } = Promise.withResolvers<void>();
      turns.set(
        name,
        before.then(() => promise),
      );
      try {
        await untilAborted(before, signal);
        if (signal.aborted) throw connectionError('cancelled', 'sudo', { host });
        const there = shells.get(name);
        return give(name, there && !there.over ? there : share(await open()), release);
      } catch (error) {
        release();
        throw error;
      }
    },
    close: () => {
      for (const shared of shells.values()) end(shared);
      shells.clear();
    },
  };
};

type Listener = (chunk: Buffer) => void;

type Shared = {
  readonly process: ShellProcess;
  /** Whose script it runs. */
  turn: { out: Listener; err: Listener; lost(end: ProcessEnd): void } | null;
  over: boolean;
  idle: NodeJS.Timeout | undefined;
};

const end = (shared: Shared) => {
  if (shared.over) return;
  shared.over = true;
  shared.process.kill();
};

const share = (process: ShellProcess): Shared => {
  const shared: Shared = { process, turn: null, over: false, idle: undefined };
  process.onStdout((chunk) => shared.turn?.out(chunk));
  process.onStderr((chunk) => shared.turn?.err(chunk));
  process.ended.then((end) => {
    shared.over = true;
    clearTimeout(shared.idle);
    shared.turn?.lost(end);
  });
  return shared;
};

/** The shell as if it took one script and ended with it. */
const oneScript = (shared: Shared, done: () => void): ShellProcess => {
  const mark = `midup-end-${randomBytes(16).toString('hex')}`;
  const pieces = `${mark.slice(0, 12)} ${mark.slice(12)}`;
  const listeners: { out: Listener[]; err: Listener[] } = { out: [], err: [] };
  const { promise: ended, resolve } = Promise.withResolvers<ProcessEnd>();
  let open = 2;
  const finish = (end: ProcessEnd) => {
    if (shared.turn !== turn) return;
    shared.turn = null;
    resolve(end);
    done();
  };
  const reader = (to: Listener[]) => {
    const filter = endMark(mark, (exitCode) => {
      if (--open === 0) setImmediate(() => finish({ exitCode }));
    });
    const tell = (chunk: Buffer) => {
      if (chunk.length > 0) for (const listener of to) listener(chunk);
    };
    return { push: (chunk: Buffer) => tell(filter.push(chunk)), flush: () => tell(filter.rest()) };
  };
  const [out, err] = [reader(listeners.out), reader(listeners.err)];
  const turn: NonNullable<Shared['turn']> = {
    out: out.push,
    err: err.push,
    lost: (end) => {
      out.flush();
      err.flush();
      finish(end);
    },
  };
  shared.turn = turn;
  return {
    // One compound command, so that all of it is read before the script may read what comes after.
    write: (data) =>
      shared.process.write(`{
(
${data})
midup_status=$?
printf '%s%s %s\\n' ${pieces} "$midup_status"
printf '%s%s %s\\n' ${pieces} "$midup_status" >&2
}
`),
    onStdout: (listener) => void listeners.out.push(listener),
    onStderr: (listener) => void listeners.err.push(listener),
    ended,
    kill: () => {
      end(shared);
      finish({ exitCode: null });
    },
  };
};

const untilAborted = (work: Promise<void>, signal: AbortSignal): Promise<void> => {
  if (signal.aborted) return Promise.resolve();
  let stop: () => void = () => undefined;
  const aborted = new Promise<void>((resolve) => {
    stop = resolve;
    signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', stop));
};
