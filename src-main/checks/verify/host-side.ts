import { defineCheck } from '../define.ts';
import { readLogs, shown } from '../logs/current.ts';
import { logsProbe } from '../probes/logs.ts';
import { THRESHOLDS } from '../thresholds.ts';

/**
 * The half of the proof that stands on the host: a healthy start, and a log that grows since. That the instance shows Up
 * is the other half. Source: KB0535148; inference (one status line a minute).
 */
export const hostSideCheck = defineCheck({
  id: 'verify.host-side',
  step: 'verify',
  code: 'verify.waiting',
  needs: { logs: logsProbe },
  judge: ({ logs }, say) => {
    const { agent, now } = logs;
    if (agent.state === 'no-rights') return [say.unknown('verify.waiting', 'read-rights')];
    if (agent.state !== 'read' || agent.mtime === undefined || now === undefined)
      return [say.unknown('verify.waiting', agent.state === 'missing' ? 'earlier-step' : 'evidence')];
    const last = agent.tail.findLast(({ text }) => text.trim() !== '');
    const at = last ? { evidence: [{ id: logsProbe.id, lines: [last.line] }] } : {};
    // A clock that was set back makes a log of the future, which is as fresh as can be.
    const params = { age: Math.max(0, now - agent.mtime), line: shown(last?.text ?? '(an empty log)') };
    if (params.age > THRESHOLDS.hungS) return [say.warn('verify.not-growing', params, at)];
    const { healthy, stopped } = readLogs(logs);
    if (!healthy || stopped) return [say.unknown('verify.waiting', 'earlier-step', params, at)];
    return [say.pass('verify.waiting', params, at)];
  },
});
