import { connect, type Socket } from 'node:net';
import { TcpError, type TcpFailure } from '../model/host.ts';

const REASONS: Readonly<Record<string, TcpFailure>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ENOTFOUND: 'name',
  EAI_AGAIN: 'name',
  EAI_FAIL: 'name',
  EAI_NONAME: 'name',
  EACCES: 'unreachable',
};

export const tcpFailureOf = (error: unknown): TcpFailure => {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code === 'string' && REASONS[code]) return REASONS[code];
  // Several addresses were tried: the first that says something decides.
  const inner = (error as { errors?: unknown } | null)?.errors;
  if (Array.isArray(inner)) for (const one of inner) if (tcpFailureOf(one) !== 'unknown') return tcpFailureOf(one);
  return 'unknown';
};

const FAMILIES = { any: { autoSelectFamily: true }, inet: { family: 4 }, inet6: { family: 6 } } as const;

export type TcpWay = {
  readonly family?: 'any' | 'inet' | 'inet6';
  /** The address of this computer to go out by. */
  readonly from?: string;
};

/** A TCP connection of this computer, all of a name's addresses tried in turn. Rejects with a {@link TcpError}. */
export const connectTcp = (
  host: string,
  port: number,
  timeoutMs: number,
  signal?: AbortSignal,
  { family = 'any', from }: TcpWay = {},
): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const fail = (reason: TcpFailure, message: string, cause?: unknown) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      socket.destroy();
      reject(new TcpError(reason, message, { cause }));
    };
    const cancel = () => fail('cancelled', `connecting to ${host}:${port} was cancelled`);
    const socket = connect({ host, port, ...FAMILIES[family], ...(from ? { localAddress: from } : {}) });
    const timer = setTimeout(
      () => fail('timeout', `${host}:${port} did not answer within ${timeoutMs / 1000} s`),
      timeoutMs,
    );
    socket.setNoDelay(true);
    socket.once('error', (error) =>
      fail(tcpFailureOf(error), error.message || `${host}:${port}: ${tcpFailureOf(error)}`, error),
    );
    socket.once('connect', () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      socket.removeAllListeners('error');
      resolve(socket);
    });
    if (signal?.aborted) return cancel();
    signal?.addEventListener('abort', cancel, { once: true });
  });
