import { defineCheck } from '../define.ts';
import { ladderProbe } from '../probes/ladder.ts';
import { rungAt } from './rungs.ts';

/** Information only: many networks filter ping though TCP works. Source: KB0535040 asks for it; inference. */
export const pingCheck = defineCheck({
  id: 'network.ping',
  step: 'network',
  code: 'network.ping',
  needs: {},
  uses: { ladder: ladderProbe },
  judge: ({ ladder }, say) => {
    const { target, ping } = ladder ?? {};
    if (!target || !ping) return [];
    const params = { host: target.host, ms: ping.ms };
    const at = rungAt(ping.line);
    if (ping.outcome === 'answered') return [say.pass('network.ping', params, at)];
    return [say.info('network.ping', params, ping.outcome === 'silent' ? at : { ...at, variant: ping.outcome })];
  },
});
