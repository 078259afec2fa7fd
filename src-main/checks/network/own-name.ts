import { defineCheck } from '../define.ts';
import { netProbe } from '../probes/net.ts';

/**
 * A host that has no address for its own name: what asks for it, as Java's InetAddress.getLocalHost, fails. Nothing shows
 * that the agent is Down for it. Source: Java "InetAddress"; inference.
 */
export const ownNameCheck = defineCheck({
  id: 'network.own-name',
  step: 'network',
  code: 'network.dns',
  needs: {},
  uses: { net: netProbe },
  judge: ({ net }, say) => {
    if (net?.own?.resolves !== false) return [];
    const { name, line } = net.own;
    return [say.warn('network.dns', { name }, { variant: 'own-name', evidence: [{ id: netProbe.id, lines: [line] }] })];
  },
});
