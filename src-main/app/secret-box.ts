/**
 * Secrets kept on request beyond one run of the app, encrypted by the system's own key store. Only the desktop has one;
 * browser and terminal offer none. Nothing here is asked before a person is.
 */
export type SecretBox = {
  /** Whether something may be kept at all. A store that would hold it as plain text counts as none. */
  available(): Promise<{ readonly ok: true } | { readonly ok: false; readonly why: NoBox }>;
  /** Null where nothing is kept under this key, or it cannot be decrypted any more. Never rejects. */
  get(key: string): Promise<string | null>;
  /** Rejects where it cannot be encrypted or written. */
  set(key: string, secret: string): Promise<void>;
  /** Rejects where the file cannot be written. */
  remove(key: string): Promise<void>;
  removeAll(): Promise<void>;
  /** How many are kept. */
  count(): number;
};

export type NoBox = 'plain-store' | 'no-store';
