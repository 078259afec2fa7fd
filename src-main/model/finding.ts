import type { FindingCode } from './codes.ts';
import type { StepId } from './steps.ts';

/** `unknown` is never green and never red: a check that could not run says what it needs. */
export type FindingStatus = 'pass' | 'warn' | 'fail' | 'unknown' | 'info';

/** What shows a failing finding: the thing itself, or only a log or one side of it. */
export type Certainty = 'certain' | 'likely' | 'possible';

/** Values that the sentences of a finding are filled with. Bytes and durations are raw numbers; messages format them. */
export type Params = Readonly<Record<string, string | number>>;

/** Points into a piece of evidence: its id, and the lines (from 1) of its text that decided. */
export type EvidenceRef = { readonly id: string; readonly lines?: readonly number[] };

export type OnHold = 'upgrade' | 'upgrade-unknown';

/**
 * What a check concluded. Its sentences come from `messages/` by `code`, `status` and, where one code can be
 * reached in several ways, `variant`.
 */
export type Finding = {
  readonly code: FindingCode;
  readonly step: StepId;
  readonly status: FindingStatus;
  readonly variant?: string;
  readonly params: Params;
  readonly evidence: readonly EvidenceRef[];
  /** The check that said so, as in `checks/catalogue.ts`. */
  readonly check: string;
  /** Absent means `certain`. */
  readonly certainty?: Certainty;
  /** With `unknown`: the key of what it needs, a code of `messages/`' needs. */
  readonly needs?: NeedCode;
  /** Answered by the admin instead of seen. */
  readonly byHand?: true;
  /** What is to be done about this waits: until the upgrade that runs is over, or until it is seen that none does. */
  readonly onHold?: OnHold;
};

/** What a check that could not run was missing. */
export type NeedCode =
  | 'agent-folder'
  | 'read-rights'
  | 'root'
  | 'config'
  | 'forwarding-or-tools'
  | 'java'
  | 'more-time'
  | 'connection'
  | 'earlier-step'
  | 'instance'
  | 'evidence'
  | 'tool'
  | 'basic-tools';
