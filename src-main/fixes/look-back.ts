import type { Fix, FixOutcome, Undo } from '../model/fix.ts';
import type { Host } from '../model/host.ts';
import type { LedgerEntry } from '../model/ledger.ts';

export type LookBackOptions = {
  readonly become: string | null;
  readonly signal: AbortSignal;
  onLedger(entry: Omit<LedgerEntry, 'n'>): void;
};

const LOOK_MS = 30_000;

/** Whether all is as it was before a change that was taken back. Changes nothing. */
export const lookBack = async (
  host: Host,
  look: NonNullable<Fix['undo']>['look'],
  undo: Undo,
  { become, signal, onLedger }: LookBackOptions,
): Promise<FixOutcome> => {
  const at = new Date().toISOString();
  const { exitCode, ms, failed } = await host.runScript(look.script, {
    args: look.args(undo),
    signal,
    timeoutMs: LOOK_MS,
    ...(become === null ? {} : { become }),
  });
  onLedger({ at, where: host.name, command: look.display, exitCode, ms, readOnly: true });
  if (failed) return { kind: 'unproven', why: failed };
  return exitCode === 0 ? { kind: 'taken-back' } : { kind: 'unproven', why: 'still' };
};
