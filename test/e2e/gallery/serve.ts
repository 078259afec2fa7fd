import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, type InlineConfig } from 'vite';

const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** The policy that both shells send; what the page cannot do under it, it cannot do at all. */
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Builds as for a release: under a test runner vite would take over its NODE_ENV, and Svelte its development mode. */
export const buildPage = async (
  root: string,
  options: InlineConfig['build'],
): Promise<Awaited<ReturnType<typeof build>>> => {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    return await build({
      root,
      configFile: false,
      logLevel: 'warn',
      plugins: [svelte({ configFile: false })],
      build: { ...options },
    });
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
};

export type Gallery = { readonly url: string; readonly dir: string; close(): Promise<void> };

/** Builds the gallery as the page itself is built, and serves it on a random port under the strict policy. */
export const serveGallery = async (): Promise<Gallery> => {
  const dir = await mkdtemp(join(tmpdir(), 'midup-gallery-'));
  await buildPage(import.meta.dirname, { outDir: dir, emptyOutDir: true, target: 'chrome108', assetsInlineLimit: 0 });
  const server = createServer(async (request, response): Promise<void> => {
    const path = normalize(new URL(request.url ?? '/', 'http://gallery').pathname);
    if (path === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    const file = join(dir, path === '/' ? 'index.html' : path);
    try {
      const body = await readFile(file);
      response.writeHead(200, {
        'content-type': TYPES[extname(file)] ?? 'text/plain',
        'content-security-policy': POLICY,
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/`,
    dir,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(dir, { recursive: true, force: true });
    },
  };
};
