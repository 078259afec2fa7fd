import type { CodeText } from '../../../types.ts';
import { NET } from './shared.ts';

const INSTALL_WHY =
  'The agent is Up without it, but its next upgrade is downloaded from there: without it the check before an upgrade fails.';

/** `network.*`: what is looked at beside the ladder, and decides nothing by itself. */
export const beside = {
  'network.install-server': {
    pass: {
      title: 'The install server answers',
      saw: '{host} answered on port {port} with the status {status}, in {ms} ms.',
    },
    warn: {
      title: 'The install server does not answer',
      saw: '{host} did not accept a connection on port {port}: {why}.',
      because: INSTALL_WHY,
      doThis: [
        'Ask the network administrator to let this host reach {host} on TCP port {port}, before the next upgrade.',
      ],
    },
    unknown: { title: "Can't tell whether the install server can be reached" },
    variants: {
      'through-instance': {
        title: 'Upgrades come through the instance',
        saw: 'mid.download.through.instance is set in config.xml, so that the install server is not needed.',
      },
      name: {
        title: 'The name of the install server does not resolve',
        saw: 'This host has no address for {first}, on the way to {host}.',
        because: INSTALL_WHY,
        doThis: ['Have the name servers of this host resolve {host}, before the next upgrade.'],
      },
      refused: {
        title: 'The install server refuses the connection',
        saw: '{host} refused port {port}.',
        because: INSTALL_WHY,
        doThis: [
          'Ask the network administrator to let this host reach {host} on TCP port {port}, before the next upgrade.',
        ],
      },
      proxy: {
        title: 'The proxy does not let this host through to the install server',
        saw: '{proxy} did not open a tunnel to {host}: {why}.',
        because: INSTALL_WHY,
        doThis: ['Ask the administrator of the proxy {proxy} to let this host reach {host} on port {port}.'],
      },
      'not-sent': {
        title: "Can't tell whether the proxy lets this host through to the install server",
        saw: '{proxy} asks for a sign-in, whose password stays on the host.',
      },
      tls: {
        title: 'TLS with the install server fails',
        saw: '{host}, port {port}: {why}.',
        because: INSTALL_WHY,
        doThis: ['Ask the network administrator what stands between this host and {host} on TCP port {port}.'],
      },
      certificate: {
        title: "The install server's certificate is not accepted",
        saw: "The certificate of {host}, issued by {issuer}, is not trusted by the agent's store, out of date, or for another name.",
        because: INSTALL_WHY,
        doThis: [
          "Have {host} exempted from TLS inspection, or the root certificate of {issuer} imported into the agent's trust store.",
        ],
      },
      http: {
        title: 'The install server answers with an error',
        saw: '{host} answered with the status {status}: {why}.',
        because: INSTALL_WHY,
        doThis: ['Look again later; where it stays so, ask the network administrator what answers as {host}.'],
      },
    },
    explain: {
      title: 'The install server cannot be reached',
      meaning:
        'Upgrades are downloaded from install.service-now.com. An agent is Up without it, but its next upgrade fails at the check that comes before it, and after a new release of the instance the MID Server goes to Upgrade Failed.',
      how: 'The same way up as to the instance, beside it: name, port, proxy, TLS, an answer. The host is install.service-now.com, or what config.xml says (mid.install_server.base_uri, glide.mid.autoupgrade.proxy_host).',
      doThis: ['Let the host reach install.service-now.com on TCP port 443.'],
      kbSection: 'The MID Server is Upgrading',
      source: 'Documentation: Validate network connectivity; MID Server pre-upgrade check; MID Server properties',
    },
  },
  'network.ping': {
    pass: { title: 'The instance answers to ping', saw: '{host} answered after {ms} ms.' },
    info: {
      title: 'The instance does not answer to ping',
      saw: '{host} did not answer within 2 s.',
      because: 'Many networks filter ping though TCP works: it decides nothing.',
    },
    variants: {
      'no-tool': { title: 'There is no ping on this host', saw: 'Ping was not tried for {host}; it decides nothing.' },
      'not-allowed': {
        title: 'Ping is not allowed to this user',
        saw: 'The host did not let it be sent to {host}; it decides nothing.',
      },
      'no-name': { title: 'Ping finds no address', saw: 'There is no address for {host} to send it to.' },
    },
    explain: {
      title: 'The instance does not answer to ping',
      meaning: 'Many networks filter ping though TCP 443 works, so that a failed ping alone proves nothing.',
      how: 'One ping from the host, beside the rest of the look. It is information and decides nothing; where there is no ping, or the user may not send one, that is said.',
      doThis: ['Nothing, where the instance answers on port 443.'],
      kbSection: NET,
      source: 'KB0535040; that it proves nothing is inference',
    },
  },
} satisfies Partial<Record<`network.${string}`, CodeText>>;
