import { defineCheck } from '../define.ts';
import { configProbe } from '../probes/config.ts';
import { linesOf, readConfig } from './read.ts';
import { entriesOf, isPlaceholder, settingOf } from './settings.ts';
import { isHostName, oddCharacters, parseInstanceUrl } from './url.ts';

/** `https://`, the instance's host, nothing else. Source: "MID Server parameters" (url). */
export const configUrlCheck = defineCheck({
  id: 'config.url',
  step: 'host',
  code: 'config.url-invalid',
  deciding: true,
  needs: { config: configProbe },
  judge: ({ config }, say) => {
    const read = readConfig(config);
    if ('needs' in read) return [say.unknown('config.url-invalid', read.needs)];
    const entry = entriesOf(read.parameters, 'url').at(-1);
    const url = entry?.value ?? '';
    const at = entry ? linesOf(config, [entry]) : {};
    // A placeholder is said once, by its own check.
    if (isPlaceholder(url)) return [];
    const { url: parsed, fault } = parseInstanceUrl(entry?.value);
    if (fault === null) return [say.pass('config.url-invalid', { url })];
    // An instance of one's own may be meant to be reached without TLS; one of ServiceNow's never is.
    if (fault === 'http' && parsed && !parsed.host.endsWith('.service-now.com'))
      return [say.warn('config.url-invalid', { url }, { variant: fault, ...at })];
    const likely = fault === 'domain' ? { certainty: 'likely' as const } : {};
    const signs = fault === 'characters' ? { signs: oddCharacters(url).slice(0, 5).join(', ') } : {};
    return [say.fail('config.url-invalid', { url, ...signs }, { variant: fault, ...likely, ...at })];
  },
});

/**
 * A user without a password. Neither of them is right with mutual authentication only, where the installer writes none
 * of the two. Source: "MID Server installation prerequisites"; "MID Server mutual authentication".
 */
export const configPasswordCheck = defineCheck({
  id: 'config.password',
  step: 'host',
  code: 'config.password-missing',
  needs: { config: configProbe },
  judge: ({ config }, say) => {
    const read = readConfig(config);
    if ('needs' in read) return [say.unknown('config.password-missing', read.needs)];
    const users = entriesOf(read.parameters, 'username');
    const passwords = entriesOf(read.parameters, 'password');
    const user = users.at(-1)?.value.trim() ?? '';
    const password = passwords.at(-1)?.value ?? '';
    const at = linesOf(config, [...users, ...passwords]);
    if (users.length === 0 && passwords.length === 0)
      return [say.info('config.password-missing', {}, { variant: 'neither' })];
    if (password === '') return [say.fail('config.password-missing', { user: user || '(none)' }, at)];
    if (user === '') return [say.fail('config.password-missing', {}, { variant: 'no-user', ...at })];
    return [say.pass('config.password-missing', { user }, at)];
  },
});

/** Proxy settings that cannot work or contradict each other. Source: "MID Server parameters"; "… prerequisites". */
export const configProxyCheck = defineCheck({
  id: 'config.proxy',
  step: 'host',
  code: 'config.proxy-invalid',
  needs: { config: configProbe },
  judge: ({ config }, say) => {
    const read = readConfig(config);
    if ('needs' in read) return [say.unknown('config.proxy-invalid', read.needs)];
    const uses = entriesOf(read.parameters, 'useProxy');
    const hosts = entriesOf(read.parameters, 'proxyHost');
    const ports = entriesOf(read.parameters, 'proxyPort');
    const { use, host, port } = config.proxy;
    const written = { use: uses.at(-1)?.value ?? '', host, port: ports.at(-1)?.value ?? '' };
    const at = linesOf(config, [...uses, ...hosts, ...ports]);
    const bad = (variant: string) => [say.fail('config.proxy-invalid', written, { variant, ...at })];
    // Another check speaks of placeholders.
    if ([host, written.port].some(isPlaceholder)) return [];
    const odd = uses.find((p) => !/^(true|false|)$/i.test(p.value.trim()));
    if (odd) return bad('use');
    if (!use)
      return host === ''
        ? [say.pass('config.proxy-invalid', {}, { variant: 'none' })]
        : [say.info('config.proxy-invalid', written, { variant: 'off', ...at })];
    if (host === '') return bad('no-host');
    if (!isHostName(host)) return bad('host-shape');
    if (host.toLowerCase() === config.url?.host) return bad('is-instance');
    if (!(port >= 1 && port <= 65535)) return bad('port');
    const hasPassword = Boolean(settingOf(read.parameters, 'proxyPassword'));
    if (config.proxy.hasUser !== hasPassword)
      return [
        say.warn('config.proxy-invalid', written, { variant: config.proxy.hasUser ? 'no-password' : 'no-user', ...at }),
      ];
    return [say.pass('config.proxy-invalid', { host, port })];
  },
});
