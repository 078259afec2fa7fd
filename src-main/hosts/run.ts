import { ConnectionError } from '../model/connection-error.ts';
import type { RunFailure } from '../model/evidence.ts';
import type { RunOptions } from '../model/host.ts';
import { boundedBytes, excerpt } from './bounded.ts';
import { connectionError } from './connection-params.ts';
import { markFilter } from './mark-filter.ts';
import { OWN_TEXT } from './script-wrapper.ts';
import type { ProcessEnd, ShellProcess } from './shell-process.ts';

export const DEFAULT_TIMEOUT_MS = 120_000;
const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;
const MAX_STDERR = 64 * 1024;
/** How long a shell may take to begin with what it was given. */
const SHELL_START_MS = 30_000;

/** A run's outcome before its bytes are read as text. */
export type RawResult = {
  readonly exitCode: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
  /** False where the shell never began with the script; `stderr` and `noise` then say why. */
  readonly started: boolean;
  readonly noise: string;
  readonly failed?: RunFailure;
  readonly error?: ConnectionError;
};

export type RunRequest = {
  /** The wrapped script, and the mark that it begins with. */
  readonly text: string;
  readonly mark: string;
  readonly options: RunOptions;
  readonly host: string;
  readonly user: string;
  /** Aborted by the caller's signal, and by nothing else. */
  readonly signal: AbortSignal;
  /** Milliseconds that are left of the run's time. */
  readonly timeoutMs: number;
  readonly onBytes?: (chunk: Buffer) => void;
};

/** Gives the script to a shell that waits for it and stays until its end, its limit, or a cancel: whichever is first. */
export const runIn = (process: ShellProcess, request: RunRequest): Promise<RawResult> => {
  const { host, user, options, signal } = request;
  const filter = markFilter(request.mark);
  const stdout = boundedBytes(options.maxBytes ?? DEFAULT_MAX_BYTES, !(options.streamOnly && request.onBytes));
  const stderr = boundedBytes(MAX_STDERR);
  return new Promise((resolve) => {
    let over = false;
    const finish = (end: ProcessEnd | null, failed?: RunFailure, error?: ConnectionError) => {
      if (over) return;
      over = true;
      clearTimeout(limit);
      clearTimeout(start);
      signal.removeEventListener('abort', cancel);
      if (end === null) process.kill();
      resolve({
        exitCode: end?.exitCode ?? null,
        stdout: stdout.bytes,
        stderr: withoutNoise(stderr.bytes, request.mark).toString('utf8'),
        started: filter.found,
        noise: filter.noise,
        ...(failed ? { failed } : {}),
        ...(error ? { error } : {}),
      });
    };
    const noShell = (said: string) => connectionError('no-shell', 'shell', { host, user, said: excerpt(said) });
    const cancel = () => finish(null, 'cancelled', connectionError('cancelled', 'run', { host }));
    const limit = setTimeout(() => finish(null, 'timeout'), request.timeoutMs);
    const start = setTimeout(() => {
      if (!filter.found) finish(null, 'not-started', noShell(filter.noise));
    }, SHELL_START_MS);
    process.onStdout((chunk) => {
      if (over) return;
      const rest = filter.push(chunk);
      if (!filter.found && filter.noise.includes(OWN_TEXT))
        finish(null, 'not-started', noShell('it repeats what it is given, and runs none of it'));
      if (filter.tooMuchNoise) finish(null, 'not-started', noShell(filter.noise));
      if (rest.length === 0) return;
      const kept = stdout.add(rest);
      if (kept) request.onBytes?.(kept);
      if (kept?.length !== rest.length) finish(null, 'overflow');
    });
    process.onStderr((chunk) => {
      if (!over) stderr.add(chunk);
    });
    process.ended.then((end) => {
      if (end.lost !== undefined)
        return finish(end, 'connection', connectionError('lost', 'run', { host, why: end.lost }));
      if (filter.found) return finish(end);
      finish(end, 'not-started', noShell(filter.noise || stderr.bytes.toString('utf8')));
    });
    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel, { once: true });
    process.write(request.text);
  });
};

/** What a login shell says before the script is not the script's. */
const withoutNoise = (stderr: Buffer, mark: string): Buffer => {
  const line = Buffer.from(`${mark}\n`);
  const at = stderr.indexOf(line);
  return at === -1 ? stderr : stderr.subarray(at + line.length);
};

/** A run that could not begin, because of this error. */
export const notStarted = (error: unknown, host: string): RawResult => {
  const known =
    error instanceof ConnectionError ? error : connectionError('failed', 'run', { host, why: String(error) });
  return {
    exitCode: null,
    stdout: Buffer.alloc(0),
    stderr: '',
    started: false,
    noise: '',
    failed: failureOf(known),
    error: known,
  };
};

const failureOf = (error: ConnectionError): RunFailure => {
  // Nobody was there to be asked: that is no refusal, and what would answer it is to be said.
  if (error.params['unanswered']) return 'not-started';
  switch (error.code) {
    case 'cancelled':
      return 'cancelled';
    case 'timeout':
      return 'timeout';
    case 'lost':
      return 'connection';
    case 'sudo-denied':
    case 'sudo-password':
    case 'polkit-denied':
    case 'polkit-dismissed':
    case 'polkit-no-agent':
      return 'denied';
    default:
      return 'not-started';
  }
};
