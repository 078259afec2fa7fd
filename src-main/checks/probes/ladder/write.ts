import { authorityOf, type Goal } from './goal.ts';
import type { HttpResult } from './http.ts';
import type { Opened } from './open.ts';
import type { ProxyResult } from './proxy.ts';
import type { TlsResult } from './tls.ts';

/** Builds a transcript (see `transcript.ts`) in this process, for probes that look from here through the host. */
export type TranscriptWriter = {
  fact(key: string, value: string): void;
  section(name: string, command: string, output: readonly string[], exitCode: number): void;
  /** A whole transcript of a script, as it stands. */
  append(text: string): void;
  text(): string;
};

const MAX_LINE = 2000;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** `prefix` goes before every key and name, so that two ladders fit in one transcript. */
export const createTranscriptWriter = (prefix = ''): TranscriptWriter => {
  const lines: string[] = [];
  return {
    fact: (key, value) => lines.push(`:${prefix}${key} ${oneLine(value)}`),
    section: (name, command, output, exitCode) => {
      lines.push(`@${prefix}${name} ${oneLine(command)}`);
      // Whatever breaks a line, in any program that shows it, must not start one without its leading space.
      for (const chunk of output)
        for (const line of chunk.split(/\r\n|[\n\r\u2028\u2029]/))
          lines.push(` ${line.replaceAll('\0', '').slice(0, MAX_LINE)}`);
      lines.push(`=${exitCode}`);
    },
    append: (text) => text !== '' && lines.push(text.replace(/\n$/, '')),
    text: () => (lines.length > 0 ? `${lines.join('\n')}\n` : ''),
  };
};

const oneLine = (value: string) =>
  value
    .slice(0, MAX_LINE)
    .replace(/[\\\n\r\t]/g, (c) => ESCAPES[c] ?? '')
    .replaceAll('\0', '');

/** How each rung stands in a transcript, whichever way it was climbed: a fact `outcome ms detail`, and what was said. */
export const writeTcp = (
  out: TranscriptWriter,
  { host, port }: { readonly host: string; readonly port: number },
  { outcome, ms, detail }: Omit<Opened, 'socket'>,
): void => {
  const ok = outcome === 'ok';
  out.section('tcp', `connect ${host} ${port}`, [ok ? `connected in ${ms} ms` : detail], ok ? 0 : 1);
  out.fact('tcp', `${outcome} ${ms} ${detail}`);
};

export const writeConnect = (out: TranscriptWriter, { url, proxy }: Goal, answer: Omit<ProxyResult, 'status'>) => {
  const { outcome, ms, detail, schemes } = answer;
  const said = [
    detail || (outcome === 'ok' ? 'the tunnel stands' : `no answer (${outcome})`),
    ...schemes.map((scheme) => `Proxy-Authenticate: ${scheme}`),
  ];
  const command = `CONNECT ${authorityOf(url)} through ${proxy?.host ?? ''}:${proxy?.port ?? ''}, without its user`;
  out.section('connect', command, said, outcome === 'ok' ? 0 : 1);
  out.fact('connect', `${outcome} ${ms} ${detail}`);
  if (schemes.length > 0) out.fact('proxy-schemes', schemes.join(', '));
};

export const writeTls = (out: TranscriptWriter, { url }: Goal, tls: Omit<TlsResult, 'socket'>) => {
  const { outcome, ms, detail, chain } = tls;
  out.section('tls', `TLS handshake with ${authorityOf(url)}`, [detail], outcome === 'ok' ? 0 : 1);
  out.fact('tls', `${outcome} ${ms} ${detail}`);
  out.section('chain', `certificates that ${url.host} sent: ${chain.length}`, chain, 0);
};

export const writeHttp = (out: TranscriptWriter, { url, path }: Goal, answer: HttpResult) => {
  const { outcome, ms, detail, status, headers, body } = answer;
  const head = status === null ? [] : [`HTTP/1.1 ${status}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  const page = `GET ${url.scheme}://${authorityOf(url)}${path}`;
  out.section('http', page, head.length > 0 ? [...head, '', body] : [detail], head.length > 0 ? 0 : 1);
  out.fact('http', `${outcome} ${ms} ${detail}`);
};
