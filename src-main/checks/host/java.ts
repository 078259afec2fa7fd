import { defineCheck } from '../define.ts';
import { serviceProbe } from '../probes/service.ts';
import { upgradeProbe } from '../probes/upgrade.ts';
import { wrapperProbe } from '../probes/wrapper.ts';
import { serviceState } from '../service/state.ts';
import { handsOff } from '../upgrade/state.ts';
import { javaNeeded, javaVersion, olderThan, written } from './releases.ts';

/** The Java that the wrapper starts against what the agent's release needs. Source: release notes; KB1704368. */
export const javaVersionCheck = defineCheck({
  id: 'host.java-version',
  step: 'host',
  code: 'host.java-version',
  needs: { wrapper: wrapperProbe },
  uses: { upgrade: upgradeProbe, service: serviceProbe },
  judge: ({ wrapper, upgrade, service }, say) => {
    // Without a Java there is none to compare; another check says so. An upgrade replaces both.
    if ((wrapper.java !== 'ok' && wrapper.java !== undefined) || handsOff(upgrade)) return [];
    const have = javaVersion(wrapper.javaVersion);
    const needed = javaNeeded(`${upgrade?.corePackage ?? ''} ${upgrade?.buildstamp ?? ''}`);
    if (!have || !needed) return [say.unknown('host.java-version', 'evidence')];
    const params = {
      have: wrapper.javaVersion ?? '',
      needed: written(needed.java),
      release: needed.release,
      path: wrapper.javaPath ?? wrapper.javaCommand ?? 'java',
    };
    const at = { evidence: [{ id: wrapperProbe.id, lines: [wrapper.javaVersionLine] }] };
    const more = { ...at, ...(needed.named ? {} : { variant: 'by-date' }) };
    if (!olderThan(have, needed.java)) return [say.pass('host.java-version', params, more)];
    // Programs built for a newer major release do not load; an older update of the right one mostly works.
    const runs = service !== undefined && serviceState(service, wrapper).kind === 'running';
    if (have[0] === needed.java[0] || runs) return [say.warn('host.java-version', params, at)];
    return [say.fail('host.java-version', params, { ...more, ...(needed.named ? {} : { certainty: 'likely' }) })];
  },
});
