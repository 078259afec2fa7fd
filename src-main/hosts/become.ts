import { randomBytes } from 'node:crypto';
import type { ConnectionError } from '../model/connection-error.ts';
import type { AskUser } from '../model/prompt.ts';
import { excerpt } from './bounded.ts';
import { connectionError } from './connection-params.ts';
import type { OpenShell, ShellProcess } from './shell-process.ts';

/** How long sudo may take to judge a password (PAM makes a wrong one wait). */
const SUDO_MS = 30_000;

export type BecomeContext = {
  readonly host: string;
  /** Who signed in. */
  readonly user: string;
  readonly isRoot: boolean;
  /** The user allowed sudo for this connection. */
  readonly allowed: boolean;
  readonly ask: AskUser;
};

/** A shell as another user, or what to run instead of `sh` to get one without a password. */
export type Become = {
  /** The words of a shell that needs no password; null where one is known to be needed. */
  words(become: string): readonly string[] | null;
  /** What a shell started with `words` that never began says about sudo; null: ask for a password, then `open`. */
  judge(become: string, stderr: string): ConnectionError | null;
  /** Asks (once for the whole connection), and opens a shell that waits for its script. */
  open(become: string, shell: OpenShell, signal: AbortSignal): Promise<ShellProcess>;
};

/**
 * sudo's own words are read in English; `-k` makes it judge by sudoers alone, not by who typed a password lately, so
 * that a password is never sent where none is read: it would be read by the shell.
 */
const SUDO = ['env', 'LC_ALL=C', 'LANGUAGE=C', 'sudo', '-k'];

export const createBecome = (context: BecomeContext): Become => {
  const { host, user } = context;
  let passwordNeeded = false;
  let password: string | null = null;
  let asking: Promise<unknown> = Promise.resolve();

  const denied = (become: string, said: string) =>
    connectionError('sudo-denied', 'sudo', { host, user, become, said: excerpt(said) });

  const words = (become: string): readonly string[] | null => {
    if (!/^[\w.@$+][\w.@$+-]*$/.test(become)) throw denied(become, `“${excerpt(become, 64)}” is not a user's name`);
    if (become === user || (context.isRoot && become === 'root')) return ['sh'];
    if (context.isRoot) return ['sh', '-c', AS_ROOT, 'sh', become];
    if (!context.allowed) throw denied(become, 'sudo was not chosen for this connection');
    return passwordNeeded ? null : [...SUDO, '-n', '-u', become, '--', 'sh'];
  };

  const judge = (become: string, stderr: string): ConnectionError | null => {
    if (!context.isRoot && /password is required|no password was provided|a terminal is required/i.test(stderr)) {
      passwordNeeded = true;
      return null;
    }
    return denied(become, stderr.trim() || 'sudo gave no shell');
  };

  const tryPassword = async (
    become: string,
    secret: string,
    shell: OpenShell,
    signal: AbortSignal,
  ): Promise<ShellProcess | 'wrong'> => {
    const prompt = `midup-${randomBytes(8).toString('hex')}`;
    const ready = randomBytes(16).toString('hex');
    const process = await shell(
      [...SUDO, '-S', '-p', prompt, '-u', become, '--', 'sh', '-c', `echo ${ready}; exec sh`],
      signal,
    );
    return readyOrWrong(process, { prompt, ready, secret, signal, denied: (said) => denied(become, said), host });
  };

  const open = async (become: string, shell: OpenShell, signal: AbortSignal): Promise<ShellProcess> => {
    const turn = asking.then(async () => {
      if (password !== null) return;
      for (let again = false; ; again = true) {
        const answer = await context.ask({ kind: 'sudo-password', host, user, become, again }, signal);
        if (signal.aborted) throw connectionError('cancelled', 'sudo', { host });
        const secret = answer.kind === 'values' ? answer.values[0] : undefined;
        if (secret === undefined) throw connectionError('sudo-password', 'sudo', { host, user, become });
        const opened = await tryPassword(become, secret, shell, signal);
        if (opened === 'wrong') continue;
        password = secret;
        return opened;
      }
    });
    asking = turn.catch(() => undefined);
    const opened = await turn;
    if (opened) return opened;
    const again = await tryPassword(become, password ?? '', shell, signal);
    if (again !== 'wrong') return again;
    // It was right before: changed meanwhile. Never sent twice by itself.
    password = null;
    return open(become, shell, signal);
  };

  return { words, judge, open };
};

/** Root needs no password to become someone; where there is no sudo, su does it. Fixed text; the name is an argument. */
const AS_ROOT =
  'if command -v sudo >/dev/null 2>&1; then exec sudo -n -u "$1" -- sh; else exec su -s /bin/sh "$1" -c sh; fi';

type Trial = {
  readonly prompt: string;
  readonly ready: string;
  readonly secret: string;
  readonly signal: AbortSignal;
  readonly host: string;
  readonly denied: (said: string) => ConnectionError;
};

/** Sends the password once; the script follows only when the new shell has said that it is there. */
const readyOrWrong = (process: ShellProcess, trial: Trial): Promise<ShellProcess | 'wrong'> =>
  new Promise((resolve, reject) => {
    let out = '';
    let err = '';
    let over = false;
    const settle = (act: () => void, kill = true) => {
      if (over) return;
      over = true;
      clearTimeout(limit);
      trial.signal.removeEventListener('abort', cancel);
      if (kill) process.kill();
      act();
    };
    const cancel = () => settle(() => reject(connectionError('cancelled', 'sudo', { host: trial.host })));
    const limit = setTimeout(
      () =>
        settle(() =>
          reject(connectionError('timeout', 'sudo', { host: trial.host, port: 0, seconds: SUDO_MS / 1000 })),
        ),
      SUDO_MS,
    );
    const refused = () =>
      /try again|incorrect password|authentication fail|no password was provided/i.test(err) ||
      err.split(trial.prompt).length > 2;
    process.onStdout((chunk) => {
      if (over) return;
      out = (out + chunk.toString('latin1')).slice(-4096);
      if (out.includes(trial.ready)) settle(() => resolve(process), false);
    });
    process.onStderr((chunk) => {
      if (over) return;
      err = (err + chunk.toString('utf8')).slice(-4096);
      if (refused()) settle(() => resolve('wrong'));
    });
    process.ended.then((end) =>
      settle(() => {
        if (end.lost !== undefined) reject(connectionError('lost', 'sudo', { host: trial.host, why: end.lost }));
        else if (refused()) resolve('wrong');
        else reject(trial.denied(err.replaceAll(trial.prompt, '')));
      }, false),
    );
    if (trial.signal.aborted) return cancel();
    trial.signal.addEventListener('abort', cancel, { once: true });
    process.write(`${trial.secret}\n`);
  });
