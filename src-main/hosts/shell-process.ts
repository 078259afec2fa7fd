/** How a command that was started came to its end. */
export type ProcessEnd = {
  /** 128 + the signal's number where a signal ended it; null where nothing was told. */
  readonly exitCode: number | null;
  /** Set where the connection went away under it. */
  readonly lost?: string;
};

/** A started command, wherever it runs. Nothing here throws; listeners are called until `ended` is settled. */
export type ShellProcess = {
  write(data: string): void;
  onStdout(listener: (chunk: Buffer) => void): void;
  onStderr(listener: (chunk: Buffer) => void): void;
  /** Settles when the command ended and its output is read. */
  readonly ended: Promise<ProcessEnd>;
  /** Ends it now: closes its input, which makes the wrapper's guard end everything it started. */
  kill(): void;
};

/**
 * Starts a command given as words. Rejects with a `ConnectionError` where it cannot be started. With `terminal` it has
 * a controlling terminal; its two outputs are then one.
 */
export type OpenShell = (
  words: readonly string[],
  signal: AbortSignal,
  how?: { readonly terminal?: boolean },
) => Promise<ShellProcess>;
