import type { ConnectionPhase } from '../../model/connection-error.ts';

/** Time limits of a connection's phases. A person who is being asked has all the time in the world. */
export const createWatchdog = (onTimeout: (phase: ConnectionPhase, seconds: number) => void) => {
  let timer: NodeJS.Timeout | undefined;
  let now: { phase: ConnectionPhase; seconds: number } = { phase: 'banner', seconds: 0 };
  let waiting = 0;
  const start = () => {
    clearTimeout(timer);
    if (waiting === 0 && now.seconds > 0)
      timer = setTimeout(() => onTimeout(now.phase, now.seconds), now.seconds * 1000);
  };
  return {
    get phase() {
      return now.phase;
    },
    enter: (phase: ConnectionPhase, seconds: number) => {
      now = { phase, seconds };
      start();
    },
    /** Progress within the phase. */
    reset: start,
    whileWaiting: async <T>(work: () => Promise<T>): Promise<T> => {
      waiting++;
      clearTimeout(timer);
      try {
        return await work();
      } finally {
        waiting--;
        start();
      }
    },
    stop: () => {
      now = { ...now, seconds: 0 };
      clearTimeout(timer);
    },
  };
};
