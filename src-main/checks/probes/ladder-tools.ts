import type { TcpFailure } from '../../model/host.ts';
import { pemsIn } from '../network/chain.ts';
import { parseTranscript, type Section } from '../transcript.ts';
import type { HttpOutcome } from './ladder-http.ts';
import { type ProxyOutcome, proxyOutcome } from './ladder-proxy.ts';
import type { TlsOutcome } from './ladder-tls.ts';

/** What the host's own tools said, put in the words of the ladder. Rungs that no tool could climb are undefined. */
export type ToolsResult = {
  readonly tcp: { readonly outcome: 'ok' | TcpFailure; readonly detail: string } | undefined;
  readonly proxy:
    | { readonly outcome: ProxyOutcome; readonly detail: string; readonly schemes: readonly string[] }
    | undefined;
  readonly tls:
    | { readonly outcome: TlsOutcome; readonly detail: string; readonly chain: readonly string[] }
    | undefined;
  readonly http:
    | {
        readonly outcome: HttpOutcome;
        readonly detail: string;
        readonly head: readonly string[];
        readonly body: string;
      }
    | undefined;
};

/** Reads the transcript of `ladder.sh`. */
export const readTools = (text: string, throughProxy: boolean): ToolsResult => {
  const t = parseTranscript(text);
  const [tcp, openssl, http] = [t.section('tcp'), t.section('openssl'), t.section('http')];
  const answer = http && httpOf(http);
  return {
    tcp: tcp && tcpOf(tcp),
    proxy: throughProxy ? proxyOf(openssl, http) : undefined,
    tls: openssl ? tlsOf(openssl) : undefined,
    http: answer,
  };
};

const said = (section: Section | undefined): string => (section?.output ?? []).join('\n');

const tcpOf = (section: Section): ToolsResult['tcp'] => {
  const text = said(section);
  const detail = section.output.at(-1)?.slice(0, 200) ?? '';
  const { exitCode } = section;
  if (exitCode === 0) return { outcome: 'ok', detail };
  if (exitCode === null) return undefined;
  return {
    outcome: failureIn(text) ?? (exitCode === 124 || exitCode === 143 || exitCode === 28 ? 'timeout' : 'unknown'),
    detail,
  };
};

/** The words that bash, nc, curl, wget and openssl have for it; they run with LC_ALL=C. */
const failureIn = (text: string): TcpFailure | undefined => {
  if (/refused/i.test(text)) return 'refused';
  if (/unreachable|no route/i.test(text)) return 'unreachable';
  if (/reset by peer/i.test(text)) return 'reset';
  if (/timed? ?out/i.test(text)) return 'timeout';
  if (/not known|resolve|bad address|name resolution|unknown host/i.test(text)) return 'name';
  return undefined;
};

const proxyOf = (openssl: Section | undefined, http: Section | undefined): ToolsResult['proxy'] => {
  const lines = [...(http?.output ?? []), ...(openssl?.output ?? [])];
  const start = lines.findIndex((line) => /HTTP\/1\.[01] \d{3}/.test(line));
  const status = /HTTP\/1\.[01] \d{3}.*/.exec(lines[start] ?? '')?.[0];
  // A tunnel that stands is said by curl as the proxy's own 200, and by openssl as a certificate.
  if (/BEGIN CERTIFICATE/.test(said(openssl)) || /connection established/i.test(status ?? ''))
    return { outcome: 'ok', detail: status ?? '', schemes: [] };
  const code = /(?:CONNECT tunnel failed, response|HTTP code|code) (\d{3})/.exec(lines.join('\n'))?.[1];
  if (status === undefined && code === undefined) return undefined;
  return proxyOutcome([status ?? `HTTP/1.1 ${code}`, ...lines.slice(Math.max(0, start))].join('\n'), null);
};

const tlsOf = (section: Section): ToolsResult['tls'] => {
  const text = said(section);
  const chain = pemsIn(text);
  const detail =
    /(TLSv[\d.]+), Cipher is (\S+)/.exec(text)?.slice(1).join(' ') ??
    section.output.find((l) => /error|alert/i.test(l))?.slice(0, 200) ??
    '';
  const clientCertificate =
    /alert certificate required/i.test(text) ||
    (/Acceptable client/i.test(text) && /alert handshake failure/i.test(text));
  if (clientCertificate) return { outcome: 'client-certificate', detail, chain };
  if (/Cipher is \(NONE\)/.test(text) || chain.length === 0) {
    if (/wrong version number|packet length too long|record layer/i.test(text))
      return { outcome: 'plain', detail, chain };
    if (/unsupported protocol|alert protocol version|handshake failure|no protocols/i.test(text))
      return { outcome: 'protocol', detail, chain };
    if (/errno=104|reset/i.test(text)) return { outcome: 'reset', detail, chain };
    if (failureIn(text)) return undefined;
    return text === '' ? { outcome: 'timeout', detail, chain } : { outcome: 'error', detail, chain };
  }
  return { outcome: 'ok', detail, chain };
};

const httpOf = (section: Section): ToolsResult['http'] => {
  // GNU wget puts two spaces in front of the header; curl shows the proxy's own answer first, and the real one last.
  const lines = section.output.map((line) => line.replace(/\r$/, ''));
  const starts = lines.flatMap((line, i) =>
    /^ {0,2}HTTP\/[\d.]+ \d{3}/.test(line) && !/connection established/i.test(line) ? [i] : [],
  );
  const start = starts.at(-1);
  const detail = lines.find((line) => /^curl: |^wget: /.test(line))?.slice(0, 200) ?? '';
  if (start === undefined) {
    const outcome: HttpOutcome = /certificate required/i.test(said(section))
      ? 'client-certificate'
      : /timed? ?out|\(28\)/i.test(detail)
        ? 'timeout'
        : 'error';
    return section.output.length === 0 && section.exitCode === 0 ? undefined : { outcome, detail, head: [], body: '' };
  }
  const head = [];
  let i = start;
  for (; i < lines.length; i++) {
    const line = (lines[i] ?? '').trimStart();
    if (line === '' || (i > start && !/^[A-Za-z0-9-]+:/.test(line))) break;
    if (!/^(set-cookie|authorization)/i.test(line)) head.push(line);
  }
  return { outcome: 'ok', detail, head, body: lines.slice(i).join('\n').trimStart().slice(0, 2048) };
};
