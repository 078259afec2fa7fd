/**
 * A need of the main process that only a person can meet. Prompts stand in the view; their answers come back as
 * commands. Secrets travel that way only, and stand in no view, session, ledger, report or log.
 */
export type PromptRequest =
  | {
      readonly kind: 'host-key';
      readonly host: string;
      readonly keyType: string;
      /** `SHA256:…`, as ssh-keygen prints it. */
      readonly fingerprint: string;
      readonly hop: number;
      readonly hops: number;
      /** The file that "remember" would add one line to; empty where the configuration keeps none. */
      readonly file: string;
    }
  | {
      readonly kind: 'password';
      readonly host: string;
      readonly user: string;
      readonly again: boolean;
      /** What the host says with it, where it says something: that the account is locked, say. */
      readonly said?: string;
    }
  | { readonly kind: 'passphrase'; readonly file: string; readonly again: boolean }
  | {
      readonly kind: 'interactive';
      readonly host: string;
      readonly user: string;
      readonly title: string;
      readonly instruction: string;
      readonly fields: readonly { readonly label: string; readonly echo: boolean }[];
      /** Asked for sudo, after sign-in: a one-time code that PAM wants, say. */
      readonly about?: 'sudo';
    }
  | {
      readonly kind: 'sudo-password';
      readonly host: string;
      readonly user: string;
      readonly become: string;
      /** Whose password it is: mostly the user's own, but with sudo's `targetpw` or `rootpw`. */
      readonly owner: string;
      readonly again: boolean;
    }
  /** A security key wants its PIN typed, or (then nothing is) to be touched; the question goes when that is done. */
  | { readonly kind: 'security-key'; readonly key: string; readonly wants: 'touch' | 'pin'; readonly again: boolean }
  | { readonly kind: 'run-command'; readonly command: string; readonly why: 'proxy-command' | 'match-exec' };

/** Nothing to type: it is shown while something waits for a person, and goes with that. */
export const isNotice = (request: PromptRequest): boolean =>
  (request.kind === 'security-key' && request.wants === 'touch') ||
  (request.kind === 'interactive' && request.fields.length === 0);

export type Prompt = PromptRequest & {
  readonly id: string;
  /** Its answer may say `keep`: this computer has a key store that really encrypts. */
  readonly canKeep?: boolean;
  /** Why it may not, where one would expect it: one sentence. */
  readonly cannotKeep?: string;
};

/**
 * `remember` and `once` answer a host key or consent; `values` the fields, in order; `cancel` all of them. `keep` asks
 * for the value to be kept in the system's key store, where the prompt offered it.
 */
export type PromptAnswer =
  | { readonly kind: 'remember' }
  | { readonly kind: 'once' }
  | { readonly kind: 'values'; readonly values: readonly string[]; readonly keep?: boolean }
  | { readonly kind: 'cancel' };

/** Asks, and waits for the answer. An aborted signal gives `cancel`. */
export type AskUser = (request: PromptRequest, signal?: AbortSignal) => Promise<PromptAnswer>;
