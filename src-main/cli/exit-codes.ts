/** What a script can rely on. `usage` is also what plain `midup` gives; `failed` means that MID Up itself could not. */
export const EXIT = {
  ok: 0,
  problem: 1,
  warning: 2,
  usage: 3,
  failed: 4,
  undetermined: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit of a run, from its report's verdict and its own error. */
export const exitOf = (report: {
  readonly verdict: { readonly status: 'ok' | 'warning' | 'problem' | 'undetermined' };
  readonly error: unknown;
}): ExitCode => (report.error ? EXIT.failed : EXIT[report.verdict.status]);
