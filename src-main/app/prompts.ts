import { randomUUID } from 'node:crypto';
import type { AskUser, Prompt, PromptAnswer, PromptRequest } from '../model/prompt.ts';
import { maskSecrets } from '../redact/secrets.ts';
import type { Secrets } from './secrets.ts';

/** What is said beside a question: whether its answer can be kept. */
export type Aside = Pick<Prompt, 'canKeep' | 'cannotKeep'>;

export type Prompts = {
  ask(request: PromptRequest, signal?: AbortSignal, aside?: Aside): ReturnType<AskUser>;
  /** False where nothing with that id waits. */
  answer(id: string, answer: PromptAnswer): boolean;
  cancelAll(): void;
};

export type PromptListener = { shown(prompt: Prompt): void; gone(id: string): void };

/** Questions that wait for a person. Each stands in the view until it is answered, or what asked has gone. */
export const createPrompts = (listener: PromptListener, secrets: Secrets): Prompts => {
  const waiting = new Map<string, (answer: PromptAnswer) => void>();
  return {
    ask: (request, signal, aside = {}) =>
      new Promise<PromptAnswer>((resolve) => {
        if (signal?.aborted) return resolve({ kind: 'cancel' });
        const id = randomUUID();
        const end = (answer: PromptAnswer) => {
          waiting.delete(id);
          signal?.removeEventListener('abort', onAbort);
          secrets.keep(request, answer);
          listener.gone(id);
          resolve(answer);
        };
        const onAbort = () => end({ kind: 'cancel' });
        signal?.addEventListener('abort', onAbort, { once: true });
        waiting.set(id, end);
        // What a host says may hold what it was told before.
        const tidy = (text: string) => short(maskSecrets(text, secrets.all()));
        listener.shown({ ...withWords(request, tidy), ...aside, id });
      }),
    answer: (id, answer) => {
      const end = waiting.get(id);
      end?.(answer);
      return end !== undefined;
    },
    cancelAll: () => {
      for (const end of [...waiting.values()]) end({ kind: 'cancel' });
    },
  };
};

const MAX_TEXT = 2000;

/** The words of a server may be anything. */
const withWords = (request: PromptRequest, tidy: (text: string) => string): PromptRequest => {
  if (request.kind === 'password')
    return request.said === undefined ? request : { ...request, said: tidy(request.said) };
  if (request.kind !== 'interactive') return request;
  return {
    ...request,
    title: tidy(request.title),
    instruction: tidy(request.instruction),
    fields: request.fields.slice(0, 16).map(({ label, echo }) => ({ label: tidy(label), echo })),
  };
};

const short = (text: string): string =>
  text
    .slice(0, MAX_TEXT)
    .toWellFormed()
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, ' ');
