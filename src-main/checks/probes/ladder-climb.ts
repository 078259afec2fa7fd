import type { Duplex } from 'node:stream';
import { rootCertificates } from 'node:tls';
import { type Host, TcpError, type TcpFailure } from '../../model/host.ts';
import { type InstanceUrl, isHostName } from '../config/url.ts';
import { anchorsFor, judgeChain } from '../network/chain.ts';
import type { ProxySettings } from './config.ts';
import ladderScript from './ladder.sh?raw';
import { ask, PATH } from './ladder-http.ts';
import { connectThrough } from './ladder-proxy.ts';
import { handshake, type TlsResult } from './ladder-tls.ts';
import { readTools } from './ladder-tools.ts';
import { listTrusted, type Trusted } from './ladder-trust.ts';
import { createTranscriptWriter, type TranscriptWriter } from './ladder-write.ts';
import lib from './lib.sh?raw';

export type Climb = {
  readonly url: InstanceUrl;
  readonly proxy: ProxySettings | null;
  readonly agentDir: string;
  readonly trustStore: string;
  readonly javaCommand: string;
  readonly signal: AbortSignal;
  readonly become: string | null;
};

const TCP_MS = 5_000;
const STEP_MS = 10_000;
const TOOLS_MS = 40_000;

/** Goes up rung by rung until one breaks; returns the transcript. Rejects only where `signal` aborts. */
export const climb = async (host: Host, o: Climb): Promise<string> => {
  const out = createTranscriptWriter();
  const { url, proxy } = o;
  out.fact('target', `${url.scheme} ${url.host} ${url.port}`);
  if (proxy) {
    out.fact('proxy', `${proxy.host} ${proxy.port}`);
    out.fact('proxy-user', proxy.hasUser ? 'yes' : 'no');
  }
  out.fact('at', new Date().toISOString());
  if (proxy && !(isHostName(proxy.host) && proxy.port >= 1 && proxy.port <= 65535)) return out.text();
  // The trust store takes as long as the way up; the two run side by side, and it is dropped where TLS is not reached.
  const dropTrust = new AbortController();
  const signal = AbortSignal.any([o.signal, dropTrust.signal]);
  const as = o.become === null ? {} : { become: o.become };
  const trust = url.scheme === 'https' ? listTrusted(host, o, { signal, ...as }) : Promise.resolve(null);
  try {
    const chain = (await climbForwarded(host, o, out)) ?? (await climbWithTools(host, o, out));
    if (chain.length > 0) await writeTrust(out, chain, url.host, await trust);
  } finally {
    dropTrust.abort();
  }
  o.signal.throwIfAborted();
  return out.text();
};

/** The chain, empty where TLS was not reached; null where the way does not allow connections of our own. */
const climbForwarded = async (host: Host, o: Climb, out: TranscriptWriter): Promise<readonly string[] | null> => {
  const { url, proxy } = o;
  const authority = authorityOf(url);
  const [first, port] = proxy ? [proxy.host, proxy.port] : [url.host, url.port];
  const tcp = await open(host, first, port, o.signal);
  if (tcp.outcome === 'forbidden') return null;
  out.fact('way', host.kind === 'local' ? 'own' : 'forwarded');
  out.section(
    'tcp',
    `connect ${first} ${port}`,
    [tcp.socket ? `connected in ${tcp.ms} ms` : tcp.detail],
    tcp.socket ? 0 : 1,
  );
  out.fact('tcp', `${tcp.outcome} ${tcp.ms} ${tcp.detail}`);
  let connection: Duplex | null = tcp.socket;
  if (!connection) return [];
  // Between two rungs nobody else listens; an error shows itself at the next read.
  connection.on('error', () => {});
  try {
    if (proxy && url.scheme === 'https') {
      const answer = await connectThrough(connection, authority, within(o.signal, STEP_MS));
      const said = answer.detail || `no answer (${answer.outcome})`;
      out.section(
        'connect',
        `CONNECT ${authority} through ${proxy.host}:${proxy.port}, without its user`,
        [said, ...answer.schemes.map((s) => `Proxy-Authenticate: ${s}`)],
        answer.outcome === 'ok' ? 0 : 1,
      );
      writeProxy(out, answer.outcome, answer.ms, answer.detail, answer.schemes);
      if (answer.outcome !== 'ok') return [];
    }
    let tls: TlsResult | null = null;
    if (url.scheme === 'https') {
      tls = await handshake(connection, url.host, within(o.signal, STEP_MS));
      out.section('tls', `TLS handshake with ${authority}`, [tls.detail], tls.socket ? 0 : 1);
      out.fact('tls', `${tls.outcome} ${tls.ms} ${tls.detail}`);
      out.section('chain', `certificates that ${url.host} sent: ${tls.chain.length}`, tls.chain, 0);
      if (!tls.socket) return tls.chain;
      connection = tls.socket;
    }
    const path = proxy && url.scheme === 'http' ? `http://${authority}${PATH}` : PATH;
    const answer = await ask(connection, authority, within(o.signal, STEP_MS), path);
    writeHttp(
      out,
      url,
      answer.outcome,
      answer.ms,
      answer.detail,
      answer.status === null
        ? []
        : [`HTTP/1.1 ${answer.status}`, ...answer.headers.map(([name, value]) => `${name}: ${value}`)],
      answer.body,
    );
    return tls?.chain ?? [];
  } finally {
    connection?.destroy();
  }
};

const climbWithTools = async (host: Host, o: Climb, out: TranscriptWriter): Promise<readonly string[]> => {
  const { url, proxy } = o;
  out.fact('way', 'tools');
  const result = await host.runScript(
    { text: `${lib}\n${ladderScript}`, parts: { mark: '', ids: ['ladder.tools'] } },
    {
      args: [url.host, String(url.port), url.scheme, proxy?.host ?? '', proxy ? String(proxy.port) : ''],
      signal: o.signal,
      timeoutMs: TOOLS_MS,
      maxBytes: 1024 * 1024,
    },
  );
  const tools = readTools(result.stdout, proxy !== null);
  // What the tools printed goes in under names of its own, so that it cannot pass for what was made of it.
  out.append(shownTools(result.stdout));
  if (tools.tcp) out.fact('tcp', `${tools.tcp.outcome} 0 ${tools.tcp.detail}`);
  if (tools.proxy) writeProxy(out, tools.proxy.outcome, 0, tools.proxy.detail, tools.proxy.schemes);
  // Behind a proxy that made no tunnel, what the tools say of TLS and HTTP speaks of the proxy.
  if (tools.proxy && tools.proxy.outcome !== 'ok' && url.scheme === 'https') return [];
  if (tools.tls) {
    out.fact('tls', `${tools.tls.outcome} 0 ${tools.tls.detail}`);
    out.section('chain', `certificates that ${url.host} sent: ${tools.tls.chain.length}`, tools.tls.chain, 0);
  }
  if (tools.http) writeHttp(out, url, tools.http.outcome, 0, tools.http.detail, tools.http.head, tools.http.body);
  return tools.tls?.chain ?? [];
};

const MAX_SHOWN = 64 * 1024;

/** What the tools printed, under names of its own and without facts, so that it cannot pass for what was made of it. */
const shownTools = (stdout: string): string =>
  stdout
    .replaceAll(/^@(tcp|openssl|http) /gm, '@tool-$1 ')
    .replaceAll(/^:.*$\n?/gm, '')
    .replaceAll(/^( +set-cookie:).*$/gim, '$1 (left out)')
    .replaceAll(/^( +location:[^?#\n]*)[?#].*$/gim, '$1')
    .slice(0, MAX_SHOWN);

const writeProxy = (out: TranscriptWriter, outcome: string, ms: number, detail: string, schemes: readonly string[]) => {
  out.fact('connect', `${outcome} ${ms} ${detail}`);
  if (schemes.length > 0) out.fact('proxy-schemes', schemes.join(', '));
};

const writeHttp = (
  out: TranscriptWriter,
  url: InstanceUrl,
  outcome: string,
  ms: number,
  detail: string,
  head: readonly string[],
  body: string,
) => {
  const page = `GET ${url.scheme}://${authorityOf(url)}${PATH}`;
  out.section('http', page, head.length > 0 ? [...head, '', body] : [detail], head.length > 0 ? 0 : 1);
  out.fact('http', `${outcome} ${ms} ${detail}`);
};

const authorityOf = ({ host, port }: InstanceUrl) => `${host.includes(':') ? `[${host}]` : host}:${port}`;

const within = (signal: AbortSignal, ms: number) => AbortSignal.any([signal, AbortSignal.timeout(ms)]);

type Opened = {
  readonly outcome: 'ok' | TcpFailure;
  readonly ms: number;
  readonly detail: string;
  readonly socket: Duplex | null;
};

const open = async (host: Host, name: string, port: number, signal: AbortSignal): Promise<Opened> => {
  if (!host.openTcp) return { outcome: 'forbidden', ms: 0, detail: '', socket: null };
  const started = performance.now();
  const spent = () => Math.round(performance.now() - started);
  // The limit is for connecting only: a host may tie the connection's life to the signal that it was opened with.
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), TCP_MS);
  const opening = host.openTcp(name, port, AbortSignal.any([signal, limit.signal]));
  try {
    const socket = await untilAborted(opening, AbortSignal.any([signal, limit.signal]));
    return { outcome: 'ok', ms: spent(), detail: '', socket };
  } catch (error) {
    // One that comes too late is not left open.
    void opening.then(
      (late) => late.destroy(),
      () => {},
    );
    if (limit.signal.aborted)
      return { outcome: 'timeout', ms: spent(), detail: `no answer within ${TCP_MS / 1000} s`, socket: null };
    const detail = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').slice(0, 300);
    return { outcome: error instanceof TcpError ? error.reason : 'unknown', ms: spent(), detail, socket: null };
  } finally {
    clearTimeout(timer);
  }
};

const untilAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = () => reject(new Error('stopped'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });

/** A trust store has well over a hundred certificates; the evidence keeps those that this chain can end at. */
const writeTrust = async (out: TranscriptWriter, chain: readonly string[], host: string, trusted: Trusted | null) => {
  const state = trusted?.facts.get('store-state') ?? 'not-run';
  out.fact('store-state', state);
  if (trusted?.facts.get('store')) out.fact('store', trusted.facts.get('store') ?? '');
  const vouches = (anchors: readonly string[]) => judgeChain(chain, anchors, host, Date.now())?.trusted === true;
  if (state === 'read' && trusted) {
    const { length } = trusted.certificates;
    out.fact('store-count', String(length));
    const anchors = anchorsFor(chain, trusted.certificates);
    out.section('trusted', `${trusted.command} (of ${length}, those that the chain can end at)`, anchors, 0);
    if (vouches(anchors)) return;
  }
  // What the agent does not trust is told apart: an authority that everybody else knows, or one of the house's own.
  out.fact('public-authority', vouches(anchorsFor(chain, rootCertificates)) ? 'yes' : 'no');
};
