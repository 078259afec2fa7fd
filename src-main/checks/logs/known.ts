import { canBeCause, type FindingCode, stepOfCode } from '../../model/codes.ts';
import type { Finding } from '../../model/finding.ts';
import type { StepId } from '../../model/steps.ts';
import { type Check, defineCheck, type Say } from '../define.ts';
import { type DiskEvidence, diskProbe } from '../probes/disk.ts';
import { ladderProbe } from '../probes/ladder.ts';
import type { LadderEvidence } from '../probes/ladder-evidence.ts';
import { type LogsEvidence, logsProbe } from '../probes/logs.ts';
import { THRESHOLDS } from '../thresholds.ts';
import { hitAt, hitParams, readLogs } from './current.ts';

type Beside = { readonly disk?: DiskEvidence | undefined; readonly ladder?: LadderEvidence | undefined };

/** What the logs say under the codes of one step. */
export const findingsFromLogs = (logs: LogsEvidence, step: StepId, say: Say, beside: Beside): readonly Finding[] =>
  readLogs(logs)
    .hits.filter((hit) => stepOfCode(hit.signature.code) === step)
    .map((hit) => {
      const { code, certainty } = hit.signature;
      const more = { ...hitAt(hit), certainty, variant: 'log' };
      const params = hitParams(hit, logs);
      if (isOver(code, beside)) return say.info(code, params, { ...more, variant: 'log-past' });
      return canBeCause(code) ? say.fail(code, params, more) : say.warn(code, params, more);
    });

const PASSING: readonly FindingCode[] = [
  'network.dns',
  'network.tcp-refused',
  'network.tcp-timeout',
  'network.tcp-reset',
  'network.http-error',
];

/** What comes and goes by itself, and is not there when looked at. TLS and sign-in do not: there the log has the last word. */
const isOver = (code: FindingCode, { disk, ladder }: Beside): boolean => {
  if (code === 'host.disk-full')
    return (
      disk !== undefined &&
      disk.fileSystems.length > 0 &&
      disk.fileSystems.every((fs) => fs.free >= THRESHOLDS.diskLowBytes)
    );
  const answered = ladder?.answer !== undefined && /<(?:[\w-]+:)?Envelope\b/i.test(ladder.answer.body);
  return PASSING.includes(code) && answered;
};

const knownMessages = (step: StepId): Check =>
  defineCheck({
    id: `${step}.log`,
    step,
    code: 'log.not-classified',
    // Silence of a log proves nothing, and neither does a missing one: nothing is said then.
    needs: {},
    uses: { logs: logsProbe, disk: diskProbe, ladder: ladderProbe },
    judge: ({ logs, disk, ladder }, say) => (logs ? findingsFromLogs(logs, step, say, { disk, ladder }) : []),
  });

/** Known messages under the codes of steps that have other evidence, too. Sources stand with each signature. */
export const serviceLogCheck = knownMessages('service');
export const upgradeLogCheck = knownMessages('upgrade');
export const hostLogCheck = knownMessages('host');
export const networkLogCheck = knownMessages('network');
export const supportLogCheck = knownMessages('support');
