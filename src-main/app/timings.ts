import type { Report } from '../model/report.ts';

/** How long the connection and the last whole look took, for the report. */
export type Timings = {
  connected(ms: number): void;
  collected(ms: number, roundTrips: number): void;
  restart(): void;
  read(): Report['timings'];
};

export const createTimings = (): Timings => {
  const zero = { connectMs: 0, collectMs: 0, totalMs: 0, roundTrips: 0 };
  let now = zero;
  return {
    connected: (ms) => {
      now = { ...now, connectMs: Math.round(ms), roundTrips: now.roundTrips + 1 };
    },
    collected: (ms, roundTrips) => {
      now = { ...now, collectMs: now.collectMs + Math.round(ms), roundTrips: now.roundTrips + roundTrips };
    },
    restart: () => {
      now = zero;
    },
    read: () => ({ ...now, totalMs: now.connectMs + now.collectMs }),
  };
};
