import type { Params } from './finding.ts';

export const EVIDENCE_ERRORS = [
  'missing',
  'denied',
  'not-a-file',
  'unreadable',
  'too-large',
  'not-text',
  'cut-off',
  'foreign',
  'report',
  'version',
  'invalid',
] as const;

/** Why saved evidence cannot be judged. On the page it stands as `evidence.<code>`. */
export type EvidenceErrorCode = (typeof EVIDENCE_ERRORS)[number];

/**
 * The one error that reading saved evidence throws. `message` is the second half of the terminal's one line ("it is not
 * there"); `params` fill the sentences of `messages/`. Neither holds anything of the file but where it does not fit.
 */
export class EvidenceError extends Error {
  readonly code: EvidenceErrorCode;
  readonly params: Params;
  constructor(code: EvidenceErrorCode, message: string, params: Params = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EvidenceError';
    this.code = code;
    this.params = params;
  }
}
