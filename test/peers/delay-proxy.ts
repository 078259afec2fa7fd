import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type OddServer, startOddServer } from './odd-server.ts';

export type DelayProxy = OddServer & {
  /** From now on nothing passes in either direction, and nobody is told: a cable that was pulled. */
  freeze(): void;
  /** The cable is back: what is connected from now on passes. */
  thaw(): void;
  /** How often the client spoke after the server had: round trips, however slow this machine is. */
  turns(): number;
};

/** A TCP relay to a loopback port that holds every packet back for `delayMs` in each direction. */
export const startDelayProxy = async (to: number, delayMs: number): Promise<DelayProxy> => {
  let frozen = false;
  let turns = 0;
  let speaker = '';
  const spoke = (who: 'client' | 'server') => {
    if (who === 'client' && speaker !== who) turns++;
    speaker = who;
  };
  const relay = (from: Socket, target: Socket) => {
    let last = Promise.resolve();
    from.on('data', (chunk) => {
      const due = sleep(delayMs);
      last = last
        .then(() => due)
        .then(() => {
          if (!frozen && !target.destroyed) target.write(chunk);
        });
    });
    from.on('close', () => {
      last.then(() => {
        if (!frozen) target.destroy();
      });
    });
    from.on('error', () => undefined);
  };
  const server = await startOddServer((socket) => {
    const upstream = connect(to, '127.0.0.1');
    socket.setNoDelay(true);
    upstream.setNoDelay(true);
    socket.on('data', () => spoke('client'));
    upstream.on('data', () => spoke('server'));
    relay(socket, upstream);
    relay(upstream, socket);
  });
  return {
    ...server,
    freeze: () => {
      frozen = true;
    },
    thaw: () => {
      frozen = false;
    },
    turns: () => turns,
  };
};
