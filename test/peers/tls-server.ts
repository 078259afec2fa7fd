import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import { createServer as createNetServer, type Server, type Socket } from 'node:net';
import type { Certificate } from './certificates.ts';

export type Listening = { readonly port: number; readonly connections: () => number; stop(): Promise<void> };

/** As an instance answers a GET of its public SOAP page. */
export const soapFault: RequestListener = (_request, response) => {
  response.writeHead(500, { 'Content-Type': 'text/xml;charset=UTF-8', 'Set-Cookie': 'JSESSIONID=planted-cookie' });
  response.end(
    '<?xml version="1.0" encoding="UTF-8"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body><SOAP-ENV:Fault><faultstring>only HTTP POST is supported</faultstring></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>',
  );
};

/** A server that sends always the same. */
export const always =
  (status: number, headers: Readonly<Record<string, string>>, body: string): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers);
    response.end(body);
  };

/** HTTPS on loopback. `below`: certificates that it sends after its own. */
export const startTlsServer = (
  { key, cert }: Certificate,
  o: {
    readonly below?: readonly string[];
    readonly answer?: RequestListener;
    readonly tls?: ServerOptions;
    /** Of loopback; `::` is all of them. */
    readonly address?: string;
  } = {},
): Promise<Listening> =>
  listen(
    createHttpsServer({ key, cert: [cert, ...(o.below ?? [])].join('\n'), ...o.tls }, o.answer ?? soapFault),
    o.address,
  );

export const startHttpServer = (answer: RequestListener = soapFault): Promise<Listening> =>
  listen(createHttpServer(answer));

/** Any other behaviour of a socket: silence, garbage, a close. */
export const startRawServer = (talk: (socket: Socket) => void, address?: string): Promise<Listening> =>
  listen(createNetServer(talk), address);

/** Accepts and never says a word. */
export const startStallingServer = (): Promise<Listening> =>
  startRawServer((socket) => void socket.on('error', () => {}));

const listen = async (server: Server, at = '127.0.0.1'): Promise<Listening> => {
  const open = new Set<Socket>();
  let count = 0;
  server.on('connection', (socket: Socket) => {
    count++;
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => {});
  });
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, at, resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    connections: () => count,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
};
