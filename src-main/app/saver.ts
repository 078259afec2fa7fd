import type { Session, SessionStore } from '../model/session.ts';

/** Long enough that a burst of evidence is one write, short enough that a crash loses nothing one remembers. */
const AFTER_MS = 400;

export type Saver = {
  /** The session has changed; it is taken and written a little later. */
  changed(): void;
  /** Takes it now, and resolves when it is written. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

export const createSaver = (
  store: Pick<SessionStore, 'save'>,
  take: () => Session | null,
  told: { saved(session: Session): void; failed(error: unknown): void },
): Saver => {
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();

  const write = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    // Taken before anything is awaited: what comes next may be another session.
    const session = take();
    if (!session) return;
    writing = writing.then(() =>
      store.save(session).then(
        () => told.saved(session),
        (error: unknown) => told.failed(error),
      ),
    );
  };

  const flush = () => {
    if (timer) write();
    return writing;
  };

  return {
    changed: () => {
      timer ??= setTimeout(write, AFTER_MS);
    },
    flush,
    close: flush,
  };
};
