import type { Envelope } from './errors.ts';
import type { View } from './view.ts';

/** What the desktop's preload puts on the page's window as `midup`: the three verbs, with errors still as data. */
export type Bridge = {
  dispatch(message: unknown): Promise<Envelope<null>>;
  ask(message: unknown): Promise<Envelope<unknown>>;
  /** Calls with the latest view as soon as there is one, then with every later one; returns what stops that. */
  onView(listener: (view: View) => void): () => void;
};
