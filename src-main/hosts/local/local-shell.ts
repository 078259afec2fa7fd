import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { excerpt } from '../bounded.ts';
import { connectionError } from '../connection-params.ts';
import type { OpenShell, ProcessEnd, ShellProcess } from '../shell-process.ts';

/** After the command ended, what it left running may hold its output open; it is not waited for longer than this. */
const DRAIN_MS = 300;
/** Later than the guard does it. */
const KILL_AFTER_MS = 2500;

/** Starts a command of this computer in a process group of its own. */
export const createLocalShell =
  (host: string, env: NodeJS.ProcessEnv): OpenShell =>
  (words, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(connectionError('cancelled', 'run', { host }));
      const [program = 'sh', ...args] = words;
      const child = spawn(program, args, { cwd: '/', env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
      child.once('spawn', () => resolve(processOf(child)));
      child.once('error', (error) =>
        reject(connectionError('failed', 'shell', { host, why: excerpt(`${program}: ${error.message}`) }, error)),
      );
    });

const processOf = (child: ChildProcess): ShellProcess => {
  const { stdin, stdout, stderr, pid } = child;
  // Writing to a command that has ended is not an error of ours.
  stdin?.on('error', () => undefined);
  child.on('error', () => undefined);
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('exit', (code, signal) => {
      const end = { exitCode: code ?? (signal ? 128 + constants.signals[signal] : null) };
      const timer = setTimeout(() => {
        stdout?.destroy();
        stderr?.destroy();
        resolve(end);
      }, DRAIN_MS);
      child.once('close', () => {
        clearTimeout(timer);
        resolve(end);
      });
    });
  });
  const killGroup = () => {
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // It is gone, or runs as another user; the guard has ended it then.
    }
  };
  return {
    write: (data) => void stdin?.write(data),
    onStdout: (listener) => void stdout?.on('data', listener),
    onStderr: (listener) => void stderr?.on('data', listener),
    ended,
    kill: () => {
      // The guard sees it and ends the group, politely first. This is for what it cannot end.
      stdin?.destroy();
      setTimeout(killGroup, KILL_AFTER_MS).unref();
    },
  };
};
