import { INSPECTED_CERTIFICATE, INSPECTION_ROOT, INSTANCE_CERTIFICATE, PRACTICE_ROOT } from '../certificates.ts';
import { AGENT, type HostState } from '../state.ts';
import { fact, section, transcript } from './write.ts';

/** An address of a documentation range (RFC 5737): it belongs to nobody. */
const ADDRESS = '198.51.100.20';
const PROXY_ADDRESS = '192.0.2.31';

const instanceOf = ({ config }: HostState) => /^https:\/\/([^/:]+)/.exec(config.url)?.[1] ?? '';

/** Names as the host resolves them. */
export const net = (state: HostState): string => {
  const host = instanceOf(state);
  const proxy = state.config.proxy?.split(':')[0];
  return transcript(
    !host.startsWith('YOUR_') && name('instance', host, state.way === 'no-name' ? null : ADDRESS),
    proxy !== undefined && name('proxy', proxy, PROXY_ADDRESS),
    section('resolv', 'grep -E ^[[:space:]]*(nameserver|search|options) /etc/resolv.conf', [
      'search ber.acme.example',
      'nameserver 192.0.2.53',
      'nameserver 192.0.2.54',
    ]),
  );
};

const name = (key: string, host: string, address: string | null): string =>
  transcript(
    fact(`${key}-name`, host),
    section(`${key}-hosts`, `grep -i -w ${host} /etc/hosts`, []),
    address === null
      ? section(`${key}-lookup`, `getent ahosts ${host}`, [], 2)
      : section(`${key}-lookup`, `getent ahosts ${host}`, [
          `${address}   STREAM ${host}`,
          `${address}   DGRAM  `,
          `${address}   RAW    `,
        ]),
    address === null && fact(`${key}-seconds`, 0),
    address === null &&
      section(
        `${key}-nslookup`,
        `timeout 5 nslookup ${host}`,
        ['Server:\t\t192.0.2.53', 'Address:\t192.0.2.53#53', '', `** server can't find ${host}: NXDOMAIN`],
        1,
      ),
  ).trimEnd();

const FAULT = [
  'HTTP/1.1 500 Internal Server Error',
  'Content-Type: text/xml;charset=UTF-8',
  'Server: snow_adc',
  '',
  "<?xml version='1.0' encoding='UTF-8'?><SOAP-ENV:Envelope xmlns:SOAP-ENV=\"http://schemas.xmlsoap.org/soap/envelope/\"><SOAP-ENV:Body><SOAP-ENV:Fault><faultcode>SOAP-ENV:Server</faultcode><faultstring>Unable to parse SOAP document: only HTTP POST is supported</faultstring></SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>",
];

/** Addresses and ping, beside the ladder. */
export const ladderBeside = (state: HostState): string => {
  const host = instanceOf(state);
  const [first = host] = state.config.proxy?.split(':') ?? [];
  const address = first === host ? ADDRESS : PROXY_ADDRESS;
  if (state.way === 'no-name')
    return transcript(section('addresses', `getent ahosts ${first}`, [], 2), fact('ping', 'no-name'));
  return transcript(
    section('addresses', `getent ahosts ${first}`, [`${address}   STREAM ${first}`, `${address}   DGRAM  `]),
    section('ping', `timeout 5 ping -c 1 -W 1 ${host}`, [
      `PING ${host} (${ADDRESS}) 56(84) bytes of data.`,
      `64 bytes from ${host} (${ADDRESS}): icmp_seq=1 ttl=52 time=18.4 ms`,
      '',
      `--- ${host} ping statistics ---`,
      '1 packets transmitted, 1 received, 0% packet loss, time 0ms',
    ]),
  );
};

const INSTALL_SERVER = 'install.service-now.com';
const MOVED = ['HTTP/1.1 301 Moved Permanently', 'Content-Length: 0', ''];

/** The way to the server that upgrades come from. */
export const ladderInstallTools = (state: HostState): string => toolsTo(state, `${INSTALL_SERVER}:443/`, MOVED);

/** The way to the instance, climbed with the host's own tools. */
export const ladderTools = (state: HostState): string =>
  toolsTo(state, `${instanceOf(state)}:443/InstanceInfo.do?SOAP`, FAULT);

const toolsTo = (state: HostState, goal: string, answer: readonly string[]): string => {
  const [host = ''] = goal.split(':');
  const [first, port] = state.config.proxy?.split(':') ?? [host, '443'];
  const tcp = `timeout 5 bash -c exec 3<>"/dev/tcp/$1/$2" bash ${first} ${port}`;
  const page = `curl -q -sS -k -i -m 10 --connect-timeout 5 -A internal_soap_client --max-filesize 1000000 https://${goal}`;
  const tls = `openssl s_client -connect ${host}:443 -showcerts -servername ${host}`;
  if (state.way === 'no-name')
    return transcript(
      section(
        'tcp',
        tcp,
        [
          `bash: line 1: ${first}: Name or service not known`,
          `bash: line 1: /dev/tcp/${first}/${port}: Invalid argument`,
        ],
        1,
      ),
      section('http', page, [`curl: (6) Could not resolve host: ${host}`], 6),
    );
  if (state.way === 'proxy-auth')
    return transcript(
      section('tcp', tcp, []),
      section('openssl', `${tls} -proxy ${first}:${port}`, [
        's_client: HTTP CONNECT failed: 407 Proxy Authentication Required',
      ]),
      section(
        'http',
        page,
        [
          'HTTP/1.1 407 Proxy Authentication Required',
          'Proxy-Authenticate: Basic realm="Acme web proxy"',
          '',
          'curl: (56) CONNECT tunnel failed, response 407',
        ],
        56,
      ),
    );
  const inspected = state.way === 'intercepted';
  return transcript(
    section('tcp', tcp, []),
    section('openssl', tls, [
      'CONNECTED(00000003)',
      ...(inspected ? INSPECTED_CERTIFICATE : INSTANCE_CERTIFICATE).split('\n'),
      ...(inspected ? INSPECTION_ROOT.split('\n') : []),
      'Server certificate',
      'No client certificate CA names sent',
      'New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384',
    ]),
    section('http', page, answer),
  );
};

/** What the agent's Java trusts. */
export const ladderTrustStore = (): string => {
  const store = `${AGENT}/jre/lib/security/cacerts`;
  return transcript(
    fact('store', store),
    fact('keytool', `${AGENT}/jre/bin/keytool`),
    fact('store-state', 'read'),
    section('keytool', `${AGENT}/jre/bin/keytool -list -rfc -keystore ${store}`, PRACTICE_ROOT.split('\n')),
  );
};
