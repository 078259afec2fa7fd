import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectionError } from '../../model/connection-error.ts';
import { excerpt } from '../bounded.ts';
import { connectionError } from '../connection-params.ts';
import type { createWatchdog } from '../ssh/watchdog.ts';
import { deniedTo, failureOf } from './failure.ts';
import { killGroup, startSupervised } from './supervised.ts';
import { createTranscript, type Transcript } from './transcript.ts';
import { createWords, type Words } from './words.ts';

export type MasterOptions = {
  readonly host: string;
  readonly user: string;
  readonly port: number;
  /** What ssh is called with; `socket` is where its channels are opened. */
  readonly args: readonly string[];
  readonly socket: string;
  readonly env: NodeJS.ProcessEnv;
  readonly connectS: number;
  readonly handshakeS: number;
  /** The way there begins with a ProxyCommand. */
  readonly byCommand: boolean;
  readonly watchdog: ReturnType<typeof createWatchdog>;
  /** Ends it before it is open, for this reason. */
  readonly failed: Promise<ConnectionError>;
  /** A security key that an agent holds is asked to sign; the signal is aborted when it has, or has not. */
  readonly touch: (key: string, until: AbortSignal) => void;
  /** What a host says during sign-in, and that it has come to something else. */
  readonly words: (words: Words) => void;
  readonly wentOn: () => void;
};

export type Master = {
  readonly transcript: Transcript;
  readonly lost: () => string | null;
  readonly onLost: (listener: (why: string) => void) => void;
  /** Settles when ssh has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Why the far side did not connect to `host:port`; empty where it was not told. */
  readonly refusal: (destination: string) => string;
  close(): void;
};

const AUTH_S = 30;
const MOST_REFUSALS = 100;

/** Starts ssh, and resolves when channels can be opened on it. Throws a `ConnectionError`; nothing runs then. */
export const startMaster = async (options: MasterOptions): Promise<Master> => {
  const { host, watchdog } = options;
  const refusals = new Map<string, string>();
  const channels = new Map<string, string>();
  let destination = '';
  let open = false;
  let touching: AbortController | null = null;
  const words = createWords({ words: options.words, else: options.wentOn });
  const transcript = createTranscript((line) => {
    if (!open) words.read(line);
    if (/^debug1: Connection established/.test(line)) watchdog.enter('banner', options.connectS);
    else if (/^debug1: Remote protocol version/.test(line)) watchdog.enter('key-exchange', options.handshakeS);
    else if (/^debug1: (SSH2_MSG_SERVICE_ACCEPT|Authentications that can)/.test(line)) watchdog.enter('auth', AUTH_S);
    touching?.abort();
    touching = null;
    const held = /^debug1: Server accepts key: (.{1,300}?) \S{1,20}-SK SHA256:\S+.* agent$/.exec(line)?.[1];
    if (held !== undefined) {
      touching = new AbortController();
      options.touch(held, touching.signal);
    }
    const asked = /^debug1: channel_connect_stdio_fwd: (.{1,300})$/.exec(line)?.[1];
    if (asked !== undefined) destination = asked;
    const made = /^debug1: channel (\d+): new stdio-forward/.exec(line)?.[1];
    if (made !== undefined) channels.set(made, destination);
    const refused = /^channel (\d+): open failed: (.{1,300})$/.exec(line);
    const where = channels.get(refused?.[1] ?? '');
    if (refused && where !== undefined) {
      if (refusals.size >= MOST_REFUSALS) refusals.clear();
      refusals.set(where, refused[2] ?? '');
    }
  });
  const child = startSupervised('ssh', options.args, options.env);
  child.stdin?.on('error', () => undefined);
  child.stderr?.on('data', transcript.push);
  const ended = endOf(child);
  let closing = false;
  let lost: string | null = null;
  const listeners: ((why: string) => void)[] = [];
  ended.then(() => {
    if (!open || closing) return;
    lost = excerpt(transcript.said.filter(Boolean).at(-1) ?? '') || 'the host closed the connection';
    for (const listener of listeners.splice(0)) listener(lost);
  });

  let given = false;
  const isOpen = async () => {
    while (!given && !existsSync(options.socket)) await sleep(15);
    return null;
  };
  const outcome = await Promise.race([isOpen(), ended, options.failed]);
  given = true;
  if (outcome !== null) {
    killGroup(child);
    const login = { ...options, phase: watchdog.phase, seconds: options.connectS, transcript };
    if (outcome instanceof ConnectionError) throw outcome.code === 'auth-failed' ? deniedTo(login) : outcome;
    if (typeof outcome === 'string') throw connectionError('failed', 'config', { host, why: outcome });
    throw failureOf(login);
  }
  open = true;
  return {
    transcript,
    lost: () => lost,
    onLost: (listener) => void (lost === null ? listeners.push(listener) : listener(lost)),
    ended: ended.then(() => undefined),
    refusal: (where) => refusals.get(where) ?? '',
    close: () => {
      closing = true;
      child.stdin?.destroy();
      setTimeout(() => killGroup(child), 1000).unref();
    },
  };
};

/** A word about why ssh could not be started, or nothing where it ended by itself. */
const endOf = (child: ChildProcess): Promise<string | undefined> =>
  new Promise((resolve) => {
    child.once('error', (error) => resolve(`ssh cannot be started: ${excerpt(error.message)}`));
    child.once('close', () => resolve(undefined));
  });
