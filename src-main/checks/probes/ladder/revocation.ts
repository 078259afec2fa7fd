import type { X509Certificate } from 'node:crypto';
import type { Host } from '../../../model/host.ts';
import { isHostName } from '../../config/url.ts';
import { certificateOf } from '../../network/chain.ts';
import { askWithTools } from './ask.ts';
import { authorityOf, firstOf, type Goal, within } from './goal.ts';
import { ask } from './http.ts';
import { open } from './open.ts';
import type { TranscriptWriter } from './write.ts';

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

export type AskOptions = {
  readonly signal: AbortSignal;
  /** No connection can be made through the host: its own tools ask, and go to the proxy by `via` where that is given. */
  readonly tools: boolean;
  readonly via?: string | undefined;
};

type Asked = { readonly url: string; readonly outcome: string; readonly ms: number; readonly detail: string };

/** Whether each of them answers; any answer of their own will do. Through the proxy, where the agent has one. */
export const askRevocation = async (
  host: Host,
  goal: Goal,
  urls: readonly string[],
  o: AskOptions,
): Promise<(out: TranscriptWriter) => void> => {
  const servers = [...new Map(urls.map((url) => [new URL(url).host, url])).values()];
  if (servers.length === 0) return () => {};
  const { text, answers } = o.tools
    ? await askByTools(host, goal, servers, { signal: o.signal, via: o.via })
    : { text: '', answers: await Promise.all(servers.map((url) => askOne(host, goal, url, o.signal))) };
  return (out) => {
    out.append(text);
    for (const { url, outcome, ms, detail } of answers) out.fact('revocation', `${outcome} ${ms} ${url} ${detail}`);
  };
};

const askByTools = async (
  host: Host,
  goal: Goal,
  urls: readonly string[],
  o: Parameters<typeof askWithTools>[3],
): Promise<{ readonly text: string; readonly answers: readonly Asked[] }> => {
  const { text, answers } = await askWithTools(host, goal, urls, o);
  const asked = answers.map(({ url, outcome, ms, detail, status }) => ({
    ...{ url, ms, detail },
    outcome: outcome === 'answered' ? standing(status) : outcome,
  }));
  return { text, answers: asked };
};

/** A responder answers a question that is none with an error of its own; these are answers of something on the way. */
const standing = (status: number): 'ok' | 'denied' => ([403, 407, 502, 503, 504].includes(status) ? 'denied' : 'ok');

const askOne = async (host: Host, { proxy }: Goal, url: string, signal: AbortSignal): Promise<Asked> => {
  const { hostname, port, pathname } = new URL(url);
  const server = { scheme: 'http', host: hostname, port: Number(port || 80) } as const;
  const first = firstOf({ url: server, proxy, path: '', tcpMs: 0 });
  const limit = within(signal, LIMIT_MS);
  const { socket, outcome, ms, detail } = await open(host, first, LIMIT_MS, limit);
  if (!socket) return { url, outcome, ms, detail };
  const answer = await ask(socket, authorityOf(server), limit, proxy ? url : pathname);
  const status = answer.status ?? 0;
  return {
    url,
    outcome: answer.outcome === 'ok' ? standing(status) : answer.outcome,
    ms: ms + answer.ms,
    detail: status ? `HTTP ${status}` : answer.detail,
  };
};
