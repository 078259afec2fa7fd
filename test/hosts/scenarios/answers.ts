import { healthy, problem, running } from '../../e2e/hosts/recipes.ts';
import type { HostScenario } from '../../e2e/hosts/scenario.ts';
import type { Authority } from '../../peers/certificates.ts';
import { startFirewall } from '../../peers/firewall.ts';
import { page, tlsFace, withBeside } from '../faces.ts';
import { inVain, pinned, says, wellAnd } from './names.ts';
import { facing } from './network.ts';

const HOST = 'acme.service-now.com';

/** As `facing`, and what the finding has to say. */
const saying = (scenario: HostScenario, status: string, words: RegExp): HostScenario => ({
  ...scenario,
  expect: { ...scenario.expect, also: (report) => says(report, scenario.expect.cause ?? '', status, words) },
});

/** A certificate that the agent's own authority signs for, of a kind that Java refuses all the same. */
const weak = (id: string, title: string, key: string, digest: string, words: RegExp) =>
  saying(
    facing(
      id,
      title,
      tlsFace({
        certificate: (authority: Authority) => authority.issueAs(key, digest, [HOST]),
        authorityKey: 'rsa:2048',
        // TLS 1.3 has no signature that fits into a key of 512 bits.
        tls: { ciphers: 'DEFAULT@SECLEVEL=0', maxVersion: 'TLSv1.2' },
      }),
      'network.tls-untrusted',
    ),
    'fail',
    words,
  );

const signedBySha1 = {
  certificate: (authority: Authority) => authority.issueAs('rsa:2048', '-sha1', [HOST]),
  authorityKey: 'rsa:2048',
  tls: { ciphers: 'DEFAULT@SECLEVEL=0' },
};

const UNPINGED = '127.0.0.83';

/** What the instance, or something in its place, says in so many words; and what ping says, which decides nothing. */
export const ANSWERS: readonly HostScenario[] = [
  saying(
    facing(
      'http-maintenance',
      'the instance says that it is under maintenance',
      tlsFace({
        answer: page(503, '<html><title>Maintenance</title>This instance is being upgraded. Try again later.</html>', {
          Server: 'ServiceNow',
        }),
      }),
      'network.http-error',
    ),
    'fail',
    /under maintenance/,
  ),
  saying(
    facing(
      'http-blocked-proxy',
      'the page of a squid in the place of the instance',
      tlsFace({
        answer: page(403, '<html><title>ERROR: The requested URL could not be retrieved</title></html>', {
          Server: 'squid/5.7',
          'X-Squid-Error': 'ERR_ACCESS_DENIED 0',
        }),
      }),
      'network.http-error',
      'likely',
    ),
    'fail',
    /answers in the place of the instance: .* names squid/,
  ),
  saying(
    facing(
      'http-blocked-firewall',
      'the page of a firewall that blocks by category, with a status as if all were well',
      tlsFace({
        answer: page(200, '<html><title>FortiGate Application Control</title>Web page blocked!</html>'),
      }),
      'network.http-error',
      'likely',
    ),
    'fail',
    /answers in the place of the instance: .* names FortiGate/,
  ),
  weak(
    'tls-weak-key',
    'a key of 512 bits, signed for by a trusted authority',
    'rsa:512',
    '-sha256',
    /512 bits .* Java/,
  ),
  weak('tls-weak-signature', 'a signature by MD5 of a trusted authority', 'rsa:2048', '-md5', /MD5: too weak for Java/),
  {
    ...facing(
      'tls-weak-sha1',
      'a signature by SHA-1, below an authority that came with Java',
      tlsFace(signedBySha1),
      'network.tls-untrusted',
      'certain',
      { untrusted: true },
    ),
    prepare: async (mid, { instance }) => {
      // That is how the authorities are named that Java comes with.
      await mid.trust(instance.authority.cert, 'mid up test ca [jdk]');
      await inVain(mid);
    },
    expect: problem('network.tls-untrusted', {
      also: (report) => says(report, 'network.tls-untrusted', 'fail', /SHA-1.* came with Java/),
    }),
  },
  {
    id: 'healthy-sha1-imported',
    title: 'a signature by SHA-1, below an authority that was imported',
    face: tlsFace(signedBySha1),
    prepare: running,
    expect: healthy,
  },
  {
    id: 'healthy-ping',
    title: 'the instance answers to ping',
    prepare: running,
    expect: wellAnd((report) => says(report, 'network.ping', 'pass', /answers to ping: .* ms/)),
  },
  {
    id: 'healthy-ping-silent',
    title: 'a firewall drops ping, and nothing else',
    needs: ['iptables'],
    face: withBeside(tlsFace({ address: UNPINGED }), async ({ port }) => startFirewall('drop', port, UNPINGED, 'icmp')),
    prepare: async (mid, { instance }) => {
      await pinned(mid, instance.host, [UNPINGED]);
      await running(mid);
    },
    expect: wellAnd((report) => says(report, 'network.ping', 'info', /does not answer to ping/)),
  },
  {
    id: 'healthy-ping-none',
    title: 'there is no ping on this host',
    prepare: async (mid) => {
      await mid.machine.must('mount --bind /dev/null "$(readlink -f "$(command -v ping)")"');
      await running(mid);
    },
    expect: wellAnd((report) => says(report, 'network.ping', 'info', /no ping on this host/)),
  },
];
