import type { FindingCode } from './codes.ts';
import type { Certainty, Finding, Params } from './finding.ts';

export type VerdictStatus = 'ok' | 'warning' | 'problem' | 'undetermined';

/** What to do next, as a key of `messages/`: `cause` takes the first `doThis` of the cause's own message. */
export type NextAction = { readonly key: NextKey; readonly params: Params };

export type NextKey =
  | 'cause'
  | 'wait-for-upgrade'
  | 'give-what-is-needed'
  | 'choose-agent'
  | 'look-at-warning'
  | 'connect-instance'
  | 'nothing-to-do'
  | 'run-the-steps'
  | 'reconnect';

/** The one cause that explains the rest, how sure that is, and the one next action. */
export type Verdict = {
  readonly status: VerdictStatus;
  readonly cause: {
    readonly finding: Finding;
    readonly confidence: Certainty;
    readonly explains: readonly FindingCode[];
  } | null;
  readonly next: NextAction;
};

/** How much of what could be looked at was. */
export type Coverage = {
  readonly checks: number;
  readonly ran: number;
  readonly couldNot: readonly { readonly check: string; readonly code: FindingCode; readonly needs: string }[];
};
