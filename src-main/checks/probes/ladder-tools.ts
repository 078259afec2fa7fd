import type { TcpFailure } from '../../model/host.ts';
import { pemsIn } from '../network/chain.ts';
import { parseTranscript, type Section } from '../transcript.ts';
import { type HttpOutcome, type HttpResult, shownField } from './ladder-http.ts';
import { type ProxyOutcome, proxyOutcome } from './ladder-proxy.ts';
import type { TlsOutcome } from './ladder-tls.ts';

/** What the host's own tools said, put in the words of the ladder. Rungs that no tool could climb are undefined. */
export type ToolsResult = {
  readonly tcp: { readonly outcome: 'ok' | TcpFailure; readonly ms: number; readonly detail: string } | undefined;
  readonly proxy:
    | { readonly outcome: ProxyOutcome; readonly detail: string; readonly schemes: readonly string[] }
    | undefined;
  readonly tls:
    | {
        readonly outcome: TlsOutcome;
        readonly ms: number;
        readonly detail: string;
        readonly chain: readonly string[];
      }
    | undefined;
  readonly http: HttpResult | undefined;
};

/** Reads the transcript of `ladder.sh`. */
export const readTools = (text: string, throughProxy: boolean): ToolsResult => {
  const t = parseTranscript(text);
  const [openssl, http] = [t.section('openssl'), t.section('http')];
  const certificates = t.section('keytool-chain') ?? t.section('curl-chain');
  const why = t.section('curl-why');
  const ms = (key: string) => Math.min(Math.max(t.number(`${key}-ms`) ?? 0, 0), 600_000);
  const tcp = t.section('tcp');
  const tls = certificates ? chainOf(certificates) : openssl && tlsOf(openssl);
  const answer = http && httpOf(http);
  const proxy = throughProxy ? proxyOf(certificates ?? openssl, http) : undefined;
  const reached = tcp
    ? tcpOf(tcp, ms('tcp'))
    : proxy
      ? OK
      : impliedTcp([openssl, certificates, why ?? http], tls, answer);
  // Above a connection that does not come about, the other tools say the same once more.
  if (reached && reached.outcome !== 'ok') return { tcp: reached, proxy: undefined, tls: undefined, http: undefined };
  return {
    tcp: reached,
    proxy,
    tls: tls && { ms: 0, ...tls },
    http: answer && { ms: ms('http'), ...answer },
  };
};

const said = (section: Section | undefined): string => (section?.output ?? []).join('\n');

const tcpOf = (section: Section, ms: number): ToolsResult['tcp'] => {
  const text = said(section);
  const detail = section.output.at(-1)?.slice(0, 200) ?? '';
  const { exitCode } = section;
  if (exitCode === 0) return { outcome: 'ok', ms, detail };
  if (exitCode === null) return undefined;
  const silent = exitCode === 124 || exitCode === 143 || exitCode === 28;
  return { outcome: failureIn(text) ?? (silent ? 'timeout' : 'unknown'), ms, detail };
};

type Tls = Omit<NonNullable<ToolsResult['tls']>, 'ms'>;
type Answer = Omit<HttpResult, 'ms'>;

const OK = { outcome: 'ok', ms: 0, detail: '' } as const;

/** Where no tool only connects: what the others said above it, or instead of it. */
const impliedTcp = (
  sections: readonly (Section | undefined)[],
  tls: Tls | undefined,
  http: Answer | undefined,
): ToolsResult['tcp'] => {
  if (tls?.outcome === 'ok' || http?.outcome === 'ok') return OK;
  const [openssl] = sections;
  if (openssl?.command.startsWith('openssl ')) {
    if (/^CONNECTED/m.test(said(openssl))) return OK;
    if (said(openssl) === '') return { outcome: 'timeout', ms: 0, detail: 'no answer within 10 s' };
  }
  for (const section of sections) {
    const text = said(section);
    const outcome = /connect|socket|resolve|address|route/i.test(text) ? failureIn(text) : undefined;
    if (outcome) return { outcome, ms: 0, detail: section?.output.at(-1)?.slice(0, 200) ?? '' };
  }
  return undefined;
};

/** Of a tool that shows certificates, or nothing: why it shows none cannot be told. */
const chainOf = (section: Section): Tls | undefined => {
  const chain = pemsIn(said(section));
  return chain.length > 0 ? { outcome: 'ok', detail: 'TLS', chain } : undefined;
};

/** The words that bash, nc, curl, wget and openssl have for it; they run with LC_ALL=C. */
const failureIn = (text: string): TcpFailure | undefined => {
  if (/refused|errno=111\b/i.test(text)) return 'refused';
  if (/unreachable|no route|errno=(101|113)\b/i.test(text)) return 'unreachable';
  if (/reset by peer/i.test(text)) return 'reset';
  if (/timed? ?out|errno=110\b/i.test(text)) return 'timeout';
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
  const code = /(?:CONNECT tunnel failed, response|reason=|HTTP code|code) (\d{3})/.exec(lines.join('\n'))?.[1];
  const line = status ?? (code ? `HTTP/1.1 ${code}` : wgetRefused(lines));
  if (line === undefined) return undefined;
  return proxyOutcome([line, ...lines.slice(Math.max(0, start))].join('\n'), null);
};

const REASONS: Readonly<Record<string, number>> = {
  'Proxy Authentication Required': 407,
  'Bad Gateway': 502,
  'Service Unavailable': 503,
  'Gateway Timeout': 504,
  'Gateway Time-out': 504,
};

/** GNU wget says only the words of the status. */
const wgetRefused = (lines: readonly string[]): string | undefined => {
  const said = lines.map((line) => /^Proxy tunneling failed: (.*?)(?:Unable to|$)/.exec(line)?.[1]).find(Boolean);
  return said && `HTTP/1.1 ${REASONS[said] ?? 403} ${said}`;
};

const tlsOf = (section: Section): Tls | undefined => {
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

const httpOf = (section: Section): Answer | undefined => {
  // BusyBox speaks too little of TLS for its failure to say anything of the server.
  if (/^wget: (TLS error|not an http or ftp url)/m.test(said(section))) return undefined;
  // GNU wget puts two spaces in front of the header; curl shows the proxy's own answer first, and the real one last.
  const lines = section.output.map((line) => line.replace(/\r$/, ''));
  const starts = lines.flatMap((line, i) =>
    /^ {0,2}HTTP\/[\d.]+ \d{3}/.test(line) && !/connection established/i.test(line) ? [i] : [],
  );
  const start = starts.at(-1);
  const detail = lines.find((line) => /^(curl|wget|error): /.test(line))?.slice(0, 200) ?? '';
  if (start === undefined) {
    const outcome: HttpOutcome = /certificate required/i.test(said(section))
      ? 'client-certificate'
      : /timed? ?out|\(28\)/i.test(detail)
        ? 'timeout'
        : 'error';
    // A tool that broke down, or said nothing of its own, says nothing of the server.
    if (detail === '') return undefined;
    return { outcome, detail, status: null, headers: [], body: '' };
  }
  const headers: (readonly [string, string])[] = [];
  let i = start + 1;
  for (; i < lines.length; i++) {
    const [, name, value] = /^\s*([A-Za-z0-9-]+):\s*(.*)$/.exec(lines[i] ?? '') ?? [];
    if (name === undefined || value === undefined) break;
    const field = shownField(name, value);
    if (field) headers.push(field);
  }
  const status = Number(/^ *HTTP\/[\d.]+ (\d{3})/.exec(lines[start] ?? '')?.[1]);
  const body = lines.slice(i).join('\n').trimStart().slice(0, 2048);
  return { outcome: 'ok', detail, status, headers, body };
};
