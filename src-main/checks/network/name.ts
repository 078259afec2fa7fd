import { isIP, isIPv6 } from 'node:net';
import type { Finding } from '../../model/finding.ts';
import { defineCheck, type Say } from '../define.ts';
import { configProbe } from '../probes/config.ts';
import type { LadderEvidence } from '../probes/ladder/evidence.ts';
import { ladderProbe } from '../probes/ladder.ts';
import { type NameEvidence, netProbe } from '../probes/net.ts';
import { THRESHOLDS } from '../thresholds.ts';
import { isInstance } from './http.ts';
import { brokenRung } from './rungs.ts';

/** The first rung: the name in config.xml has an address. With a proxy it is the proxy's name that counts. */
export const dnsCheck = defineCheck({
  id: 'network.name',
  step: 'network',
  code: 'network.dns',
  deciding: true,
  needs: { net: netProbe },
  uses: { ladder: ladderProbe, config: configProbe },
  judge: ({ net, ladder, config }, say) => {
    const throughProxy = config?.proxy.use ?? ladder?.proxy !== undefined;
    const name = throughProxy ? net.proxy : net.instance;
    if (!name) return [say.unknown('network.dns', 'config')];
    const { host, addresses, hostsLine } = name;
    const params = {
      host,
      addresses: addresses.slice(0, 4).join(', ') || 'an address',
      servers: net.nameServers.slice(0, 3).join(', ') || 'none in /etc/resolv.conf',
      hosts: hostsLine?.trim().slice(0, 200) ?? '',
      dns: name.hidden?.slice(0, 4).join(', ') ?? '',
      seconds: Math.round((name.ms ?? 0) / 1000),
    };
    const at = { evidence: [{ id: netProbe.id, lines: [name.line] }] };
    const resolved = resolves(name, ladder?.tcp?.outcome);
    if (resolved === undefined) return [say.unknown('network.dns', 'tool', params)];
    if (!resolved) {
      const variant = throughProxy ? 'proxy' : name.why === 'unknown' ? undefined : name.why;
      return [say.fail('network.dns', params, { ...at, ...(variant ? { variant } : {}) })];
    }
    if (isIP(host)) return [say.pass('network.dns', params, { ...at, variant: 'address' })];
    const slow = (name.ms ?? 0) >= THRESHOLDS.slowNameMs;
    return [
      hostsLine === null || /^localhost\.?$/i.test(host)
        ? say.pass('network.dns', params, at)
        : fixed(name, ladder, params, say, at),
      ...(slow ? [say.info('network.slow', params, { ...at, variant: 'name' })] : []),
    ];
  },
});

/** /etc/hosts decides. Where a later rung breaks, and the name servers know better, that is most likely why. */
const fixed = (
  { addresses, hidden }: NameEvidence,
  ladder: LadderEvidence | undefined,
  params: Finding['params'],
  say: Say,
  at: { readonly evidence: Finding['evidence'] },
): Finding => {
  // A name server without IPv6 addresses says nothing against an IPv6 address, and the other way round.
  const other = hidden?.some((ip) => addresses.some((own) => isIPv6(own) === isIPv6(ip) && !hidden.includes(own)));
  if (!ladder || !goesWrong(ladder))
    return say.pass('network.dns', params, { ...at, variant: other ? 'hosts-file-differs' : 'hosts-file' });
  if (!other) return say.warn('network.dns', params, { ...at, variant: 'hosts-file-broken' });
  return say.fail('network.dns', params, { ...at, variant: 'hosts-file-stale', certainty: 'likely' });
};

const goesWrong = (ladder: LadderEvidence): boolean =>
  brokenRung(ladder) !== undefined ||
  (ladder.http !== undefined && ladder.http.outcome !== 'ok') ||
  (ladder.answer !== undefined && !isInstance(ladder.answer));

/** A connection that stands has resolved the name, whatever the host's tools say of it. */
const resolves = (name: NameEvidence, tcp: string | undefined): boolean | undefined => {
  if (tcp === 'name') return false;
  if (name.resolved === true) return true;
  if (tcp === 'ok' || tcp === 'refused' || tcp === 'reset') return true;
  return name.resolved;
};
