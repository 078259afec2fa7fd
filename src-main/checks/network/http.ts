import type { FindingCode } from '../../model/codes.ts';
import type { Finding } from '../../model/finding.ts';
import { defineCheck, type Say, type SayMore } from '../define.ts';
import type { LadderEvidence } from '../probes/ladder/evidence.ts';
import { ladderProbe } from '../probes/ladder.ts';
import { logsProbe } from '../probes/logs.ts';
import { THRESHOLDS } from '../thresholds.ts';
import { judgeChain } from './chain.ts';
import { INTERCEPTORS } from './interceptors.ts';
import { agentConnected, notTried, onlyAgentSees, rungAt } from './rungs.ts';

/** The instance's public page answers as an instance does. Source: KB0780900 (InstanceInfo); inference (a GET's fault). */
export const httpCheck = defineCheck({
  id: 'network.http',
  step: 'network',
  code: 'network.not-an-instance',
  deciding: true,
  needs: { ladder: ladderProbe },
  uses: { logs: logsProbe },
  judge: ({ ladder, logs }, say) => {
    const { target, http, answer } = ladder;
    const connected = onlyAgentSees(ladder) ? agentConnected(logs) : undefined;
    if (target && connected) {
      const evidence = [{ id: logsProbe.id, lines: [connected.line] }];
      return [say.pass('network.reachable', { host: target.host }, { variant: 'by-log', evidence })];
    }
    if (!target || !http) return [notTried(say, 'network.not-an-instance', ladder)];
    const params = { host: target.host, port: target.port, ms: http.ms, why: http.detail || 'nothing more was said' };
    const at = rungAt(http.line);
    switch (http.outcome) {
      case 'ok':
        if (!answer) return [say.unknown('network.not-an-instance', 'evidence')];
        return isInstance(answer) ? reached(ladder, say, params) : [refused(answer, params, say, rungAt(answer.line))];
      // TLS speaks of that.
      case 'client-certificate':
        return [say.unknown('network.not-an-instance', 'earlier-step')];
      case 'reset':
      case 'timeout':
      case 'error':
        return [say.fail('network.http-error', params, { ...at, variant: http.outcome })];
    }
  },
});

type Answer = NonNullable<LadderEvidence['answer']>;
type Shown = { readonly host: string; readonly port: number; readonly ms: number; readonly why: string };

/** A GET is answered by a SOAP fault (only POST is supported), which itself proves that an instance is there. */
export const isInstance = ({ status, body }: Pick<Answer, 'status' | 'body'>): boolean =>
  (status === 200 || status === 500) && /<(?:[\w-]+:)?(?:Envelope|executeResponse)\b/i.test(body);

const reached = (ladder: LadderEvidence, say: Say, params: Shown): readonly Finding[] => {
  const { target, chain, store, at, tcp, connect, tls, http } = ladder;
  const judged = target && at !== undefined ? judgeChain(chain, store, target.host, at) : undefined;
  const trusted = store.state === 'read' && judged?.trusted && !judged.undecided;
  const secure = target?.scheme === 'http' || (trusted && judged.nameMatches && !judged.outOfTime);
  const parts = { tcp: (tcp?.ms ?? 0) + (connect?.ms ?? 0), tls: tls?.ms ?? 0, http: http?.ms ?? 0 };
  const ms = parts.tcp + parts.tls + parts.http;
  return [
    say.pass('network.not-an-instance', params, rungAt(http?.line ?? 1)),
    ...(secure ? [say.pass('network.reachable', { ...params, ...parts, ms })] : []),
    ...(ms > THRESHOLDS.slowMs
      ? [say.info('network.slow', { ...params, ...parts, seconds: Math.round(ms / 1000) })]
      : []),
  ];
};

const refused = (answer: Answer, params: Shown, say: Say, at: SayMore): Finding => {
  const { status, headers, body } = answer;
  const type = headers['content-type'] ?? 'no content type';
  const told = {
    ...params,
    status,
    type,
    server: headers['server'] ?? 'not named',
    location: placeOf(headers['location']),
  };
  const fail = (code: FindingCode, more: SayMore = {}) => say.fail(code, told, { ...at, ...more });
  if (/instance(?: is)?[ -]hibernating|instance is currently offline/i.test(body)) return fail('instance.hibernating');
  const onTheWay = blockedBy(headers, body);
  if (onTheWay !== undefined)
    return say.fail(
      'network.http-error',
      { ...told, by: onTheWay },
      { ...at, variant: 'blocked', certainty: 'likely' },
    );
  const servicenow =
    /service-?now|glide|snow_/i.test(`${headers['server'] ?? ''} ${body}`) || told.host.endsWith('.service-now.com');
  if (status === 401 && servicenow)
    return fail('instance.public-page-inactive', { step: 'instance', certainty: 'likely', variant: 'unauthorized' });
  if (status === 403 && (servicenow || /access (?:is )?restricted|ip address/i.test(body)))
    return fail('network.ip-denied', { certainty: 'likely' });
  if (status >= 300 && status < 400) return fail('network.http-error', { variant: 'redirect' });
  if (status === 200 || status === 404) return fail('network.not-an-instance');
  if (status === 503 && /maintenance|being upgraded|scheduled outage/i.test(body))
    return fail('network.http-error', { variant: 'maintenance' });
  return fail('network.http-error', status >= 500 ? { variant: 'server' } : {});
};

/** A proxy or filter on the way that answers in the place of the instance, as it names itself; undefined where none does. */
const blockedBy = (headers: Answer['headers'], body: string): string | undefined => {
  if (headers['x-squid-error'] !== undefined) return 'squid';
  const named = `${headers['server'] ?? ''} ${/<title>([^<]{0,200})/i.exec(body)?.[1] ?? ''}`;
  return INTERCEPTORS.exec(named)?.[0];
};

/** The scheme and host of an address; what follows may carry a session. */
const placeOf = (location: string | undefined): string => {
  if (location === undefined) return 'nowhere';
  if (!URL.canParse(location)) return location.split(/[?#]/)[0]?.slice(0, 100) ?? '';
  return new URL(location).origin;
};
