import type { Duplex } from 'node:stream';
import { type Host, TcpError, type TcpFailure } from '../../../model/host.ts';
import { untilAborted } from '../../until-aborted.ts';

export type Opened = {
  readonly outcome: 'ok' | TcpFailure;
  readonly ms: number;
  readonly detail: string;
  readonly socket: Duplex | null;
};

/** A connection from the host's own network within a time. Never rejects. */
export const open = async (
  host: Host,
  to: { readonly host: string; readonly port: number },
  limitMs: number,
  signal: AbortSignal,
): Promise<Opened> => {
  if (!host.openTcp) return { outcome: 'forbidden', ms: 0, detail: '', socket: null };
  const started = performance.now();
  const spent = () => Math.round(performance.now() - started);
  // The limit is for connecting only: a host may tie the connection's life to the signal that it was opened with.
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), limitMs);
  const opening = host.openTcp(to.host, to.port, AbortSignal.any([signal, limit.signal]));
  try {
    const socket = await untilAborted(opening, AbortSignal.any([signal, limit.signal]));
    // Between two rungs nobody else listens; an error shows itself at the next read.
    socket.on('error', () => {});
    return { outcome: 'ok', ms: spent(), detail: '', socket };
  } catch (error) {
    // One that comes too late is not left open.
    void opening.then(
      (late) => late.destroy(),
      () => {},
    );
    if (limit.signal.aborted)
      return { outcome: 'timeout', ms: spent(), detail: `no answer within ${limitMs / 1000} s`, socket: null };
    const detail = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').slice(0, 300);
    return { outcome: error instanceof TcpError ? error.reason : 'unknown', ms: spent(), detail, socket: null };
  } finally {
    clearTimeout(timer);
  }
};
