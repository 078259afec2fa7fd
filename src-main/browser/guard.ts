import type { IncomingHttpHeaders } from 'node:http';

/** Which methods each kind of path takes; every path that is not listed is a file of the page. */
const METHODS: Readonly<Record<string, readonly string[]>> = {
  '/dispatch': ['POST'],
  '/ask': ['POST'],
  '/view': ['GET'],
};
const FILE_METHODS: readonly string[] = ['GET', 'HEAD'];

export type Refusal = { readonly status: 403 | 405 | 415; readonly message: string; readonly allow?: string };

/**
 * What is wrong with a request before anything of it is looked at; null where nothing is. A page of another site can
 * make a browser send requests here, and a name of its own lead here (DNS rebinding): neither gets further than this.
 */
export const refusalOf = (
  request: { readonly method: string; readonly path: string; readonly headers: IncomingHttpHeaders },
  authority: string,
): Refusal | null => {
  const { method, path, headers } = request;
  if (headers.host !== authority)
    return { status: 403, message: `MID Up answers to http://${authority} only; this request named another host.` };
  const allowed = METHODS[path] ?? FILE_METHODS;
  if (!allowed.includes(method)) {
    const allow = allowed.join(', ');
    return { status: 405, message: `${path.slice(0, 64)} takes ${allow} only.`, allow };
  }
  const { origin } = headers;
  if (origin !== undefined ? origin !== `http://${authority}` : method === 'POST')
    return { status: 403, message: "MID Up takes requests from its own page only; this one's Origin is another." };
  const site = headers['sec-fetch-site'];
  if (path !== '/' && site !== undefined && site !== 'same-origin' && site !== 'none')
    return { status: 403, message: 'MID Up takes requests from its own page only; this one came from another site.' };
  if (method === 'POST' && !/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? ''))
    return { status: 415, message: 'Send application/json.' };
  return null;
};
