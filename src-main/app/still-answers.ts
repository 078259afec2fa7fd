import type { Host } from '../model/host.ts';
import type { OnLedger } from './parts.ts';

/** A host that was just reachable answers in far less; a dead connection never does. */
const LIMIT_MS = 5_000;
const SCRIPT = ':';

/**
 * Whether an open connection still is one, asked by the smallest script there is where the host has no way of its own.
 * While other scripts run, one more may have to wait for its turn (MaxSessions 1): then silence proves nothing, and the
 * connection's own keep-alive has the last word.
 */
export const stillAnswers = async (
  host: Host,
  o: { readonly isBusy: () => boolean; readonly onLedger: OnLedger; readonly limitMs?: number },
): Promise<boolean> => {
  if (host.kind !== 'ssh' && host.kind !== 'winrm') return true;
  const limitMs = o.limitMs ?? LIMIT_MS;
  if (host.check) return host.check(AbortSignal.timeout(limitMs));
  const at = new Date().toISOString();
  const busy = o.isBusy();
  const signal = AbortSignal.timeout(limitMs);
  const { exitCode, ms, failed } = await host.runScript({ text: SCRIPT }, { signal, timeoutMs: limitMs });
  o.onLedger({ at, where: host.name, command: SCRIPT, exitCode, ms, readOnly: true });
  if (failed === undefined || failed === 'connection') return failed === undefined;
  return busy || !(failed === 'timeout' || failed === 'cancelled');
};
