import type { DiagnoseOptions } from '../app/diagnose.ts';
import { visible } from '../app/reporting.ts';
import { type Language, messagesFor } from '../messages/index.ts';
import type { Interrupt } from './interrupt.ts';
import { complain } from './output.ts';
import { createProgress } from './progress.ts';
import { createAsk } from './prompts.ts';
import { openTerminal, type Terminal } from './terminal.ts';

/** What a look at a host needs of the one who called: answers, a signal to stop, and where to show progress. */
export type Around = Pick<DiagnoseOptions, 'ask' | 'signal' | 'onProgress' | 'onRefused'>;

export const looking = async <T>(
  { language, interrupt }: { readonly language: Language; readonly interrupt: Interrupt },
  look: (around: Around) => Promise<T>,
): Promise<T> => {
  const progress = createProgress(process.stderr);
  const messages = messagesFor(language);
  let terminal: Terminal | null | undefined;
  try {
    const ask = createAsk({
      env: process.env,
      messages,
      terminal: () => {
        progress.clear();
        terminal ??= openTerminal(interrupt.trigger);
        return terminal;
      },
      onRefused: (variable) => {
        progress.clear();
        void complain(`the value of ${variable} was tried once and not accepted`);
      },
      onNotice: (text) => {
        progress.clear();
        void complain(visible(text.replaceAll('\n', ' ')));
      },
    });
    return await look({
      ask,
      signal: interrupt.signal,
      onProgress: ({ label, done, total }) => progress.show(label, done, total),
      onRefused: (error) => {
        progress.clear();
        const said = messages.connection(error);
        void complain(messages.phrase('terminal.without-rights', { message: said.message }));
      },
    });
  } finally {
    progress.stop();
    terminal?.close();
  }
};
