import type { BrowserServer } from '../../src-main/browser/server.ts';

/** A browser as far as the server can tell: keeps the session's cookie, sends its own origin. */
export const openPage = async (server: Pick<BrowserServer, 'url' | 'origin'>) => {
  const opened = await fetch(server.url);
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
  const send = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(server.origin + path, { ...init, headers: { cookie, origin: server.origin, ...init.headers } });
  return { cookie, send };
};
