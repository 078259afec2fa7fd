/** Why a command or probe has no whole result. Named reasons, so that nothing has to be guessed from an exit status. */
export type RunFailure = 'timeout' | 'cancelled' | 'connection' | 'denied' | 'overflow' | 'not-started';

/**
 * What a probe brought back. `text` is the transcript as described in `checks/transcript.ts`; it is all that is
 * saved, and all that checks judge (their typed data is parsed from it), so that saved evidence gives the same verdict.
 */
export type Evidence = {
  /** The probe's id. */
  readonly id: string;
  /** ISO 8601, this computer's clock. */
  readonly at: string;
  /** The name of the host that it was seen on. */
  readonly where: string;
  readonly text: string;
  readonly exitCode: number | null;
  readonly ms: number;
  /** The output was longer than MID Up takes. */
  readonly truncated: boolean;
  readonly failed?: RunFailure;
};
