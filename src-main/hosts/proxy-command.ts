import { type ChildProcess, spawn } from 'node:child_process';
import { Duplex } from 'node:stream';

/** These commands are the user's own, out of ~/.ssh/config, and are run only after consent to their exact text. */
const start = (command: string, env: NodeJS.ProcessEnv, piped: boolean): ChildProcess =>
  process.platform === 'win32'
    ? spawn(command, { shell: true, env, windowsHide: true, stdio: piped ? ['pipe', 'pipe', 'ignore'] : 'ignore' })
    : spawn('sh', ['-c', command], { env, detached: true, stdio: piped ? ['pipe', 'pipe', 'ignore'] : 'ignore' });

const end = (child: ChildProcess) => {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGTERM');
    else child.kill();
  } catch {
    // It is gone.
  }
};

/** The stream of a ProxyCommand; destroying it ends the command. */
export const openProxyCommand = (command: string, env: NodeJS.ProcessEnv): Duplex => {
  const child = start(`exec ${command}`.replace(/^exec exec /, 'exec '), env, true);
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new Error('the command has no input or output');
  stdin.on('error', () => undefined);
  const stream = Duplex.from({ readable: stdout, writable: stdin });
  child.on('error', (error) => stream.destroy(error));
  child.on('exit', () => setTimeout(() => stream.destroy(), 200).unref());
  stream.on('close', () => end(child));
  return stream;
};

const EXEC_MS = 20_000;

/** Whether a command of `Match exec` succeeds. */
export const commandSucceeds = (command: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => {
    const child = start(command, env, false);
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
