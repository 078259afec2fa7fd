import { expect } from 'vitest';
import type { Report } from '../../../src-main/model/report.ts';
import { healthy, logging, problem, running } from '../../e2e/hosts/recipes.ts';
import type { Face, HostScenario } from '../../e2e/hosts/scenario.ts';
import type { MidHost } from '../../peers/mid-host.ts';
import { behind, named, tlsFace } from '../faces.ts';

export const inVain = (mid: MidHost) =>
  logging(mid, ['SEVERE (StartupSequencer) Unable to connect to the instance, retrying']);

/** These addresses in /etc/hosts, in this order, and no others. */
export const pinned = (mid: MidHost, host: string, addresses: readonly string[]) =>
  mid.machine.must(`sed -i '/ acme/d' /etc/hosts; printf '%s ${host}\\n' ${addresses.join(' ')} >>/etc/hosts`);

export const says = (report: Report, code: string, status: string, words: RegExp) => {
  const found = report.findings.filter((f) => f.code === code && f.status === status);
  expect(found.map((f) => `${f.title}: ${f.saw}`).join('\n')).toMatch(words);
};

export const wellAnd = (also: (report: Report) => void): HostScenario['expect'] => ({
  ...healthy,
  also: (report) => {
    healthy.also?.(report);
    also(report);
  },
});

const dns = (id: string, title: string, face: () => Promise<Face>, words: RegExp): HostScenario => ({
  id,
  title,
  needs: ['dnsmasq'],
  face,
  prepare: inVain,
  expect: problem('network.dns', { also: (report) => says(report, 'network.dns', 'fail', words) }),
});

/** Name resolution, several addresses, firewalls: with a real name server and the kernel's own firewall. */
export const NAMES: readonly HostScenario[] = [
  dns('dns-nxdomain', 'the name server knows no such name', named([], { zones: ['service-now.com'] }), /no/i),
  dns('dns-refused', 'the name server does not answer for names outside', named([]), /address|SERVFAIL/),
  dns('dns-silent', 'the only name server does not answer', silentOnly(), /not|no /i),
  {
    id: 'healthy-dns',
    title: 'the name comes from a name server',
    needs: ['dnsmasq'],
    face: named(['127.0.0.1']),
    prepare: running,
    expect: wellAnd((report) => says(report, 'network.dns', 'pass', /resolves/)),
  },
  {
    id: 'healthy-dns-slow',
    title: 'the first of two name servers does not answer',
    needs: ['dnsmasq'],
    face: named(['127.0.0.1'], { silent: 1 }),
    prepare: running,
    expect: wellAnd((report) => says(report, 'network.slow', 'info', /Looking up the name .* is slow/)),
  },
  {
    id: 'hosts-stale',
    title: 'an old line of /etc/hosts hides the right address',
    needs: ['dnsmasq'],
    face: named(['127.0.0.1']),
    prepare: async (mid, { instance }) => {
      await pinned(mid, instance.host, ['127.0.0.77']);
      await inVain(mid);
    },
    expect: problem('network.dns', { confidence: 'likely', next: /\/etc\/hosts/ }),
  },
  {
    id: 'healthy-hosts-differs',
    title: 'a line of /etc/hosts that works, and another answer of the name server',
    needs: ['dnsmasq'],
    face: named(['127.0.0.78']),
    prepare: async (mid, { instance }) => {
      await pinned(mid, instance.host, ['127.0.0.1']);
      await running(mid);
    },
    expect: wellAnd((report) => says(report, 'network.dns', 'pass', /127\.0\.0\.78/)),
  },
  // Where nothing else parts them, the host's resolver puts 127.0.0.1 first.
  {
    id: 'address-first-refused',
    title: 'the first of two addresses refuses',
    face: tlsFace({ address: '127.0.0.2' }),
    prepare: async (mid, { instance }) => {
      await pinned(mid, instance.host, ['127.0.0.1', '127.0.0.2']);
      await inVain(mid);
    },
    expect: problem('network.tcp-timeout', { confidence: 'likely', next: /127\.0\.0\.1/ }),
  },
  {
    id: 'address-first-filtered',
    title: 'the first of two addresses is behind a firewall that drops',
    needs: ['iptables'],
    face: behind('drop', '127.0.0.1', tlsFace({ address: '::' })),
    prepare: async (mid, { instance }) => {
      await pinned(mid, instance.host, ['127.0.0.1', '127.0.0.3']);
      await inVain(mid);
    },
    expect: problem('network.tcp-timeout', { confidence: 'likely', next: /127\.0\.0\.1/ }),
  },
  {
    id: 'address-first-filtered-tools',
    title: 'the same, seen with the tools of the host',
    needs: ['iptables'],
    sshd: ['AllowTcpForwarding no'],
    face: behind('drop', '127.0.0.1', tlsFace({ address: '::' })),
    prepare: async (mid, { instance }) => {
      await pinned(mid, instance.host, ['127.0.0.1', '127.0.0.3']);
      await inVain(mid);
    },
    expect: problem('network.tcp-timeout', {
      confidence: 'likely',
      next: /127\.0\.0\.1/,
      also: (report) => says(report, 'network.tls-untrusted', 'pass', /trusted/),
    }),
  },
  {
    id: 'address-other-dead',
    title: 'another than the first of two addresses refuses',
    prepare: async (mid, { instance }) => {
      await pinned(mid, instance.host, ['127.0.0.1', '127.0.0.2']);
      await running(mid);
    },
    expect: {
      status: 'warning',
      exit: 2,
      cause: null,
      also: (report) => says(report, 'network.tcp-timeout', 'warn', /127\.0\.0\.2/),
    },
  },
  {
    id: 'healthy-two-addresses',
    title: 'two addresses, both alive',
    face: tlsFace({ address: '::' }),
    prepare: async (mid, { instance }) => {
      await pinned(mid, instance.host, ['127.0.0.4', '127.0.0.1']);
      await running(mid);
    },
    expect: healthy,
  },
  {
    id: 'healthy-ipv6-dead',
    title: 'an IPv6 address that cannot be reached, and an IPv4 address that can',
    prepare: async (mid, { instance }) => {
      await pinned(mid, instance.host, ['::1', '127.0.0.1']);
      await running(mid);
    },
    expect: wellAnd((report) => says(report, 'network.tcp-timeout', 'info', /IPv6/)),
  },
  {
    id: 'healthy-ipv6-only',
    title: 'IPv6 alone',
    face: tlsFace({ address: '::1' }),
    prepare: async (mid, { instance }) => {
      await pinned(mid, instance.host, ['::1']);
      await running(mid);
    },
    expect: healthy,
  },
  {
    id: 'firewall-drop',
    title: "the kernel's firewall drops",
    needs: ['iptables'],
    face: behind('drop'),
    prepare: inVain,
    expect: problem('network.tcp-timeout'),
  },
  {
    id: 'firewall-reset',
    title: "the kernel's firewall refuses",
    needs: ['iptables'],
    face: behind('reset'),
    prepare: inVain,
    expect: problem('network.tcp-refused'),
  },
  {
    id: 'firewall-prohibited',
    title: "the kernel's firewall says that there is no way",
    needs: ['iptables'],
    face: behind('prohibited'),
    prepare: inVain,
    expect: problem('network.tcp-timeout', {
      also: (report) => says(report, 'network.tcp-timeout', 'fail', /no route/i),
    }),
  },
  {
    id: 'firewall-prohibited-tools',
    title: 'the same, seen with the tools of the host',
    needs: ['iptables'],
    sshd: ['AllowTcpForwarding no'],
    face: behind('prohibited'),
    prepare: inVain,
    expect: problem('network.tcp-timeout', {
      also: (report) => says(report, 'network.tcp-timeout', 'fail', /no route/i),
    }),
  },
];

function silentOnly() {
  const made = named(['127.0.0.1'], { silent: 1 });
  return async (): Promise<Face> => {
    const face = await made();
    return { ...face, nameServers: (face.nameServers ?? []).slice(0, 1) };
  };
}
