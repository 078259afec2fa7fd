import type { FindingCode } from '../../model/codes.ts';
import type { Finding, NeedCode } from '../../model/finding.ts';
import { defineCheck, type Say } from '../define.ts';
import { ladderProbe } from '../probes/ladder.ts';
import type { LadderEvidence } from '../probes/ladder-evidence.ts';
import { type NetEvidence, netProbe } from '../probes/net.ts';

/** What a rung that is not there is missing: an earlier rung, or a way to climb it. */
export const whyNoRung = (ladder: LadderEvidence): NeedCode => {
  if (!ladder.target) return 'evidence';
  const stopped = [ladder.tcp, ladder.connect, ladder.tls].some((rung) => rung !== undefined && rung.outcome !== 'ok');
  if (ladder.way === 'tools' && !stopped) return 'forwarding-or-tools';
  return ladder.way === undefined ? 'config' : 'earlier-step';
};

export const rungAt = (line: number) => ({ evidence: [{ id: ladderProbe.id, lines: [line] }] });

const BY_OUTCOME: Readonly<Record<string, { code: FindingCode; variant?: string }>> = {
  refused: { code: 'network.tcp-refused' },
  timeout: { code: 'network.tcp-timeout' },
  unreachable: { code: 'network.tcp-timeout', variant: 'unreachable' },
  reset: { code: 'network.tcp-reset' },
};

/** A connection to the port of the URL, or to the proxy that config.xml names. Source: KB0535040 (telnet … 443). */
export const connectionCheck = defineCheck({
  id: 'network.tcp',
  step: 'network',
  code: 'network.tcp-timeout',
  deciding: true,
  needs: { ladder: ladderProbe },
  uses: { net: netProbe },
  judge: ({ ladder, net }, say) => [...judgeTcp(ladder, net, say), ...judgeProxy(ladder, say)],
});

const judgeTcp = (ladder: LadderEvidence, net: NetEvidence | undefined, say: Say): readonly Finding[] => {
  const { target, proxy, tcp } = ladder;
  if (!target || !tcp) return [say.unknown('network.tcp-timeout', whyNoRung(ladder))];
  const { host, port } = proxy ?? target;
  const params = { host, port, ms: tcp.ms, seconds: tcp.ms / 1000, why: tcp.detail };
  const at = rungAt(tcp.line);
  if (tcp.outcome === 'ok')
    return [say.pass('network.tcp-timeout', params, proxy ? { ...at, variant: 'proxy-pass' } : at)];
  // A name without an address is the rung below, with a finding of its own.
  if (tcp.outcome === 'name') return [say.unknown('network.tcp-timeout', 'earlier-step', params)];
  if (proxy) return [say.fail('network.proxy-unreachable', params, at)];
  const found = BY_OUTCOME[tcp.outcome];
  if (!found) return [say.unknown('network.tcp-timeout', 'tool', params)];
  const { code, variant } = found;
  const hint = net?.proxyHints[0];
  return [
    say.fail(code, params, variant ? { ...at, variant } : at),
    // The host has a proxy for its other programs, and config.xml has none.
    ...(hint ? [say.fail('network.proxy-needed', { host, port, proxy: hint }, { ...at, certainty: 'likely' })] : []),
  ];
};

/** The proxy exactly as config.xml has it. Agents sign in to a proxy by Basic only. Source: "… prerequisites". */
const judgeProxy = (ladder: LadderEvidence, say: Say): readonly Finding[] => {
  const { target, proxy, connect } = ladder;
  // Plain HTTP through a proxy needs no tunnel.
  if (!proxy || target?.scheme === 'http') return [];
  if (!connect) return [say.unknown('network.proxy-denied', whyNoRung(ladder))];
  const params = {
    host: target?.host ?? 'the instance',
    proxy: `${proxy.host}:${proxy.port}`,
    said: connect.detail || 'nothing',
    schemes: ladder.proxySchemes || 'none named',
  };
  const at = rungAt(connect.line);
  switch (connect.outcome) {
    case 'ok':
      return [say.pass('network.proxy-denied', params, at)];
    case 'auth':
      if (ladder.proxySchemes && !/\bbasic\b/i.test(ladder.proxySchemes))
        return [say.fail('network.proxy-auth', params, { ...at, variant: 'no-basic' })];
      if (ladder.proxyUser)
        return [say.unknown('network.proxy-auth', 'evidence', params, { ...at, variant: 'not-sent' })];
      return [say.fail('network.proxy-auth', params, at)];
    case 'denied':
      return [say.fail('network.proxy-denied', params, at)];
    case 'upstream':
      return [say.fail('network.proxy-denied', params, { ...at, variant: 'upstream' })];
    default:
      return [
        say.fail('network.proxy-unreachable', params, {
          ...at,
          variant: connect.outcome === 'not-a-proxy' ? 'not-a-proxy' : 'silent',
        }),
      ];
  }
};
