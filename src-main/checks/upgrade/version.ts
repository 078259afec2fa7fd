import { defineCheck } from '../define.ts';
import { configProbe } from '../probes/config.ts';
import { serviceProbe } from '../probes/service.ts';
import { upgradeProbe } from '../probes/upgrade.ts';
import { wrapperProbe } from '../probes/wrapper.ts';
import { serviceState } from '../service/state.ts';
import { handsOff } from './state.ts';

/** The core package against the agent's own build stamp: two builds in one folder. Source: the shipped files; inference. */
export const versionCheck = defineCheck({
  id: 'upgrade.version',
  step: 'upgrade',
  code: 'upgrade.version-mismatch',
  needs: { upgrade: upgradeProbe },
  uses: { service: serviceProbe, wrapper: wrapperProbe },
  judge: ({ upgrade, service, wrapper }, say) => {
    if (handsOff(upgrade)) return [];
    const { corePackage, buildstamp, versionLines } = upgrade;
    const [packaged, stamped] = [stampOf(corePackage), stampOf(buildstamp)];
    // Not every release has both; what is not there cannot contradict.
    if (packaged === undefined || stamped === undefined || corePackage === undefined) return [];
    const params = {
      core: corePackage.slice(0, 200),
      build: buildstamp?.slice(0, 200) ?? '',
      // The Java and the upgrade packages have builds of their own; they are named, not judged.
      packages: upgrade.packages.filter((p) => p !== corePackage).join(', ') || 'no others',
      twice: upgrade.twice.slice(0, 5).join('; '),
    };
    const more = { evidence: [{ id: upgradeProbe.id, lines: versionLines }] };
    if (packaged === stamped) return [say.pass('upgrade.version-mismatch', params, more)];
    const kind = service && serviceState(service, wrapper).kind;
    if (kind === 'running') return [say.info('upgrade.version-mismatch', params, more)];
    const likely = { ...more, certainty: 'likely' as const };
    if (upgrade.twice.length > 0)
      return [say.fail('upgrade.version-mismatch', params, { ...likely, variant: 'libraries' })];
    // Nobody has tried to start it: the two stamps alone do not show that it could not be.
    if (kind === 'stopped') return [say.warn('upgrade.version-mismatch', params, more)];
    return [say.fail('upgrade.version-mismatch', params, likely)];
  },
});

/** The build's date and time, which end every stamp whatever the release writes before it. */
const stampOf = (text: string | undefined): string | undefined =>
  [...(text ?? '').matchAll(/\d\d-\d\d-20\d\d_\d{4}/g)].at(-1)?.[0];

/** Source: "MID Server version selection" (mid.pinned.version is never cleared by upgrades). */
export const pinnedCheck = defineCheck({
  id: 'upgrade.pinned',
  step: 'upgrade',
  code: 'upgrade.pinned',
  needs: {},
  uses: { config: configProbe },
  judge: ({ config }, say) => {
    const pin = config?.parameters.findLast((p) => p.name === 'mid.pinned.version' && p.value.trim() !== '');
    if (!config || !pin) return [];
    const at = { evidence: [{ id: configProbe.id, lines: [config.offset + pin.line] }] };
    return [say.info('upgrade.pinned', { version: pin.value.trim().slice(0, 200) }, at)];
  },
});
