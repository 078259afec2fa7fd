import type { CodeText, FindingText } from '../../types.ts';

const NET = 'Common Network Issues';
const NOT_IN_KB = 'not in KB0535040';
const FROM_HOST =
  "A connection from the host's own network, forwarded through the SSH connection, or made by the host's own tools where forwarding is off; the evidence says which.";
const UNREACHED = { title: "Can't tell: the way to the instance was not tried that far" } as const;
/** Why a rung was not tried: the earlier one that broke has a finding of its own. */
const notTried = (what: string) =>
  ({
    'after-name': { title: `${what}: not tried, as there is no address to connect to` },
    'after-tcp': { title: `${what}: not tried, as no connection comes about` },
    'after-proxy': { title: `${what}: not tried, as the proxy does not let it through` },
    'after-tls': { title: `${what}: not tried, as TLS fails before` },
  }) as const;
const TRUST_DOES =
  "Have the issuer's root certificate imported into the trust store of the MID Server (keytool -importcert -keystore jre/lib/security/cacerts), or have the instance exempted from TLS inspection; then restart the MID Server.";

const WEAK_DOES =
  "Have whoever runs {host} (or the proxy in its place) use a new certificate for {weak}, with a key of 2048 bits or more, signed by SHA-256; leave Java's own settings as they are.";

const HOSTS_DECIDES = 'No name server is asked for a name that stands in /etc/hosts, so an old address there stays.';
const CHECK_HOSTS =
  'Check that line of /etc/hosts on the host: correct the address or take the line out, then look again.';
const INSTALL_WHY =
  'The agent is Up without it, but its next upgrade is downloaded from there: without it the check before an upgrade fails.';

const untrusted = (title: string, saw: string, because: string, doThis: readonly string[]): FindingText => ({
  title,
  saw,
  because,
  doThis,
});

/** `network.*`: the way from the host to the instance, rung by rung. */
export const network = {
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
  'network.tls-untrusted': {
    pass: {
      title: "The instance's certificate is trusted",
      saw: '{protocol}; issued by {issuer}, which leads to one of the {count:count} certificates in {store}.',
    },
    fail: {
      title: "The instance's certificate is not trusted",
      saw: 'The certificate of {host} was issued by {issuer}. None of the {count:count} certificates in {store} stands behind it.',
      because:
        'The agent speaks only to servers that its own trust store vouches for. An issuer that is not a public one is often a TLS inspecting proxy.',
      doThis: [TRUST_DOES],
    },
    warn: {
      title: "The instance's certificate is not trusted, and config.xml says not to mind",
      saw: 'Issued by {issuer}.',
    },
    unknown: { title: "Can't tell whether the instance's certificate is trusted" },
    variants: {
      ...notTried('TLS'),
      'by-log': {
        title: "The agent itself accepts the instance's certificate",
        saw: 'The agent log says that it connected to {host}; behind the proxy that wants its sign-in only the agent can look.',
      },
      incomplete: untrusted(
        'The server does not send the certificate that leads to a trusted one',
        'The certificate of {host} was issued by {issuer}. {store} has other certificates of that authority, but not this one, and the server did not send it.',
        'A server has to send every certificate between its own and the root; Java does not fetch what is missing.',
        [
          'Have whoever runs {host} (or the proxy in its place) send the whole chain, with the certificate of {issuer}; or import that certificate into {store} and restart the MID Server.',
        ],
      ),
      'self-signed': untrusted(
        "The instance's certificate is signed by itself",
        'The certificate of {host} ({subject}) is signed by nobody else, and is not in {store}.',
        'The agent speaks only to servers that its own trust store vouches for.',
        [`Check that {host} leads to the instance: an instance has a certificate of a public authority. ${TRUST_DOES}`],
      ),
      public: untrusted(
        "The agent's trust store does not know a public authority",
        'The certificate of {host} was issued by {issuer}, a public authority, which is not among the {count:count} certificates in {store}.',
        "An old Java, or a trust store of one's own, does not know newer authorities.",
        [
          'Import the missing root certificate into {store}, or let the MID Server be upgraded to a newer Java; then restart it.',
        ],
      ),
      'weak-key': untrusted(
        'A key is too weak for Java',
        'The {weakness} in the certificate of {weak}, which {host} sent, is too weak for Java, though {store} stands behind it.',
        'Java by default takes no RSA key below 1024 bits and no curve below 224 (jdk.certpath.disabledAlgorithms), whoever signed for it.',
        [WEAK_DOES],
      ),
      'weak-signature': untrusted(
        'A certificate is signed in a way that Java refuses',
        'The certificate of {weak}, which {host} sent, is signed by {weakness}: too weak for Java, though it names an issuer that is in {store}.',
        'Java by default takes no signature by MD2 or MD5 (jdk.certpath.disabledAlgorithms), as they can be forged.',
        [WEAK_DOES],
      ),
      'unread-public': {
        title: "Can't tell whether the instance's certificate is trusted",
        saw: 'The certificate of {host} was issued by {issuer}, a public authority. The trust store of the agent could not be read.',
      },
      'unread-private': {
        title: "Can't tell whether the instance's certificate is trusted",
        saw: 'The certificate of {host} was issued by {issuer}, which is no public authority. The trust store of the agent could not be read.',
      },
    },
    explain: {
      title: "The instance's certificate is not trusted",
      meaning:
        'The certificate that the instance (or a proxy in its place) shows does not lead to any certificate of the trust store that the agent uses.',
      how: "The chain is fetched from the host's own network and verified, signature by signature, up to one of the certificates in the trust store that the agent's Java uses.",
      doThis: [TRUST_DOES],
      kbSection: NOT_IN_KB,
      source:
        'KB0744261; documentation: Add SSL certificates for the MID Server; java.security of Java 17 (jdk.certpath.disabledAlgorithms)',
    },
  },
  'network.tls-intercepted': {
    fail: {
      title: 'A proxy opens the TLS connection to the instance',
      saw: 'The certificate of {host} was issued by {issuer}, the maker of a TLS inspecting proxy, and {store} does not vouch for it.',
      because: 'The agent speaks only to servers that its own trust store vouches for.',
      doThis: [
        'Have {host} exempted from TLS inspection; or import the root certificate of {issuer} into {store}. Then restart the MID Server.',
      ],
    },
    warn: {
      title: 'A proxy opens the TLS connection to the instance, and config.xml says not to mind',
      saw: 'Issued by {issuer}.',
    },
    variants: {
      'unknown-maker': {
        title: 'Something on the way opens the TLS connection to the instance',
        saw: 'The certificate of {host} was issued by {issuer}, which leads to no public authority and is not in {store}.',
        because:
          "ServiceNow's own names have certificates of public authorities: whoever issued this one stands on the way, most likely a TLS inspecting proxy of this network.",
        doThis: [
          'Have {host} exempted from TLS inspection; or import the root certificate of {issuer} into {store}. Then restart the MID Server.',
        ],
      },
      trusted: {
        title: 'Something on the way opens the TLS connection to the instance, and the agent trusts it',
        saw: 'The certificate of {host} was issued by {issuer}, the maker of a TLS inspecting proxy; {store} vouches for it.',
        because:
          'It works. Checks for revoked certificates, and upgrades that replace the trust store, can be disturbed by it.',
      },
    },
    explain: {
      title: 'A proxy opens the TLS connection to the instance',
      meaning: 'A device on the way shows a certificate of its own in the place of that of the instance.',
      how: "The issuer of the certificate names the maker of such a device; or a name of ServiceNow's has a certificate that leads to no public authority. For other names it is said as not trusted.",
      doThis: [
        'Have the instance exempted from TLS inspection (best).',
        'Or import the root certificate of the proxy into the trust store of the MID Server, and restart it.',
      ],
      kbSection: NOT_IN_KB,
      source: 'KB0744261; that a name gives it away is inference',
    },
  },
  'network.tls-expired': {
    fail: {
      title: "The instance's certificate is out of date",
      saw: 'The certificate {subject} ended on {date}.',
      because: 'Java accepts no certificate out of its time.',
      doThis: [
        'Check the clock of this host; where it is right, have the certificate renewed by whoever runs {host} (or the proxy in its place).',
      ],
    },
    variants: {
      'not-yet': {
        title: "The instance's certificate is not valid yet",
        saw: 'The certificate {subject} begins on {date}.',
        because: 'Java accepts no certificate before its time; a clock that is behind makes one look so.',
        doThis: ['Check the clock of this host; where it is right, have the certificate of {host} replaced.'],
      },
    },
    explain: {
      title: "The instance's certificate is out of date",
      meaning: 'A certificate of the chain is used before or after its time, or the clock of the host is wrong.',
      how: "The dates of the chain, by this computer's clock.",
      doThis: ['Check the clock of the host.', 'Have the certificate renewed.'],
      kbSection: NOT_IN_KB,
      source: 'inference',
    },
  },
  'network.tls-name': {
    fail: {
      title: "The instance's certificate is for another name",
      saw: 'The certificate is for {names}, not for {host}.',
      because: 'Java accepts a certificate only for the name that was asked for.',
      doThis: ['Check url in config.xml, and /etc/hosts: what answers as {host} is {names}.'],
    },
    warn: {
      title: "The instance's certificate is for another name, and config.xml says not to mind",
      saw: 'It is for {names}.',
    },
    explain: {
      title: "The instance's certificate is for another name",
      meaning:
        'The name in url leads to a server with a certificate for other names: a wrong address, a captive page, a custom URL without its certificate.',
      how: 'The names in the certificate are compared with the host in url.',
      doThis: ['Check url in config.xml and /etc/hosts of the host.'],
      kbSection: NOT_IN_KB,
      source: 'Documentation: MID Server security checks',
    },
  },
  'network.tls-protocol': {
    fail: {
      title: 'TLS with the instance cannot be agreed on',
      saw: '{host}, port {port}, broke off the handshake: {why}.',
      because: 'A current Java speaks TLS 1.2 and 1.3 only, with the ciphers of today.',
      doThis: [
        'Ask the network administrator what answers as {host} on port {port}: an instance speaks TLS 1.2 and 1.3.',
      ],
    },
    variants: {
      old: {
        title: 'What answers as the instance speaks too old a TLS',
        saw: '{host}, port {port}, refused TLS 1.2 and 1.3, and takes {old}.',
        because:
          'A current Java speaks TLS 1.2 and 1.3 only, and an instance does, too: something old stands in its place.',
        doThis: [
          'Ask the network administrator what answers as {host} on port {port}: an old proxy or load balancer that must learn TLS 1.2, or be taken out of the way.',
        ],
      },
      plain: {
        title: 'What answers does not speak TLS',
        saw: '{host}, port {port}, answered without TLS.',
        because: 'An instance speaks TLS on its port; something else answers there, or url names the wrong port.',
        doThis: ['Check the port in url of config.xml, and what answers as {host}.'],
      },
      error: {
        title: 'The TLS handshake with the instance fails',
        saw: '{host}, port {port}: {why}.',
        because: 'The agent will most likely fail in the same way.',
        doThis: ['Ask the network administrator what answers as {host} on port {port}.'],
      },
    },
    explain: {
      title: 'TLS with the instance cannot be agreed on',
      meaning: 'The two sides have no protocol version or cipher in common, or what answers speaks no TLS at all.',
      how: 'A handshake with TLS 1.2 and newer, as a current Java makes it. Where it is refused, another one with TLS 1.0 and 1.1 tells what the server speaks instead. The agent log names a fatal alert.',
      doThis: [
        'Find out what answers in the place of the instance: a proxy, an old load balancer, a wrong port.',
        'Where the Java of the agent is old, upgrade it.',
      ],
      kbSection: NOT_IN_KB,
      source: 'KB0744261; inference',
    },
  },
  'network.tls-client-certificate': {
    fail: {
      title: 'The instance asks for a certificate of the MID Server',
      saw: '{host}, port {port}, broke off because no client certificate was shown.',
      because: 'The agent has a user and password, and no certificate to show.',
      doThis: [
        'Set up mutual authentication for this MID Server, or have the instance (or the proxy in its place) not ask for it.',
      ],
    },
    unknown: { title: "Can't tell how the instance takes the MID Server's certificate" },
    variants: {
      mutual: {
        title: "Can't tell how the instance takes the MID Server's certificate",
        saw: '{host} asks for a client certificate. This MID Server has mutual authentication; its key stays on the host, so it was not tried.',
      },
    },
    explain: {
      title: 'The instance asks for a certificate of the MID Server',
      meaning: 'What answers wants a client certificate. Only a MID Server with mutual authentication has one.',
      how: 'The handshake is broken off with an alert that asks for a certificate.',
      doThis: ['Set up mutual authentication with bin/scripts/manage-certificates, or have the server not ask for it.'],
      kbSection: NOT_IN_KB,
      source: 'Documentation: MID Server mutual authentication',
    },
  },
  'network.revocation-blocked': {
    pass: {
      title: 'Whether certificates are revoked can be asked from this host',
      saw: 'The servers that the certificates name for it answer: {servers}.',
    },
    warn: {
      title: 'Whether certificates are revoked cannot be asked from this host',
      saw: '{servers} did not answer on HTTP: {why}. config.xml has the agent ask there.',
      because: 'An agent that cannot ask may take the certificate of the instance for a bad one.',
      doThis: [
        'Let this host reach {servers} on TCP port 80; or turn the check off for the first connection (mid.ssl.bootstrap.default.check_cert_revocation), and restart the MID Server.',
      ],
    },
    info: {
      title: 'Whether certificates are revoked cannot be asked from this host',
      saw: '{servers} did not answer on HTTP: {why}.',
    },
    variants: {
      'not-asked': {
        title: 'Whether certificates are revoked cannot be asked from this host',
        saw: '{servers} did not answer on HTTP: {why}. config.xml does not have the agent ask there.',
        because: 'It matters once the check is turned on, here or by a policy of the instance.',
      },
    },
    explain: {
      title: 'Whether certificates are revoked cannot be asked from this host',
      meaning:
        'The agent can be told to ask the authority whether a certificate was revoked. Then the servers that the certificates name for it have to answer on port 80, and no proxy may change the answer.',
      how: "The addresses of OCSP responders and revocation lists are read from the instance's certificates, and tried from the host's own network, through the proxy where config.xml has one. The agent log speaks of OCSP errors.",
      doThis: [
        'Let the host reach the responders (such as ocsp.entrust.net, ocsp.digicert.com) on TCP port 80.',
        'Or turn the revocation check for the first connection off: mid.ssl.bootstrap.default.check_cert_revocation.',
      ],
      kbSection: NOT_IN_KB,
      source: 'KB1216223, KB0854165, KB0744261',
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
