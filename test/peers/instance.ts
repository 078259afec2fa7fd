import { createServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { type Authority, createAuthority } from './certificates.ts';

/** An instance's public face on loopback HTTPS: enough of it for a MID Server's first contact. */
export type Instance = {
  readonly host: string;
  readonly port: number;
  /** What a MID Server's config.xml would name. */
  readonly url: string;
  readonly authority: Authority;
  /** `METHOD path` of what was asked so far. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
};

/** InstanceInfo takes POST only; a GET is answered by a SOAP fault that says so. */
export const startInstance = async (
  options: { readonly host?: string; readonly names?: readonly string[] } = {},
): Promise<Instance> => {
  const host = options.host ?? 'acme.service-now.com';
  const authority = createAuthority();
  const { key, cert } = authority.issue(options.names ?? [host]);
  const requests: string[] = [];
  const sockets = new Set<Duplex>();
  const server = createServer({ key, cert }, (request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'https://instance');
    requests.push(`${request.method} ${pathname}${search}`);
    request.resume();
    request.on('end', () => {
      if (pathname !== '/InstanceInfo.do') return void response.writeHead(404).end();
      const post = request.method === 'POST';
      response.writeHead(post ? 200 : 500, { 'Content-Type': 'text/xml;charset=UTF-8', 'Cache-Control': 'no-store' });
      response.end(envelope(post ? INFO : FAULT));
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    host,
    port: address.port,
    url: `https://${host}:${address.port}/`,
    authority,
    requests,
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
};

const envelope = (body: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Body>${body}</SOAP-ENV:Body></SOAP-ENV:Envelope>`;

const FAULT =
  '<SOAP-ENV:Fault><faultcode>SOAP-ENV:Server</faultcode><faultstring>Unable to parse SOAP document: only HTTP POST is supported</faultstring></SOAP-ENV:Fault>';

const INFO = `<executeResponse xmlns="http://www.service-now.com/InstanceInfo"><result>
<install_name>acme</install_name><instance_name>acme</instance_name><instance_id>b1946ac92492d2347c6235b4d2611184</instance_id>
<build_date>05-14-2026_1732</build_date><build_tag>glide-zurich-07-01-2025__patch4</build_tag><mid_buildstamp>zurich-07-01-2025__patch4-05-14-2026_1732</mid_buildstamp>
<mid_version>zurich-07-01-2025__patch4-05-14-2026_1732</mid_version></result></executeResponse>`;
