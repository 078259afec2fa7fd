import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectionError } from '../connection-params.ts';
import { endMark } from '../end-mark.ts';
import { commandLine } from '../quoting.ts';
import type { OpenShell, ProcessEnd, ShellProcess } from '../shell-process.ts';
import { createSlots, type Slot } from '../ssh/slots.ts';
import { channelArgs, NOBODY } from './channel.ts';
import type { Master } from './master.ts';

/** What a command left running may hold its output open. Data that is still on its way is not waited for longer. */
const DRAIN_MS = 2000;
/** Later than the guard does it. */
const KILL_AFTER_MS = 2500;
/** Whether the connection went, or the command's own status was 255. */
const LOST_MS = 400;
const RETRY_MS = [50, 100, 200, 400, 800, 1600];
const REFUSED = /^mux_client_request_session: .*(refused by peer|request failed)/;

export type ShellContext = {
  readonly host: string;
  readonly master: Master;
  readonly socket: string;
  readonly env: NodeJS.ProcessEnv;
};

/** Starts commands on the open connection, each through an `ssh` of its own that has nothing to decide. */
export const createOpensshShell = (context: ShellContext): OpenShell => {
  const { host, master } = context;
  const slots = createSlots(host);
  return async (words, signal, how = {}) => {
    const slot = await slots.acquire(signal);
    if (master.lost() !== null) {
      slot.release();
      throw connectionError('lost', 'shell', { host, why: master.lost() ?? '' });
    }
    return startProcess(context, words, slot, slots, signal, how.terminal === true);
  };
};

/** Prints the status of what it ran, so that it is known even where something holds the output open. */
const TELLING = (mark: string) => `"$@"; midup_status=$?; echo ${mark} $midup_status >&2; exit $midup_status`;

const startProcess = (
  { master, socket, env }: ShellContext,
  words: readonly string[],
  first: Slot,
  slots: ReturnType<typeof createSlots>,
  signal: AbortSignal,
  terminal: boolean,
): ShellProcess => {
  const mark = `midup-end-${randomBytes(16).toString('hex')}`;
  // On a terminal there is one output only, which ends with the command.
  const command = commandLine(terminal ? words : ['sh', '-c', TELLING(mark), 'sh', ...words]);
  const onStdout: ((chunk: Buffer) => void)[] = [];
  const onStderr: ((chunk: Buffer) => void)[] = [];
  // What was written so far: given again to a second session where the first was refused, which has read none of it.
  let written: string[] | null = [];
  let child: ChildProcess | null = null;
  let slot = first;
  let killed = false;
  let settle: (end: ProcessEnd) => void = () => undefined;
  const ended = new Promise<ProcessEnd>((resolve) => {
    settle = (end) => {
      slot.release();
      resolve(end);
    };
  });

  const again = async (attempt: number) => {
    try {
      if (!slots.refused(slot)) {
        const pause = RETRY_MS[attempt];
        if (pause === undefined) {
          say('the host opens no session for commands');
          return settle({ exitCode: null });
        }
        await sleep(pause, undefined, { signal });
        slot = await slots.acquire(signal);
        return begin(attempt + 1);
      }
      slot = await slots.acquire(signal);
      begin(attempt);
    } catch {
      settle({ exitCode: null });
    }
  };
  const say = (text: string) => {
    for (const listener of onStderr) listener(Buffer.from(text));
  };

  const begin = (attempt: number) => {
    if (killed) return settle({ exitCode: null });
    const own = spawn('ssh', [...channelArgs(socket, 'ERROR'), terminal ? '-tt' : '-T', NOBODY, command], {
      env,
      cwd: '/',
      detached: true,
    });
    child = own;
    const { stdin, stdout, stderr } = own;
    stdin.on('error', () => undefined);
    for (const data of written ?? []) stdin.write(data);
    let status: number | null = null;
    let refused = false;
    let quiet: NodeJS.Timeout | undefined;
    const drain = () => {
      clearTimeout(quiet);
      quiet = setTimeout(() => end(own), DRAIN_MS);
    };
    const filter = endMark(mark, (told) => {
      status = told;
      drain();
    });
    stdout.on('data', (chunk: Buffer) => {
      written = null;
      if (status !== null) drain();
      for (const listener of onStdout) listener(chunk);
    });
    stderr.on('data', (chunk: Buffer) => {
      if (written !== null && REFUSED.test(chunk.toString('latin1', 0, 300))) refused = true;
      if (refused) return;
      const rest = filter.push(chunk);
      if (rest.length > 0) for (const listener of onStderr) listener(rest);
    });
    own.once('error', (error) => {
      say(error.message);
      settle({ exitCode: null });
    });
    own.once('close', async (code) => {
      clearTimeout(quiet);
      if (refused && !killed) return again(attempt);
      if (filter.rest().length > 0) for (const listener of onStderr) listener(filter.rest());
      if (status !== null) return settle({ exitCode: status });
      if (code === 255 && !killed) await Promise.race([master.ended, sleep(LOST_MS)]);
      const lost = master.lost();
      settle({ exitCode: lost === null ? code : null, ...(lost === null ? {} : { lost }) });
    });
  };

  begin(0);
  return {
    write: (data) => {
      written?.push(data);
      child?.stdin?.write(data);
    },
    onStdout: (listener) => void onStdout.push(listener),
    onStderr: (listener) => void onStderr.push(listener),
    ended,
    kill: () => {
      killed = true;
      // The connection's process holds the same pipe, and passes its end on to the guard.
      child?.stdin?.destroy();
      const own = child;
      const stop = () => {
        if (own) end(own);
        slot.release();
      };
      // The end of the input does not go through a terminal; the end of the session does.
      if (terminal) stop();
      else setTimeout(stop, KILL_AFTER_MS).unref();
    },
  };
};

const end = (child: ChildProcess) => {
  child.stdin?.destroy();
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.kill('SIGTERM');
};
