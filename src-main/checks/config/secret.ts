import { defineCheck } from '../define.ts';
import { configProbe } from '../probes/config.ts';
import { linesOf, readConfig } from './read.ts';
import { settingOf } from './settings.ts';

/** A value that a vault should give, where no vault is set up. Source: the shipped config.xml (mid.secure_config.provider). */
export const configSecretCheck = defineCheck({
  id: 'config.secret',
  step: 'host',
  code: 'config.secret-undecryptable',
  needs: { config: configProbe },
  judge: ({ config }, say) => {
    const read = readConfig(config);
    if ('needs' in read) return [];
    const asked = read.parameters.filter((p) => /^cyberark:/i.test(p.value));
    if (asked.length === 0 || settingOf(read.parameters, 'secureProvider')?.trim()) return [];
    const names = asked.map((p) => p.name).join(', ');
    return [say.fail('config.secret-undecryptable', { names }, { variant: 'no-provider', ...linesOf(config, asked) })];
  },
});
