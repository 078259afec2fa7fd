import type { AnswerOf, Ask } from './asks.ts';
import type { Command } from './commands.ts';
import type { View } from './view.ts';

/** The three verbs between the page and the wizard. Both transports keep to it, and one suite proves that they do. */
export type Contract = {
  /** Resolves when the command was accepted; rejects with a {@link ContractError}. */
  dispatch(command: Command): Promise<void>;
  ask<A extends Ask>(question: A): Promise<AnswerOf<A>>;
  /** Calls with the present view at once and with every later one; returns what stops that. */
  subscribe(listener: (view: View) => void): () => void;
};
