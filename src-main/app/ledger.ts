import type { LedgerEntry } from '../model/ledger.ts';
import type { OnLedger } from './parts.ts';

export type Ledger = {
  readonly add: OnLedger;
  /** With the secrets that are known by now taken out. */
  entries(): readonly LedgerEntry[];
  /** Begins anew, or goes on after what was saved. */
  restart(entries?: readonly LedgerEntry[]): void;
};

/** Every command sent, numbered from 1 within the session. */
export const createLedger = (clean: (text: string) => string): Ledger => {
  let entries: LedgerEntry[] = [];
  return {
    add: (entry) => {
      entries.push({ ...entry, n: (entries.at(-1)?.n ?? 0) + 1 });
    },
    entries: () => entries.map((entry) => ({ ...entry, command: clean(entry.command) })),
    restart: (saved = []) => {
      entries = [...saved];
    },
  };
};
