import { FIX_IDS, type FixId, type FixOutcome, type FixRefusal } from '../model/fix.ts';
import { undoOf } from '../model/session.ts';
import { type FixContext, MAX_OUTPUT, type WizardContext } from './context.ts';

type Change = Partial<WizardContext>;

const EMPTY: Omit<FixContext, 'fix'> = {
  takesBack: null,
  undo: null,
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

/** Nothing where that change cannot be taken back. */
export const undoBegun = (context: WizardContext, change: number): Change => {
  const fix = FIX_IDS.find((id) => id === context.fixes[change - 1]?.fix);
  return fix && undoOf(context.fixes, change) ? { fix: { ...EMPTY, fix, takesBack: change } } : {};
};

export const fixChanged = (context: WizardContext, change: Partial<FixContext>): Change =>
  context.fix === null ? {} : { fix: { ...context.fix, ...change } };

export const fixWrote = (context: WizardContext, lines: readonly string[]): Change =>
  fixChanged(context, { output: [...(context.fix?.output ?? []), ...lines].slice(-MAX_OUTPUT) });

/** What was done stands in the session, however it ended. */
export const fixEnded = (context: WizardContext, outcome: FixOutcome): Change => {
  const { fix, plan, undo = null, takesBack = null } = context.fix ?? {};
  return {
    ...fixChanged(context, { outcome }),
    fixes: [
      ...context.fixes,
      {
        fix: fix ?? 'start-service',
        at: new Date().toISOString(),
        commands: plan?.commands ?? [],
        outcome,
        ...(undo !== null && { undo }),
        ...(takesBack !== null && { takesBack }),
      },
    ],
  };
};
