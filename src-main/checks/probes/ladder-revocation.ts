import type { X509Certificate } from 'node:crypto';
import type { Host } from '../../model/host.ts';
import { isHostName } from '../config/url.ts';
import { certificateOf } from '../network/chain.ts';
import { authorityOf, firstOf, type Goal, within } from './ladder-goal.ts';
import { ask } from './ladder-http.ts';
import { open } from './ladder-open.ts';
import type { TranscriptWriter } from './ladder-write.ts';

const LIMIT_MS = 4_000;
const MOST = 6;

/**
 * Where a chain's certificates say that one can ask whether they were revoked: OCSP responders and lists. Only plain
 * http is meant for that. Source: RFC 5280 (authority information access, CRL distribution points).
 */
export const revocationUrls = (chainPem: readonly string[]): readonly string[] => {
  const urls = chainPem.flatMap((pem) => {
    const certificate = certificateOf(pem);
    return certificate ? [...responders(certificate), ...lists(certificate.raw)] : [];
  });
  const sound = urls.filter((url) => {
    if (!URL.canParse(url)) return false;
    const { protocol, hostname, username, password } = new URL(url);
    return protocol === 'http:' && isHostName(hostname) && username === '' && password === '';
  });
  return [...new Set(sound)].slice(0, MOST);
};

const responders = (certificate: X509Certificate): readonly string[] =>
  [...(certificate.infoAccess ?? '').matchAll(/^OCSP - URI:"?([^"\n]{1,500})/gm)].flatMap(([, url]) => url ?? []);

/** The extension's OID in DER, 2.5.29.31; its addresses are IA5 strings under the tag 6. */
const LISTS = Buffer.from([0x06, 0x03, 0x55, 0x1d, 0x1f]);
const ADDRESS = 0x86;

const lists = (der: Buffer): readonly string[] => {
  const at = der.indexOf(LISTS);
  if (at < 0) return [];
  const rest = der.subarray(at, at + 1000);
  const urls: string[] = [];
  for (let i = rest.indexOf(ADDRESS); i >= 0 && i + 1 < rest.length; i = rest.indexOf(ADDRESS, i + 1)) {
    const length = rest[i + 1] ?? 0;
    const text = rest.subarray(i + 2, i + 2 + length).toString('latin1');
    if (length < 0x80 && text.length === length && /^http:\/\/[\x21-\x7e]+$/.test(text)) urls.push(text);
  }
  return urls;
};

/** Whether each of them answers; any answer of their own will do. Through the proxy, where the agent has one. */
export const askRevocation = async (
  host: Host,
  goal: Goal,
  urls: readonly string[],
  signal: AbortSignal,
): Promise<(out: TranscriptWriter) => void> => {
  const servers = [...new Map(urls.map((url) => [new URL(url).host, url])).values()];
  const answers = await Promise.all(servers.map((url) => askOne(host, goal, url, signal)));
  return (out) => {
    for (const { url, outcome, ms, detail } of answers) out.fact('revocation', `${outcome} ${ms} ${url} ${detail}`);
  };
};

const askOne = async (host: Host, { proxy }: Goal, url: string, signal: AbortSignal) => {
  const { hostname, port, pathname } = new URL(url);
  const server = { scheme: 'http', host: hostname, port: Number(port || 80) } as const;
  const first = firstOf({ url: server, proxy, path: '', tcpMs: 0 });
  const limit = within(signal, LIMIT_MS);
  const { socket, outcome, ms, detail } = await open(host, first, LIMIT_MS, limit);
  if (!socket) return { url, outcome, ms, detail };
  const answer = await ask(socket, authorityOf(server), limit, proxy ? url : pathname);
  const status = answer.status ?? 0;
  // A responder answers a question that is none with an error of its own; these are answers of something on the way.
  const stopped = [403, 407, 502, 503, 504].includes(status);
  return {
    url,
    outcome: answer.outcome !== 'ok' ? answer.outcome : stopped ? 'denied' : 'ok',
    ms: ms + answer.ms,
    detail: status ? `HTTP ${status}` : answer.detail,
  };
};
