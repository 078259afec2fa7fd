import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectionCheck } from '../../../../src-main/checks/network/connection.ts';
import { httpCheck } from '../../../../src-main/checks/network/http.ts';
import { revocationCheck } from '../../../../src-main/checks/network/revocation.ts';
import { tlsCheck } from '../../../../src-main/checks/network/tls.ts';
import { createToolsHost, type Look, type Tool } from '../../../fakes/tools-host.ts';
import { type Authority, createAuthority } from '../../../peers/certificates.ts';
import { startFirewall } from '../../../peers/firewall.ts';
import { freePort } from '../../../peers/free-port.ts';
import { startHttpProxy } from '../../../peers/http-proxy.ts';
import { peers } from '../../../peers/needs.ts';
import {
  always,
  startHttpServer,
  startRawServer,
  startStallingServer,
  startTlsServer,
} from '../../../peers/tls-server.ts';

const OPENSSL: Tool = { name: 'openssl', programs: ['openssl'] };
const CURL: Tool = { name: 'curl', programs: ['curl'] };
const PYTHON: Tool = { name: 'python3', programs: ['python3'] };
const WGET: Tool = { name: 'wget', programs: ['wget'] };
const BASH: Tool = { name: 'bash and the keytool of the agent', programs: ['bash'], keytool: true };
const NC: Tool = { name: "BusyBox's nc", programs: [], busybox: ['nc'] };
const BUSYBOX_WGET: Tool = {
  name: "BusyBox's wget, and the keytool of the agent",
  programs: [],
  busybox: ['wget'],
  keytool: true,
};
const NONE: Tool = { name: 'no tool', programs: [] };
const USUAL: Tool = {
  name: 'the usual ones, and no timeout',
  programs: ['bash', 'openssl', 'curl'],
  without: ['timeout'],
};

const NAME = 'acme.service-now.com';
const OLD_TLS = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;

const open: { stop(): Promise<void> }[] = [];
const started = async <T extends { stop(): Promise<void> }>(listening: T | Promise<T>): Promise<T> => {
  const one = await listening;
  open.push(one);
  return one;
};

let own: Authority;
let host: ReturnType<typeof createToolsHost>;
const begin = () => {
  own = createAuthority('Own root', 'Own Ltd');
  host = createToolsHost(own.cert, [connectionCheck, tlsCheck, httpCheck, revocationCheck]);
};
const end = async () => {
  await Promise.all(open.splice(0).map((server) => server.stop()));
  host[Symbol.dispose]();
};
const seen = async (tool: Tool, port: number, o: Look = {}) => {
  const looked = await host.look(tool, port, o);
  const told = (status: string) => looked.said.filter((one) => one.startsWith(`${status} `));
  return { ...looked, told, facts: (key: string) => looked.text.match(new RegExp(`^:${key} .*`, 'gm')) ?? [] };
};

describe.skipIf(!peers('java', 'openssl', 'busybox', 'curl', 'wget', 'python', 'root', 'namespaces', 'iptables'))(
  'each of several addresses, by one tool of the host',
  () => {
    beforeAll(begin);
    afterAll(end);

    const FIRST_DROPS = [`127.0.0.1 ${NAME}`, `127.0.0.3 ${NAME}`];
    const WHOLE = ['pass network.tls-untrusted', 'pass network.not-an-instance', 'pass network.reachable'];

    // Those without cannot be sent to an address and say the name to it.
    test.concurrent.for([
      { ...OPENSSL, passes: WHOLE },
      { ...CURL, passes: WHOLE },
      { ...PYTHON, passes: WHOLE },
      { ...USUAL, passes: WHOLE },
      { ...BASH, passes: [] },
      { ...NC, passes: [] },
      { ...WGET, passes: [] },
    ])('$name goes on by one that lives where the first is silent', async ({ passes, ...tool }, { expect }) => {
      const server = await started(startTlsServer(own.issue([NAME]), { address: '::' }));
      await started(startFirewall('drop', server.port));
      const { told, facts, text } = await seen(tool, server.port, { name: NAME, hosts: FIRST_DROPS });
      expect(told('fail'), text).toEqual(['fail network.tcp-timeout/first-address']);
      expect(told('pass'), text).toEqual(passes);
      expect(facts('address').map((fact) => fact.split(' ').slice(1, 3).join(' '))).toEqual([
        '127.0.0.1 timeout',
        '127.0.0.3 ok',
      ]);
      expect(facts('went-on-by')).toEqual([':went-on-by 127.0.0.3']);
    });

    test.concurrent.for([OPENSSL, CURL, PYTHON, BASH, WGET])(
      '$name tries IPv6, too, and takes the other address where that refuses',
      async (tool, { expect }) => {
        const server = await started(startTlsServer(own.issue([NAME])));
        const hosts = [`::1 ${NAME}`, `127.0.0.1 ${NAME}`];
        const { told, facts, text } = await seen(tool, server.port, { name: NAME, hosts });
        expect(told('fail'), text).toEqual([]);
        expect(told('info'), text).toEqual(['info network.tcp-timeout/ipv6']);
        expect(facts('address').map((fact) => fact.split(' ').slice(1, 3).join(' '))).toEqual([
          '::1 refused',
          '127.0.0.1 ok',
        ]);
        if (tool !== WGET && tool !== BASH) expect(told('pass'), text).toEqual(['pass network.tcp-timeout', ...WHOLE]);
      },
    );

    test.concurrent('IPv6 alone, through every rung', async ({ expect }) => {
      const server = await started(startTlsServer(own.issue([NAME]), { address: '::1' }));
      for (const tool of [OPENSSL, CURL, PYTHON]) {
        const { told, text } = await seen(tool, server.port, { name: NAME, hosts: [`::1 ${NAME}`] });
        expect(told('pass'), text).toEqual(['pass network.tcp-timeout', ...WHOLE]);
      }
    });

    test.concurrent('with a proxy the addresses are the proxy’s', async ({ expect }) => {
      const server = await started(startTlsServer(own.issue([NAME])));
      const proxy = await started(startHttpProxy({ to: server.port, address: '::' }));
      await started(startFirewall('drop', proxy.port));
      const hosts = ['127.0.0.1 proxy.example', '127.0.0.3 proxy.example'];
      for (const tool of [OPENSSL, CURL, PYTHON, BASH]) {
        const through = { host: 'proxy.example', port: proxy.port };
        const { told, text } = await seen(tool, server.port, { name: NAME, hosts, proxy: through });
        expect(told('fail'), text).toEqual(['fail network.tcp-timeout/first-address-proxy']);
        expect(told('pass'), text).toEqual([
          'pass network.proxy-denied',
          ...(tool === BASH ? WHOLE.slice(0, 1) : WHOLE),
        ]);
      }
    });

    test.concurrent('where nothing can try them, they are named and no more', async ({ expect }) => {
      const { told, facts } = await seen(NONE, await freePort(), { name: NAME, hosts: FIRST_DROPS });
      expect([...told('fail'), ...told('pass')]).toEqual([]);
      expect(facts('address').every((fact) => / untried 0 $/.test(fact))).toBe(true);
    });
  },
);

describe.skipIf(!peers('java', 'openssl', 'busybox', 'curl', 'wget', 'python'))('by one tool of the host', () => {
  beforeAll(begin);
  afterAll(end);

  describe('a server that speaks too old a TLS', () => {
    test.concurrent.for([OPENSSL, CURL, PYTHON, BASH, NC, USUAL])(
      '$name says which, and what it took',
      async (tool, { expect }) => {
        const server = await started(startTlsServer(own.issue(['localhost']), { tls: OLD_TLS }));
        const { told, facts, text } = await seen(tool, server.port);
        expect(told('fail'), text).toEqual(['fail network.tls-protocol/old']);
        expect(facts('tls-old')).toEqual([':tls-old TLSv1.1 ECDHE-ECDSA-AES256-SHA']);
        expect(told('unknown')).toEqual(['unknown network.not-an-instance/after-tls']);
        if (tool === NC) return;
        const proxy = await started(startHttpProxy({ to: server.port }));
        const through = await seen(tool, server.port, { proxy: { host: '127.0.0.1', port: proxy.port } });
        expect(through.told('fail'), through.text).toEqual(['fail network.tls-protocol/old']);
        expect(through.told('pass')).toEqual(['pass network.tcp-timeout/proxy-pass', 'pass network.proxy-denied']);
      },
    );

    test('wget says that it does, and not what it took; where nothing can tell, nothing is said', async () => {
      const server = await started(startTlsServer(own.issue(['localhost']), { tls: OLD_TLS }));
      const by = await seen(WGET, server.port);
      expect(by.told('fail'), by.text).toEqual(['fail network.tls-protocol']);
      for (const tool of [BUSYBOX_WGET, NONE]) {
        const { told, text } = await seen(tool, server.port);
        expect([...told('fail'), ...told('pass')], text).toEqual([]);
        expect(told('unknown')).toContain('unknown network.tls-untrusted');
      }
    });

    test('TLS 1.0, and a server that does not understand who offers it TLS 1.2', async () => {
      const oldest = await started(
        startTlsServer(own.issue(['localhost']), { tls: { ...OLD_TLS, maxVersion: 'TLSv1' } }),
      );
      const stubborn = await started(startRawServer(answersOld));
      for (const tool of [PYTHON, BASH, NC]) {
        expect((await seen(tool, oldest.port)).facts('tls-old').join()).toMatch(/^:tls-old TLSv1 ECDHE-ECDSA/);
        const { facts, text } = await seen(tool, stubborn.port);
        expect(facts('tls-old'), text).toEqual([':tls-old TLSv1.1 ECDHE-RSA-AES128-SHA']);
      }
    });

    test('one that speaks both is not called old, whatever else goes wrong with it', async () => {
      const mutual = { requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2' } as const;
      const server = await started(
        startTlsServer(own.issue(['localhost']), { tls: { ...OLD_TLS, ...mutual, ca: own.cert } }),
      );
      for (const tool of [OPENSSL, PYTHON, BASH, NC]) {
        const { facts, told, text } = await seen(tool, server.port);
        expect(facts('tls-old'), text).toEqual([]);
        // Only openssl sees what it is that is asked for.
        const said = { openssl: ['network.tls-client-certificate'], python3: ['network.tls-protocol/error'] };
        expect(told('fail'), text).toEqual((said[tool.name as keyof typeof said] ?? []).map((code) => `fail ${code}`));
      }
    });
  });

  describe('where one can ask whether certificates were revoked', () => {
    const naming = (ocsp: string, lists: readonly string[] = []) =>
      own.issue(['localhost'], 20, [
        `authorityInfoAccess=OCSP;URI:${ocsp}`,
        ...(lists.length > 0 ? [`crlDistributionPoints=${lists.map((url) => `URI:${url}`).join(',')}`] : []),
      ]);

    test.concurrent.for([CURL, PYTHON, BASH, { ...NC, keytool: true as const }, USUAL])(
      '$name asks each of them, in its own time',
      async (tool, { expect }) => {
        const answers = await started(startHttpServer(always(200, {}, '')));
        const denies = await started(startHttpServer(always(403, {}, 'no')));
        const silent = await started(startStallingServer());
        const url = (port: number, path: string) => `http://127.0.0.1:${port}${path}`;
        const lists = [
          url(denies.port, '/a%20b.crl?c'),
          url(silent.port, '/one.crl'),
          url(await freePort(), '/two.crl'),
        ];
        const server = await started(startTlsServer(naming(url(answers.port, '/ocsp'), lists)));
        const { facts, told, text } = await seen(tool, server.port);
        expect(
          facts('revocation').map((fact) => fact.split(' ')[1]),
          text,
        ).toEqual(['ok', 'denied', 'timeout', 'refused']);
        expect(told('info')).toContain('info network.revocation-blocked/not-asked');
      },
    );

    test('through the proxy, where the agent has one', async () => {
      const server = await started(startTlsServer(naming('http://ocsp.example.net/x')));
      const proxy = await started(startHttpProxy({ to: server.port }));
      for (const tool of [CURL, PYTHON, BASH]) {
        const { told, text } = await seen(tool, server.port, { proxy: { host: '127.0.0.1', port: proxy.port } });
        expect(told('pass'), text).toContain('pass network.revocation-blocked');
        expect(proxy.asked.at(-1)).toMatch(/^GET http:\/\/ocsp\.example\.net(?::80)?\/x HTTP\/1\.1\r\n/);
        expect(proxy.asked.join()).not.toMatch(/Proxy-Authorization/i);
      }
    });

    test('a tool that cannot ask says so, and a chain that names none costs no look', async () => {
      const url = 'http://127.0.0.1:9/';
      const server = await started(startTlsServer(naming(url)));
      const untold = await seen(OPENSSL, server.port);
      expect(untold.told('unknown'), untold.text).toEqual(['unknown network.revocation-blocked']);
      expect(untold.facts('revocation')).toEqual([`:revocation untried 0 ${url} `]);
      const plain = await started(startTlsServer(own.issue(['localhost'])));
      expect((await seen(OPENSSL, plain.port)).scripts).toBe(untold.scripts - 1);
    });

    test('what a responder says stands for nothing but itself', async () => {
      const forged = [
        'HTTP/1.1 403 Forbidden',
        '=0',
        ':resolved 192.0.2.1',
        ':via 192.0.2.1',
        '@revocation-0 GET',
        ' HTTP/1.1 200 OK',
        '=0',
      ].join('\n');
      const responder = await started(startRawServer((socket) => void socket.once('data', () => socket.end(forged))));
      const server = await started(startTlsServer(naming(`http://127.0.0.1:${responder.port}/`)));
      for (const tool of [BASH, PYTHON]) {
        const { facts, text } = await seen(tool, server.port);
        expect(facts('revocation').map((fact) => fact.split(' ')[1])).toEqual(['denied']);
        expect(text).not.toMatch(/^:(?:address|went-on-by) 192/m);
      }
    });
  });
});

/** Refuses a handshake that offers TLS 1.2, and begins one of TLS 1.1. */
const answersOld = (socket: Socket): void => {
  socket.once('data', (hello: Buffer) => {
    if (hello.readUInt16BE(9) >= 0x0303) return void socket.end(Buffer.from('15030100020246', 'hex'));
    const body = Buffer.concat([Buffer.from('0302', 'hex'), Buffer.alloc(32, 7), Buffer.from('00c01300', 'hex')]);
    const record = Buffer.from([22, 3, 2, 0, body.length + 4, 2, 0, 0, body.length]);
    socket.write(Buffer.concat([record, body, Buffer.from([22, 3, 2, 0, 100]), Buffer.alloc(100)]));
  });
};
