import type { Hop } from './hop.ts';

/**
 * Whether the far side answers, at the level of the connection: no session is opened, which a server may allow one of.
 * A listener that was never asked for is given back (RFC 4254, 7.1), which changes nothing; yes and no are answers alike.
 */
export const stillThere = (hop: Hop, signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => {
    if (signal.aborted || hop.lost() !== null) return resolve(false);
    signal.addEventListener('abort', () => resolve(false), { once: true });
    try {
      hop.client.unforwardIn('127.0.0.1', 1, () => resolve(hop.lost() === null));
    } catch {
      resolve(false);
    }
  });
