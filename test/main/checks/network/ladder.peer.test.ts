import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeWith } from '../../../../src-main/checks/judge.ts';
import { connectionCheck } from '../../../../src-main/checks/network/connection.ts';
import { httpCheck } from '../../../../src-main/checks/network/http.ts';
import { tlsCheck } from '../../../../src-main/checks/network/tls.ts';
import { configProbe } from '../../../../src-main/checks/probes/config.ts';
import { ladderProbe } from '../../../../src-main/checks/probes/ladder.ts';
import type { Host } from '../../../../src-main/model/host.ts';
import { createLoopbackHost } from '../../../fakes/loopback-host.ts';
import { evidenceOf, folderWith, parsed, runProbe } from '../../../fakes/run-probe.ts';
import { whole } from '../../../fakes/whole-sentences.ts';
import { type Authority, createAuthority, createSelfSigned } from '../../../peers/certificates.ts';
import { freePort } from '../../../peers/free-port.ts';
import { startHttpProxy } from '../../../peers/http-proxy.ts';
import { peers } from '../../../peers/needs.ts';
import {
  always,
  type Listening,
  startHttpServer,
  startRawServer,
  startStallingServer,
  startTlsServer,
} from '../../../peers/tls-server.ts';

const INSTANCE = 'acme.service-now.com';
const CHECKS = [connectionCheck, tlsCheck, httpCheck];
const open: { stop(): Promise<void> }[] = [];
const started = async <T extends Listening>(listening: Promise<T>): Promise<T> => {
  open.push(await listening);
  return listening;
};

describe.skipIf(!peers('java', 'openssl'))('the ladder against real servers', () => {
  let agent: ReturnType<typeof folderWith>;
  let own: Authority;
  let below: Authority;
  const host = createLoopbackHost({ names: [INSTANCE, 'snow.acme.example'], answers: { 'ladder.beside': '' } });

  beforeAll(() => {
    own = createAuthority('Own root');
    below = own.intermediate('Own intermediate');
    agent = folderWith({ 'own.pem': own.cert, 'jre/lib/security/none': '' });
    mkdirSync(join(agent.dir, 'jre/bin'));
    for (const program of ['java', 'keytool'])
      symlinkSync(
        spawnSync('readlink', ['-f', `/usr/bin/${program}`], { encoding: 'utf8' }).stdout.trim(),
        join(agent.dir, 'jre/bin', program),
      );
    const args =
      '-importcert -noprompt -alias own -file own.pem -keystore jre/lib/security/cacerts -storepass changeit';
    expect(spawnSync('keytool', args.split(' '), { cwd: agent.dir }).status).toBe(0);
  });
  afterAll(async () => {
    await Promise.all(open.map((server) => server.stop()));
    agent[Symbol.dispose]();
  });

  type Way = { host?: Host; parameters?: string; scheme?: string; name?: string };
  const look = async (port: number, o: Way = {}) => {
    const url = `${o.scheme ?? 'https'}://${o.name ?? INSTANCE}:${port}/`;
    writeFileSync(
      join(agent.dir, 'config.xml'),
      `<parameters><parameter name="url" value="${url}"/><parameter name="mid.instance.username" value="mid"/><parameter name="mid.download.through.instance" value="true"/>${o.parameters ?? ''}</parameters>`,
    );
    const config = evidenceOf('config', runProbe(configProbe, agent.dir));
    const output = await ladderProbe.collect({
      host: o.host ?? host,
      signal: AbortSignal.timeout(50_000),
      become: null,
      get: <E>() => parsed(configProbe, config.text) as E,
    });
    const text = output?.text ?? '';
    const findings = whole(judgeWith(CHECKS, [config, evidenceOf('ladder', text)], { complete: true }).findings);
    const said = findings.map((f) => `${f.status} ${f.code}${f.variant ? `/${f.variant}` : ''}`);
    return { text, findings, said };
  };
  const proxied = (port: number, more = '') =>
    `<parameter name="mid.proxy.use_proxy" value="true"/><parameter name="mid.proxy.host" value="127.0.0.1"/><parameter name="mid.proxy.port" value="${port}"/>${more}`;
  const GOOD = [
    'pass network.tcp-timeout',
    'pass network.tls-untrusted',
    'pass network.not-an-instance',
    'pass network.reachable',
  ];

  test('an instance whose authority the agent trusts', async () => {
    const server = await started(startTlsServer(own.issue([INSTANCE])));
    const { said, text, findings } = await look(server.port);
    expect(said).toEqual(GOOD);
    expect(findings.find((f) => f.code === 'network.tls-untrusted')?.params).toMatchObject({
      issuer: 'Own root, MID Up test',
      count: 1,
    });
    expect(text).not.toContain('planted-cookie');
    expect(server.connections()).toBe(1);
  });

  test('a chain through an intermediate, and one that the server left out', async () => {
    const certificate = below.issue([INSTANCE]);
    const whole = await started(startTlsServer(certificate, { below: [below.cert] }));
    expect((await look(whole.port)).said).toEqual(GOOD);
    const half = await started(startTlsServer(certificate));
    const { said, findings } = await look(half.port);
    expect(said).toContain('fail network.tls-untrusted/incomplete');
    expect(findings.find((f) => f.status === 'fail')?.params['issuer']).toBe('Own intermediate, MID Up test');
  });

  test('a forged authority of the same name is told by its signature', async () => {
    const forged = createAuthority('Own root');
    const server = await started(startTlsServer(forged.issue([INSTANCE]), { below: [forged.cert] }));
    expect((await look(server.port)).said).toContain('fail network.tls-untrusted/incomplete');
  });

  test('a certificate authority of nobody, of a proxy that opens TLS, and none', async () => {
    const stranger = createAuthority('Stranger', 'Stranger Inc');
    const own = await started(startTlsServer(stranger.issue(['snow.acme.example'])));
    expect((await look(own.port, { name: 'snow.acme.example' })).said).toEqual([
      GOOD[0],
      'fail network.tls-untrusted',
      GOOD[2],
    ]);
    const inspected = await started(startTlsServer(stranger.issue([INSTANCE])));
    expect((await look(inspected.port)).said).toContain('fail network.tls-intercepted/unknown-maker');
    const zscaler = await started(
      startTlsServer(createAuthority('Zscaler Intermediate Root CA', 'Zscaler Inc.').issue([INSTANCE])),
    );
    expect((await look(zscaler.port)).said).toContain('fail network.tls-intercepted');
    const self = await started(startTlsServer(createSelfSigned(INSTANCE)));
    expect((await look(self.port)).said).toContain('fail network.tls-untrusted/self-signed');
  });

  test('out of date, for another name', async () => {
    const expired = await started(startTlsServer(own.issue([INSTANCE], -1)));
    expect((await look(expired.port)).said).toEqual([GOOD[0], 'fail network.tls-expired', GOOD[2]]);
    const other = await started(startTlsServer(own.issue(['other.example'])));
    const { said, findings } = await look(other.port);
    expect(said).toEqual([GOOD[0], 'fail network.tls-name', GOOD[2]]);
    expect(findings.find((f) => f.status === 'fail')?.params['names']).toBe('other.example');
    const off = '<parameter name="mid.ssl.bootstrap.default.check_cert_hostname" value="false"/>';
    expect((await look(other.port, { parameters: off })).said).toContain('warn network.tls-name');
  });

  test('old TLS, a client certificate asked for, no TLS at all', async () => {
    const certificate = own.issue([INSTANCE]);
    const old = await started(
      startTlsServer(certificate, {
        tls: { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
      }),
    );
    expect((await look(old.port)).said).toEqual([
      GOOD[0],
      'fail network.tls-protocol/old',
      'unknown network.not-an-instance/after-tls',
    ]);
    const mutual = { requestCert: true, rejectUnauthorized: true, ca: own.cert } as const;
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const server = await started(startTlsServer(certificate, { tls: { ...mutual, maxVersion } }));
      expect((await look(server.port)).said, maxVersion).toContain('fail network.tls-client-certificate');
    }
    const plain = await started(startHttpServer());
    expect((await look(plain.port)).said).toContain('fail network.tls-protocol/plain');
    expect((await look(plain.port, { scheme: 'http' })).said).toEqual([GOOD[0], GOOD[2], GOOD[3]]);
  });

  test('what answers is no instance, or one that is not well', async () => {
    const http = { scheme: 'http' };
    const html = { 'Content-Type': 'text/html' };
    const cases: [Parameters<typeof always>, string][] = [
      [[200, html, '<h1>Welcome</h1>'], 'fail network.not-an-instance'],
      [[404, html, 'no'], 'fail network.not-an-instance'],
      [
        [200, html, '<div class="instance-hibernating-page">Your instance is hibernating</div>'],
        'fail instance.hibernating',
      ],
      [
        [302, { Location: 'https://sso.example/login?SAMLRequest=planted-token' }, ''],
        'fail network.http-error/redirect',
      ],
      [
        [401, { 'WWW-Authenticate': 'Basic realm="Service-now"' }, ''],
        'fail instance.public-page-inactive/unauthorized',
      ],
      [[403, html, 'Access is restricted'], 'fail network.ip-denied'],
      [[503, html, 'busy'], 'fail network.http-error/server'],
      [[418, html, 'teapot'], 'fail network.http-error'],
    ];
    for (const [answer, expected] of cases) {
      const server = await started(startHttpServer(always(...answer)));
      const { said, findings, text } = await look(server.port, http);
      expect(said).toContain(expected);
      expect(said).not.toContain('pass network.reachable');
      expect(JSON.stringify(findings) + text).not.toContain('planted-token');
    }
    const garbage = await started(startHttpServer((q) => void q.socket.end('garbage\r\n\r\n')));
    expect((await look(garbage.port, http)).said).toContain('fail network.http-error/error');
    const closing = await started(startHttpServer((q) => void q.socket.destroy()));
    expect((await look(closing.port, http)).said).toContain('fail network.http-error/reset');
    const endless = await started(
      startHttpServer((_, response) => {
        response.writeHead(200, { 'Content-Type': 'text/html' });
        const timer = setInterval(() => response.write('x'.repeat(65_536)), 1);
        response.on('close', () => clearInterval(timer));
      }),
    );
    const { said, text } = await look(endless.port, http);
    expect(said).toContain('fail network.not-an-instance');
    expect(text.length).toBeLessThan(20_000);
  });

  test('connections that do not come about', async () => {
    expect((await look(await freePort())).said).toEqual([
      'fail network.tcp-refused',
      'unknown network.tls-untrusted/after-tcp',
      'unknown network.not-an-instance/after-tcp',
    ]);
    const cut = await started(startRawServer((socket) => void socket.destroy()));
    expect((await look(cut.port)).said).toContain('fail network.tcp-reset/tls');
    expect((await look(443, { name: 'gone.midup-test.invalid' })).said[0]).toBe(
      'unknown network.tcp-timeout/after-name',
    );
  });

  test('silence is bounded', async () => {
    const silent = await started(startStallingServer());
    const before = Date.now();
    expect((await look(silent.port)).said).toContain('fail network.tcp-timeout/tls');
    expect(Date.now() - before).toBeLessThan(12_000);
  });

  test('a proxy as config.xml has it', async () => {
    const server = await started(startTlsServer(own.issue([INSTANCE])));
    const proxy = await started(startHttpProxy({ to: server.port }));
    const { said } = await look(443, { parameters: proxied(proxy.port) });
    expect(said).toEqual(['pass network.tcp-timeout/proxy-pass', 'pass network.proxy-denied', ...GOOD.slice(1)]);
    expect(proxy.asked[0]).toMatch(new RegExp(`^CONNECT ${INSTANCE}:443 HTTP/1\\.1\r\n`));
    const refusals: [string, string, string?][] = [
      [
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\nProxy-Authenticate: NTLM',
        'fail network.proxy-auth',
      ],
      ['HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: NTLM', 'fail network.proxy-auth/no-basic'],
      [
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"',
        'unknown network.proxy-auth/not-sent',
        '<parameter name="mid.proxy.username" value="u"/>',
      ],
      ['HTTP/1.1 403 Forbidden', 'fail network.proxy-denied'],
      ['HTTP/1.1 503 Service Unavailable', 'fail network.proxy-denied/upstream'],
      ['SSH-2.0-OpenSSH', 'fail network.proxy-unreachable/not-a-proxy'],
    ];
    for (const [refuses, expected, more] of refusals) {
      const refusing = await started(startHttpProxy({ refuses }));
      expect((await look(443, { parameters: proxied(refusing.port, more) })).said).toContain(expected);
      expect(refusing.asked.join()).not.toMatch(/Proxy-Authorization/i);
    }
    expect((await look(443, { parameters: proxied(await freePort()) })).said[0]).toBe(
      'fail network.proxy-unreachable/refused',
    );
  });

  test('where forwarding is off the host’s own tools say the same', async () => {
    const certificate = own.issue(['localhost']);
    const way = { host: createLoopbackHost({ openTcp: 'forbidden' }), name: 'localhost' };
    const good = await started(startTlsServer(certificate));
    const seen = await look(good.port, way);
    expect(seen.text).toContain(':way tools');
    expect(seen.said).toEqual(GOOD);
    expect(seen.text).not.toContain('planted-cookie');
    const stranger = await started(startTlsServer(createAuthority('Stranger', 'Stranger Inc').issue(['localhost'])));
    expect((await look(stranger.port, way)).said).toContain('fail network.tls-untrusted');
    const plain = await started(startHttpServer());
    expect((await look(plain.port, way)).said).toContain('fail network.tls-protocol/plain');
    expect((await look(await freePort(), way)).said[0]).toBe('fail network.tcp-refused');
    const proxy = await started(startHttpProxy({ to: good.port }));
    expect((await look(good.port, { ...way, parameters: proxied(proxy.port) })).said).toEqual([
      'pass network.tcp-timeout/proxy-pass',
      'pass network.proxy-denied',
      ...GOOD.slice(1),
    ]);
    const denying = await started(
      startHttpProxy({ refuses: 'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: NTLM' }),
    );
    expect((await look(good.port, { ...way, parameters: proxied(denying.port) })).said).toContain(
      'fail network.proxy-auth/no-basic',
    );
  });

  test('a cancelled climb ends at once and leaves nothing', async () => {
    const silent = await started(startStallingServer());
    writeFileSync(
      join(agent.dir, 'config.xml'),
      `<parameters><parameter name="url" value="https://${INSTANCE}:${silent.port}"/></parameters>`,
    );
    const text = runProbe(configProbe, agent.dir);
    const stop = new AbortController();
    const before = Date.now();
    const climbing = ladderProbe.collect({
      host,
      signal: stop.signal,
      become: null,
      get: <E>() => parsed(configProbe, text) as E,
    });
    setTimeout(() => stop.abort(), 200);
    await expect(climbing).rejects.toThrow();
    expect(Date.now() - before).toBeLessThan(1000);
  });
});
