import { en } from './en/index.ts';
import { createMessages, type Messages } from './messages.ts';
import type { Catalogue } from './types.ts';

export type { Explained, FindingSentences, Messages } from './messages.ts';
export type { CodeText, ConnectionText, FindingText, Link, StepText } from './types.ts';

const CATALOGUES = { en } satisfies Record<string, Catalogue>;

export type Language = keyof typeof CATALOGUES;
export const LANGUAGES = Object.keys(CATALOGUES) as readonly Language[];
export const isLanguage = (value: string): value is Language => Object.hasOwn(CATALOGUES, value);

/** Every sentence in that language. `now` is what "14 min ago" counts from. */
export const messagesFor = (language: Language, now?: () => Date): Messages =>
  createMessages(CATALOGUES[language], now);
