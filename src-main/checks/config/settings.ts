import type { ConfigParameter } from './xml.ts';

/** The parameter's older name means the same. Source: documentation page "MID Server parameters". */
const NAMES = {
  url: ['url'],
  name: ['name'],
  midSysId: ['mid_sys_id'],
  username: ['mid.instance.username', 'glide.glidesoap.username'],
  password: ['mid.instance.password', 'glide.glidesoap.password'],
  useProxy: ['mid.instance.use_proxy', 'mid.proxy.use_proxy'],
  proxyHost: ['mid.proxy.host'],
  proxyPort: ['mid.proxy.port'],
  proxyUser: ['mid.proxy.username'],
  proxyPassword: ['mid.proxy.password'],
  trustStore: ['mid.https.truststore.path'],
  checkHostname: ['mid.ssl.bootstrap.default.check_cert_hostname'],
  checkChain: ['mid.ssl.bootstrap.default.check_cert_chain'],
  checkRevocation: ['mid.ssl.bootstrap.default.check_cert_revocation'],
  instancePolicy: ['mid.ssl.use.instance.security.policy'],
  installServer: ['mid.install_server.base_uri'],
  downloadThroughInstance: ['mid.download.through.instance'],
  upgradeProxyHost: ['glide.mid.autoupgrade.proxy_host'],
  upgradeProxyPort: ['glide.mid.autoupgrade.proxy_port'],
  upgradeUseProxy: ['mid.upgrade.use_proxy'],
  policyEndpoint: ['mid.ssl.bootstrap.default.target_endpoint'],
  secureProvider: ['mid.secure_config.provider'],
} as const;

export type Setting = keyof typeof NAMES;

/** All entries that set one thing, by either of its names, in the order of the file. */
export const entriesOf = (parameters: readonly ConfigParameter[], setting: Setting): readonly ConfigParameter[] =>
  parameters.filter((p) => (NAMES[setting] as readonly string[]).includes(p.name));

/** The value in effect: the last of several entries. That it is the last is inference. */
export const settingOf = (parameters: readonly ConfigParameter[], setting: Setting): string | undefined =>
  entriesOf(parameters, setting).at(-1)?.value;

export const namesOf = (setting: Setting): readonly string[] => NAMES[setting];

/** What the shipped config.xml holds where nobody has put in a value. Source: the shipped file; "MID Server parameters". */
const PLACEHOLDER = /YOUR_(INSTANCE|MIDSERVER|MID_SERVER|PROXY|UPGRADE_PROXY)/i;
/**
 * What an unattended installation leaves where its variables, or a reference to a vault, were not replaced: those of
 * shells, Ansible, Terraform, Azure, Jasypt, HashiCorp, AWS and 1Password. Inference.
 */
const UNEXPANDED = [
  /^\$\{[^{}]*\}$/,
  /^\$\([^()]*\)$/,
  /^\{\{[^{}]*\}\}$/,
  /^#\{[^{}]*\}#?$/,
  /^%[A-Z*][A-Z0-9_*]+%$/,
  /^__[A-Z*][A-Z0-9_*]+__$/,
  /^ENC\(.*\)$/,
  /^\$ANSIBLE_VAULT;/,
  /^(?:vault|op|arn:aws):/,
  /^<(?:YOUR|INSERT|ENTER)[^>]*>$/i,
];

const isShipped = (value: string): boolean => PLACEHOLDER.test(value);
export const isUnexpanded = (value: string): boolean => UNEXPANDED.some((shape) => shape.test(value.trim()));
export const isPlaceholder = (value: string): boolean => isShipped(value) || isUnexpanded(value);
