import type { FindingCode } from '../../model/codes.ts';
import type { Finding, NeedCode, Params } from '../../model/finding.ts';
import type { Say } from '../define.ts';
import { readLogs } from '../logs/current.ts';
import type { LadderEvidence, RungsEvidence } from '../probes/ladder/evidence.ts';
import { ladderProbe } from '../probes/ladder.ts';
import type { LogsEvidence } from '../probes/logs.ts';

/** The first rung that broke; those above it were not tried. `after-…` are the variants of "not tried". */
export type Broken = 'name' | 'tcp' | 'proxy' | 'tls';

export const brokenRung = (ladder: RungsEvidence & { readonly wentOnBy?: string | undefined }): Broken | undefined => {
  const { tcp, connect, tls, proxy } = ladder;
  if (tcp?.outcome === 'name') return 'name';
  if (tcp && tcp.outcome !== 'ok' && ladder.wentOnBy === undefined) return proxy ? 'proxy' : 'tcp';
  if (connect && connect.outcome !== 'ok') return 'proxy';
  return tls && tls.outcome !== 'ok' ? 'tls' : undefined;
};

/** A rung that is not there: an earlier one broke, or there was no way to climb it. */
export const notTried = (say: Say, code: FindingCode, ladder: LadderEvidence): Finding => {
  const { target, way } = ladder;
  if (!target) return say.unknown(code, 'evidence');
  const broken = brokenRung(ladder);
  const params: Params = { host: target.host, port: target.port };
  if (broken) return say.unknown(code, 'earlier-step', params, { variant: `after-${broken}` });
  const needs: NeedCode = way === undefined ? 'config' : way === 'tools' ? 'forwarding-or-tools' : 'earlier-step';
  return say.unknown(code, needs, params);
};

export const rungAt = (line: number) => ({ evidence: [{ id: ladderProbe.id, lines: [line] }] });

/** The proxy wants the user of config.xml, whose password stays on the host: what is behind it only the agent can see. */
export const onlyAgentSees = (ladder: LadderEvidence): boolean =>
  ladder.proxyUser && ladder.connect?.outcome === 'auth' && /\bbasic\b/i.test(ladder.proxySchemes || 'basic');

/** The agent's own log says that it connected when it last started, and nothing since takes that back. */
export const agentConnected = (logs: LogsEvidence | undefined): { readonly line: number } | undefined => {
  if (!logs) return undefined;
  const { healthy, healthyLine, stopped, hits } = readLogs(logs);
  const trouble = hits.some(({ signature }) => /^(network|instance)\./.test(signature.code));
  return healthy && !stopped && !trouble ? { line: healthyLine ?? 1 } : undefined;
};
