import type { App } from '../../../src-main/app/create-app.ts';
import type { View } from '../../../src-main/contract/view.ts';

/** That step has been looked at, and nothing is being looked at any more. */
export const settled = (view: View, id: string) =>
  !['todo', 'looking'].includes(view.steps.find((step) => step.id === id)?.state ?? 'todo') && view.progress === null;

/** The next view that is as wanted; rejects with the last one where none comes. */
export const until = (from: App, wanted: (view: View) => boolean, timeoutMs = 60_000): Promise<View> =>
  new Promise((resolve, reject) => {
    let last: View | undefined;
    const done = (end: () => void) => {
      clearTimeout(timer);
      queueMicrotask(() => stop());
      end();
    };
    const timer = setTimeout(
      () => done(() => reject(new Error(`not reached; last view: ${JSON.stringify(last, null, 1).slice(0, 6000)}`))),
      timeoutMs,
    );
    const stop = from.subscribe((view) => {
      last = view;
      if (wanted(view)) done(() => resolve(view));
    });
  });
