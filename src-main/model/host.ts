import type { Duplex } from 'node:stream';
import type { ConnectionError } from './connection-error.ts';
import type { RunFailure } from './evidence.ts';

export type Os = 'linux' | 'windows' | 'other';

/**
 * A POSIX sh (or PowerShell) program. `parts` names the probes that it is made of and the random mark between them;
 * a real host ignores it, a practice host answers by it.
 */
export type Script = {
  readonly text: string;
  readonly parts?: { readonly mark: string; readonly ids: readonly string[] };
};

export type RunOptions = {
  readonly args?: readonly string[];
  readonly stdin?: string;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  /** Run as this user instead of the one who signed in: `root`, or a name for `sudo -u`. */
  readonly become?: string;
  /** Part of this change. Where somebody must be asked for each shell, it shares none with what only looks. */
  readonly change?: string;
  /** stdout, in order, as it comes. */
  readonly onOutput?: (chunk: string) => void;
  /** Bytes of stdout kept; at more, the script is ended and `failed` is `overflow`. Default 16 MiB. */
  readonly maxBytes?: number;
  /** What went to `onOutput` need not be in the result as well. */
  readonly streamOnly?: boolean;
};

/** One shape for success and failure. A non-zero exit is not a failure of the run. */
export type ScriptResult = {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
  readonly failed?: RunFailure;
  /** With `failed`: one sentence about what happened, for people. */
  readonly message?: string;
  /** With `failed`: the connection's own error where it was one (no shell, sudo refused, lost); see `messages/`. */
  readonly error?: ConnectionError;
};

export type ReadOptions = {
  readonly from?: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
  readonly become?: string;
};

export type BecomesBy = 'sudo' | 'doas' | 'pkexec';

/** An open connection to a target. It runs scripts and reads files; it knows nothing of MID Servers. */
export type Host = {
  readonly os: Os;
  /** As the user knows it: an ssh alias, a host name, "this computer". */
  readonly name: string;
  readonly kind: 'local' | 'ssh' | 'winrm' | 'practice' | 'replay';
  /** Who signed in. */
  readonly user: string;
  /** True where `become` may be used: root, or sudo was chosen (which may ask for its password, once). */
  readonly canBecome: boolean;
  /** The program by which one becomes someone there; absent: sudo. Known for sure once it was used. */
  readonly becomesBy?: BecomesBy;
  /** The user now allows what was not chosen when the connection was made. polkit is this computer's only. */
  readonly allowBecome?: (by: 'sudo' | 'polkit') => void;
  runScript(script: Script, options?: RunOptions): Promise<ScriptResult>;
  /** At most `maxBytes` from `from` on. Rejects with a {@link HostFileError}. */
  readFile(path: string, options: ReadOptions): Promise<Uint8Array>;
  /** A TCP connection made from the host's own network. Rejects with a {@link TcpError}. Absent where it cannot be had. */
  readonly openTcp?: (host: string, port: number, signal?: AbortSignal) => Promise<Duplex>;
  /** Whether the other side still answers, asked once and told within a few seconds. Never rejects. */
  readonly check?: (signal: AbortSignal) => Promise<boolean>;
  /** Called once when the connection is lost without `close()`. */
  onLost(listener: (why: string) => void): void;
  close(): Promise<void>;
};

/**
 * Why `openTcp` did not connect. `forbidden`: the way there (not the destination) does not allow it, e.g.
 * AllowTcpForwarding no; the caller then falls back on the host's own tools.
 */
export type TcpFailure =
  | 'refused'
  | 'timeout'
  | 'reset'
  | 'unreachable'
  | 'name'
  | 'forbidden'
  | 'cancelled'
  | 'unknown';

export class TcpError extends Error {
  readonly reason: TcpFailure;
  constructor(reason: TcpFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TcpError';
    this.reason = reason;
  }
}

export type FileFailure = 'missing' | 'denied' | 'not-a-file' | RunFailure | 'unknown';

/** Why a file of the host could not be read. */
export class HostFileError extends Error {
  readonly reason: FileFailure;
  readonly path: string;
  constructor(reason: FileFailure, path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HostFileError';
    this.reason = reason;
    this.path = path;
  }
}
