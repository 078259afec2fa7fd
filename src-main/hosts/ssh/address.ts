import { isIPv6 } from 'node:net';
import { excerpt } from '../bounded.ts';
import { connectionError } from '../connection-params.ts';

export type Address = { readonly host: string; readonly user?: string; readonly port?: number };

/** `[user@]host[:port]`, `[v6]:port`, a bare IPv6 address, an alias, or `ssh://…`. Throws `config-invalid`. */
export const parseAddress = (text: string, where = 'the address'): Address => {
  const invalid = (why: string) =>
    connectionError('config-invalid', 'config', { where, why: `“${excerpt(text, 120)}” ${why}` });
  let rest = text
    .trim()
    .replace(/^ssh:\/\//i, '')
    .replace(/\/$/, '');
  const at = rest.lastIndexOf('@');
  const user = at === -1 ? undefined : rest.slice(0, at);
  if (user === '') throw invalid('has nothing before the @');
  rest = rest.slice(at + 1);
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(rest);
  const plain = bracketed || isIPv6(rest.split('%')[0] ?? '') ? null : /^([^:]*)(?::(.*))?$/.exec(rest);
  const host = bracketed?.[1] ?? plain?.[1] ?? rest;
  const portText = bracketed?.[2] ?? plain?.[2];
  if (bracketed && !isIPv6(host.split('%')[0] ?? '') && portText === undefined)
    throw invalid('has brackets around something that is not an IPv6 address');
  if (host === '') throw invalid('names no host');
  // As ssh itself: nothing that a shell would read, and nothing that looks like an option.
  if (host.startsWith('-') || /[\s'"`$\\;&<>|(){}[\]*?!#~,/]/.test(host)) throw invalid('is not a host name');
  if (user !== undefined && (user.startsWith('-') || /[\s'"`;&<>|(){}]/.test(user)))
    throw invalid('has no valid user name');
  const port = portText === undefined ? undefined : portNumber(portText);
  if (port === null) throw invalid('has a port that is not a number from 1 to 65535');
  return { host, ...(user === undefined ? {} : { user }), ...(port === undefined ? {} : { port }) };
};

export const portNumber = (text: string): number | null => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65535 ? port : null;
};

/** `host:port`, with brackets where the host has colons. */
export const hostPort = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
