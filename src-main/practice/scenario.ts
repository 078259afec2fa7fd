import type { HostState } from './state.ts';

/** Where a practice stands. Moments in ms since 1970. */
export type World = {
  readonly now: number;
  /** When practice began. */
  readonly open: number;
  /** When whoever else is at work (a colleague, an upgrade) was done; null while they are not. */
  readonly mendedAt: number | null;
  /** When the service was last started from the wizard, and holds; null while it was not. */
  readonly startedAt: number | null;
};

/** One practice, as data: what the host looks like at each moment, and what a start comes to. */
export type PracticeScenario = {
  readonly id: string;
  readonly title: string;
  /** For who chooses: what is wrong, and how it gets better. */
  readonly about: string;
  /** The cause that the first look must end in; null where all is well. Tests hold the practice to it. */
  readonly cause: string | null;
  /** From the look after this many looks by that probe on, `mendedAt` is set. */
  readonly mends?: { readonly probe: string; readonly looks: number };
  state(world: World): HostState;
  /** Why the service does not start at this moment, in the wrapper's words; null where it starts and stays up. */
  obstacle?(world: World): string | null;
};
