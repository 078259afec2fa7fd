import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pageHeaders, readPageFiles } from '../app/page-files.ts';
import type { Contract } from '../contract/contract.ts';
import { createEndpoint, type Endpoint } from '../contract/endpoint.ts';
import type { Envelope } from '../contract/errors.ts';
import { type BodyFault, readJson } from './body.ts';
import { refusalOf } from './guard.ts';
import { createLaunch } from './launch.ts';
import { NOTICE_POLICY, type NoticeName, noticePage } from './notices.ts';
import { createViewStreams } from './view-streams.ts';

const LOOPBACK = '127.0.0.1';

export type BrowserServer = {
  /** To be opened once: it holds the one-time token. */
  readonly url: string;
  readonly origin: string;
  /** Ends every connection. The contract behind it is the caller's to close. */
  close(): Promise<void>;
};

export type ServeOptions = {
  readonly contract: Contract;
  /** The built page; where it stands beside the built command by default. */
  readonly pageDir?: string;
  /** A free one where it is not given. */
  readonly port?: number;
};

/** Serves the page to this computer's own browsers. Throws where the port is taken or the page is not built. */
export const serve = async (o: ServeOptions): Promise<BrowserServer> => {
  const files = await readPageFiles(o.pageDir ?? join(import.meta.dirname, '..', 'renderer'));
  const endpoint = createEndpoint(o.contract);
  const streams = createViewStreams(o.contract);
  const headers = pageHeaders("'self'");

  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const port = await listen(server, o.port ?? 0);
  const authority = `${LOOPBACK}:${port}`;
  const launch = createLaunch(port);

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const url = new URL(`http://${LOOPBACK}${(request.url ?? '/').replace(/^(?!\/)|^\/{2,}/, '/')}`);
    const method = request.method ?? '';
    const path = url.pathname;
    const refusal = refusalOf({ method, path, headers: request.headers }, authority);
    if (refusal) {
      if (refusal.allow) response.setHeader('allow', refusal.allow);
      return sendEnvelope(response, refusal.status, { ok: false, code: 'refused', message: refusal.message });
    }
    const knows = launch.holdsSession(request.headers.cookie);
    const token = path === '/' ? url.searchParams.get('token') : null;
    if (token !== null) {
      // A browser that reads ahead, or asks for the headers only, must not use the address up.
      if (method === 'HEAD' || /prefetch|prerender/.test(String(request.headers['sec-purpose'])))
        return sendNotice(response, 503, 'prefetch');
      const outcome = launch.redeem(token);
      if (outcome === 'opened') response.setHeader('set-cookie', launch.cookie);
      if (outcome === 'used') return sendNotice(response, 403, knows ? 'used-here' : 'used');
      return sendNotice(response, outcome === 'opened' ? 200 : 403, outcome);
    }
    if (!knows) {
      if (path === '/') return sendNotice(response, 401, 'no-session');
      const message = 'This browser is not known. Open the address that MID Up printed in its terminal.';
      return sendEnvelope(response, 401, { ok: false, code: 'refused', message });
    }
    if (path === '/view') return streams.open(response);
    if (path === '/dispatch' || path === '/ask') return takeMessage(request, response, endpoint, path);
    const file = files.get(path);
    if (!file) return sendEnvelope(response, 404, { ok: false, code: 'refused', message: 'There is no such page.' });
    response.writeHead(200, { 'content-type': file.type, 'content-length': file.body.byteLength });
    response.end(method === 'HEAD' ? undefined : file.body);
  };

  return {
    url: `http://${authority}/?token=${launch.token}`,
    origin: `http://${authority}`,
    close: async () => {
      streams.closeAll();
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
};

const listen = (server: ReturnType<typeof createServer>, port: number) =>
  new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => resolve((server.address() as AddressInfo).port));
  });

const FAULTS: Readonly<Record<BodyFault, { status: number; message: string }>> = {
  'too-large': { status: 413, message: 'message: longer than 1 MiB' },
  'not-json': { status: 400, message: 'message: not JSON' },
  'broken-off': { status: 400, message: 'message: broken off' },
};

const STATUS = { invalid: 400, refused: 409, failed: 500, gone: 503 } as const;

const takeMessage = async (
  request: IncomingMessage,
  response: ServerResponse,
  endpoint: Endpoint,
  path: '/dispatch' | '/ask',
) => {
  const body = await readJson(request);
  if (!body.ok) {
    const { status, message } = FAULTS[body.why];
    return sendEnvelope(response, status, { ok: false, code: 'invalid', message });
  }
  const envelope = await (path === '/dispatch' ? endpoint.dispatch(body.value) : endpoint.ask(body.value));
  sendEnvelope(response, envelope.ok ? 200 : STATUS[envelope.code], envelope);
};

const sendEnvelope = (response: ServerResponse, status: number, envelope: Envelope<unknown>) => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(envelope));
};

const sendNotice = (response: ServerResponse, status: number, name: NoticeName) => {
  response.setHeader('content-security-policy', NOTICE_POLICY);
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' });
  response.end(noticePage(name));
};
