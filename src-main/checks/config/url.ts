/** What is wrong with an instance's address; also the variants of `config.url-invalid`. */
export type UrlFault =
  | 'missing'
  | 'spaces'
  | 'characters'
  | 'no-scheme'
  | 'scheme'
  | 'http'
  | 'path'
  | 'user'
  | 'domain'
  | 'not-a-url';

export type InstanceUrl = {
  readonly scheme: 'https' | 'http';
  /** Lower case; an IPv6 address without its brackets. */
  readonly host: string;
  readonly port: number;
};

/** The address in config.xml as the agent needs it: scheme and host, nothing after. Source: "MID Server parameters". */
export const parseInstanceUrl = (
  value: string | undefined,
): { readonly url: InstanceUrl | null; readonly fault: UrlFault | null } => {
  if (value === undefined || value === '') return { url: null, fault: 'missing' };
  if (/\s/.test(value)) return { url: null, fault: 'spaces' };
  if (oddCharacters(value).length > 0) return { url: null, fault: 'characters' };
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(value)?.[1]?.toLowerCase();
  if (scheme === undefined) {
    const looksLikeHost = /^[a-z0-9.-]+(:\d+)?\/?$/i.test(value);
    return { url: null, fault: looksLikeHost ? 'no-scheme' : 'not-a-url' };
  }
  if (scheme !== 'https' && scheme !== 'http') return { url: null, fault: 'scheme' };
  if (!URL.canParse(value)) return { url: null, fault: 'not-a-url' };
  const parsed = new URL(value);
  const host = parsed.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (!isHostName(host)) return { url: null, fault: 'not-a-url' };
  const url: InstanceUrl = { scheme, host, port: parsed.port ? Number(parsed.port) : scheme === 'https' ? 443 : 80 };
  if (parsed.username || parsed.password) return { url, fault: 'user' };
  if (!/^\/*$/.test(parsed.pathname) || parsed.search || parsed.hash) return { url, fault: 'path' };
  if (scheme === 'http') return { url, fault: 'http' };
  return { url, fault: isNearMiss(host) ? 'domain' : null };
};

/**
 * What looks like plain text, or like nothing, and is not: zero-width spaces, letters of other scripts. Java looks a name up
 * as it is written; another program might make a valid one of it. Source: java.net.URL; inference.
 */
export const oddCharacters = (value: string): readonly string[] => [
  ...new Set(
    [...value]
      .filter((sign) => !/[\u0021-\u007e]/.test(sign))
      .map((sign) => `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`),
  ),
];

/**
 * ServiceNow's own domain but for a slip: an instance is one name below service-now.com (or servicenowservices.com, for
 * governments). Another domain altogether may be one of the customer's own. Inference.
 */
const isNearMiss = (host: string): boolean =>
  /^(?:www\.)?service-now\.com$/.test(host) ||
  (/(?:^|\.)service[-_.]?now\.[a-z]{2,6}$/.test(host) && !host.endsWith('.service-now.com'));

/** A name or an address that can go to a resolver and into a request line as it is. */
export const isHostName = (host: string): boolean =>
  host.length <= 253 &&
  (/^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?$/i.test(host) || isIpv6(host));

const isIpv6 = (host: string): boolean => host.includes(':') && /^[0-9a-f:.]{2,45}$/i.test(host);
