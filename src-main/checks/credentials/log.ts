import { defineCheck } from '../define.ts';
import { readLogs, shown } from '../logs/current.ts';
import { findingsFromLogs } from '../logs/known.ts';
import { isSilent } from '../logs/past.ts';
import { configProbe } from '../probes/config.ts';
import { logsProbe } from '../probes/logs.ts';
import { serviceProbe } from '../probes/service.ts';

/** The last word of the agent's log on its sign-in. Source: KB0535148; KB0726937. */
export const credentialsLogCheck = defineCheck({
  id: 'credentials.log',
  step: 'credentials',
  code: 'credentials.accepted',
  needs: { logs: logsProbe },
  uses: { config: configProbe, service: serviceProbe },
  judge: ({ logs, ...beside }, say) => {
    const found = findingsFromLogs(logs, 'credentials', say, beside);
    if (found.length > 0) return found;
    if (logs.agent.state === 'no-rights') return [say.unknown('credentials.accepted', 'read-rights')];
    const accepted = logs.agent.known.findLast(({ text }) =>
      /has all necessary roles|Successfully connected to instance/i.test(text),
    );
    // While the agent does not even reach its instance, or says nothing at all, an old sign-in says nothing.
    const cutOff = readLogs(logs, beside.config).hits.some((hit) => hit.signature.code.startsWith('network.'));
    if (!accepted || cutOff || isSilent(logs)) return [say.unknown('credentials.accepted', 'instance')];
    return [
      say.pass(
        'credentials.accepted',
        { line: shown(accepted.text) },
        { evidence: [{ id: logsProbe.id, lines: [accepted.line] }] },
      ),
    ];
  },
});
