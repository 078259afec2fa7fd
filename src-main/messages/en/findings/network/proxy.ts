import type { CodeText } from '../../../types.ts';
import { FROM_HOST, NET, notTried, UNREACHED } from './shared.ts';

/** `network.*`: the proxy on the way. */
export const proxy = {
  'network.proxy-needed': {
    fail: {
      title: 'This host needs a proxy, and config.xml names none',
      saw: '{host} cannot be reached directly on port {port}; other programs of this host are set up for the proxy {proxy}.',
      because: 'The agent goes directly, as config.xml says.',
      doThis: [
        'Set mid.instance.use_proxy to true in config.xml, mid.proxy.host and mid.proxy.port to {proxy}; then restart the MID Server.',
      ],
    },
    variants: {
      proven: {
        title: 'This host needs a proxy, and config.xml names none',
        saw: '{host} cannot be reached directly on port {port}. The proxy {proxy}, which other programs of this host use, opens a tunnel to it.',
        because: 'The agent goes directly, as config.xml says.',
        doThis: [
          'Set mid.instance.use_proxy to true in config.xml, mid.proxy.host and mid.proxy.port to {proxy}; then restart the MID Server.',
        ],
      },
      'sign-in': {
        title: 'This host needs a proxy with a sign-in, and config.xml names none',
        saw: '{host} cannot be reached directly on port {port}. The proxy {proxy}, which other programs of this host use, answers and asks for a sign-in.',
        because: 'The agent goes directly, as config.xml says.',
        doThis: [
          'Set mid.instance.use_proxy to true in config.xml, mid.proxy.host and mid.proxy.port to {proxy}, with mid.proxy.username and mid.proxy.password; then restart the MID Server.',
        ],
      },
    },
    explain: {
      title: 'This host needs a proxy, and config.xml names none',
      meaning:
        'The direct way to the instance is closed, and the host itself is set up for a proxy. The agent uses only the one in config.xml.',
      how: 'The direct connection fails, and /etc/environment, /etc/profile.d or the settings of the package manager name a proxy. It is asked for a tunnel to the instance, which proves it.',
      doThis: [
        'Enter the proxy in config.xml: mid.instance.use_proxy, mid.proxy.host, mid.proxy.port.',
        'Restart the MID Server.',
      ],
      kbSection: NET,
      source: 'Documentation: MID Server parameters; that it is needed is inference',
    },
  },
  'network.proxy-unreachable': {
    fail: {
      title: 'The proxy cannot be reached',
      saw: 'The proxy {host}, port {port}, did not accept a connection: {why}.',
      because: 'The agent goes to its instance through this proxy only.',
      doThis: ['Check mid.proxy.host and mid.proxy.port in config.xml, and that the proxy runs.'],
    },
    variants: {
      refused: {
        title: 'The proxy refuses the connection',
        saw: 'The proxy {host} refused the connection on port {port}.',
        because: 'The agent goes to its instance through this proxy only.',
        doThis: ['Check mid.proxy.host and mid.proxy.port in config.xml, and that the proxy runs.'],
      },
      timeout: {
        title: 'The proxy does not accept a connection',
        saw: 'The proxy {host} did not answer on port {port} in time.',
        because: 'The agent goes to its instance through this proxy only.',
        doThis: ['Check mid.proxy.host and mid.proxy.port in config.xml, and that the proxy runs.'],
      },
      'no-route': {
        title: 'There is no route to the proxy',
        saw: 'There is no route from this host to the proxy {host}, port {port}.',
        because: 'The agent goes to its instance through this proxy only.',
        doThis: ['Check mid.proxy.host and mid.proxy.port in config.xml, and that the proxy runs.'],
      },
      reset: {
        title: 'The connection to the proxy is cut',
        saw: 'The connection to the proxy {host}, port {port}, was reset.',
        because: 'The agent goes to its instance through this proxy only.',
        doThis: ['Check mid.proxy.host and mid.proxy.port in config.xml, and that the proxy runs.'],
      },
      'not-a-proxy': {
        title: 'What answers is no proxy',
        saw: '{proxy} answered a request for a tunnel with: {said}',
        because: 'The agent goes to its instance through this proxy only.',
        doThis: ['Check mid.proxy.host and mid.proxy.port in config.xml: something else listens at {proxy}.'],
      },
      silent: {
        title: 'The proxy does not answer',
        saw: '{proxy} accepted a connection, and did not answer a request for a tunnel to {host}.',
        because: 'The agent goes to its instance through this proxy only.',
        doThis: ['Ask the administrator of the proxy {proxy} why it does not answer.'],
      },
    },
    explain: {
      title: 'The proxy cannot be reached',
      meaning: 'The proxy in config.xml does not accept connections from this host, or is no proxy.',
      how: `${FROM_HOST} The proxy is asked for a tunnel as the agent asks for it.`,
      doThis: [
        'Check mid.proxy.host and mid.proxy.port in config.xml.',
        'Ask the network administrator for the right proxy.',
      ],
      kbSection: NET,
      source: 'Documentation: MID Server parameters; inference',
    },
  },
  'network.proxy-auth': {
    pass: { title: 'The proxy accepts the sign-in', saw: '{proxy} opened a tunnel to {host}.' },
    fail: {
      title: 'The proxy asks for a sign-in, and config.xml has none',
      saw: '{proxy} answered “{said}”; it offers: {schemes}.',
      because: 'Without it the proxy lets nothing through to {host}.',
      doThis: [
        'Enter mid.proxy.username and mid.proxy.password in config.xml, or have this host exempted; then restart the MID Server.',
      ],
    },
    unknown: { title: "Can't tell whether the proxy accepts the sign-in" },
    variants: {
      'no-basic': {
        title: 'The proxy asks for a sign-in that a MID Server cannot make',
        saw: '{proxy} answered “{said}”; it offers: {schemes}.',
        because: 'A MID Server signs in to a proxy by Basic only, not by NTLM or Kerberos.',
        doThis: ['Have the proxy offer Basic to this host, or exempt the instance from signing in.'],
      },
      'not-sent': {
        title: "Can't tell whether the proxy accepts the sign-in",
        saw: '{proxy} asks for a sign-in ({schemes}), and config.xml has a user for it. The sign-in was not tried: the password is encrypted with the key of the agent, and wrong tries can lock the user.',
        doThis: [
          'Look in the agent log for the status 407, or ask the administrator of the proxy {proxy} whether it lets the user of this MID Server through to {host}.',
        ],
      },
      'by-log': {
        title: 'The proxy accepts the sign-in of the agent',
        saw: '{proxy} asks for a sign-in ({schemes}), config.xml has a user for it, and the agent log says that the agent connected through it.',
      },
    },
    explain: {
      title: 'The proxy asks for a sign-in',
      meaning: 'The proxy answers 407. A MID Server can give it a user and password by Basic only.',
      how: 'The proxy is asked for a tunnel without a user, and the schemes that it offers are read. With a user in config.xml the agent log tells: a 407 in it, or a healthy start. MID Up never sends the password: it is encrypted with the key of the agent, and wrong tries can lock the user.',
      doThis: [
        'Enter the user of the proxy in config.xml, or have this host exempted.',
        'Where the proxy offers only NTLM or Kerberos, it must be made to offer Basic.',
      ],
      kbSection: NET,
      source: 'Documentation: MID Server installation prerequisites, MID Server authentication for SOAP requests',
    },
  },
  'network.proxy-denied': {
    pass: { title: 'The proxy lets this host through', saw: '{proxy} opened a tunnel to {host}.' },
    fail: {
      title: 'The proxy refuses the way to the instance',
      saw: '{proxy} answered: {said}',
      because: 'The agent goes to its instance through this proxy only.',
      doThis: ['Ask the administrator of the proxy {proxy} to let this host reach {host}.'],
    },
    unknown: UNREACHED,
    variants: {
      ...notTried('Tunnel through the proxy'),
      upstream: {
        title: 'The proxy cannot reach the instance itself',
        saw: '{proxy} answered: {said}',
        because: 'The proxy did not get through to {host}: its own name servers, firewall, or a second proxy.',
        doThis: ['Ask the administrator of the proxy {proxy} why it cannot reach {host}.'],
      },
    },
    explain: {
      title: 'The proxy refuses the way to the instance',
      meaning: 'The proxy answers the request for a tunnel with a refusal of its own, such as 403.',
      how: 'The proxy is asked for a tunnel to the instance, as the agent asks for it.',
      doThis: ['Ask the administrator of the proxy to allow *.service-now.com on port 443 for this host.'],
      kbSection: NET,
      source: 'KB0789958; inference',
    },
  },
} satisfies Partial<Record<`network.${string}`, CodeText>>;
