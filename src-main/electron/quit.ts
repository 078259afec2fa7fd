import type { MessageBoxOptions } from 'electron';
import type { View } from '../contract/view.ts';
import type { Messages } from '../messages/index.ts';

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

export const endQuestion = ({ host }: Change, { phrase }: Messages): MessageBoxOptions => ({
  type: 'warning',
  message: phrase('quit.message', { host }),
  detail: phrase('quit.detail'),
  buttons: [phrase('quit.stay'), phrase('quit.end')],
  defaultId: 0,
  cancelId: 0,
});

export type Change = { readonly host: string };

/** What is being changed on a host at this moment, if anything is. */
export const changeUnderWay = (view: View | undefined): Change | null => {
  const fix = view?.fix;
  return fix?.phase === 'applying' || fix?.phase === 'watching' ? { host: fix.host } : null;
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
