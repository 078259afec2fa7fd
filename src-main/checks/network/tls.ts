import type { Finding } from '../../model/finding.ts';
import { settingOf } from '../config/settings.ts';
import { defineCheck, type Say } from '../define.ts';
import { aheadOfHere } from '../host/clock.ts';
import { type ConfigEvidence, configProbe } from '../probes/config.ts';
import type { LadderEvidence } from '../probes/ladder/evidence.ts';
import { ladderProbe } from '../probes/ladder.ts';
import { logsProbe } from '../probes/logs.ts';
import { systemProbe } from '../probes/system.ts';
import { type ChainJudgement, judgeChain } from './chain.ts';
import { INTERCEPTORS } from './interceptors.ts';
import { agentConnected, notTried, onlyAgentSees, rungAt } from './rungs.ts';

/** TLS as the agent's Java would accept it: its own trust store, host name, dates. Source: "MID Server security checks". */
export const tlsCheck = defineCheck({
  id: 'network.tls',
  step: 'network',
  code: 'network.tls-untrusted',
  deciding: true,
  needs: { ladder: ladderProbe },
  uses: { config: configProbe, system: systemProbe, logs: logsProbe },
  judge: ({ ladder: seen, config, system, logs }, say) => {
    // Dates are judged by the clock that the agent's Java would judge them by.
    const ladder = seen.at === undefined ? seen : { ...seen, at: seen.at + (aheadOfHere(system) ?? 0) };
    const { target, tls } = ladder;
    if (target?.scheme === 'http') return [];
    const connected = onlyAgentSees(ladder) ? agentConnected(logs) : undefined;
    if (target && connected) {
      const evidence = [{ id: logsProbe.id, lines: [connected.line] }];
      return [say.pass('network.tls-untrusted', { host: target.host }, { variant: 'by-log', evidence })];
    }
    if (!target || !tls) return [notTried(say, 'network.tls-untrusted', ladder)];
    const at = rungAt(tls.line);
    const params = {
      host: target.host,
      port: target.port,
      why: tls.detail || 'nothing more was said',
      old: ladder.tlsOld,
    };
    switch (tls.outcome) {
      case 'ok':
        return ladder.http?.outcome === 'client-certificate'
          ? [clientCertificate(say, ladder, config)]
          : judgeCertificates(ladder, config, say);
      case 'client-certificate':
        return [clientCertificate(say, ladder, config)];
      case 'protocol':
        return [say.fail('network.tls-protocol', params, ladder.tlsOld ? { ...at, variant: 'old' } : at)];
      case 'plain':
        return [say.fail('network.tls-protocol', params, { ...at, variant: 'plain' })];
      case 'reset':
        return [say.fail('network.tcp-reset', params, { ...at, variant: 'tls' })];
      case 'timeout':
        return [say.fail('network.tcp-timeout', params, { ...at, variant: 'tls' })];
      case 'error':
        return [say.fail('network.tls-protocol', params, { ...at, variant: 'error', certainty: 'likely' })];
    }
  },
});

const clientCertificate = (say: Say, { target, tls }: LadderEvidence, config: ConfigEvidence | undefined): Finding => {
  const params = { host: target?.host ?? '', port: target?.port ?? 0 };
  // With mutual authentication the agent has a certificate of its own, which stays on the host.
  const mutual = config?.xml?.ok === true && !config.username;
  if (mutual) return say.unknown('network.tls-client-certificate', 'evidence', params, { variant: 'mutual' });
  return say.fail('network.tls-client-certificate', params, rungAt(tls?.line ?? 1));
};

const judgeCertificates = (
  ladder: LadderEvidence,
  config: ConfigEvidence | undefined,
  say: Say,
): readonly Finding[] => {
  const { target, tls, chain, store, at: lookedAt } = ladder;
  const judged = target && lookedAt !== undefined ? judgeChain(chain, store, target.host, lookedAt) : undefined;
  if (!target || !judged) return [say.unknown('network.tls-untrusted', 'evidence')];
  const params = {
    host: target.host,
    subject: judged.subject,
    issuer: judged.issuer,
    names: judged.names,
    store: store.path,
    count: store.count,
    protocol: tls?.detail ?? '',
    ...weakParams(judged.weak ?? judged.undecided),
  };
  const at = rungAt(tls?.line ?? 1);
  const off = (setting: 'checkHostname' | 'checkChain') =>
    settingOf(config?.parameters ?? [], setting)
      ?.trim()
      .toLowerCase() === 'false';
  const found: Finding[] = [];
  if (store.state === 'read' && !judged.trusted) {
    const { code, more } = untrusted(judged, ladder);
    found.push((off('checkChain') ? say.warn : say.fail)(code, params, { ...at, ...more }));
  }
  if (!judged.nameMatches) found.push((off('checkHostname') ? say.warn : say.fail)('network.tls-name', params, at));
  if (judged.outOfTime) {
    const { subject, at: date, kind } = judged.outOfTime;
    const more = kind === 'not-yet' ? { ...at, variant: kind } : at;
    found.push(say.fail('network.tls-expired', { ...params, subject, date }, more));
  }
  if (found.length > 0) return found;
  if (store.state !== 'read' && config?.emptyStore !== undefined && config.emptyStore === store.path)
    return [say.fail('network.tls-untrusted', params, { variant: 'store-empty', evidence: [{ id: configProbe.id }] })];
  if (store.state !== 'read') {
    const needs = store.state === 'no-rights' ? 'read-rights' : store.state === 'not-run' ? 'evidence' : 'java';
    const variant = ladder.publicAuthority ? 'unread-public' : 'unread-private';
    return [say.unknown('network.tls-untrusted', needs, params, { ...at, variant })];
  }
  if (judged.undecided && !off('checkChain'))
    return [say.unknown('network.tls-untrusted', 'java', params, { ...at, variant: 'unseen-sha1' })];
  const passed = say.pass('network.tls-untrusted', params, at);
  if (!INTERCEPTORS.test(judged.issuer)) return [passed];
  return [passed, say.info('network.tls-intercepted', params, { ...at, variant: 'trusted' })];
};

const weakParams = (weak: ChainJudgement['weak']) => ({
  weak: weak?.subject ?? '',
  weakness: weak?.what ?? '',
  anchor: weak?.anchor ?? '',
});

/** ServiceNow's own names have certificates of public authorities. Source: KB1216223 (Entrust, DigiCert). */
const isServiceNow = (host: string): boolean => /\.service-now\.com$/i.test(host);

const untrusted = (judged: ChainJudgement, ladder: LadderEvidence) => {
  const { publicAuthority, issuerKnown, target } = ladder;
  if (judged.weak) return { code: 'network.tls-untrusted', more: { variant: `weak-${judged.weak.kind}` } } as const;
  if (INTERCEPTORS.test(judged.issuer)) return { code: 'network.tls-intercepted', more: {} } as const;
  const fail = (variant?: string) => ({ code: 'network.tls-untrusted', more: variant ? { variant } : {} }) as const;
  if (judged.selfSigned) return fail('self-signed');
  if (publicAuthority) return fail('public');
  if (issuerKnown) return fail('incomplete');
  // Nobody but a device on the way makes certificates for ServiceNow's names that lead to no public authority.
  if (issuerKnown === false && judged.nameMatches && isServiceNow(target?.host ?? ''))
    return { code: 'network.tls-intercepted', more: { variant: 'unknown-maker', certainty: 'likely' } } as const;
  return fail();
};
