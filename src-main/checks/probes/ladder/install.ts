import { settingOf } from '../../config/settings.ts';
import { type InstanceUrl, isHostName, parseInstanceUrl } from '../../config/url.ts';
import type { ConfigParameter } from '../../config/xml.ts';
import type { ProxySettings } from '../config.ts';
import type { Goal } from './goal.ts';

/** Source: documentation page "MID Server properties" (mid.install_server.base_uri). */
const USUAL: InstanceUrl = { scheme: 'https', host: 'install.service-now.com', port: 443 };
const TCP_MS = 3_000;

/**
 * Where upgrades come from; `instance` where they are fetched through it. What config.xml says goes before the MID
 * property. Sources: "MID Server properties" (mid.install_server.base_uri, mid.download.through.instance), "MID Server
 * parameters" (glide.mid.autoupgrade.proxy_host, mid.upgrade.use_proxy), "MID Server configuration parameter priority".
 */
export const installGoal = (
  parameters: readonly ConfigParameter[],
  proxy: ProxySettings | null,
): Goal | 'instance' | null => {
  if (settingOf(parameters, 'downloadThroughInstance')?.trim().toLowerCase() === 'true') return 'instance';
  const written = settingOf(parameters, 'installServer')?.trim();
  const url = written ? parseInstanceUrl(written).url : USUAL;
  if (!url) return null;
  return { url, proxy: upgradeProxy(parameters, proxy), path: '/', tcpMs: TCP_MS };
};

const upgradeProxy = (parameters: readonly ConfigParameter[], proxy: ProxySettings | null): Goal['proxy'] => {
  const host = settingOf(parameters, 'upgradeProxyHost')?.trim();
  if (host) {
    const port = Number(settingOf(parameters, 'upgradeProxyPort')?.trim() || 80);
    return isHostName(host) && port >= 1 && port <= 65535 ? { host, port } : null;
  }
  return settingOf(parameters, 'upgradeUseProxy')?.trim().toLowerCase() === 'false' ? null : proxy;
};
