import type { CodeText } from '../../../types.ts';
import { FROM_HOST, NET, notTried } from './shared.ts';

const HOSTS_DECIDES = 'No name server is asked for a name that stands in /etc/hosts, so an old address there stays.';

const CHECK_HOSTS =
  'Check that line of /etc/hosts on the host: correct the address or take the line out, then look again.';

/** `network.*`: the name of the instance, and a connection to its port. */
export const connection = {
  'network.dns': {
    pass: { title: 'The name of the instance resolves', saw: '{host} is {addresses}.' },
    fail: {
      title: 'The name of the instance does not resolve',
      saw: 'This host has no address for {host}. Name servers: {servers}.',
      because: 'Without an address there is no connection to the instance.',
      doThis: ['Check that {host} is the right name, then have the name servers of this host put right ({servers}).'],
    },
    unknown: { title: "Can't tell whether the name of the instance resolves" },
    variants: {
      'no-such-name': {
        title: 'There is no such instance name',
        saw: 'The name servers of this host ({servers}) say that there is no {host}.',
        because: 'Either url in config.xml is misspelt, or the name servers do not know names outside.',
        doThis: [
          'Check the name in url of config.xml: {host}. Where it is right, have the name servers of this host resolve names outside.',
        ],
      },
      servfail: {
        title: 'The name servers cannot find the instance',
        saw: 'The name servers of this host ({servers}) answer for {host} with an error of their own (SERVFAIL or REFUSED).',
        because:
          'They are there, but cannot or may not ask further: a forwarder that is down, or names outside not allowed.',
        doThis: ['Have the name servers {servers} put right: they must resolve {host} for this host.'],
      },
      'no-answer': {
        title: 'The name servers do not answer',
        saw: 'No answer for {host} from {servers}.',
        because: 'Without an address there is no connection to the instance.',
        doThis: ['Have the name servers of this host put right: {servers}.'],
      },
      proxy: {
        title: 'The name of the proxy does not resolve',
        saw: 'This host has no address for {host}, the proxy in config.xml. Name servers: {servers}.',
        because: 'The agent goes to its instance through this proxy only.',
        doThis: ['Check mid.proxy.host in config.xml: {host}.'],
      },
      'hosts-file': {
        title: 'The name of the instance comes from /etc/hosts',
        saw: '{host} is {addresses}; the line of /etc/hosts that decides is: {hosts}',
        because: 'A fixed address goes stale when the instance moves.',
      },
      'hosts-file-differs': {
        title: 'The name of the instance comes from /etc/hosts, against the name servers',
        saw: '{host} is {addresses} by this line of /etc/hosts: {hosts}. The name servers ({servers}) say {dns}.',
        because: 'It works today; a fixed address goes stale when the instance moves.',
      },
      'hosts-file-broken': {
        title: 'The name of the instance comes from /etc/hosts, and the way there is broken',
        saw: '{host} is {addresses}; the line of /etc/hosts that decides is: {hosts}. The name servers ({servers}) were asked, and gave nothing else.',
        because: 'A fixed address goes stale when the instance moves.',
        doThis: [
          'Check whether {addresses} still is an address of {host}, and remove the line of /etc/hosts where it is not.',
        ],
      },
      'hosts-file-stale': {
        title: 'An old line of /etc/hosts leads to the wrong address',
        saw: '{host} is {addresses} by this line of /etc/hosts: {hosts}. The name servers ({servers}) say {dns}, and what is at {addresses} does not work.',
        because: 'The line goes before the name servers, and a fixed address goes stale when the instance moves.',
        doThis: ['Remove this line from /etc/hosts of the MID host: {hosts}. The name servers know the address.'],
      },
      'own-name': {
        title: 'This host has no address for its own name',
        saw: 'The agent log says UnknownHostException for {name}, which is the name of this host, and it still has no address here.',
        because: 'The agent and its Java ask for the address of their own host, and go on without it or fail.',
        doThis: [
          'Add {name} to the line of 127.0.1.1 or of its own address in /etc/hosts, then restart the MID Server.',
        ],
      },
      address: { title: 'The URL holds an address: there is no name to resolve', saw: '{host} is an address.' },
    },
    explain: {
      title: 'The name of the instance does not resolve',
      meaning: 'The host cannot turn the name in url of config.xml (or that of its proxy) into an address.',
      how: 'getent ahosts (or nslookup) on the host, /etc/hosts and /etc/resolv.conf.',
      doThis: [
        'Check the name in config.xml.',
        'Have the name servers of the host resolve it, or use the proxy that does.',
      ],
      kbSection: NET,
      source: 'KB0535040; inference',
    },
  },
  'network.tcp-refused': {
    pass: { title: 'The connection is not refused' },
    fail: {
      title: 'The connection to the instance is refused',
      saw: '{host} ({addresses}) refused port {port}.',
      because: 'Something on the way, or the address itself, does not let this host in on that port.',
      doThis: ['Ask the network administrator to let this host reach {host} on TCP port {port}.'],
    },
    variants: {
      'hosts-file': {
        title: 'The connection to the instance is refused',
        saw: '{addresses} refused port {port}. /etc/hosts of this host says that {host} is there: {hosts}',
        because: HOSTS_DECIDES,
        doThis: [
          CHECK_HOSTS,
          'If it is right, ask the network administrator to let this host reach it on TCP port {port}.',
        ],
      },
    },
    explain: {
      title: 'The connection to the instance is refused',
      meaning:
        'A firewall refuses actively, or nothing listens at that address and port: often an old address in /etc/hosts, or a wrong port in url.',
      how: FROM_HOST,
      doThis: [
        'Check the port in url, and /etc/hosts of the host.',
        'Ask the network administrator to let the host reach the instance on TCP port 443.',
      ],
      kbSection: NET,
      source: 'KB0535040; inference',
    },
  },
  'network.tcp-timeout': {
    pass: {
      title: 'The port of the instance can be reached',
      saw: '{host} accepted a connection on port {port} after {ms} ms.',
    },
    fail: {
      title: 'The instance does not answer on its port',
      saw: '{host} ({addresses}) did not accept a connection on port {port}: {why}.',
      because: 'A firewall drops what this host sends there, most often.',
      doThis: [
        'Ask the network administrator to let this host reach {host} on TCP port {port}, or to name the proxy to use.',
      ],
    },
    unknown: { title: "Can't tell whether the port of the instance can be reached" },
    variants: {
      ...notTried('Connection'),
      'hosts-file': {
        title: 'The instance does not answer on its port',
        saw: '{addresses} did not accept a connection on port {port}: {why}. /etc/hosts of this host says that {host} is there: {hosts}',
        because: HOSTS_DECIDES,
        doThis: [
          CHECK_HOSTS,
          'If it is right, ask the network administrator to let this host reach it on TCP port {port}, or to name the proxy to use.',
        ],
      },
      'first-address': {
        title: 'The address that the agent connects to does not answer',
        saw: '{host} has several addresses ({addresses}). {address}, the first for Java, did not accept a connection on port {port}: {why}. Others did: {living}.',
        because: "Java takes IPv4 addresses first, and the agent's HTTP client tries the first address only.",
        doThis: [
          'Ask the network administrator to let this host reach {address} on TCP port {port}, or to take it out of the answers for {host}.',
        ],
      },
      'first-address-proxy': {
        title: 'The address of the proxy that the agent connects to does not answer',
        saw: 'The proxy {host} has several addresses ({addresses}). {address}, the first for Java, did not accept a connection on port {port}: {why}. Others did: {living}.',
        because: "Java takes IPv4 addresses first, and the agent's HTTP client tries the first address only.",
        doThis: ['Ask the administrator of the proxy {host} why {address} does not answer on TCP port {port}.'],
      },
      'one-address': {
        title: 'One of several addresses does not answer',
        saw: '{address}, an address of {host}, did not accept a connection on port {port}: {why}. Others did: {living}.',
        because:
          'Name servers change the order of addresses, so that the agent gets to this one now and then, and fails.',
        doThis: [
          'Ask the network administrator to let this host reach every address of {host} on TCP port {port}: {addresses}.',
        ],
      },
      ipv6: {
        title: 'The IPv6 address of the instance cannot be reached, and is not needed',
        saw: '{address} did not accept a connection on port {port}: {why}. {living} did.',
        because: 'Java takes IPv4 addresses first.',
      },
      'proxy-pass': {
        title: 'The proxy can be reached',
        saw: 'The proxy {host} accepted a connection on port {port} after {ms} ms.',
      },
      unreachable: {
        title: 'There is no route to the instance',
        saw: 'No route from this host to {host}, port {port}: {why}.',
        because: 'Packets to that address do not leave the network of this host.',
        doThis: ['Ask the network administrator for a route from this host to {host}, or for the proxy to use.'],
      },
      tls: {
        title: 'The instance accepts a connection, then falls silent',
        saw: '{host} accepted port {port}, and did not answer the TLS handshake within 10 s.',
        because: 'A firewall or an inspecting device on the way swallows it, most often.',
        doThis: ['Ask the network administrator what stands between this host and {host} on TCP port {port}.'],
      },
    },
    explain: {
      title: 'The instance does not answer on its port',
      meaning:
        'The host can name the instance, but gets no answer on its port. Outbound TCP 443 is all that a MID Server needs; nothing has to come in.',
      how: `${FROM_HOST} It gives up after 5 s.`,
      doThis: [
        'Ask the network administrator to let the host reach the instance on TCP port 443.',
        'Where the network has a proxy, enter it in config.xml.',
      ],
      kbSection: NET,
      source: 'KB0535040, KB0780900, KB0725881',
    },
  },
  'network.tcp-reset': {
    pass: { title: 'The connection is not cut' },
    fail: {
      title: 'The connection to the instance is cut',
      saw: 'The connection to {host}, port {port}, was reset.',
      because: 'A device on the way cuts it, most often by a rule of its own.',
      doThis: ['Ask the network administrator what cuts connections from this host to {host} on TCP port {port}.'],
    },
    variants: {
      tls: {
        title: 'The connection to the instance is cut as TLS begins',
        saw: '{host} accepted port {port}, and the connection was closed during the TLS handshake.',
        because:
          'A device on the way lets the connection through, but not what is said on it: often a rule by server name.',
        doThis: ['Ask the network administrator what cuts TLS from this host to {host} on TCP port {port}.'],
      },
    },
    explain: {
      title: 'The connection to the instance is cut',
      meaning:
        'The connection comes about and is reset at once, or as TLS begins: a firewall with a rule by application or server name.',
      how: FROM_HOST,
      doThis: ['Ask the network administrator what cuts the connection, and to exempt the instance.'],
      kbSection: NET,
      source: 'inference',
    },
  },
  'network.slow': {
    info: {
      title: 'The way to the instance is slow',
      saw: 'The answer of {host} took {seconds} s: connecting {tcp} ms, TLS {tls} ms, the answer {http} ms.',
      because: 'A MID Server works over a slow way, but time-outs become more likely.',
    },
    variants: {
      name: {
        title: 'Looking up the name of the instance is slow',
        saw: 'Looking up {host} took {seconds} s. Name servers: {servers}.',
        because: 'One of the name servers does not answer, most often the first; everything on this host waits for it.',
        doThis: ['Take the name server that does not answer out of /etc/resolv.conf of this host: {servers}.'],
      },
    },
    explain: {
      title: 'The way to the instance is slow',
      meaning:
        'Connecting, TLS and the first answer take more than 5 s together, or looking up the name takes more than 1.5 s.',
      how: 'The times of the ladder are added up; the lookup is timed on the host.',
      doThis: ['Ask the network administrator where the time goes, when time-outs are seen in the agent log.'],
      kbSection: NET,
      source: 'KB2996625; the thresholds are inference',
    },
  },
} satisfies Partial<Record<`network.${string}`, CodeText>>;
