import type { FindingCode } from '../../model/codes.ts';

type Family = FindingCode extends `${infer F}.${string}` ? F : never;

/** One code, or all of a family. */
export type Explained = FindingCode | `${Family}.*`;

/** One row: what is no wonder where this fails, and what says that it is a cause (KB number, title, or the word inference). */
export type Cause = { readonly explains: readonly Explained[]; readonly source: string };
export type Causes = Readonly<Partial<Record<FindingCode, Cause>>>;

/** The service ended, ends again and again, or never came up. */
export const NOT_RUNNING = ['service.stopped', 'service.crash-loop', 'service.failed-to-start'] as const;

/** What can only be asked of the instance once it is reached. */
export const NOT_REACHED = ['instance.*', 'credentials.*'] as const;

/** What the instance makes of it. Source: KB0661756. */
export const DOWN = ['status.down', 'verify.*'] as const;
