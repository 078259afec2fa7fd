import { canBeCause, stepOfCode } from '../../model/codes.ts';
import type { Finding } from '../../model/finding.ts';
import type { StepId } from '../../model/steps.ts';
import { type Check, defineCheck, type Say } from '../define.ts';
import { configProbe } from '../probes/config.ts';
import { diskProbe } from '../probes/disk.ts';
import { ladderProbe } from '../probes/ladder.ts';
import { type LogsEvidence, logsProbe } from '../probes/logs.ts';
import { serviceProbe } from '../probes/service.ts';
import { hitAt, hitParams, readLogs } from './current.ts';
import { type Beside, pastOf } from './past.ts';

/** What the logs say under the codes of one step. */
export const findingsFromLogs = (logs: LogsEvidence, step: StepId, say: Say, beside: Beside): readonly Finding[] =>
  readLogs(logs, beside.config)
    .hits.filter((hit) => stepOfCode(hit.signature.code) === step)
    .map((hit) => {
      const { code, certainty, variant = 'log' } = hit.signature;
      const more = { ...hitAt(hit), certainty, variant };
      const params = hitParams(hit, logs);
      const past = pastOf(hit, logs, beside);
      if (past?.kind === 'over') return say.info(code, params, { ...more, variant: 'log-past' });
      if (past?.kind === 'changed')
        return say.info(code, { ...params, changed: past.file }, { ...more, variant: 'log-changed' });
      if (past?.kind === 'restart')
        return say.fail(code, { ...params, changed: past.file }, { ...more, variant: 'log-restart' });
      if (past?.kind === 'old') return say.warn(code, params, { ...more, variant: 'log-old' });
      return canBeCause(code) ? say.fail(code, params, more) : say.warn(code, params, more);
    });

const knownMessages = (step: StepId): Check =>
  defineCheck({
    id: `${step}.log`,
    step,
    code: 'log.not-classified',
    // Silence of a log proves nothing, and neither does a missing one: nothing is said then.
    needs: {},
    uses: { logs: logsProbe, disk: diskProbe, ladder: ladderProbe, config: configProbe, service: serviceProbe },
    judge: ({ logs, ...beside }, say) => (logs ? findingsFromLogs(logs, step, say, beside) : []),
  });

/** Known messages under the codes of steps that have other evidence, too. Sources stand with each signature. */
export const serviceLogCheck = knownMessages('service');
export const upgradeLogCheck = knownMessages('upgrade');
export const hostLogCheck = knownMessages('host');
export const networkLogCheck = knownMessages('network');
export const supportLogCheck = knownMessages('support');
