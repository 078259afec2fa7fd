import { logging, problem } from '../../e2e/hosts/recipes.ts';
import type { HostScenario } from '../../e2e/hosts/scenario.ts';
import { freePort } from '../../peers/free-port.ts';
import { startHttpProxy } from '../../peers/http-proxy.ts';
import { startRawServer, startStallingServer } from '../../peers/tls-server.ts';
import {
  brokenAnswer,
  expired,
  filteredFace,
  intermediate,
  misnamed,
  notYetValid,
  page,
  plainFace,
  rawFace,
  selfSigned,
  tlsFace,
} from '../faces.ts';
import { adding } from './config.ts';

type Face = NonNullable<HostScenario['face']>;
type More = Partial<Pick<HostScenario, 'untrusted' | 'host' | 'sshd'>>;

/** The instance's side (or what stands there) has the fault; the agent cannot connect. */
export const facing = (
  id: string,
  title: string,
  face: Face,
  cause: string,
  confidence: 'certain' | 'likely' = 'certain',
  more: More = {},
): HostScenario => ({
  id,
  title,
  face,
  ...more,
  prepare: (mid) => logging(mid, ['SEVERE (StartupSequencer) Unable to connect to the instance, retrying']),
  expect: problem(cause, { confidence }),
});

/** config.xml sends the agent through a proxy that has the fault. */
const through = (
  id: string,
  title: string,
  proxy: NonNullable<HostScenario['proxy']>,
  cause: string,
  options: { readonly host?: string; readonly confidence?: 'certain' | 'likely' } = {},
): HostScenario => ({
  id,
  title,
  proxy,
  prepare: async (mid, around) => {
    const port = String(around.proxy?.port ?? 0);
    adding(
      mid,
      ['mid.proxy.use_proxy', 'true'],
      ['mid.proxy.host', options.host ?? '127.0.0.1'],
      ['mid.proxy.port', port],
    );
    await logging(mid, ['SEVERE (StartupSequencer) Unable to connect to the instance, retrying']);
  },
  expect: problem(cause, { confidence: options.confidence ?? 'certain' }),
});

const refusing = (status: string) => () => startHttpProxy({ refuses: status });
const below = intermediate();

export const NETWORK: readonly HostScenario[] = [
  facing('tls-expired', 'the certificate is out of date', tlsFace({ certificate: expired }), 'network.tls-expired'),
  facing(
    'tls-not-yet',
    'the certificate is not valid yet',
    tlsFace({ certificate: notYetValid }),
    'network.tls-expired',
  ),
  facing('tls-name', 'the certificate is for another name', tlsFace({ certificate: misnamed }), 'network.tls-name'),
  facing(
    'tls-self-signed',
    'a certificate that nobody but itself has signed',
    tlsFace({ certificate: selfSigned }),
    'network.tls-untrusted',
  ),
  facing(
    'tls-no-intermediate',
    'the server does not send the certificate in between',
    tlsFace({ certificate: (a) => a.intermediate('MID Up test intermediate').issue(['acme.service-now.com']) }),
    'network.tls-untrusted',
  ),
  facing(
    'tls-intercepted',
    'a proxy on the way opens TLS, and says its name',
    tlsFace({ authority: 'Zscaler Root CA' }),
    'network.tls-intercepted',
    'certain',
    { untrusted: true },
  ),
  facing(
    'tls-intercepted-expired',
    'the proxy on the way makes certificates that are out of date',
    tlsFace({ authority: 'Netskope CA', certificate: expired }),
    'network.tls-intercepted',
    'certain',
    { untrusted: true },
  ),
  facing(
    'tls-untrusted-name',
    'neither trusted nor for this name',
    tlsFace({ certificate: misnamed }),
    'network.tls-untrusted',
    'certain',
    { untrusted: true },
  ),
  facing(
    'tls-client-certificate-12',
    'the server wants a certificate of the client (TLS 1.2)',
    tlsFace({ tls: { requestCert: true, rejectUnauthorized: true, maxVersion: 'TLSv1.2' } }),
    'network.tls-client-certificate',
  ),
  facing(
    'tls-client-certificate-13',
    'the server wants a certificate of the client (TLS 1.3)',
    tlsFace({ tls: { requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' } }),
    'network.tls-client-certificate',
  ),
  facing(
    'tls-old-protocol',
    'the server speaks TLS 1.1 at most',
    tlsFace({ tls: { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } }),
    'network.tls-protocol',
  ),
  facing(
    'tls-old-protocol-tools',
    'the same, seen with the tools of the host',
    tlsFace({ tls: { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } }),
    'network.tls-protocol',
    'certain',
    { sshd: ['AllowTcpForwarding no'] },
  ),
  facing('tls-plain', 'plain HTTP where TLS should be', plainFace, 'network.tls-protocol'),
  facing(
    'tls-silent',
    'the connection stands, and TLS gets no answer',
    rawFace(() => {}),
    'network.tcp-timeout',
  ),
  facing(
    'tls-reset',
    'something on the way ends the connection in the handshake',
    rawFace((socket) => socket.once('data', () => socket.resetAndDestroy())),
    'network.tcp-reset',
  ),
  facing(
    'tls-garbage',
    'neither TLS nor HTTP: an SSH server answers',
    rawFace((socket) => void socket.write('SSH-2.0-OpenSSH_9.2\r\n')),
    'network.tls-protocol',
  ),
  facing('tcp-filtered', 'a firewall drops what goes to the instance', filteredFace, 'network.tcp-timeout'),
  facing(
    'tcp-filtered-tools',
    'the same, seen with the tools of the host',
    filteredFace,
    'network.tcp-timeout',
    'certain',
    {
      sshd: ['AllowTcpForwarding no'],
    },
  ),
  facing(
    'http-silent',
    'TLS stands, and the request gets no answer',
    tlsFace({ answer: brokenAnswer('silent') }),
    'network.http-error',
  ),
  facing(
    'http-reset',
    'the connection is closed on the request',
    tlsFace({ answer: brokenAnswer('reset') }),
    'network.http-error',
  ),
  facing(
    'http-redirect',
    'a sign-in page of the network answers instead',
    tlsFace({ answer: page(302, '', { Location: 'https://portal.example.net/login?session=4711' }) }),
    'network.http-error',
  ),
  facing(
    'http-503',
    'the instance is down for maintenance',
    tlsFace({ answer: page(503, '<h1>Service Unavailable</h1>') }),
    'network.http-error',
  ),
  facing(
    'http-502',
    'a gateway on the way finds nobody behind it',
    tlsFace({ answer: page(502, '<h1>Bad Gateway</h1>') }),
    'network.http-error',
  ),
  facing(
    'http-500-page',
    'an error page that no instance makes',
    tlsFace({ answer: page(500, '<h1>Internal Server Error</h1>') }),
    'network.http-error',
  ),
  facing(
    'ip-denied',
    'the instance does not allow this address',
    tlsFace({
      answer: page(403, '<html>Access restricted. Your IP address is not allowed</html>', { Server: 'ServiceNow' }),
    }),
    'network.ip-denied',
    'likely',
  ),
  facing(
    'not-an-instance',
    'another web server answers',
    tlsFace({ answer: page(200, '<h1>It works</h1>', { Server: 'Apache' }) }),
    'network.not-an-instance',
  ),
  facing(
    'not-an-instance-404',
    'another web server knows no such page',
    tlsFace({ answer: page(404, '<h1>Not Found</h1>') }),
    'network.not-an-instance',
  ),
  facing(
    'hibernating',
    'the instance sleeps',
    tlsFace({
      answer: page(200, '<html><title>Instance Hibernating page</title>Your instance is hibernating</html>', {
        Server: 'ServiceNow',
      }),
    }),
    'instance.hibernating',
  ),
  facing(
    'soap-page-inactive',
    'the public page asks for a login',
    tlsFace({ answer: page(401, '', { Server: 'ServiceNow', 'WWW-Authenticate': 'Basic realm="Service-now"' }) }),
    'instance.public-page-inactive',
    'likely',
  ),
  facing(
    'tls-below-intermediate',
    'a sound chain, and no instance behind it',
    tlsFace({ ...below, answer: page(404, 'nothing here') }),
    'network.not-an-instance',
  ),
  {
    id: 'proxy-unreachable',
    title: 'nothing listens where the proxy should be',
    prepare: async (mid) => {
      adding(
        mid,
        ['mid.proxy.use_proxy', 'true'],
        ['mid.proxy.host', '127.0.0.1'],
        ['mid.proxy.port', String(await freePort())],
      );
      await logging(mid, ['SEVERE (StartupSequencer) java.net.ConnectException: Connection refused']);
    },
    expect: problem('network.proxy-unreachable'),
  },
  through('proxy-dns', "the proxy's name does not resolve", () => startStallingServer(), 'network.dns', {
    host: 'proxy-gone.midup-test.invalid',
  }),
  through(
    'proxy-silent',
    'the proxy takes the connection and says nothing',
    () => startStallingServer(),
    'network.proxy-unreachable',
  ),
  through(
    'proxy-basic',
    'the proxy wants a user',
    refusing('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="proxy"'),
    'network.proxy-auth',
  ),
  through(
    'proxy-ntlm',
    'the proxy wants NTLM, which agents do not speak',
    refusing('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM'),
    'network.proxy-auth',
  ),
  through(
    'proxy-denied',
    'the proxy does not allow the instance',
    refusing('HTTP/1.1 403 Forbidden'),
    'network.proxy-denied',
  ),
  through(
    'proxy-upstream',
    'the proxy cannot reach the instance',
    refusing('HTTP/1.1 503 Service Unavailable'),
    'network.proxy-denied',
  ),
  through(
    'proxy-none',
    'what is named as proxy is none',
    () => startRawServer((socket) => void socket.write('220 mail.example.net ESMTP\r\n')),
    'network.proxy-unreachable',
  ),
  {
    id: 'proxy-needed',
    title: 'the host has a proxy for its programs, config.xml has none, and the way is closed',
    face: filteredFace,
    prepare: async (mid) => {
      await mid.machine.must('echo "https_proxy=http://proxy.example.net:3128" >>/etc/environment');
      await logging(mid, ['SEVERE (StartupSequencer) java.net.SocketTimeoutException: connect timed out']);
    },
    expect: problem('network.proxy-needed', { confidence: 'likely' }),
  },
];
