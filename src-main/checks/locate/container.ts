import { defineCheck } from '../define.ts';
import { locateProbe } from '../probes/locate.ts';

/** An agent that runs in a container of this host: its folder is in there. */
export const containerCheck = defineCheck({
  id: 'service.container',
  step: 'service',
  code: 'service.in-container',
  needs: { locate: locateProbe },
  judge: ({ locate }, say) => {
    const [first] = locate.containers;
    if (!first) return [];
    const pids = locate.containers.map((c) => c.pid).join(', ');
    return [
      say.info(
        'service.in-container',
        { pids, count: locate.containers.length },
        { evidence: [{ id: locateProbe.id, lines: [first.line] }] },
      ),
    ];
  },
});
