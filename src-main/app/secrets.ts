import type { PromptAnswer, PromptRequest } from '../model/prompt.ts';

/** What was typed into prompts for the session that is open, in memory only, so that it can be taken out of everything. */
export type Secrets = {
  readonly all: () => readonly string[];
  /** Keeps what an answer gave, where the question was for something secret. */
  keep(request: PromptRequest, answer: PromptAnswer): void;
  /** The session is left and saved: nothing is here any more that they would have to be taken out of. */
  forget(): void;
};

export const createSecrets = (): Secrets => {
  const known = new Set<string>();
  let list: readonly string[] = [];
  return {
    all: () => list,
    keep: (request, answer) => {
      if (answer.kind !== 'values') return;
      answer.values.forEach((value, i) => {
        if (value !== '' && isSecret(request, i, value)) known.add(value);
      });
      list = [...known];
    },
    forget: () => {
      known.clear();
      list = [];
    },
  };
};

/** Of a list ("1. a push, 2. a call"), or yes and no; PAM hides those, too. Nobody's secret is so short. */
const LONGEST_CHOICE = 3;

const isSecret = (request: PromptRequest, field: number, value: string): boolean => {
  switch (request.kind) {
    case 'password':
    case 'passphrase':
    case 'security-key':
    case 'sudo-password':
      return true;
    case 'interactive':
      return request.fields[field]?.echo !== true && value.length > LONGEST_CHOICE;
    default:
      return false;
  }
};
