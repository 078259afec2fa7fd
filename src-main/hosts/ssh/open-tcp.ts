import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { TcpError } from '../../model/host.ts';
import { excerpt } from '../bounded.ts';
import { channelFailure } from './channel-failure.ts';

const TCP_MS = 20_000;

/** The server's own words; in front of them ssh2 says what failed, which tells a reader nothing. */
const serverSaid = ({ message }: Error): string => message.replace(/^\(SSH\) Channel open failure: /, '');

/** A connection from the far side's network. Rejects with a {@link TcpError}; one that comes too late is closed. */
export const forwardTcp = (client: Client, host: string, port: number, signal?: AbortSignal): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    let over = false;
    const settle = (act: () => void) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      act();
    };
    const fail = (error: TcpError) => settle(() => reject(error));
    const cancel = () => fail(new TcpError('cancelled', `connecting to ${host}:${port} was cancelled`));
    const timer = setTimeout(
      () => fail(new TcpError('timeout', `${host}:${port} did not answer within ${TCP_MS / 1000} s`)),
      TCP_MS,
    );
    if (signal?.aborted) return cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      client.forwardOut('127.0.0.1', 0, host, port, (error, channel) => {
        if (over) {
          channel?.on('error', () => undefined);
          channel?.close();
        } else if (error) fail(new TcpError(channelFailure(error), excerpt(serverSaid(error)), { cause: error }));
        else settle(() => resolve(channel));
      });
    } catch (error) {
      fail(new TcpError('reset', 'the connection to the host is gone', { cause: error }));
    }
  });
