import type { FixId, FixOutcome, FixRefusal } from '../model/fix.ts';
import { type FixContext, MAX_OUTPUT, type WizardContext } from './context.ts';

type Change = Partial<WizardContext>;

const EMPTY: Omit<FixContext, 'fix'> = {
  plan: null,
  refused: null,
  output: [],
  watched: 0,
  exitCode: null,
  outcome: null,
};

export const fixBegun = (fix: FixId, refused: FixRefusal | null = null): Change => ({
  fix: { ...EMPTY, fix, refused },
});

export const fixChanged = (context: WizardContext, change: Partial<FixContext>): Change =>
  context.fix === null ? {} : { fix: { ...context.fix, ...change } };

export const fixWrote = (context: WizardContext, lines: readonly string[]): Change =>
  fixChanged(context, { output: [...(context.fix?.output ?? []), ...lines].slice(-MAX_OUTPUT) });

/** What was done stands in the session, however it ended. */
export const fixEnded = (context: WizardContext, outcome: FixOutcome): Change => ({
  ...fixChanged(context, { outcome }),
  fixes: [
    ...context.fixes,
    {
      fix: context.fix?.fix ?? 'start-service',
      at: new Date().toISOString(),
      commands: context.fix?.plan?.commands ?? [],
      outcome,
    },
  ],
});
