import type { Params } from './finding.ts';

export const CONNECTION_CODES = [
  'name-unknown',
  'refused',
  'timeout',
  'lost',
  'not-ssh',
  'no-shell',
  'algorithms',
  'host-key-unknown',
  'host-key-changed',
  'host-key-revoked',
  'auth-failed',
  'account-refused',
  'key-unreadable',
  'passphrase',
  'agent',
  'certificate-unsupported',
  'too-many-attempts',
  'ticket',
  'sudo-denied',
  'sudo-password',
  'polkit-denied',
  'polkit-dismissed',
  'polkit-no-agent',
  'config-invalid',
  'cancelled',
  'prompt-needed',
  'failed',
] as const;

/** Why MID Up itself could not get in. Stands in a report's `error.code` as `connection.<code>`. */
export type ConnectionCode = (typeof CONNECTION_CODES)[number];

export type ConnectionPhase =
  | 'config'
  | 'resolve'
  | 'tcp'
  | 'banner'
  | 'key-exchange'
  | 'host-key'
  | 'auth'
  | 'shell'
  | 'sudo'
  | 'run';

/** The one error that connecting throws. `params` fill its sentence in `messages/`; they hold no secret. */
export class ConnectionError extends Error {
  readonly code: ConnectionCode;
  readonly phase: ConnectionPhase;
  readonly params: Params;
  constructor(code: ConnectionCode, phase: ConnectionPhase, params: Params = {}, options?: ErrorOptions) {
    super(`connection.${code} (${phase})`, options);
    this.name = 'ConnectionError';
    this.code = code;
    this.phase = phase;
    this.params = params;
  }
}
