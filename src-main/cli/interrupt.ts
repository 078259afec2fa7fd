import { EXIT } from './exit-codes.ts';

/** Ctrl-C and its like end the work in order; a second one ends the program at once. */
export type Interrupt = { readonly signal: AbortSignal; trigger(): void; done(): void };

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export const onInterrupt = (): Interrupt => {
  const controller = new AbortController();
  const trigger = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort(new Error('interrupted'));
  };
  for (const name of SIGNALS) process.on(name, trigger);
  return {
    signal: controller.signal,
    trigger,
    done: () => {
      for (const name of SIGNALS) process.off(name, trigger);
    },
  };
};
