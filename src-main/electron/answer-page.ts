import { type PageFile, pageHeaders } from '../app/page-files.ts';
import { isOwnPage } from './own-page.ts';

/** One request to the app's own scheme: a file of the built page, or nothing. */
export const answerPage = (
  files: ReadonlyMap<string, PageFile>,
  request: { readonly url: string; readonly method: string },
): Response => {
  const headers = pageHeaders("'none'");
  if (request.method !== 'GET') return new Response(null, { status: 405, headers: { ...headers, allow: 'GET' } });
  const file = isOwnPage(request.url) ? files.get(new URL(request.url).pathname) : undefined;
  if (!file) return new Response(null, { status: 404, headers });
  return new Response(file.body, { status: 200, headers: { ...headers, 'content-type': file.type } });
};
