import type { Finding } from '../../model/finding.ts';
import { defineCheck } from '../define.ts';
import { readLogs } from '../logs/current.ts';
import { findingsFromLogs } from '../logs/known.ts';
import { isSilent } from '../logs/past.ts';
import { configProbe } from '../probes/config.ts';
import { ladderProbe } from '../probes/ladder.ts';
import { type LocateEvidence, locateProbe } from '../probes/locate.ts';
import { logsProbe } from '../probes/logs.ts';
import { serviceProbe } from '../probes/service.ts';

/** What the agent's log says of its record, its keys and the instance's services. Source: KB0743043, KB0639100, KB0780900. */
export const instanceLogCheck = defineCheck({
  id: 'instance.log',
  step: 'instance',
  code: 'identity.duplicate-name',
  needs: { logs: logsProbe },
  uses: { ladder: ladderProbe, config: configProbe, service: serviceProbe, locate: locateProbe },
  judge: ({ logs, locate, ...beside }, say) => {
    const found = findingsFromLogs(logs, 'instance', say, beside).map((finding) => ofTwin(finding, locate));
    if (found.length > 0) return found;
    if (logs.agent.state === 'no-rights') return [say.unknown('identity.duplicate-name', 'read-rights')];
    const { healthy, healthyLine, hits } = readLogs(logs, beside.config);
    // The agent registers itself as it starts, and says so where another one has its name.
    if (!healthy || isSilent(logs) || hits.some((hit) => hit.signature.code.startsWith('network.')))
      return [say.unknown('identity.duplicate-name', 'instance')];
    return [say.pass('identity.duplicate-name', {}, { evidence: [{ id: logsProbe.id, lines: [healthyLine ?? 1] }] })];
  },
});

/** The other one of that name may stand on the same host. */
const ofTwin = (finding: Finding, locate: LocateEvidence | undefined): Finding => {
  if (finding.code !== 'identity.duplicate-name' || finding.variant !== 'log' || !locate) return finding;
  const own = locate.agents.find(({ dir }) => dir === locate.chosen);
  const twin = locate.agents.find(({ dir, name }) => dir !== own?.dir && name !== null && name === own?.name);
  return twin ? { ...finding, variant: 'log-twin', params: { ...finding.params, twin: twin.dir } } : finding;
};
