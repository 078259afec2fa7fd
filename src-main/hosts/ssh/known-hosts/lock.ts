import { randomBytes } from 'node:crypto';
import { linkSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A line is written in far less; whoever held the lock for longer has died with it. */
const STALE_MS = 10_000;
/** Longer than one stale lock takes to be seen as such. */
const MOST_MS = 12_000;

/**
 * Takes the lock of a file (`<file>.lock`, made only where it is not there) and resolves to what gives it back. Where
 * no lock can be made (a folder that may not be written), or none is given back in time, it goes on without: the one
 * line that is written under it is appended whole by the system in any case.
 */
export const lockFile = async (file: string): Promise<() => void> => {
  const lock = `${file}.lock`;
  for (const until = Date.now() + MOST_MS; Date.now() < until; await sleep(15)) {
    try {
      writeFileSync(lock, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return () => undefined;
      removeStale(lock);
    }
  }
  return () => undefined;
};

/** Takes an old lock away, and puts it back where it was a new one by then. */
const removeStale = (lock: string) => {
  const aside = `${lock}.${randomBytes(6).toString('hex')}`;
  try {
    const seen = statSync(lock);
    if (Date.now() - seen.mtimeMs < STALE_MS) return;
    renameSync(lock, aside);
    if (statSync(aside).ino !== seen.ino) linkSync(aside, lock);
  } catch {
    // Somebody else was quicker.
  }
  rmSync(aside, { force: true });
};
