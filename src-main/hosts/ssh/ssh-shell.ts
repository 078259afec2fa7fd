import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientChannel } from 'ssh2';
import { excerpt } from '../bounded.ts';
import { connectionError } from '../connection-params.ts';
import { commandLine } from '../quoting.ts';
import type { OpenShell, ProcessEnd, ShellProcess } from '../shell-process.ts';
import type { Hop } from './hop.ts';
import { createSlots } from './slots.ts';

const OPEN_MS = 20_000;
/** What a command left running may hold its output open. Data that is still on its way is not waited for longer. */
const DRAIN_MS = 2000;
/** A session that was closed may count for a moment longer on the server. */
const RETRY_MS = [50, 100, 200, 400, 800, 1600];
const FORGET_MS = 3000;

/** Starts commands on an SSH connection, each in a session of its own. */
export const createSshShell = (hop: Hop, host: string, port: number): OpenShell => {
  const slots = createSlots(host);
  return async (words, signal, how = {}) => {
    const command = commandLine(words);
    for (let attempt = 0; ; ) {
      const slot = await slots.acquire(signal);
      const channel = await openChannel(hop, command, { host, port, signal, ...how }).catch((error) => {
        if (error !== 'refused') slot.release();
        if (error !== 'refused') throw error;
        return null;
      });
      if (channel) return processOf(channel, hop, slot.release);
      if (slots.refused(slot)) continue;
      const pause = RETRY_MS[attempt++];
      if (pause === undefined)
        throw connectionError('failed', 'shell', { host, why: 'it opens no session for commands' });
      await sleep(pause, undefined, { signal }).catch(() => {
        throw connectionError('cancelled', 'shell', { host });
      });
    }
  };
};

type Where = {
  readonly host: string;
  readonly port: number;
  readonly signal: AbortSignal;
  readonly terminal?: boolean;
};

/** Rejects with `'refused'` where the server wants no further session, else with a `ConnectionError`. */
const openChannel = (
  hop: Hop,
  command: string,
  { host, port, signal, terminal = false }: Where,
): Promise<ClientChannel> =>
  new Promise((resolve, reject) => {
    let over = false;
    const settle = (act: () => void) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      act();
    };
    const lost = () => connectionError('lost', 'shell', { host, why: hop.lost() ?? 'the connection is closed' });
    const cancel = () => settle(() => reject(connectionError('cancelled', 'shell', { host })));
    const timer = setTimeout(
      () => settle(() => reject(connectionError('timeout', 'shell', { host, port, seconds: OPEN_MS / 1000 }))),
      OPEN_MS,
    );
    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel, { once: true });
    if (hop.lost() !== null) return settle(() => reject(lost()));
    try {
      hop.client.exec(command, { pty: terminal }, (error, channel) => {
        if (over) {
          if (channel) abandon(channel);
        } else if (!error) settle(() => resolve(channel));
        else if (hop.lost() !== null || error.message === 'No response from server') settle(() => reject(lost()));
        else if ((error as { reason?: unknown }).reason !== undefined) settle(() => reject('refused'));
        else
          settle(() =>
            reject(
              connectionError(
                'failed',
                'shell',
                { host, why: `it runs no commands: ${excerpt(error.message)}` },
                error,
              ),
            ),
          );
      });
    } catch {
      settle(() => reject(lost()));
    }
  });

const abandon = (channel: ClientChannel) => {
  channel.on('error', () => undefined);
  channel.resume();
  channel.stderr.resume();
  channel.end();
  channel.close();
};

const processOf = (channel: ClientChannel, hop: Hop, release: () => void): ShellProcess => {
  channel.on('error', () => undefined);
  const ended = new Promise<ProcessEnd>((resolve) => {
    let exitCode: number | null = null;
    let exited = false;
    let drain: NodeJS.Timeout | undefined;
    const finish = () => {
      clearTimeout(drain);
      const gone = exited ? null : hop.lost();
      resolve({ exitCode, ...(gone === null ? {} : { lost: gone }) });
    };
    const wait = () => {
      clearTimeout(drain);
      drain = setTimeout(() => {
        abandon(channel);
        finish();
      }, DRAIN_MS);
    };
    channel.on('exit', (code: number | null, signal?: string) => {
      exited = true;
      const number = signal === undefined ? undefined : constants.signals[signal as NodeJS.Signals];
      exitCode = code ?? (number === undefined ? null : 128 + number);
      wait();
      channel.on('data', wait);
    });
    channel.on('close', finish);
  });
  ended.then(release);
  return {
    write: (data) => void channel.write(data),
    onStdout: (listener) => void channel.on('data', listener),
    onStderr: (listener) => void channel.stderr.on('data', listener),
    ended,
    kill: () => {
      abandon(channel);
      setTimeout(release, FORGET_MS).unref();
    },
  };
};
