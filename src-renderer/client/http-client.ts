import type { AnswerOf, Ask } from '../../src-main/contract/asks.ts';
import { ContractError, type Envelope, unwrap } from '../../src-main/contract/errors.ts';
import type { View } from '../../src-main/contract/view.ts';
import type { Client } from './client.ts';
import { followEvents } from './event-stream.ts';

export type HttpClientOptions = {
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
  /** Calls its argument whenever the page comes back to the front, or the computer back to its network. */
  readonly onWake?: (wake: () => void) => void;
  /** Milliseconds: first and longest wait before the next try, and how long a loss may last before it is told. */
  readonly timing?: { readonly firstWait: number; readonly longestWait: number; readonly goneAfter: number };
};

const GONE = 'MID Up no longer answers. If it was stopped, start it again and open the address that it prints.';

/** The contract over `POST /dispatch`, `POST /ask` and the event stream `GET /view`, all of the page's own origin. */
export const createHttpClient = (o: HttpClientOptions): Client => {
  const timing = o.timing ?? { firstWait: 250, longestWait: 5_000, goneAfter: 4_000 };
  const views = new Set<(view: View) => void>();
  const losses = new Set<(gone: boolean) => void>();
  let last: View | undefined;
  let gone = false;
  let following: AbortController | undefined;
  let wake: () => void = () => {};
  o.onWake?.(() => wake());

  const setGone = (now: boolean) => {
    if (gone === now) return;
    gone = now;
    for (const listener of losses) listener(now);
  };

  const call = async (path: string, message: unknown): Promise<unknown> => {
    let response: Response;
    try {
      response = await o.fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(message),
      });
    } catch (cause) {
      throw new ContractError('gone', GONE, { cause });
    }
    wake();
    return unwrap(await envelopeOf(response));
  };

  /** One connection after another until nobody listens; each try waits twice as long as the one before. */
  const follow = async (signal: AbortSignal) => {
    let wait = timing.firstWait;
    let lost: ReturnType<typeof setTimeout> | undefined;
    const arrived = (view: View) => {
      clearTimeout(lost);
      lost = undefined;
      wait = timing.firstWait;
      last = view;
      setGone(false);
      // Later, each by itself: what fails in a listener shows as its own error and does not end the stream.
      for (const listener of views) queueMicrotask(() => views.has(listener) && listener(view));
    };
    while (!signal.aborted) {
      const ended = await followEvents({ fetch: o.fetch, path: '/view', signal, onData: (d) => arrived(d as View) });
      if (signal.aborted) break;
      // Another tab took the place: this one asks for it again once somebody looks at it.
      if (ended === 'parked') await pause(undefined, signal, (w) => (wake = w));
      else {
        lost ??= setTimeout(() => setGone(true), ended === 'refused' ? 0 : timing.goneAfter);
        await pause(ended === 'refused' ? undefined : wait, signal, (w) => (wake = w));
        wait = Math.min(wait * 2, timing.longestWait);
      }
    }
    clearTimeout(lost);
  };

  return {
    dispatch: async (command) => void (await call('/dispatch', command)),
    ask: async <A extends Ask>(question: A) => (await call('/ask', question)) as AnswerOf<A>,
    subscribe: (listener) => {
      views.add(listener);
      if (last) listener(last);
      if (!following) {
        following = new AbortController();
        void follow(following.signal);
      }
      return () => {
        views.delete(listener);
        if (views.size > 0) return;
        following?.abort();
        following = undefined;
        last = undefined;
      };
    },
    onGone: (listener) => {
      losses.add(listener);
      if (gone) listener(true);
      return () => losses.delete(listener);
    },
  };
};

const envelopeOf = async (response: Response): Promise<Envelope<unknown>> => {
  try {
    return (await response.json()) as Envelope<unknown>;
  } catch {
    return { ok: false, code: 'failed', message: `MID Up answered with HTTP ${response.status} and no result.` };
  }
};

/** Resolves after `ms` (never, where undefined), or when woken or aborted. */
const pause = (ms: number | undefined, signal: AbortSignal, setWake: (wake: () => void) => void): Promise<void> =>
  new Promise((resolve) => {
    const timer = ms === undefined ? undefined : setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      setWake(() => {});
      resolve();
    }
    signal.addEventListener('abort', done);
    setWake(done);
  });
