import type { CodeText } from '../../../types.ts';
import { FROM_HOST, NET, NOT_IN_KB, notTried, UNREACHED } from './shared.ts';

/** `network.*`: what answers at the end of the way. */
export const answer = {
  'network.reachable': {
    pass: {
      title: 'The instance answers from this host',
      saw: '{host} answered on port {port} as an instance does, in {ms} ms: connecting {tcp}, TLS {tls}, the answer {http}.',
    },
    fail: { title: 'The instance cannot be reached from this host' },
    unknown: UNREACHED,
    variants: {
      'by-log': {
        title: 'The agent itself reaches the instance',
        saw: 'The proxy wants the sign-in of the agent, so that only the agent can get to {host}; its log says that it connected.',
      },
    },
    explain: {
      title: 'The instance answers from this host',
      meaning:
        'Name, connection, TLS and the public page InstanceInfo all work from the MID host, with the settings of config.xml.',
      how: `${FROM_HOST} The page is asked for without signing in.`,
      doThis: ['Nothing.'],
      kbSection: NET,
      source: 'KB0535040, KB0780900',
    },
  },
  'network.http-error': {
    fail: {
      title: 'The instance answers with an error',
      saw: '{host} answered with the status {status} ({type}, server {server}).',
      because: 'The public page InstanceInfo answers everybody as long as the instance is well.',
      doThis: [
        'Open https://{host}/ in a browser; where it works there, ask the network administrator what changes the answer for this host.',
      ],
    },
    variants: {
      server: {
        title: 'The instance, or a proxy in its place, answers with an error',
        saw: '{host} answered with the status {status} ({type}, server {server}).',
        because: 'The instance is not available, or one proxy stands behind another.',
        doThis: [
          'Open https://{host}/ in a browser: where it shows the same, wait or ask ServiceNow Support; where it works, look at the proxies on the way.',
        ],
      },
      maintenance: {
        title: 'The instance says that it is under maintenance',
        saw: '{host} answered with the status {status}, and its page speaks of maintenance.',
        because: 'While that lasts no MID Server can connect; it connects by itself afterwards.',
        doThis: [
          'Wait until the maintenance is over, then look again. ServiceNow announces it under Change in the support portal.',
        ],
      },
      blocked: {
        title: 'A proxy on the way answers in the place of the instance',
        saw: 'The answer with the status {status} for {host} names {by} as its maker.',
        because: 'A rule of that proxy keeps this host from {host}.',
        doThis: ['Ask the administrator of the {by} proxy to let this host reach https://{host}/ unchanged.'],
      },
      redirect: {
        title: 'The instance sends the MID Server elsewhere',
        saw: '{host} answered with the status {status}, and leads to {location}.',
        because: 'The agent does not follow: a sign-in page or another name stands in the way.',
        doThis: [
          'Check url in config.xml; where it is right, have the single sign-on gateway or custom URL let /InstanceInfo.do through.',
        ],
      },
      reset: {
        title: 'The connection is cut as the instance is asked',
        saw: 'TLS with {host} works, and the connection was closed without an answer: {why}.',
        because: 'A device on the way does not let the request through.',
        doThis: ['Ask the network administrator what inspects HTTP from this host to {host}.'],
      },
      timeout: {
        title: 'The instance does not answer the question',
        saw: 'TLS with {host} works, and no answer came within 10 s.',
        because: 'The instance is overloaded, or a device on the way keeps the answer.',
        doThis: ['Open https://{host}/ in a browser, and look again.'],
      },
      error: {
        title: 'What answers does not speak HTTP',
        saw: '{host}, port {port}: {why}.',
        because: 'An instance answers HTTP.',
        doThis: ['Check url in config.xml, and what answers as {host}.'],
      },
    },
    explain: {
      title: 'The instance answers with an error',
      meaning: 'The way to the instance is open, and what comes back is an HTTP error, a redirection, or nothing.',
      how: "GET InstanceInfo.do?SOAP from the host's own network, without signing in; an instance answers it with a SOAP fault.",
      doThis: [
        'Open the instance in a browser.',
        'With 503: use only one proxy, or wait until the instance is available.',
      ],
      kbSection: NET,
      source: 'KB0780900, KB0789958; inference',
    },
  },
  'network.not-an-instance': {
    pass: {
      title: 'What answers is an instance',
      saw: '{host} answered a GET of InstanceInfo with SOAP, after {ms} ms.',
    },
    fail: {
      title: 'What answers is no instance',
      saw: '{host} answered with the status {status} and {type}, not with SOAP (server {server}).',
      because:
        'An instance answers InstanceInfo.do?SOAP with XML; a page of a proxy, a parking site or another server does not.',
      doThis: ['Check url in config.xml: {host}. Open it in a browser and see what it is.'],
    },
    unknown: { title: "Can't tell whether what answers is an instance" },
    variants: notTried('Request'),
    explain: {
      title: 'What answers is no instance',
      meaning:
        "The name in url leads to a server that does not behave like an instance: a proxy's block page, an instance that was taken down, a wrong name.",
      how: "GET InstanceInfo.do?SOAP from the host's own network, without signing in.",
      doThis: ['Check url in config.xml.', 'Open it in a browser and see what it is.'],
      kbSection: NET,
      source: 'KB0780900; inference',
    },
  },
  'network.ip-denied': {
    fail: {
      title: 'The instance does not let this address in',
      saw: '{host} answered with the status {status}.',
      because: 'IP Address Access Control of the instance, or a gateway before it, admits only some addresses.',
      doThis: [
        'As admin of the instance, allow the public address of this host (or that of its proxy) for {host} under System Security > IP Address Access Control.',
      ],
    },
    explain: {
      title: 'The instance does not let this address in',
      meaning:
        'A rule of the instance admits only some public addresses, and that of the MID host (or of its proxy) is not among them.',
      how: 'The instance answers 403 to a page that is public.',
      doThis: ['Find out the public address of the MID host.', 'Allow it in the table ip_access of the instance.'],
      kbSection: NOT_IN_KB,
      source: 'Support knowledge base (IP Address Access Control); what 403 means is inference',
    },
  },
} satisfies Partial<Record<`network.${string}`, CodeText>>;
