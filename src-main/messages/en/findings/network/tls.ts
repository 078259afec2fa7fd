import type { CodeText, FindingText } from '../../../types.ts';
import { NOT_IN_KB, notTried } from './shared.ts';

const TRUST_DOES =
  "Have the issuer's root certificate imported into the trust store of the MID Server (keytool -importcert -keystore jre/lib/security/cacerts), or have the instance exempted from TLS inspection; then restart the MID Server.";

const WEAK_DOES =
  "Have whoever runs {host} (or the proxy in its place) use a new certificate for {weak}, with a key of 2048 bits or more, signed by SHA-256; leave Java's own settings as they are.";

const untrusted = (title: string, saw: string, because: string, doThis: readonly string[]): FindingText => ({
  title,
  saw,
  because,
  doThis,
});

/** `network.*`: the instance's certificate, and TLS with it. */
export const tls = {
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
      'store-empty': untrusted(
        "The agent's trust store is empty",
        '{store} is a file without a byte in it.',
        'The agent speaks only to servers that its own trust store vouches for, so that it trusts nobody now. A full disk or an upgrade that broke off leaves such a file.',
        [
          'Restore {store}: from cacerts_before in the newest folder of work/truststore_migration, or from a download of the same version; then restart the MID Server.',
        ],
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
        'The {weakness} in the certificate of {weak}, on the way from that of {host} to one in {store}, is too weak for Java.',
        'Java by default takes no RSA key below 1024 bits and no curve below 224 (jdk.certpath.disabledAlgorithms), whoever signed for it.',
        [WEAK_DOES],
      ),
      'weak-signature': untrusted(
        'A certificate is signed in a way that Java refuses',
        'The certificate of {weak}, which {host} sent, is signed by {weakness}: too weak for Java, though it names an issuer that is in {store}.',
        'Java by default takes no signature by MD2 or MD5 (jdk.certpath.disabledAlgorithms), as they can be forged.',
        [WEAK_DOES],
      ),
      'weak-sha1': untrusted(
        'A certificate is signed by SHA-1, and Java refuses that below its own authorities',
        'The certificate of {weak}, which {host} sent, is signed by SHA-1. It leads to {anchor} in {store}, an authority that came with Java.',
        'Java by default takes no SHA-1 below the authorities that came with it (SHA1 jdkCA & usage TLSServer in jdk.certpath.disabledAlgorithms); below one that was imported it does.',
        [WEAK_DOES],
      ),
      'weak-unknown': untrusted(
        'A certificate is of a kind that Java does not know',
        'The certificate of {weak}, on the way from that of {host} to one in {store}, has {weakness}, which Java does not know.',
        'Java knows the curves P-256, P-384 and P-521 only, and signatures of the SHA-2 family (since 16; before, others are disabled in jdk.certpath.disabledAlgorithms).',
        [WEAK_DOES],
      ),
      'unseen-sha1': {
        title: "Can't tell whether the instance's certificate is trusted",
        saw: 'The certificate of {weak}, which {host} sent, is signed by SHA-1. Java refuses that below the authorities that came with it; whether {anchor} is one of them could not be seen.',
      },
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
        'KB0744261; documentation: Add SSL certificates for the MID Server; java.security of Java 11, 17 and 21 (jdk.certpath.disabledAlgorithms)',
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
    unknown: {
      title: "Can't tell whether revoked certificates can be asked about from this host",
      saw: 'The certificates name {servers} for it. No tool of this host that asks by HTTP gave an answer.',
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
} satisfies Partial<Record<`network.${string}`, CodeText>>;
