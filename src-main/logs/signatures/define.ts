import type { FindingCode } from '../../model/codes.ts';
import type { Certainty } from '../../model/finding.ts';

export type LogKind = 'agent' | 'wrapper';

/**
 * A message that is known to mean something. `fragments` are parts of one line, in any case, all of which it holds;
 * texts vary by release, so whole lines are never compared. A line belongs to the first signature that it fits.
 */
export type Signature = {
  readonly id: string;
  readonly code: FindingCode;
  readonly where: readonly LogKind[];
  readonly fragments: readonly [string, ...string[]];
  /** Which of the code's texts fits it, where the usual one does not; absent means that of any line of a log. */
  readonly variant?: string;
  /** At most likely: a log shows what was, not what is. */
  readonly certainty: Exclude<Certainty, 'certain'>;
  /** What is over once one of these is logged after it; absent means a healthy start. */
  readonly until?: readonly string[];
  /** KB number, documentation page's title, or the word inference. */
  readonly source: string;
  readonly samples: readonly [string, ...string[]];
};

export const AGENT: readonly LogKind[] = ['agent'];
export const BOTH: readonly LogKind[] = ['agent', 'wrapper'];
