import type { AddressFault } from '../model/address.ts';
import { type ConnectionCode, ConnectionError, type ConnectionPhase } from '../model/connection-error.ts';

/** What each code's sentence is filled with (`messages/en/connection.ts`). No secret is among them. */
export type ConnectionParams = {
  'name-unknown': { host: string };
  refused: { host: string; port: number };
  timeout: { host: string; port: number; seconds: number };
  lost: { host: string; why: string };
  'not-ssh': { host: string; port: number; said: string };
  'no-shell': { host: string; user: string; said: string };
  algorithms: { host: string; kind: string; theirs: string; ours: string };
  'host-key-unknown': { host: string; keyType: string; fingerprint: string };
  'host-key-changed': {
    host: string;
    keyType: string;
    fingerprint: string;
    known: string;
    file: string;
    line: number;
  };
  'host-key-revoked': { host: string; keyType: string; fingerprint: string; file: string; line: number };
  'auth-failed': { host: string; user: string; tried: string; offered: string };
  'account-refused': { host: string; user: string; said: string };
  'key-unreadable': { host: string; file: string; why: string };
  passphrase: { host: string; file: string };
  agent: { host: string; socket: string; why: string };
  'certificate-unsupported': { host: string; what: string };
  ticket: { host: string; user: string; why: string };
  'too-many-attempts': { host: string; user: string; tried: string };
  'sudo-denied': { host: string; user: string; become: string; said: string };
  'sudo-password': { host: string; user: string; become: string; owner: string };
  'polkit-denied': { host: string; user: string; become: string; said: string };
  'polkit-dismissed': { host: string; user: string; become: string; said: string };
  'polkit-no-agent': { host: string; user: string; become: string; said: string };
  'config-invalid': { where: string; why: string } | { where: string; address: string; fault: AddressFault };
  cancelled: { host: string };
  'prompt-needed': { host: string; prompt: string; answer: string };
  failed: { host: string; why: string };
};

/** The same error, with what only some of them have to say: see `connection` in `messages/messages.ts`. */
export const withParams = (
  error: ConnectionError,
  more: { readonly unsupported?: string; readonly told?: string; readonly noOpenssh?: 1 },
): ConnectionError => new ConnectionError(error.code, error.phase, { ...error.params, ...more }, { cause: error });

export const connectionError = <C extends ConnectionCode>(
  code: C,
  phase: ConnectionPhase,
  params: ConnectionParams[C],
  cause?: unknown,
): ConnectionError => new ConnectionError(code, phase, params, cause === undefined ? {} : { cause });
