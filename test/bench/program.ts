import { spawn } from 'node:child_process';

export type Done = {
  readonly ms: number;
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** Runs a program to its end and says how long it took, its start included. */
export const timed = (
  program: string,
  args: readonly string[],
  o: { readonly env?: NodeJS.ProcessEnv; readonly timeoutMs?: number } = {},
): Promise<Done> =>
  new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: o.timeoutMs ?? 60_000,
      ...(o.env ? { env: o.env } : {}),
    });
    let ms = 0;
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('exit', () => {
      ms = performance.now() - began;
    });
    child.once('close', (exit) => resolve({ ms, exit, stdout, stderr }));
  });
