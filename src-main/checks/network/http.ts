import type { FindingCode } from '../../model/codes.ts';
import type { Finding } from '../../model/finding.ts';
import { defineCheck, type Say, type SayMore } from '../define.ts';
import { ladderProbe } from '../probes/ladder.ts';
import type { LadderEvidence } from '../probes/ladder-evidence.ts';
import { THRESHOLDS } from '../thresholds.ts';
import { judgeChain } from './chain.ts';
import { rungAt, whyNoRung } from './connection.ts';

/** The instance's public page answers as an instance does. Source: KB0780900 (InstanceInfo); inference (a GET's fault). */
export const httpCheck = defineCheck({
  id: 'network.http',
  step: 'network',
  code: 'network.not-an-instance',
  deciding: true,
  needs: { ladder: ladderProbe },
  judge: ({ ladder }, say) => {
    const { target, http, answer } = ladder;
    if (!target || !http) return [say.unknown('network.not-an-instance', whyNoRung(ladder))];
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
const isInstance = ({ status, body }: Answer): boolean =>
  (status === 200 || status === 500) && /<(?:[\w-]+:)?(?:Envelope|executeResponse)\b/i.test(body);

const reached = (ladder: LadderEvidence, say: Say, params: Shown): readonly Finding[] => {
  const { target, chain, store, at, tcp, tls, http } = ladder;
  const judged = target && at !== undefined ? judgeChain(chain, store.anchors, target.host, at) : undefined;
  const secure = target?.scheme === 'http' || (judged?.trusted && judged.nameMatches && !judged.outOfTime);
  const ms = (tcp?.ms ?? 0) + (tls?.ms ?? 0) + (http?.ms ?? 0);
  return [
    say.pass('network.not-an-instance', params, rungAt(http?.line ?? 1)),
    ...(secure ? [say.pass('network.reachable', { ...params, ms })] : []),
    ...(ms > THRESHOLDS.slowMs ? [say.info('network.slow', { ...params, seconds: ms / 1000 })] : []),
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
  const servicenow =
    /service-?now|glide|snow_/i.test(`${headers['server'] ?? ''} ${body}`) || told.host.endsWith('.service-now.com');
  if (status === 401 && servicenow)
    return fail('instance.public-page-inactive', { step: 'instance', certainty: 'likely', variant: 'unauthorized' });
  if (status === 403 && (servicenow || /access (?:is )?restricted|ip address/i.test(body)))
    return fail('network.ip-denied', { certainty: 'likely' });
  if (status >= 300 && status < 400) return fail('network.http-error', { variant: 'redirect' });
  if (status === 200 || status === 404) return fail('network.not-an-instance');
  return fail('network.http-error', status >= 500 ? { variant: 'server' } : {});
};

/** The scheme and host of an address; what follows may carry a session. */
const placeOf = (location: string | undefined): string => {
  if (location === undefined) return 'nowhere';
  if (!URL.canParse(location)) return location.split(/[?#]/)[0]?.slice(0, 100) ?? '';
  return new URL(location).origin;
};
