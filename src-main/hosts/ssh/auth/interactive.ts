import type { KeyboardInteractiveCallback, Prompt as SshPrompt } from 'ssh2';
import { ConnectionError } from '../../../model/connection-error.ts';
import type { PromptAnswer, PromptRequest } from '../../../model/prompt.ts';
import { excerpt, passage } from '../../bounded.ts';
import { connectionError } from '../../connection-params.ts';
import { isPasswordPrompt, splitPrompt } from '../../prompt-words.ts';
import type { SshSettings } from '../config/resolve.ts';

export type InteractiveContext = {
  readonly settings: SshSettings;
  readonly ask: (request: PromptRequest) => Promise<PromptAnswer>;
  readonly askPassword: (said: string) => Promise<string>;
  readonly refusedByUser: (again: boolean) => ConnectionError;
  readonly giveUp: (error: ConnectionError) => void;
  /** What the server says with its questions. */
  readonly heard: (words: string) => void;
  readonly signal: AbortSignal;
};

const MOST_BEGINNINGS = 3;
const MOST_ROUNDS = 12;
const MOST_FIELDS = 16;

/** Questions of the server, in as many rounds as it likes (within reason): passwords, one-time codes, an expired password. */
export const createInteractive = (context: InteractiveContext) => {
  const { settings, signal } = context;
  const { alias: host, user } = settings;
  let beginnings = 0;
  let rounds = 0;
  let answeredNow = true;

  const answers = async (title: string, instruction: string, prompts: readonly SshPrompt[]): Promise<string[]> => {
    if (++rounds > MOST_ROUNDS || prompts.length > MOST_FIELDS)
      throw connectionError('failed', 'auth', { host, why: 'it keeps asking questions' });
    const [only] = prompts;
    const words = prompts.map(({ prompt }) => splitPrompt(prompt));
    const said = passage([instruction, ...words.map(({ above }) => above)].join('\n'));
    if (said !== '') context.heard(said);
    // The plain password question is the one that everybody knows how to answer.
    if (prompts.length === 1 && only && !only.echo && isPasswordPrompt(only.prompt))
      return [await context.askPassword(said)];
    const answer = await context.ask({
      kind: 'interactive',
      host,
      user,
      title: excerpt(title, 200),
      instruction: said,
      fields: prompts.map(({ echo }, i) => ({ label: words[i]?.label ?? '', echo: echo === true })),
    });
    if (answer.kind !== 'values' || signal.aborted) throw context.refusedByUser(beginnings > 1);
    return prompts.map((_, i) => answer.values[i] ?? '');
  };

  return {
    /** A server that fails it without a question does so again. */
    usedUp: () => beginnings >= MOST_BEGINNINGS || !answeredNow,
    begin: () => {
      beginnings++;
      answeredNow = false;
      return (
        title: string,
        instruction: string,
        _language: string,
        prompts: SshPrompt[],
        finish: KeyboardInteractiveCallback,
      ) => {
        answeredNow = true;
        answers(title, instruction, prompts).then(
          (values) => {
            if (!signal.aborted) finish(values);
          },
          (error) =>
            context.giveUp(
              error instanceof ConnectionError
                ? error
                : connectionError('failed', 'auth', { host, why: String(error) }),
            ),
        );
      };
    },
  };
};
