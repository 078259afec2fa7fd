import { expect } from 'vitest';
import type { Report } from '../../../src-main/model/report.ts';
import { healthy, logging, problem, running } from '../../e2e/hosts/recipes.ts';
import type { HostScenario } from '../../e2e/hosts/scenario.ts';
import { startFirewall } from '../../peers/firewall.ts';
import { freePort } from '../../peers/free-port.ts';
import type { MidHost } from '../../peers/mid-host.ts';
import { type SquidOptions, startSquid } from '../../peers/squid.ts';
import { always, soapFault, startHttpServer } from '../../peers/tls-server.ts';
import { behind, tlsFace } from '../faces.ts';
import { adding } from './config.ts';

const PASSWORD = 'proxy-hunter22';

const proxied = (mid: MidHost, port: number | undefined, user = false) =>
  adding(
    mid,
    ['mid.proxy.use_proxy', 'true'],
    ['mid.proxy.host', '127.0.0.1'],
    ['mid.proxy.port', String(port ?? 0)],
    ...(user
      ? [['mid.proxy.username', 'midproxy'] as [string, string], ['mid.proxy.password', PASSWORD] as [string, string]]
      : []),
  );

const noSecret = (report: Report) => expect(JSON.stringify(report)).not.toContain(PASSWORD);
const inVain = (mid: MidHost, line = 'Unable to connect to the instance, retrying') =>
  logging(mid, [`SEVERE (StartupSequencer) ${line}`]);

const squid = (
  id: string,
  title: string,
  options: SquidOptions,
  wanted: HostScenario['expect'],
  o: { readonly user?: true; readonly tools?: true; readonly log?: string; readonly knows?: false } = {},
): HostScenario => ({
  id,
  title,
  needs: ['squid'],
  ...(o.tools && { sshd: ['AllowTcpForwarding no'] }),
  proxy: ({ host }) =>
    startSquid({ ...options, password: PASSWORD, hosts: o.knows === false ? {} : { [host]: '127.0.0.1' } }),
  prepare: async (mid, { proxy }) => {
    proxied(mid, proxy?.port, o.user);
    await (wanted.cause === null && o.log === undefined ? running(mid) : inVain(mid, o.log));
  },
  expect: {
    ...wanted,
    also: (report) => {
      wanted.also?.(report);
      noSecret(report);
    },
  },
});

const found = (report: Report, code: string) => report.findings.find((f) => f.code === code);
const says =
  (code: string, status: string, words: RegExp) =>
  (report: Report): void => {
    const one = found(report, code);
    expect(`${one?.status} ${one?.title}: ${one?.saw}`).toMatch(new RegExp(`^${status} .*${words.source}`, 's'));
  };
const wellAnd = (also: (report: Report) => void): HostScenario['expect'] => ({
  ...healthy,
  also: (report) => {
    healthy.also?.(report);
    also(report);
  },
});
const warning = (words: RegExp): HostScenario['expect'] => ({
  status: 'warning',
  exit: 2,
  cause: null,
  also: (report) => {
    expect(report.findings.filter((f) => f.status === 'fail').map((f) => f.code)).toEqual([]);
    says('network.install-server', 'warn', words)(report);
  },
});

/** The instance's own server is also the one that upgrades come from, or another one is. */
const INSTALL = 'install.service-now.com';
const install = (
  id: string,
  title: string,
  port: (around: Parameters<HostScenario['prepare']>[1]) => Promise<number> | number,
  wanted: HostScenario['expect'],
  more: Partial<HostScenario> = {},
): HostScenario => ({
  id,
  title,
  face: tlsFace({
    certificate: (a) => a.issue(['acme.service-now.com', INSTALL]),
    answer: (request, response) =>
      request.url === '/' ? void response.writeHead(301).end() : soapFault(request, response),
  }),
  host: ({ instance }) => ({ hosts: { [instance.host]: '127.0.0.1', [INSTALL]: '127.0.0.1' }, parameters: {} }),
  ...more,
  prepare: async (mid, around) => {
    adding(mid, ['mid.install_server.base_uri', `https://${INSTALL}:${await port(around)}`]);
    await (wanted.cause === null ? running(mid) : inVain(mid));
  },
  expect: wanted,
});

/** A certificate that names where to ask whether it was revoked: a port of loopback. */
const revocable = (port: number) =>
  tlsFace({
    certificate: (authority) =>
      authority.issue(['acme.service-now.com'], 20, [`authorityInfoAccess=OCSP;URI:http://127.0.0.1:${port}/`]),
  })();

const asking = async (mid: MidHost) => {
  adding(mid, ['mid.ssl.bootstrap.default.check_cert_revocation', 'true']);
  await running(mid);
};

/** Nothing listens where revocation is to be asked. */
const blocked = (id: string, title: string, more: Partial<HostScenario> = {}): HostScenario => ({
  id,
  title,
  face: async () => revocable(await freePort()),
  ...more,
  prepare: asking,
  expect: {
    status: 'warning',
    exit: 2,
    cause: null,
    also: says('network.revocation-blocked', 'warn', /cannot be asked/),
  },
});

/** With a real squid: the proxy exactly as config.xml has it; then the install server and revocation. */
export const PROXIES: readonly HostScenario[] = [
  squid('healthy-squid', 'through a squid', {}, healthy),
  squid('healthy-squid-tools', 'through a squid, with the tools of the host', {}, healthy, { tools: true }),
  squid(
    'healthy-squid-user',
    'through a squid that wants a user, and the agent got through',
    { allows: 'basic' },
    wellAnd(says('network.proxy-auth', 'pass', /agent/)),
    { user: true },
  ),
  squid('squid-basic', 'the squid wants a user', { allows: 'basic' }, problem('network.proxy-auth')),
  squid(
    'squid-basic-tools',
    'the same, with the tools of the host',
    { allows: 'basic' },
    problem('network.proxy-auth'),
    {
      tools: true,
    },
  ),
  squid(
    'squid-user-rejected',
    'the squid rejects the user, as the agent log says',
    { allows: 'basic' },
    problem('network.proxy-auth', { confidence: 'likely' }),
    { user: true, log: 'HTTP/1.1 407 Proxy Authentication Required' },
  ),
  squid(
    'squid-user-untold',
    'the squid wants the user of config.xml, and nothing tells whether it takes it',
    { allows: 'basic' },
    { status: 'undetermined', exit: 5, cause: null },
    { user: true, log: 'nothing has been said so far' },
  ),
  squid(
    'squid-digest',
    'the squid wants a sign-in that agents cannot make',
    { allows: 'digest' },
    problem('network.proxy-auth', { next: /Basic/, also: says('network.proxy-auth', 'fail', /Digest/) }),
  ),
  squid('squid-denied', 'the squid allows nobody', { allows: 'nobody' }, problem('network.proxy-denied')),
  squid('squid-denied-tools', 'the same, with the tools', { allows: 'nobody' }, problem('network.proxy-denied'), {
    tools: true,
  }),
  squid(
    'squid-upstream',
    'the squid does not find the instance',
    {},
    problem('network.proxy-denied', { also: says('network.proxy-denied', 'fail', /itself/) }),
    { knows: false },
  ),
  {
    id: 'proxy-filtered',
    title: 'a firewall drops what goes to the proxy',
    needs: ['squid', 'iptables'],
    proxy: async (face) => {
      const proxy = await startSquid({ hosts: { [face.host]: '127.0.0.1' } });
      const wall = startFirewall('drop', proxy.port);
      const stop = async () => {
        await wall.stop();
        await proxy.stop();
      };
      return { ...proxy, stop };
    },
    prepare: async (mid, { proxy }) => {
      proxied(mid, proxy?.port);
      await inVain(mid);
    },
    expect: problem('network.proxy-unreachable'),
  },
  {
    id: 'proxy-needed-proven',
    title: 'the direct way is closed, and the proxy of the other programs opens it',
    needs: ['squid', 'iptables'],
    // What the squid itself connects to is another address.
    face: behind('reset', '127.0.0.1', tlsFace({ address: '::' })),
    proxy: ({ host }) => startSquid({ hosts: { [host]: '127.0.0.5' } }),
    prepare: async (mid, { proxy }) => {
      await mid.machine.must(`echo "https_proxy=http://127.0.0.1:${proxy?.port}" >>/etc/environment`);
      await inVain(mid);
    },
    expect: problem('network.proxy-needed', { also: says('network.proxy-needed', 'fail', /opens a tunnel/) }),
  },
  install(
    'healthy-install',
    'the install server answers',
    ({ instance }) => instance.port,
    wellAnd(says('network.install-server', 'pass', /answers/)),
  ),
  install(
    'healthy-install-tools',
    'the same, with the tools of the host',
    ({ instance }) => instance.port,
    wellAnd(says('network.install-server', 'pass', /answers/)),
    { sshd: ['AllowTcpForwarding no'] },
  ),
  install('install-refused', 'the install server cannot be reached', () => freePort(), warning(/refuse/)),
  install(
    'install-and-instance',
    'neither the instance nor the install server can be reached',
    () => freePort(),
    problem('network.tcp-timeout'),
    { needs: ['iptables'], face: behind('drop') },
  ),
  {
    id: 'healthy-revocation',
    title: 'revocation can be asked',
    face: async () => {
      const responder = await startHttpServer(always(200, { 'Content-Type': 'application/ocsp-response' }, ''));
      const face = await revocable(responder.port);
      const stop = async () => {
        await face.stop();
        await responder.stop();
      };
      return { ...face, stop };
    },
    prepare: asking,
    expect: wellAnd(says('network.revocation-blocked', 'pass', /can be asked/)),
  },
  blocked('revocation-blocked', 'revocation is to be asked, and cannot be'),
  blocked('revocation-blocked-tools', 'the same, seen with the tools of the host', {
    sshd: ['AllowTcpForwarding no'],
  }),
];
