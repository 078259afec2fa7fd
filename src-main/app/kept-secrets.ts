import type { ConnectionError } from '../model/connection-error.ts';
import type { AskUser, PromptAnswer, PromptRequest } from '../model/prompt.ts';
import type { Target } from '../model/target.ts';
import type { Prompts } from './prompts.ts';
import type { NoBox, SecretBox } from './secret-box.ts';
import type { Secrets } from './secrets.ts';

export type KeptSecrets = {
  /** Asks for one connection: what is kept answers once, silently; everything else is asked of a person. */
  forConnection(target: Target): Asker;
  count(): number;
  forgetAll(): Promise<void>;
};

export type Asker = {
  readonly ask: AskUser;
  /** The connection did not come about: what was used for a sign-in that was refused is forgotten. */
  failed(error: ConnectionError): Promise<void>;
};

export type KeptListener = {
  /** The number of kept secrets may have changed. */
  changed(): void;
  failed(error: unknown): void;
};

export type KeptOptions = {
  readonly prompts: Prompts;
  readonly secrets: Secrets;
  /** Absent where the shell has none. */
  readonly box: SecretBox | undefined;
  /** Why nothing can be kept, as a sentence. */
  readonly sayWhy: (why: NoBox) => string;
  readonly told: KeptListener;
};

type Keepable = Extract<PromptRequest, { kind: 'password' | 'passphrase' | 'sudo-password' }>;

/** One-time codes and whatever else a host asks for in words of its own are never kept. */
const isKeepable = (request: PromptRequest): request is Keepable =>
  request.kind === 'password' || request.kind === 'passphrase' || request.kind === 'sudo-password';

/** A passphrase belongs to a file; a password to a user on a host that is reached as this target says. */
const keyOf = (request: Keepable, target: Target): string => {
  if (request.kind === 'passphrase') return JSON.stringify([request.kind, request.file]);
  const way = target.kind === 'ssh' ? [target.address, ...(target.jumps ?? [])] : [target.kind];
  const whose = request.kind === 'sudo-password' ? request.owner : request.user;
  return JSON.stringify([request.kind, whose, request.host, ...way]);
};

/** Where nobody is to be waited for any longer, nothing is; a key store may itself be asking a person to unlock it. */
const until = async <T>(work: Promise<T>, signal: AbortSignal | undefined, instead: T): Promise<T> => {
  if (!signal) return work;
  if (signal.aborted) return instead;
  let stop: () => void = () => undefined;
  const aborted = new Promise<T>((resolve) => {
    stop = () => resolve(instead);
    signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([work, aborted]).finally(() => signal.removeEventListener('abort', stop));
};

const CANCEL: PromptAnswer = { kind: 'cancel' };

export const createKeptSecrets = ({ prompts, secrets, box, sayWhy, told }: KeptOptions): KeptSecrets => {
  const changing = (work: Promise<void>): Promise<void> => work.then(told.changed, told.failed);

  const forConnection = (target: Target): Asker => {
    if (!box) return { ask: prompts.ask, failed: async () => {} };
    /** What answered silently on this connection: never a second time. */
    const used = new Map<string, Keepable>();
    let stranger = false;

    const keptFor = async (key: string, request: Keepable, signal: AbortSignal | undefined) => {
      if (request.again) {
        // Refused, whether it was kept long ago or just now.
        await until(changing(box.remove(key)), signal, undefined);
        return null;
      }
      // A host that was not met before gets nothing that a person has not just typed for it.
      if (used.has(key) || (stranger && request.kind !== 'passphrase')) return null;
      return until(box.get(key), signal, null);
    };

    const ask: AskUser = async (request, signal) => {
      if (request.kind === 'host-key') stranger = true;
      if (!isKeepable(request)) return prompts.ask(request, signal);
      const key = keyOf(request, target);
      const kept = await keptFor(key, request, signal);
      if (signal?.aborted) return CANCEL;
      if (kept !== null) {
        used.set(key, request);
        const answer: PromptAnswer = { kind: 'values', values: [kept] };
        secrets.keep(request, answer);
        return answer;
      }
      const state = await until(box.available(), signal, { ok: false, why: 'no-store' } as const);
      const answer = await prompts.ask(
        request,
        signal,
        state.ok ? { canKeep: true } : { cannotKeep: sayWhy(state.why) },
      );
      if (answer.kind !== 'values') return answer;
      const [value] = answer.values;
      if (answer.keep === true && state.ok && value !== undefined && value !== '') {
        used.set(key, request);
        await until(changing(box.set(key, value)), signal, undefined);
      }
      return { kind: 'values', values: answer.values };
    };

    const failed = async (error: ConnectionError): Promise<void> => {
      if (error.phase !== 'auth' || error.code === 'cancelled') return;
      for (const [key, request] of used)
        if (request.kind === 'password' && request.host === error.params['host']) await changing(box.remove(key));
    };
    return { ask, failed };
  };

  return {
    forConnection,
    count: () => box?.count() ?? 0,
    forgetAll: async () => {
      await box?.removeAll();
      told.changed();
    },
  };
};
