import { defineCheck } from '../define.ts';
import { configProbe } from '../probes/config.ts';
import { ladderProbe } from '../probes/ladder.ts';
import { type NameEvidence, netProbe } from '../probes/net.ts';

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
      addresses: addresses.slice(0, 4).join(', '),
      servers: net.nameServers.slice(0, 3).join(', ') || 'none in /etc/resolv.conf',
      hosts: hostsLine?.trim().slice(0, 200) ?? '',
    };
    const at = { evidence: [{ id: netProbe.id, lines: [name.line] }] };
    const resolved = resolves(name, ladder?.tcp?.outcome);
    if (resolved === undefined) return [say.unknown('network.dns', 'tool', params)];
    if (!resolved) {
      const variant = throughProxy ? 'proxy' : name.why === 'unknown' ? undefined : name.why;
      return [say.fail('network.dns', params, { ...at, ...(variant ? { variant } : {}) })];
    }
    if (hostsLine !== null) return [say.pass('network.dns', params, { ...at, variant: 'hosts-file' })];
    return [say.pass('network.dns', { ...params, addresses: params.addresses || 'an address' }, at)];
  },
});

/** A connection that stands has resolved the name, whatever the host's tools say of it. */
const resolves = (name: NameEvidence, tcp: string | undefined): boolean | undefined => {
  if (tcp === 'name') return false;
  if (name.resolved === true) return true;
  if (tcp === 'ok' || tcp === 'refused' || tcp === 'reset') return true;
  return name.resolved;
};
