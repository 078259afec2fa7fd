import { createServer, type Socket } from 'node:net';

export type OddServer = { readonly port: number; stop(): Promise<void> };

/** A TCP server that does what it is told with each connection: says nothing, garbage, or too much. */
export const startOddServer = async (onConnection: (socket: Socket) => void): Promise<OddServer> => {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
    onConnection(socket);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return {
    port: address && typeof address === 'object' ? address.port : 0,
    stop: () =>
      new Promise((done) => {
        for (const socket of open) socket.destroy();
        server.close(() => done());
      }),
  };
};
