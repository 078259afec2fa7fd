import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectionCheck } from '../../../../src-main/checks/network/connection.ts';
import { httpCheck } from '../../../../src-main/checks/network/http.ts';
import { tlsCheck } from '../../../../src-main/checks/network/tls.ts';
import { createToolsHost, type Tool } from '../../../fakes/tools-host.ts';
import { type Authority, createAuthority, createSelfSigned } from '../../../peers/certificates.ts';
import { startDroppingPort } from '../../../peers/dropping-port.ts';
import { freePort } from '../../../peers/free-port.ts';
import { startHttpProxy } from '../../../peers/http-proxy.ts';
import { peers } from '../../../peers/needs.ts';
import { type Listening, startHttpServer, startTlsServer } from '../../../peers/tls-server.ts';

/** Rungs that a tool can climb. */
type Climbs = { readonly tcp: boolean; readonly tls: boolean; readonly http: boolean; readonly proxy: boolean };

const ALL = { tcp: true, tls: true, http: true, proxy: true };
const TOOLS: readonly (Tool & { readonly climbs: Climbs })[] = [
  { name: 'openssl', programs: ['openssl'], climbs: ALL },
  { name: 'curl', programs: ['curl'], climbs: ALL },
  { name: 'python3', programs: ['python3'], climbs: ALL },
  { name: 'wget and the keytool of the agent', programs: ['wget'], keytool: true, climbs: ALL },
  { name: 'bash and the keytool of the agent', programs: ['bash'], keytool: true, climbs: { ...ALL, http: false } },
  {
    name: "BusyBox's nc and wget, and the keytool of the agent",
    programs: [],
    busybox: ['nc', 'wget'],
    keytool: true,
    climbs: { ...ALL, http: false },
  },
  { name: "BusyBox's nc", programs: [], busybox: ['nc'], climbs: { tcp: true, tls: false, http: false, proxy: false } },
  { name: 'no tool', programs: [], climbs: { tcp: false, tls: false, http: false, proxy: false } },
];

const open: { stop(): Promise<void> }[] = [];
const started = async <T extends { stop(): Promise<void> }>(listening: Promise<T>): Promise<T> => {
  const one = await listening;
  open.push(one);
  return one;
};

describe.skipIf(!peers('java', 'openssl', 'busybox', 'curl', 'wget', 'python'))(
  'a ladder by one tool of the host',
  () => {
    let own: Authority;
    let host: ReturnType<typeof createToolsHost>;
    let good: Listening;
    let stranger: Listening;
    let self: Listening;
    let plain: Listening;
    let tunnel: Listening;
    let refusing: Listening;

    beforeAll(async () => {
      own = createAuthority('Own root', 'Own Ltd');
      host = createToolsHost(own.cert, [connectionCheck, tlsCheck, httpCheck]);
      good = await started(startTlsServer(own.issue(['localhost'])));
      stranger = await started(startTlsServer(createAuthority('Stranger', 'Stranger Inc').issue(['localhost'])));
      self = await started(startTlsServer(createSelfSigned('localhost')));
      plain = await started(startHttpServer());
      tunnel = await started(startHttpProxy({ to: good.port }));
      refusing = await started(
        startHttpProxy({
          refuses: 'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"',
        }),
      );
    });
    afterAll(async () => {
      await Promise.all(open.map((server) => server.stop()));
      host[Symbol.dispose]();
    });

    const look = async (tool: Tool, port: number, o: { proxy?: number; scheme?: string } = {}) =>
      host.look(tool, port, {
        ...(o.scheme && { scheme: o.scheme }),
        ...(o.proxy && { proxy: { host: '127.0.0.1', port: o.proxy } }),
      });
    const all = (said: readonly string[]) => said.filter((s) => !/unread-/.test(s));
    const failing = (said: readonly string[]) => said.filter((s) => s.startsWith('fail'));

    describe.each(TOOLS)('$name', (tool) => {
      const { tcp, tls, http, proxy } = tool.climbs;

      test('a good instance', async () => {
        const { said, text, way } = await look(tool, good.port);
        expect(text).toContain(':way tools');
        expect(way).toBe("by the host's own tools");
        expect(failing(said)).toEqual([]);
        expect(said.includes('pass network.tcp-timeout'), text).toBe(tcp);
        expect(/^:tls ok/m.test(text), text).toBe(tls);
        expect(all(said).includes('pass network.not-an-instance'), text).toBe(http);
        if (!tls) expect(said).toContain('unknown network.tls-untrusted');
        if (tls && tool.keytool) expect(said).toContain('pass network.tls-untrusted');
      });

      test('nothing listens', async () => {
        const { said, text } = await look(tool, await freePort());
        expect(failing(said), text).toEqual(tcp ? ['fail network.tcp-refused'] : []);
      });

      if (tls)
        test('an issuer that the agent does not trust, and a certificate of its own', async () => {
          if (!tool.keytool) return expect((await look(tool, stranger.port)).text).toContain(':public-authority no');
          expect(failing((await look(tool, stranger.port)).said)).toEqual(['fail network.tls-untrusted']);
          expect(failing((await look(tool, self.port)).said)).toEqual(['fail network.tls-untrusted/self-signed']);
        });

      test('plain HTTP in the place of TLS is never a good instance', async () => {
        const { said, text } = await look(tool, plain.port);
        expect(
          said.filter((s) => /^pass network\.(tls|not-an|reach)/.test(s)),
          text,
        ).toEqual([]);
      });

      if (proxy)
        test('through a proxy, and one that wants a sign-in', async () => {
          const through = await look(tool, good.port, { proxy: tunnel.port });
          expect(failing(through.said), through.text).toEqual([]);
          expect(through.said, through.text).toContain('pass network.proxy-denied');
          const refused = await look(tool, good.port, { proxy: refusing.port });
          expect(failing(refused.said), refused.text).toEqual(http ? ['fail network.proxy-auth'] : []);
        });
    });

    test('a filtered port is said as such, however the tool says it', async () => {
      const filtered = await started(startDroppingPort());
      const looks = TOOLS.filter(({ name }) => /^(openssl|curl|BusyBox's nc)$/.test(name)).map(async (tool) => {
        const { said, text } = await look(tool, filtered.port);
        expect(failing(said), `${tool.name}\n${text}`).toEqual(['fail network.tcp-timeout']);
      });
      await Promise.all(looks);
    });
  },
);
