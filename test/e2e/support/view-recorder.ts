import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { View } from '../../../src-main/contract/view.ts';

export type ViewRecorder = {
  /** Every message of the stream, as it was sent. */
  raw(): string;
  latest(): View;
  /** Waits for a view; the error shows the last one. */
  until(what: (view: View) => boolean, timeoutMs?: number): Promise<View>;
  ask(question: object): Promise<string>;
  dispatch(command: object): Promise<void>;
  stop(): void;
};

/** Listens beside an open page, with its session: what the page gets, and the two verbs, as text. */
export const recordViews = async (page: Page, origin: string): Promise<ViewRecorder> => {
  const cookies = await page.context().cookies(origin);
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const stop = new AbortController();
  const response = await fetch(`${origin}/view`, { headers: { cookie }, signal: stop.signal });
  let raw = '';
  let latest: View | undefined;
  const read = async () => {
    let rest = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      raw += chunk;
      const parts = (rest + chunk).split('\n\n');
      rest = parts.pop() ?? '';
      const last = parts.findLast((part) => part.startsWith('data: {"'));
      if (last) latest = JSON.parse(last.slice(6));
    }
  };
  read().catch(() => undefined);
  const post = async (path: string, message: object): Promise<string> => {
    const headers = { cookie, origin, 'content-type': 'application/json' };
    const answer = await fetch(origin + path, { method: 'POST', headers, body: JSON.stringify(message) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} ${answer.status}: ${text}`);
    return text;
  };
  const current = (): View => {
    if (!latest) throw new Error('no view has come yet');
    return latest;
  };
  return {
    raw: () => raw,
    latest: current,
    until: async (what, timeoutMs = 20_000) => {
      const end = Date.now() + timeoutMs;
      for (;;) {
        if (latest && what(latest)) return latest;
        if (Date.now() > end) throw new Error(`never seen; the last view: ${JSON.stringify(latest).slice(0, 3000)}`);
        await sleep(20);
      }
    },
    ask: (question) => post('/ask', question),
    dispatch: async (command) => void (await post('/dispatch', command)),
    stop: () => stop.abort(),
  };
};
