/**
 * `invalid`: the message does not fit its schema. `refused`: understood, but not from here or not now.
 * `failed`: it was tried and did not work. `gone`: the other side is no longer there.
 */
export type ContractErrorCode = 'invalid' | 'refused' | 'failed' | 'gone';

export class ContractError extends Error {
  readonly code: ContractErrorCode;
  constructor(code: ContractErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ContractError';
    this.code = code;
  }
}

/** How an answer travels on either transport: errors are data, rebuilt at the other end. */
export type Envelope<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ContractErrorCode; readonly message: string };

export const unwrap = <T>(envelope: Envelope<T>): T => {
  if (envelope.ok) return envelope.value;
  throw new ContractError(envelope.code, envelope.message);
};
