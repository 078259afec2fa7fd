import { isPlaceholder } from '../config/settings.ts';
import { defineLiveProbe } from '../define.ts';
import { parseTranscript } from '../transcript.ts';
import { configProbe } from './config.ts';
import { climb, TCP_MS } from './ladder/climb.ts';
import { type LadderEvidence, parseLadder } from './ladder/evidence.ts';
import { PATH } from './ladder/http.ts';
import { installGoal } from './ladder/install.ts';

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
    const proxy = config.proxy.use && config.proxy.host ? config.proxy : null;
    const text = await climb(host, {
      goal: { url, proxy, path: PATH, tcpMs: TCP_MS },
      proxyUser: config.proxy.hasUser,
      install: installGoal(config.parameters, proxy),
      agentDir: config.agentDir ?? '',
      trustStore: config.trustStore ?? '',
      javaCommand: config.javaCommand ?? '',
      signal,
      become,
    });
    const byTools = parseTranscript(text).value('way') === 'tools';
    return { text, exitCode: 0, ...(byTools ? { way: "by the host's own tools" } : {}) };
  },
});
