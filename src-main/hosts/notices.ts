import type { ConnectionError } from '../model/connection-error.ts';
import type { AskUser, PromptRequest } from '../model/prompt.ts';
import { excerpt, passage } from './bounded.ts';
import { connectionError } from './connection-params.ts';

/** Words of a host that asks nothing with them; hostile text, of any length. */
export type HostWords = {
  readonly host: string;
  readonly user: string;
  readonly title: string;
  readonly instruction: string;
};

export type NoticesContext = {
  readonly ask: AskUser;
  readonly signal: AbortSignal;
  /** The host may take its time now: somebody has to reach for a phone. */
  readonly onShown: () => void;
  readonly giveUp: (error: ConnectionError) => void;
};

export type Notices = {
  /** Shows these words until `end`, or others come; with `afterMs` only where nothing else came until then. */
  show(words: HostWords, afterMs?: number): void;
  /** Something else came. True where words stood until now. */
  end(): boolean;
};

/** How long a host may wait by itself for somebody to approve; sshd gives 120 seconds for the whole sign-in. */
export const APPROVAL_S = 180;
/** A banner is for everybody; one after which the host says nothing for so long is for this person. */
export const BANNER_WAITS_MS = 700;
/** More of them are no sign-in. */
const MOST = 50;

/**
 * Words of a host that goes on by itself ("Pushed a login request to your phone…"): they stand while it does. Nothing
 * is typed; whoever closes them has cancelled.
 */
export const createNotices = ({ ask, signal, onShown, giveUp }: NoticesContext): Notices => {
  let standing: { readonly said: string; readonly until: AbortController } | null = null;
  let shown = 0;
  const end = () => {
    const stood = standing !== null;
    standing?.until.abort();
    standing = null;
    return stood;
  };
  const present = (request: PromptRequest & { readonly host: string }, until: AbortSignal) => {
    if (until.aborted) return;
    if (++shown > MOST)
      return giveUp(connectionError('failed', 'auth', { host: request.host, why: 'it does not stop talking' }));
    onShown();
    ask(request, until).then((answer) => {
      if (answer.kind === 'cancel' && !until.aborted)
        giveUp(connectionError('cancelled', 'auth', { host: request.host }));
    }, giveUp);
  };
  return {
    end,
    show: ({ host, user, ...words }, afterMs = 0) => {
      const title = excerpt(words.title, 200);
      const instruction = passage(words.instruction);
      const said = `${title}\n${instruction}`;
      // A host that makes sure, time and again, that one is still there says nothing new.
      if (said === '\n' || said === standing?.said) return;
      end();
      const own = new AbortController();
      standing = { said, until: own };
      const until = AbortSignal.any([signal, own.signal]);
      const request = { kind: 'interactive', host, user, title, instruction, fields: [] } as const;
      if (afterMs === 0) return present(request, until);
      const timer = setTimeout(() => present(request, until), afterMs);
      until.addEventListener('abort', () => clearTimeout(timer), { once: true });
    },
  };
};
