import { connect } from 'node:net';
import { type Listening, startRawServer } from './tls-server.ts';

export type HttpProxy = Listening & {
  /** Request lines with their fields, as they came. */
  readonly asked: readonly string[];
};

/**
 * A proxy that sends every tunnel to one port of loopback, and answers other requests itself; or `refuses` both with a
 * status line and fields of its choice.
 */
export const startHttpProxy = async (
  o: {
    readonly to?: number;
    readonly refuses?: string;
    /** Of loopback; `::` is all of them. */
    readonly address?: string;
  } = {},
): Promise<HttpProxy> => {
  const asked: string[] = [];
  const listening = await startRawServer((client) => {
    let head = '';
    const onData = (chunk: Buffer) => {
      head += chunk.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      client.off('data', onData);
      asked.push(head.slice(0, end));
      if (o.refuses !== undefined || o.to === undefined) {
        client.end(`${o.refuses ?? 'HTTP/1.1 403 Forbidden'}\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      if (!head.startsWith('CONNECT ')) return void client.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      const server = connect(o.to, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        client.pipe(server).pipe(client);
      });
      server.on('error', () => client.destroy());
      server.on('close', () => client.destroy());
      client.on('close', () => server.destroy());
    };
    client.on('data', onData).on('error', () => {});
  }, o.address);
  return { ...listening, asked };
};
