import type { MessageBoxOptions } from 'electron';
import type { View } from '../contract/view.ts';

/** An app that cannot let go of a host must not keep its window open for ever. */
const CLOSE_LIMIT_MS = 5_000;

export type QuitParts = {
  readonly latest: () => View | undefined;
  /** Asks whether to end although this is under way. */
  readonly confirm: (change: Change) => Promise<boolean>;
  readonly close: () => Promise<void>;
  readonly exit: () => void;
};

/** Which button of the question ends the app. */
export const END = 1;

export const endQuestion = ({ title, host }: Change): MessageBoxOptions => ({
  type: 'warning',
  message: `${title} on ${host} is under way.`,
  detail: 'What was sent to the host is done. Whether it helped will not be seen if MID Up ends now.',
  buttons: ['Keep MID Up open', 'End MID Up'],
  defaultId: 0,
  cancelId: 0,
});

export type Change = { readonly title: string; readonly host: string };

/** What is being changed on a host at this moment, if anything is. */
export const changeUnderWay = (view: View | undefined): Change | null => {
  const fix = view?.fix;
  return fix?.phase === 'applying' || fix?.phase === 'watching' ? { title: fix.title, host: fix.host } : null;
};

/**
 * Ends the app once: asks first where a change is under way, lets go of the host and saves the session, then exits.
 * However often it is asked to quit meanwhile.
 */
export const createQuit = (parts: QuitParts): { request(): Promise<void>; underWay(): boolean } => {
  let state: 'open' | 'asking' | 'closing' = 'open';
  return {
    underWay: () => state === 'closing',
    request: async () => {
      if (state !== 'open') return;
      const change = changeUnderWay(parts.latest());
      if (change) {
        state = 'asking';
        if (!(await parts.confirm(change))) {
          state = 'open';
          return;
        }
      }
      state = 'closing';
      const limit = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_LIMIT_MS));
      await Promise.race([parts.close().catch(() => {}), limit]);
      parts.exit();
    },
  };
};
