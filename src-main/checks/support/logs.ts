import { parseLogLine } from '../../logs/line.ts';
import { signatureOf } from '../../logs/scan.ts';
import { defineCheck } from '../define.ts';
import { readLogs, shown } from '../logs/current.ts';
import { logsProbe } from '../probes/logs.ts';

/** Support asks for the agent and wrapper logs. Source: KB0535040 (Contacting Technical Support). */
export const logsReadyCheck = defineCheck({
  id: 'support.logs',
  step: 'support',
  code: 'support.logs-ready',
  needs: { logs: logsProbe },
  judge: ({ logs }, say) => {
    const { agent, wrapper } = logs;
    if (agent.state === undefined && wrapper.state === undefined)
      return [say.unknown('support.logs-ready', 'evidence')];
    if (agent.state === 'no-rights' || wrapper.state === 'no-rights')
      return [say.unknown('support.logs-ready', 'read-rights')];
    const missing = [agent, wrapper].filter((file) => file.state !== 'read').map((file) => file.path);
    if (missing.length > 0) return [say.warn('support.logs-missing', { files: missing.join(' and ') })];
    return [
      say.pass('support.logs-ready', {
        agent: agent.path,
        agentBytes: agent.bytes ?? 0,
        wrapper: wrapper.path,
        wrapperBytes: wrapper.bytes ?? 0,
      }),
    ];
  },
});

/** Errors that no signature knows, since the last healthy start: for a reader, not for the verdict. Inference. */
export const otherErrorsCheck = defineCheck({
  id: 'support.other-errors',
  step: 'support',
  code: 'log.not-classified',
  needs: {},
  uses: { logs: logsProbe },
  judge: ({ logs }, say) => {
    if (!logs) return [];
    const { healthy } = readLogs(logs);
    const from = logs.agent.tail.findLastIndex(({ text }) => text === healthy?.text);
    const errors = logs.agent.tail.slice(from + 1).filter(({ text }) => {
      const { level } = parseLogLine(text);
      return (level === 'error' || level === 'fatal') && signatureOf(text, 'agent') === undefined;
    });
    const last = errors.at(-1);
    if (!last) return [];
    return [
      say.info(
        'log.not-classified',
        { count: errors.length, line: shown(last.text) },
        { evidence: [{ id: logsProbe.id, lines: errors.slice(-5).map((e) => e.line) }] },
      ),
    ];
  },
});
