import { type ChildProcess, spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { excerpt } from './bounded.ts';

/** These commands are the user's own, out of ~/.ssh/config, and are run only after consent to their exact text. */
const start = (command: string, env: NodeJS.ProcessEnv, stdio: 'pipe' | 'ignore'): ChildProcess =>
  process.platform === 'win32'
    ? spawn(command, { shell: true, env, windowsHide: true, stdio })
    : spawn('sh', ['-c', command], { env, detached: true, stdio });

const end = (child: ChildProcess) => {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGTERM');
    else child.kill();
  } catch {
    // It is gone.
  }
};

export type ProxyCommand = {
  /** Destroying it ends the command. */
  readonly stream: Duplex;
  /** Why there is no way through it, in its own words; it is given a moment to say them. */
  readonly why: () => Promise<string>;
};

const KEPT = 4096;
const LAST_WORDS_MS = 500;

/** A sentence without its end. */
export const proxyFailure = (said: string, status: number | null = null): string => {
  const what = 'the ProxyCommand of the ssh configuration';
  if (said.trim() !== '') return `${what} said: ${excerpt(said, 300)}`;
  return status === null || status === 0 ? `${what} led nowhere` : `${what} ended with status ${status}`;
};

export const openProxyCommand = (command: string, env: NodeJS.ProcessEnv): ProxyCommand => {
  const child = start(`exec ${command}`.replace(/^exec exec /, 'exec '), env, 'pipe');
  const { stdin, stdout, stderr } = child;
  if (!stdin || !stdout || !stderr) throw new Error('the command has no input or output');
  let said = '';
  stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-KEPT);
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  stdin.on('error', () => undefined);
  const stream = Duplex.from({ readable: stdout, writable: stdin });
  child.on('error', (error) => stream.destroy(error));
  child.on('exit', () => setTimeout(() => stream.destroy(), 200).unref());
  stream.on('close', () => end(child));
  const why = async () => {
    await Promise.race([closed, sleep(LAST_WORDS_MS, undefined, { ref: false })]);
    // What stands last is what it ended with.
    return proxyFailure(said.trim().split('\n').at(-1) ?? '', child.exitCode);
  };
  return { stream, why };
};

const EXEC_MS = 20_000;

/** Whether a command of `Match exec` succeeds. */
export const commandSucceeds = (command: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => {
    const child = start(command, env, 'ignore');
    const stop = () => end(child);
    const timer = setTimeout(stop, EXEC_MS);
    signal.addEventListener('abort', stop, { once: true });
    const done = (ok: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      resolve(ok);
    };
    child.once('error', () => done(false));
    child.once('exit', (code) => done(code === 0));
  });
