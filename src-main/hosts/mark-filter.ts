/** More than this before the mark is not a login banner any more. */
const MOST_NOISE = 1024 * 1024;
const KEPT_NOISE = 4096;

/** Drops everything up to and including the line `mark`; what comes after is passed on. */
export const markFilter = (mark: string) => {
  const line = Buffer.from(`${mark}\n`);
  let pending = Buffer.alloc(0);
  let seen = 0;
  let found = false;
  return {
    get found() {
      return found;
    },
    /** The end of what came instead of the mark. */
    get noise() {
      return pending.toString('utf8');
    },
    get tooMuchNoise() {
      return !found && seen > MOST_NOISE;
    },
    /** Returns what came after the mark; empty while it has not come. */
    push: (chunk: Buffer): Buffer => {
      if (found) return chunk;
      seen += chunk.length;
      pending = Buffer.concat([pending, chunk]);
      const at = pending.indexOf(line);
      if (at === -1) {
        pending = pending.subarray(Math.max(0, pending.length - KEPT_NOISE));
        return Buffer.alloc(0);
      }
      found = true;
      const rest = pending.subarray(at + line.length);
      pending = Buffer.alloc(0);
      return rest;
    },
  };
};
