import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

export type PageFile = { readonly type: string; readonly body: Uint8Array<ArrayBuffer> };

/**
 * The built page, read once: from `/assets/x.js` to its bytes, and `/` for the page itself. Only what is in here can
 * be served, so that no path a request makes up reaches the disk. Throws where the page was not built.
 */
export const readPageFiles = async (dir: string): Promise<ReadonlyMap<string, PageFile>> => {
  const files = new Map<string, PageFile>();
  for (const file of await filesUnder(dir)) {
    const type = MEDIA_TYPES[extname(file)];
    if (type === undefined) continue;
    const path = `/${relative(dir, file).split(sep).join('/')}`;
    const page = { type, body: new Uint8Array(await readFile(file)) };
    files.set(path === '/index.html' ? '/' : path, page);
  }
  if (!files.has('/')) throw new Error(`There is no page in ${dir}: build it with 'npm run build'.`);
  return files;
};

const filesUnder = async (dir: string): Promise<string[]> => {
  const found = await readdir(dir, { withFileTypes: true });
  const paths = found.map((entry) =>
    entry.isDirectory() ? filesUnder(join(dir, entry.name)) : [join(dir, entry.name)],
  );
  return (await Promise.all(paths)).flat();
};

/**
 * What every answer carries, in either shell: the page runs its own scripts and styles and nothing else, stands in no
 * frame, and is never kept. `connect` is where it may send requests to.
 */
export const pageHeaders = (connect: "'self'" | "'none'"): Readonly<Record<string, string>> => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types svelte-trusted-html',
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()',
  'cache-control': 'no-store',
});
