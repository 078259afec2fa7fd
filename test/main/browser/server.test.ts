import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type BrowserServer, serve } from '../../../src-main/browser/server.ts';
import { createFakeContract, type FakeContract } from '../../fakes/fake-contract.ts';
import { openPage } from '../../fakes/http-page.ts';

/** On a busy machine, too. */
const waitFor = (met: () => void) => vi.waitFor(met, 5000);

let pageDir = '';
let contract: FakeContract;
let server: BrowserServer;

beforeAll(() => {
  pageDir = mkdtempSync(join(tmpdir(), 'midup-page-'));
  mkdirSync(join(pageDir, 'assets'));
  writeFileSync(join(pageDir, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(pageDir, 'assets/index.js'), 'let page = 1;');
  writeFileSync(join(pageDir, 'assets/notes.key'), 'not a kind of file that a page has');
});
afterAll(() => rmSync(pageDir, { recursive: true }));
beforeEach(async () => {
  contract = createFakeContract();
  server = await serve({ contract, pageDir });
});
afterEach(() => server.close());

const token = () => new URL(server.url).searchParams.get('token') ?? '';
const port = () => Number(new URL(server.origin).port);

/** What `fetch` does not let one do: any Host, any path as it stands, any method. */
const raw = (o: { method?: string; path?: string; headers?: Record<string, string>; body?: string }) =>
  new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: port(), method: o.method, path: o.path, headers: o.headers ?? {} });
    sent.on('error', reject);
    sent.on('response', (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.end(o.body);
  });

describe('the one-time token', () => {
  test('opens one session, with a cookie no script and no other site can use', async () => {
    const response = await fetch(server.url);
    expect(response.status).toBe(200);
    expect(response.headers.get('set-cookie')).toMatch(
      new RegExp(`^midup_${port()}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
    );
    expect(await response.text()).toContain('http-equiv="refresh"');
  });

  test('opens nothing a second time, and the page says what to do', async () => {
    await fetch(server.url);
    const again = await fetch(server.url);
    expect(again.status).toBe(403);
    expect(again.headers.get('set-cookie')).toBeNull();
    expect(await again.text()).toMatch(/has been used.*Ctrl-C/s);
  });

  test('a second time in the same browser leads on to the page that is open already', async () => {
    const { send } = await openPage(server);
    const again = await send(`/?token=${token()}`);
    expect(again.status).toBe(403);
    expect(await again.text()).toContain('<a href="/">');
  });

  test.each(['', 'x', '%00', 'a'.repeat(43)])(
    'a wrong one opens nothing and does not use up the right one: "%s"',
    async (wrong) => {
      const response = await fetch(`${server.origin}/?token=${wrong}`);
      expect(response.status).toBe(403);
      expect(response.headers.get('set-cookie')).toBeNull();
      expect((await fetch(server.url)).status).toBe(200);
    },
  );

  test('is not used up by a browser that reads ahead or asks for headers only', async () => {
    expect((await fetch(server.url, { headers: { 'sec-purpose': 'prefetch;prerender' } })).status).toBe(503);
    expect((await fetch(server.url, { method: 'HEAD' })).status).toBe(503);
    expect((await fetch(server.url)).status).toBe(200);
  });

  test('is another at every start, and opens no other server', async () => {
    const other = await serve({ contract, pageDir });
    const mine = token();
    expect(new URL(other.url).searchParams.get('token')).not.toBe(mine);
    expect((await fetch(`${other.origin}/?token=${mine}`)).status).toBe(403);
    await other.close();
  });
});

describe('without a session', () => {
  test.each(['/', '/index.html', '/assets/index.js', '/view', '/nothing'])('%s is refused', async (path) => {
    const response = await fetch(server.origin + path);
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain('page');
  });

  test.each(['/dispatch', '/ask'])('%s is refused and nothing is done', async (path) => {
    const response = await fetch(server.origin + path, {
      method: 'POST',
      headers: { origin: server.origin, 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'next' }),
    });
    expect(response.status).toBe(401);
    expect(contract.dispatched).toEqual([]);
  });

  test.each(['midup_1=x', `midup_=x`, 'a=b; c', ''])(
    'a cookie that is not the session is none: "%s"',
    async (cookie) => {
      const named = cookie.replace('midup_=', `midup_${port()}=`);
      expect((await fetch(server.origin, { headers: { cookie: named } })).status).toBe(401);
    },
  );
});

describe('with a session', () => {
  test('the page and its files are there, several tabs of it, each with every protection', async () => {
    const { send } = await openPage(server);
    for (const path of ['/', '/', '/assets/index.js']) {
      const response = await send(path);
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-security-policy': expect.stringMatching(
          /^default-src 'none'; script-src 'self'; style-src 'self'; .*frame-ancestors 'none'/,
        ),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cache-control': 'no-store',
      });
    }
    expect(await (await send('/assets/index.js')).text()).toBe('let page = 1;');
    expect((await send('/', { method: 'HEAD' })).status).toBe(200);
  });

  test('a notice keeps the protections too', async () => {
    const policy = (await fetch(server.origin)).headers.get('content-security-policy');
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-/);
  });

  test.each([
    '/index.html',
    '/assets/notes.key',
    '/assets/',
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/assets/../../package.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '//etc/passwd',
    '/assets\\..\\..\\package.json',
    '/constructor',
    '/%',
    `/${'a'.repeat(9000)}`,
  ])('no other file can be had: %s', async (path) => {
    const { cookie } = await openPage(server);
    const { status, body } = await raw({ path, headers: { cookie } });
    expect(status).toBe(404);
    expect(body).not.toMatch(/devDependencies|root:|not a kind/);
  });

  test.each([
    ['PUT', '/', 'GET, HEAD'],
    ['POST', '/', 'GET, HEAD'],
    ['DELETE', '/assets/index.js', 'GET, HEAD'],
    ['OPTIONS', '/dispatch', 'POST'],
    ['GET', '/dispatch', 'POST'],
    ['PATCH', '/ask', 'POST'],
    ['HEAD', '/view', 'GET'],
    ['TRACE', '/view', 'GET'],
  ])('%s %s is refused and told what is allowed', async (method, path, allow) => {
    const { cookie } = await openPage(server);
    const response = await raw({ method, path, headers: { cookie, origin: server.origin } });
    expect(response.status).toBe(405);
    expect(response.headers['allow']).toBe(allow);
  });

  const post = (headers: Record<string, string>) => async () => {
    const { cookie } = await openPage(server);
    const body = JSON.stringify({ type: 'next' });
    const all = { cookie, origin: server.origin, 'content-type': 'application/json', ...headers };
    return raw({ method: 'POST', path: '/dispatch', headers: all, body });
  };

  test('a message of the page itself is heard', async () => {
    expect(await post({ 'sec-fetch-site': 'same-origin' })()).toMatchObject({
      status: 200,
      body: '{"ok":true,"value":null}',
    });
    expect(contract.dispatched).toEqual([{ type: 'next' }]);
  });

  test.each([
    ['another site', { origin: 'https://evil.example' }, 403],
    ['another port of this computer', { origin: 'http://127.0.0.1:1' }, 403],
    ['the same port under another name', { origin: 'http://localhost:1' }, 403],
    ['a page without an origin', { origin: 'null' }, 403],
    ['another site, by the browser’s own word', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a page of another port, by the browser’s own word', { 'sec-fetch-site': 'same-site' }, 403],
    ['a form', { 'content-type': 'text/plain' }, 415],
    ['a name that leads here', { host: 'evil.example' }, 403],
    ['a name that leads here, with the port', { host: 'evil.example:1' }, 403],
  ])('a message from %s is refused and nothing is done', async (_who, headers, status) => {
    const response = await post(headers)();
    expect(response.status).toBe(status);
    expect(JSON.parse(response.body)).toMatchObject({ ok: false, code: 'refused' });
    expect(contract.dispatched).toEqual([]);
  });

  test('a message without any origin is refused', async () => {
    const { cookie } = await openPage(server);
    const headers = { cookie, 'content-type': 'application/json' };
    const response = await raw({ method: 'POST', path: '/dispatch', headers, body: '{"type":"next"}' });
    expect(response.status).toBe(403);
  });

  test.each(['/', '/assets/index.js', '/view', '/?token=x'])('no foreign name reaches %s', async (path) => {
    const { cookie } = await openPage(server);
    for (const host of ['evil.example', `evil.example:${port()}`, 'localhost', '127.0.0.1', `127.0.0.2:${port()}`])
      expect((await raw({ path, headers: { cookie, host } })).status).toBe(403);
    expect((await raw({ path, headers: { cookie, origin: 'https://evil.example' } })).status).toBe(403);
  });

  test.each([
    ['no JSON', '{"type":', 400],
    ['too long', JSON.stringify({ type: 'note', text: 'x'.repeat(1024 * 1024) }), 413],
  ])('a body that is %s is refused as invalid', async (_what, body, status) => {
    const { send } = await openPage(server);
    const response = await send('/dispatch', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ ok: false, code: 'invalid' });
  });
});

describe('views', () => {
  const follow = async (send: Awaited<ReturnType<typeof openPage>>['send']) => {
    const response = await send('/view');
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const seen = { text: '', ended: false };
    void (async () => {
      for (;;) {
        const part = await reader?.read().catch(() => undefined);
        if (!part || part.done) break;
        seen.text += part.value;
      }
      seen.ended = true;
    })();
    return { seen, leave: () => reader?.cancel() };
  };

  test('a tab that leaves is let go', async () => {
    const { send } = await openPage(server);
    const { leave } = await follow(send);
    expect(contract.listeners()).toBe(1);
    await leave();
    await waitFor(() => expect(contract.listeners()).toBe(0));
  });

  test('a fifth tab parks the first, so that commands still get through', async () => {
    const { send } = await openPage(server);
    const tabs: Awaited<ReturnType<typeof follow>>[] = [];
    for (let n = 0; n < 5; n++) tabs.push(await follow(send));
    await waitFor(() =>
      expect(tabs[0]?.seen).toMatchObject({ ended: true, text: expect.stringContaining('event: parked') }),
    );
    expect(contract.listeners()).toBe(4);
    contract.push({ note: 'for the four' });
    await waitFor(() => expect(tabs[4]?.seen.text).toContain('for the four'));
    expect(tabs[0]?.seen.text).not.toContain('for the four');
  });

  test('a tab that reads slowly gets the latest view and not all of them', async () => {
    const { cookie } = await openPage(server);
    const socket = connect(port(), '127.0.0.1');
    socket.pause();
    socket.write(`GET /view HTTP/1.1\r\nHost: 127.0.0.1:${port()}\r\nCookie: ${cookie}\r\n\r\n`);
    await waitFor(() => expect(contract.listeners()).toBe(1));
    const note = 'x'.repeat(500_000);
    for (let n = 1; n <= 200; n++) contract.push({ note: `${n}:${note}` });
    let read = '';
    socket.on('data', (chunk) => (read += chunk.toString('latin1')));
    socket.resume();
    await waitFor(() => expect(read).toContain('"200:'));
    expect(read.length).toBeLessThan(100 * note.length);
    socket.destroy();
  });
});

test('listens on the loopback address only', async () => {
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address && !address.internal && address.family === 'IPv4');
  const reached = new Promise((resolve) => {
    const socket = connect(port(), outside?.address ?? '127.0.0.2');
    socket.on('connect', () => resolve('connected'));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
  });
  expect(await reached).toBe('ECONNREFUSED');
});

test('close ends streams and lets nothing in any more', async () => {
  const { send } = await openPage(server);
  await send('/view');
  await server.close();
  expect(contract.listeners()).toBe(0);
  await expect(send('/')).rejects.toThrow();
});

test('a page that was not built is said so', async () => {
  await expect(serve({ contract, pageDir: join(pageDir, 'assets') })).rejects.toThrow(/npm run build/);
});

test('a port that is taken is an error, not silence', async () => {
  await expect(serve({ contract, pageDir, port: port() })).rejects.toThrow(/EADDRINUSE/);
});
