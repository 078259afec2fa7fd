import { isPlaceholder } from '../config/settings.ts';
import { defineLiveProbe } from '../define.ts';
import { configProbe } from './config.ts';
import { climb } from './ladder-climb.ts';
import { type LadderEvidence, parseLadder } from './ladder-evidence.ts';

/** TCP, proxy, TLS and HTTP to the instance from the host's own network, and what the agent's Java trusts. */
export const ladderProbe = defineLiveProbe<LadderEvidence>({
  id: 'ladder',
  step: 'network',
  limitS: 60,
  standsOn: [configProbe.id],
  parse: parseLadder,
  collect: async ({ host, signal, become, get }) => {
    const config = get(configProbe);
    const url = config?.url;
    // Without an address there is nowhere to go; that is a finding of config.xml's own checks.
    if (!config || !url || isPlaceholder(url.host)) return null;
    return {
      text: await climb(host, {
        url,
        proxy: config.proxy.use && config.proxy.host ? config.proxy : null,
        agentDir: config.agentDir ?? '',
        trustStore: config.trustStore ?? '',
        javaCommand: config.javaCommand ?? '',
        signal,
        become,
      }),
      exitCode: 0,
    };
  },
});
