/** How often the clock is looked at. */
const EVERY_MS = 5_000;
/** A busy process runs its timers late by less than this. */
const SLACK_MS = 10_000;

/**
 * Calls when the clock has moved on by much more than the time between two looks at it: the computer has slept, or its
 * clock was set. Returns what stops that. `now` is the clock's time in ms.
 */
export const watchForWake = (onWake: () => void, now: () => number = Date.now): (() => void) => {
  let before = now();
  const timer = setInterval(() => {
    const late = now() - before - EVERY_MS;
    before = now();
    if (late > SLACK_MS) onWake();
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
};
