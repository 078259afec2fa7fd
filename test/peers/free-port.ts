import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that Linux gives by itself (ip_local_port_range(7): 32768 and up). */
const [LOWEST, HIGHEST] = [20_000, 32_000];

/**
 * A loopback port that was free a moment ago, for programs that cannot choose one themselves, and for connections that
 * are to be refused. Nothing that asks the system for any port, or connects from one, can take it meanwhile.
 */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isFree(port)) return port;
  }
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
