import type { FindingCode } from '../../model/codes.ts';
import type { Finding, Params } from '../../model/finding.ts';
import { defineCheck, type Say } from '../define.ts';
import type { LadderEvidence } from '../probes/ladder/evidence.ts';
import { ladderProbe } from '../probes/ladder.ts';
import { type LogsEvidence, logsProbe } from '../probes/logs.ts';
import { type NetEvidence, netProbe } from '../probes/net.ts';
import { judgeAddresses } from './addresses.ts';
import { agentConnected, notTried, onlyAgentSees, rungAt } from './rungs.ts';

const BY_OUTCOME: Readonly<Record<string, { code: FindingCode; variant?: string }>> = {
  refused: { code: 'network.tcp-refused' },
  timeout: { code: 'network.tcp-timeout' },
  unreachable: { code: 'network.tcp-timeout', variant: 'unreachable' },
  reset: { code: 'network.tcp-reset' },
};

/** In plain words; other outcomes say what the SSH server or a tool said. */
const PROXY_VARIANT: Readonly<Record<string, { variant: string }>> = {
  refused: { variant: 'refused' },
  timeout: { variant: 'timeout' },
  unreachable: { variant: 'no-route' },
  reset: { variant: 'reset' },
};

/** A connection to the port of the URL, or to the proxy that config.xml names. Source: KB0535040 (telnet … 443). */
export const connectionCheck = defineCheck({
  id: 'network.tcp',
  step: 'network',
  code: 'network.tcp-timeout',
  deciding: true,
  needs: { ladder: ladderProbe },
  uses: { net: netProbe, logs: logsProbe },
  judge: ({ ladder, net, logs }, say) => [
    ...judgeTcp(ladder, net, logs, say),
    ...neededProxy(ladder, net, say),
    ...judgeProxy(ladder, logs, say),
  ],
});

const judgeTcp = (
  ladder: LadderEvidence,
  net: NetEvidence | undefined,
  logs: LogsEvidence | undefined,
  say: Say,
): readonly Finding[] => {
  const { target, proxy, tcp } = ladder;
  // A name without an address is the rung below, with a finding of its own.
  if (!target || !tcp || tcp.outcome === 'name') return [notTried(say, 'network.tcp-timeout', ladder)];
  const { host, port } = proxy ?? target;
  const params = {
    host,
    port,
    ms: tcp.ms,
    why: tcp.detail || 'nothing more was said',
    addresses: shownAddresses(ladder, net),
  };
  const at = rungAt(tcp.line);
  if (tcp.outcome === 'ok' || ladder.wentOnBy !== undefined) {
    const several = judgeAddresses(ladder, params, logs, say);
    if (several.some((f) => f.status === 'fail')) return several;
    return [say.pass('network.tcp-timeout', params, proxy ? { ...at, variant: 'proxy-pass' } : at), ...several];
  }
  if (proxy) return [say.fail('network.proxy-unreachable', params, { ...at, ...PROXY_VARIANT[tcp.outcome] })];
  const found = BY_OUTCOME[tcp.outcome];
  if (!found) return [say.unknown('network.tcp-timeout', 'tool', params)];
  const line = net?.instance?.hostsLine?.trim().slice(0, 200);
  if (line && found.code !== 'network.tcp-reset')
    return [say.fail(found.code, { ...params, hosts: line }, { ...at, variant: 'hosts-file' })];
  return [say.fail(found.code, params, found.variant ? { ...at, variant: found.variant } : at)];
};

const shownAddresses = (ladder: LadderEvidence, net: NetEvidence | undefined): string => {
  const tried = ladder.addresses.map(({ address }) => address);
  const known = tried.length > 0 ? tried : ((ladder.proxy ? net?.proxy : net?.instance)?.addresses ?? []);
  return known.slice(0, 4).join(', ') || 'no address seen';
};

/** The direct way is closed, and the host has a proxy for its other programs. */
const neededProxy = (ladder: LadderEvidence, net: NetEvidence | undefined, say: Say): readonly Finding[] => {
  const { target, proxy, tcp, hint, wentOnBy } = ladder;
  if (!target || proxy || !tcp || tcp.outcome === 'ok' || wentOnBy !== undefined) return [];
  const opens = hint?.outcome === 'ok' || hint?.outcome === 'auth';
  // One that was tried and does not take a connection either is no way out.
  const dead = hint && BY_OUTCOME[hint.outcome] ? hint.proxy : undefined;
  const named = opens ? hint.proxy : [...(net?.proxyHints ?? []), hint?.proxy].find((one) => one !== dead);
  // Without an address the name may just be misspelt: then only a proxy that gets there proves anything.
  if (named === undefined || !(opens || BY_OUTCOME[tcp.outcome])) return [];
  const params = { host: target.host, port: target.port, proxy: named };
  if (!opens) return [say.fail('network.proxy-needed', params, { ...rungAt(tcp.line), certainty: 'likely' })];
  const variant = hint.outcome === 'auth' ? 'sign-in' : 'proven';
  return [say.fail('network.proxy-needed', params, { ...rungAt(hint.line), variant })];
};

/** The proxy exactly as config.xml has it. Agents sign in to a proxy by Basic only. Source: "… prerequisites". */
const judgeProxy = (ladder: LadderEvidence, logs: LogsEvidence | undefined, say: Say): readonly Finding[] => {
  const { target, proxy, connect } = ladder;
  // Plain HTTP through a proxy needs no tunnel.
  if (!proxy || target?.scheme === 'http') return [];
  if (!connect) return [notTried(say, 'network.proxy-denied', ladder)];
  const params = {
    host: target?.host ?? 'the instance',
    port: target?.port ?? 443,
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
      if (!onlyAgentSees(ladder)) return [say.fail('network.proxy-auth', params, at)];
      return [proxyByLog(logs, params, say, at)];
    case 'denied':
      return [say.fail('network.proxy-denied', params, at)];
    case 'upstream':
      return [say.fail('network.proxy-denied', params, { ...at, variant: 'upstream' })];
    default: {
      const variant = connect.outcome === 'not-a-proxy' ? 'not-a-proxy' : 'silent';
      return [say.fail('network.proxy-unreachable', params, { ...at, variant })];
    }
  }
};

/**
 * The sign-in is not tried from here: the password is encrypted with the agent's own key once it has started, and wrong
 * tries can lock the user. The agent tries it all the time, and its log says what comes of it.
 */
const proxyByLog = (
  logs: LogsEvidence | undefined,
  params: Params,
  say: Say,
  at: ReturnType<typeof rungAt>,
): Finding => {
  const connected = agentConnected(logs);
  if (!connected) return say.unknown('network.proxy-auth', 'evidence', params, { ...at, variant: 'not-sent' });
  const evidence = [...at.evidence, { id: logsProbe.id, lines: [connected.line] }];
  return say.pass('network.proxy-auth', params, { evidence, variant: 'by-log' });
};
