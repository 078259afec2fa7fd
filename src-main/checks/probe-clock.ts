/**
 * When each probe ran and how long it took. Probes run side by side, and what one says may come only after another has
 * ended: then the host's uptime tells, as far as it fits between the start of the run and now. All in milliseconds.
 */
export const createProbeClock = (startedAt: number, now: () => number = Date.now) => {
  const began = new Map<string, number>();
  const ended = new Map<string, number>();
  let bootedAt: number | null = null;
  const timeOf = (uptime: number | null): number => {
    const heard = now();
    if (uptime === null) return heard;
    // The first line of all is heard as soon as it is said.
    bootedAt ??= heard - uptime * 1000;
    return Math.round(Math.min(heard, Math.max(startedAt, bootedAt + uptime * 1000)));
  };
  return {
    begin: (id: string, uptime: number | null): void => void began.set(id, timeOf(uptime)),
    end: (id: string, uptime: number | null): void => void ended.set(id, timeOf(uptime)),
    read: (id: string): { readonly from: number; readonly ms: number } => {
      const from = began.get(id) ?? startedAt;
      return { from, ms: Math.max(0, (ended.get(id) ?? now()) - from) };
    },
  };
};
