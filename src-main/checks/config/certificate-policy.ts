import { defineCheck } from '../define.ts';
import { configProbe } from '../probes/config.ts';
import { linesOf, readConfig } from './read.ts';
import { entriesOf, type Setting, settingOf } from './settings.ts';

const SWITCHES: readonly Setting[] = ['checkHostname', 'checkChain', 'checkRevocation', 'instancePolicy'];

/**
 * The certificate checks of the first connection, where config.xml sets them. Nothing of it is wrong by itself, but for
 * a switch that is neither on nor off. Source: "MID Server security checks"; KB0744261.
 */
export const certificatePolicyCheck = defineCheck({
  id: 'config.certificate-policy',
  step: 'host',
  code: 'config.certificate-policy',
  needs: { config: configProbe },
  judge: ({ config }, say) => {
    const read = readConfig(config);
    if ('needs' in read) return [];
    const { parameters } = read;
    const entries = SWITCHES.flatMap((setting) => entriesOf(parameters, setting));
    const said = (p: { name: string; value: string }) => ({ name: p.name, value: p.value });
    const odd = entries.find((p) => !/^(true|false|)$/i.test(p.value.trim()));
    if (odd) return [say.warn('config.certificate-policy', said(odd), linesOf(config, [odd]))];
    const endpoint = entriesOf(parameters, 'policyEndpoint').at(-1);
    if (endpoint && config.url && !covers(endpoint.value, config.url.host))
      return [
        say.info(
          'config.certificate-policy',
          { ...said(endpoint), host: config.url.host },
          { variant: 'endpoint', ...linesOf(config, [endpoint]) },
        ),
      ];
    const is = (setting: Setting, value: string) => settingOf(parameters, setting)?.trim().toLowerCase() === value;
    const off = entries.find((p) => /^false$/i.test(p.value.trim()) && /check_cert_(hostname|chain)$/.test(p.name));
    if (off) return [say.info('config.certificate-policy', said(off), { variant: 'off', ...linesOf(config, [off]) })];
    if (is('checkRevocation', 'true') || is('instancePolicy', 'true')) {
      const on = entries.filter((p) => /^true$/i.test(p.value.trim()) && /revocation$|policy$/.test(p.name));
      const names = on.map((p) => p.name).join(' and ');
      return [say.info('config.certificate-policy', { names }, { variant: 'revocation', ...linesOf(config, on) })];
    }
    return [];
  },
});

/** `*.service-now.com` covers every name below it. */
const covers = (endpoint: string, host: string): boolean => {
  const pattern = endpoint.trim().toLowerCase();
  if (pattern === '' || pattern === '*') return true;
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
};
