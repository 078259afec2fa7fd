import type { View } from '../contract/view.ts';

/** At most twenty pushes a second: eyes see no more, and a page redraws for each. */
const BETWEEN_MS = 50;

export type Pusher = {
  /** Something has changed: the view is made and pushed, at once or when the last push is long enough ago. */
  changed(): void;
  latest(): View;
  subscribe(listener: (view: View) => void): () => void;
  close(): void;
};

/** `make` draws the view; where it throws, `broken` says so in the last view that could be drawn. */
export const createPusher = (make: () => Omit<View, 'revision'>, broken: (error: unknown) => View['error']): Pusher => {
  const listeners = new Set<(view: View) => void>();
  let view: View = { ...make(), revision: 1 };
  let timer: NodeJS.Timeout | null = null;
  let pushedAt = Number.NEGATIVE_INFINITY;

  const draw = (): Omit<View, 'revision'> => {
    try {
      return make();
    } catch (error) {
      return { ...view, error: broken(error) };
    }
  };

  const push = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    pushedAt = performance.now();
    view = { ...draw(), revision: view.revision + 1 };
    for (const listener of [...listeners]) notify(listener, view);
  };

  return {
    changed: () => {
      if (timer) return;
      const wait = pushedAt + BETWEEN_MS - performance.now();
      // Even the first one waits for the turn's end: one command changes the machine in several small steps.
      timer = setTimeout(push, Math.max(0, wait));
    },
    latest: () => {
      if (timer) push();
      return view;
    },
    subscribe: (listener) => {
      if (timer) push();
      listeners.add(listener);
      notify(listener, view);
      return () => {
        listeners.delete(listener);
      };
    },
    close: () => {
      if (timer) clearTimeout(timer);
      timer = null;
      listeners.clear();
    },
  };
};

/** A page that has gone wrong must not stop the wizard, or keep the view from the others. */
const notify = (listener: (view: View) => void, view: View): void => {
  try {
    listener(view);
  } catch {
    // Its own affair: it gets the next view like everybody.
  }
};
