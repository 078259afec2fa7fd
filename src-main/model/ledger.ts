/** One command sent or request made, verbatim but for masked secrets. `n` counts from 1 within a session. */
export type LedgerEntry = {
  readonly n: number;
  /** ISO 8601. */
  readonly at: string;
  readonly where: string;
  readonly command: string;
  readonly exitCode: number | null;
  readonly ms: number;
  readonly readOnly: boolean;
};
