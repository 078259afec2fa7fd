import { MediaQuery } from 'svelte/reactivity';
import type { StepId } from '../../src-main/model/steps.ts';

export type Tab = 'evidence' | 'ledger' | 'notes';

/** The page's own dialogs; at most one is open. Prompts and fixes are the wizard's and stand above it. */
export type OpenDialog =
  | { readonly kind: 'chart' | 'keys' | 'by-hand' | 'coverage' | 'practice' | 'rights' }
  | { readonly kind: 'explain'; readonly code: string }
  | { readonly kind: 'delete-session'; readonly id: string; readonly name: string; readonly savedAt: string };

/** How things lie on the page: what is chosen and what is open. Nothing of it is known to the wizard. */
export class Desk {
  tab = $state<Tab>('evidence');
  /** The evidence panel where it is not always in sight: narrow windows, and the verdict. */
  panel = $state(false);
  dialog = $state.raw<OpenDialog | null>(null);
  /** The finding whose evidence is shown, by its key, for each step and the verdict. */
  #chosen = $state.raw<Readonly<Record<string, string>>>({});
  /** What is to take the focus as soon as it is there; whoever takes it sets it back to null. */
  wish = $state<'panel' | 'search' | null>(null);
  readonly #wide: { readonly current: boolean };

  constructor(wide: { readonly current: boolean } = new MediaQuery('(min-width: 1200px)')) {
    this.#wide = wide;
  }

  /** There is room for a column of evidence beside the step. */
  get wide(): boolean {
    return this.#wide.current;
  }

  chosen(place: StepId | 'verdict'): string | null {
    return this.#chosen[place] ?? null;
  }

  choose(place: StepId | 'verdict', key: string): void {
    this.#chosen = { ...this.#chosen, [place]: key };
    this.tab = 'evidence';
    this.panel = true;
    this.wish = null;
  }

  /** Shows the evidence and goes there; takes it away again where it can be. `column`: it may stand there always. */
  toggleEvidence(column: boolean): void {
    if (this.panel && !(column && this.wide)) {
      this.panel = false;
      return;
    }
    this.panel = true;
    this.wish = 'panel';
  }

  search(): void {
    this.tab = 'evidence';
    this.panel = true;
    this.wish = 'search';
  }

  /** Forgets everything: another session, or another main process. */
  clear(): void {
    this.#chosen = {};
    this.panel = false;
    this.dialog = null;
    this.tab = 'evidence';
  }
}
