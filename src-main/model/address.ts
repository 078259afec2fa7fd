export type Address = { readonly host: string; readonly user?: string; readonly port?: number };

/** What is wrong with one; `address.*` of the messages says it. */
export type AddressFault = 'no-user' | 'no-host' | 'brackets' | 'not-a-host' | 'not-a-user' | 'no-port';

/** `[user@]host[:port]`, `[v6]:port`, a bare IPv6 address, an alias, or `ssh://…`. */
export const readAddress = (text: string): { readonly address: Address } | { readonly fault: AddressFault } => {
  let rest = text
    .trim()
    .replace(/^ssh:\/\//i, '')
    .replace(/\/$/, '');
  const at = rest.lastIndexOf('@');
  const user = at === -1 ? undefined : rest.slice(0, at);
  if (user === '') return { fault: 'no-user' };
  rest = rest.slice(at + 1);
  // A whole URL, maybe: nothing in it is a port.
  if (rest.includes('/')) return { fault: 'not-a-host' };
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(rest);
  const plain = bracketed || isIPv6(rest.split('%')[0] ?? '') ? null : /^([^:]*)(?::(.*))?$/.exec(rest);
  const host = bracketed?.[1] ?? plain?.[1] ?? rest;
  const portText = bracketed?.[2] ?? plain?.[2];
  if (bracketed && !isIPv6(host.split('%')[0] ?? '') && portText === undefined) return { fault: 'brackets' };
  if (host === '') return { fault: 'no-host' };
  // As ssh itself: nothing that a shell would read, and nothing that looks like an option.
  if (host.startsWith('-') || /[\s'"`$\\;&<>|(){}[\]*?!#~,/]/.test(host)) return { fault: 'not-a-host' };
  if (user !== undefined && (user.startsWith('-') || /[\s'"`;&<>|(){}]/.test(user))) return { fault: 'not-a-user' };
  const port = portText === undefined ? undefined : portNumber(portText);
  if (port === null) return { fault: 'no-port' };
  return { address: { host, ...(user === undefined ? {} : { user }), ...(port === undefined ? {} : { port }) } };
};

export const portNumber = (text: string): number | null => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65535 ? port : null;
};

const BYTE = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^${BYTE}(?:\\.${BYTE}){3}$`);

/** As `node:net` has it, which the page has not. */
export const isIPv6 = (text: string): boolean => {
  const halves = text.split('::');
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1) ?? '';
  const endsInIPv4 = IPV4.test(last) && text.endsWith(last);
  const words = endsInIPv4 ? groups.slice(0, -1) : groups;
  const bits = words.length + (endsInIPv4 ? 2 : 0);
  const fits = halves.length === 1 ? bits === 8 : halves.length === 2 && bits <= 7;
  return fits && words.every((word) => /^[\da-f]{1,4}$/i.test(word));
};
