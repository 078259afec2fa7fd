import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  type Host,
  type RunOptions,
  type Script,
  type ScriptResult,
  TcpError,
  type TcpFailure,
} from '../../src-main/model/host.ts';

const FAILURES: Readonly<Record<string, TcpFailure>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  ETIMEDOUT: 'timeout',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
};

/**
 * A host that is this computer: scripts run in `sh`, connections come from here. Names in `names` lead to loopback.
 * `openTcp: 'forbidden'` refuses them as an SSH server without forwarding does; `'absent'` has no such thing.
 */
export const createLoopbackHost = (
  o: {
    readonly names?: readonly string[];
    readonly openTcp?: 'forbidden' | 'absent';
    readonly env?: Readonly<Record<string, string>>;
    readonly shell?: string;
    /** What a script of these parts prints, instead of being run. */
    readonly answers?: Readonly<Record<string, string>>;
  } = {},
): Host & { readonly scripts: string[] } => {
  const scripts: string[] = [];
  const openTcp = (host: string, port: number, signal?: AbortSignal): Promise<Duplex> => {
    if (o.openTcp === 'forbidden') return Promise.reject(new TcpError('forbidden', 'administratively prohibited'));
    return new Promise((resolve, reject) => {
      const socket = connect({
        host: o.names?.includes(host) ? '127.0.0.1' : host,
        port,
        ...(signal ? { signal } : {}),
      });
      socket.once('connect', () => resolve(socket));
      socket.once('error', (error: NodeJS.ErrnoException) =>
        reject(new TcpError(FAILURES[error.code ?? ''] ?? 'unknown', error.message)),
      );
    });
  };
  return {
    os: 'linux',
    name: 'loopback',
    kind: 'ssh',
    user: 'tester',
    canBecome: false,
    scripts,
    runScript: (script, options) => {
      scripts.push(script.text);
      const stdout = o.answers?.[script.parts?.ids.join() ?? ''];
      if (stdout !== undefined) return Promise.resolve({ exitCode: 0, stdout, stderr: '', ms: 0 });
      return run(script, options ?? {}, o.shell ?? 'sh', o.env ?? {});
    },
    readFile: async () => new Uint8Array(),
    ...(o.openTcp === 'absent' ? {} : { openTcp }),
    onLost: () => {},
    close: async () => {},
  };
};

const run = (
  script: Script,
  o: RunOptions,
  shell: string,
  env: Readonly<Record<string, string>>,
): Promise<ScriptResult> =>
  new Promise((resolve) => {
    const started = Date.now();
    const child = spawn(shell, ['-s', '--', ...(o.args ?? [])], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      said.stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said.stderr += chunk.toString();
    });
    const stop = () => {
      try {
        process.kill(-(child.pid ?? 0), 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    };
    if (o.signal?.aborted) stop();
    o.signal?.addEventListener('abort', stop, { once: true });
    const timer = setTimeout(stop, o.timeoutMs ?? 30_000);
    child.once('close', (exitCode) => {
      clearTimeout(timer);
      o.signal?.removeEventListener('abort', stop);
      resolve({
        exitCode,
        ...said,
        ms: Date.now() - started,
        ...(exitCode === null ? { failed: 'cancelled' as const } : {}),
      });
    });
    child.stdin.on('error', () => {});
    child.stdin.end(script.text);
  });
