import { connectionError } from '../connection-params.ts';

export type Slot = { readonly release: () => void };

/**
 * Sessions on one connection. Servers allow a number of them at once (MaxSessions, 10 with OpenSSH, maybe 1) and do
 * not tell it: when one is refused while others run, no more than those are opened from then on; the rest wait.
 */
export const createSlots = (host: string, most = 8) => {
  let limit = most;
  let used = 0;
  const waiting: (() => void)[] = [];
  const advance = () => {
    while (used < limit && waiting.length > 0) waiting.shift()?.();
  };
  const take = (): Slot => {
    used++;
    let held = true;
    return {
      release: () => {
        if (!held) return;
        held = false;
        used--;
        advance();
      },
    };
  };
  return {
    /** Rejects with `cancelled`. */
    acquire: (signal: AbortSignal): Promise<Slot> =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(connectionError('cancelled', 'run', { host }));
        if (used < limit) return resolve(take());
        const go = () => {
          signal.removeEventListener('abort', cancel);
          resolve(take());
        };
        const cancel = () => {
          waiting.splice(waiting.indexOf(go), 1);
          reject(connectionError('cancelled', 'run', { host }));
        };
        waiting.push(go);
        signal.addEventListener('abort', cancel, { once: true });
      }),
    /** The server refused a session: true where others are open that one can wait for. */
    refused: (slot: Slot): boolean => {
      const others = used - 1;
      if (others > 0) limit = others;
      slot.release();
      return others > 0;
    },
  };
};
