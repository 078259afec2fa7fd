import { defineCheck } from '../define.ts';
import { aheadOfHere } from '../host/clock.ts';
import type { RungsEvidence } from '../probes/ladder/evidence.ts';
import { ladderProbe } from '../probes/ladder.ts';
import { netProbe } from '../probes/net.ts';
import { systemProbe } from '../probes/system.ts';
import { THRESHOLDS } from '../thresholds.ts';
import { type ChainJudgement, judgeChain } from './chain.ts';
import { brokenRung, rungAt } from './rungs.ts';

/**
 * The server that upgrades come from, the same way up. It never makes the host red by itself: an agent is Up without it,
 * until its next upgrade. Source: "MID Server pre-upgrade check" (reaching it is mandatory); "Validate network connectivity".
 */
export const installCheck = defineCheck({
  id: 'network.install',
  step: 'network',
  code: 'network.install-server',
  needs: {},
  uses: { ladder: ladderProbe, system: systemProbe, net: netProbe },
  judge: ({ ladder, system, net }, say) => {
    const install = ladder?.install;
    if (!install) return [];
    if (install === 'instance') return [say.pass('network.install-server', {}, { variant: 'through-instance' })];
    const { target, proxy, tcp, connect, tls, http, answer } = install;
    if (!target) return [];
    const at = rungAt((http ?? tls ?? connect ?? tcp)?.line ?? 1);
    const first = proxy ?? target;
    const params = {
      host: target.host,
      port: target.port,
      first: `${first.host}:${first.port}`,
      proxy: proxy ? `${proxy.host}:${proxy.port}` : '',
      status: answer?.status ?? 0,
      ms: (tcp?.ms ?? 0) + (connect?.ms ?? 0) + (tls?.ms ?? 0) + (http?.ms ?? 0),
      why: [http, tls, connect, tcp].find((rung) => rung && rung.outcome !== 'ok')?.detail || 'nothing more was said',
    };
    if (!tcp) return [say.unknown('network.install-server', 'forwarding-or-tools', params)];
    // With name servers that keep one waiting, the time was up before there was an address.
    if (tcp.outcome === 'timeout' && (net?.instance?.ms ?? 0) >= THRESHOLDS.slowNameMs)
      return [say.unknown('network.install-server', 'more-time', params, at)];
    if (connect?.outcome === 'auth' && ladder.proxyUser)
      return [say.unknown('network.install-server', 'evidence', params, { ...at, variant: 'not-sent' })];
    const now = ladder.at === undefined ? undefined : ladder.at + (aheadOfHere(system) ?? 0);
    const judged = now === undefined ? undefined : judgeChain(install.chain, install.store, target.host, now);
    const fault = faultOf(install, judged);
    if (fault) return [say.warn('network.install-server', { ...params, ...fault.params }, { ...at, ...fault.more })];
    if (judged?.undecided) return [say.unknown('network.install-server', 'java', params, at)];
    if (!http) return [say.unknown('network.install-server', 'forwarding-or-tools', params)];
    return [say.pass('network.install-server', params, at)];
  },
});

const faultOf = (install: RungsEvidence, judged: ChainJudgement | undefined) => {
  const { tcp, tls, http, store, answer } = install;
  const broken = brokenRung(install);
  const fault = (variant?: string, params: { readonly issuer?: string } = {}) => ({
    params,
    more: variant ? { variant } : {},
  });
  if (broken === 'name') return fault('name');
  if (broken === 'tcp') return fault(tcp?.outcome === 'refused' ? 'refused' : undefined);
  if (broken === 'proxy') return fault('proxy');
  if (broken === 'tls') return fault('tls');
  if (tls && judged && store.state === 'read' && !(judged.trusted && judged.nameMatches && !judged.outOfTime))
    return fault('certificate', { issuer: judged.issuer });
  if (http && (http.outcome !== 'ok' || (answer?.status ?? 0) >= 500 || answer?.status === 407)) return fault('http');
  return undefined;
};
