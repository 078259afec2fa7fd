import { settingOf } from '../config/settings.ts';
import { defineCheck } from '../define.ts';
import { configProbe } from '../probes/config.ts';
import { ladderProbe } from '../probes/ladder.ts';
import { rungAt } from './rungs.ts';

/**
 * Whether the servers that the certificates name for it can be asked. It matters only where config.xml has the agent
 * ask. Source: KB1216223; "MID Server security checks" (off for the first connection unless set).
 */
export const revocationCheck = defineCheck({
  id: 'network.revocation',
  step: 'network',
  code: 'network.revocation-blocked',
  needs: {},
  uses: { ladder: ladderProbe, config: configProbe },
  judge: ({ ladder, config }, say) => {
    const named = ladder?.revocation ?? [];
    const tried = named.filter(({ outcome }) => outcome !== 'untried');
    const [untried] = named;
    if (untried && tried.length === 0) {
      const servers = [...new Set(named.map(({ url }) => new URL(url).host))].join(', ');
      return [say.unknown('network.revocation-blocked', 'forwarding-or-tools', { servers }, rungAt(untried.line))];
    }
    const blocked = tried.filter(({ outcome }) => outcome !== 'ok');
    const one = blocked[0] ?? tried[0];
    if (!one) return [];
    const isOn = (setting: 'checkRevocation' | 'instancePolicy') =>
      settingOf(config?.parameters ?? [], setting)
        ?.trim()
        .toLowerCase() === 'true';
    const shown = blocked.length > 0 ? blocked : tried;
    const params = {
      servers: [...new Set(shown.map(({ url }) => new URL(url).host))].join(', '),
      why: `${one.outcome}${one.detail ? ` (${one.detail})` : ''}`,
    };
    const at = rungAt(one.line);
    if (blocked.length === 0) return [say.pass('network.revocation-blocked', params, at)];
    if (isOn('checkRevocation') || isOn('instancePolicy')) return [say.warn('network.revocation-blocked', params, at)];
    return [say.info('network.revocation-blocked', params, { ...at, variant: 'not-asked' })];
  },
});
