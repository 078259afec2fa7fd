import { MediaQuery } from 'svelte/reactivity';

export const THEME_CHOICES = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

const KEY = 'midup.theme';

/** Which of the two themes is shown: the system's, or the one chosen on this computer. */
export class Theme {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem'> | null;
  readonly #dark: { readonly current: boolean };
  #choice = $state<ThemeChoice>('system');
  #shown = $derived<'light' | 'dark'>(
    this.#choice === 'system' ? (this.#systemDark() ? 'dark' : 'light') : this.#choice,
  );

  constructor(
    storage: Pick<Storage, 'getItem' | 'setItem'> | null = storageOf(),
    dark: { readonly current: boolean } = new MediaQuery('(prefers-color-scheme: dark)'),
  ) {
    this.#storage = storage;
    this.#dark = dark;
    this.#choice = choiceOf(storage?.getItem(KEY) ?? null);
  }

  get choice(): ThemeChoice {
    return this.#choice;
  }

  get shown(): 'light' | 'dark' {
    return this.#shown;
  }

  choose(choice: ThemeChoice): void {
    this.#choice = choice;
    try {
      this.#storage?.setItem(KEY, choice);
    } catch {
      // Storage that is full or forbidden: the choice then lasts as long as the page.
    }
  }

  #systemDark(): boolean {
    return this.#dark.current;
  }
}

const choiceOf = (text: string | null): ThemeChoice => THEME_CHOICES.find((choice) => choice === text) ?? 'system';

/** Null where the page may keep nothing. */
const storageOf = (): Storage | null => {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
};
