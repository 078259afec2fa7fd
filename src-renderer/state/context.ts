import { createContext } from 'svelte';
import type { Labels } from '../lib/labels-en.ts';
import type { Clock } from './clock.svelte.ts';
import type { Desk } from './desk.svelte.ts';
import type { Theme } from './theme.svelte.ts';
import type { Wizard } from './wizard.svelte.ts';

/** What every component may need, set once by `App.svelte`. */
export type Surroundings = {
  readonly wizard: Wizard;
  readonly desk: Desk;
  readonly clock: Clock;
  readonly theme: Theme;
  readonly labels: Labels;
};

export const [getSurroundings, setSurroundings] = createContext<Surroundings>();
