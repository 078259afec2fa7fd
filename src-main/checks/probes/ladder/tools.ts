import { isIP } from 'node:net';
import { parseTranscript, type Section } from '../../transcript.ts';
import type { HttpResult } from './http.ts';
import { type ProxyOutcome, proxyOutcome } from './proxy.ts';
import { httpOf, type ToolHttp } from './tools-http.ts';
import { type ToolTls, toolTls } from './tools-tls.ts';
import { failureIn, said, type ToolTcp, tcpOf } from './words.ts';

/** One of the name's addresses; `untried` where it is the only one, or no tool could. */
export type ToolAddress = Omit<ToolTcp, 'outcome'> & {
  readonly address: string;
  readonly outcome: ToolTcp['outcome'] | 'untried';
};

/** What the host's own tools said, put in the words of the ladder. Rungs that no tool could climb are undefined. */
export type ToolsResult = {
  readonly tcp: ToolTcp | undefined;
  /** The address by which the upper rungs were climbed where the name gave no connection. */
  readonly via: string | undefined;
  readonly addresses: readonly ToolAddress[];
  readonly proxy:
    | { readonly outcome: ProxyOutcome; readonly detail: string; readonly schemes: readonly string[] }
    | undefined;
  readonly tls: (ToolTls & { readonly ms: number }) | undefined;
  readonly http: HttpResult | undefined;
};

/** Reads the transcript of `ladder.sh`. */
export const readTools = (text: string, throughProxy: boolean): ToolsResult => {
  const t = parseTranscript(text);
  const [openssl, http] = [t.section('openssl'), t.section('http')];
  const certificates = t.section('keytool-chain') ?? t.section('curl-chain');
  const why = t.section('curl-why');
  const ms = (key: string) => Math.min(Math.max(t.number(`${key}-ms`) ?? 0, 0), 600_000);
  const addresses = t.all('resolved').flatMap(({ value }): readonly ToolAddress[] => {
    const section = t.section(`address-${value}`);
    const tried = section && tcpOf(section, ms(`address-${value}`));
    if (!isIP(value)) return [];
    if (tried?.outcome === 'ok') return [{ address: value, ...tried, detail: '' }];
    return [{ address: value, ...(tried ?? { outcome: 'untried', ms: 0, detail: '' }) }];
  });
  const via = addresses.find(({ address, outcome }) => address === t.value('via') && outcome === 'ok')?.address;
  const tcp = t.section('tcp');
  const tls = toolTls(t);
  const answer = http && httpOf(http);
  const proxy = throughProxy ? (proxyOf(certificates ?? openssl, http) ?? (tls && TUNNEL)) : undefined;
  const implied = () => (proxy ? OK : impliedTcp([openssl, certificates, why ?? http], tls, answer));
  const reached = tcp ? tcpOf(tcp, ms('tcp')) : via === undefined ? implied() : deadOf(addresses);
  // Above a connection that does not come about, the other tools say the same once more.
  if (reached && reached.outcome !== 'ok' && via === undefined)
    return { tcp: reached, via, addresses, proxy: undefined, tls: undefined, http: undefined };
  return {
    tcp: reached,
    via,
    addresses,
    proxy,
    tls: tls && { ms: 0, ...tls },
    // What came over a connection that the agent would not make is no answer.
    http: answer && (tls?.outcome ?? 'ok') === 'ok' ? { ms: ms('http'), ...answer } : undefined,
  };
};

/** Whatever TLS came to, it was spoken through the proxy. */
const TUNNEL = { outcome: 'ok', detail: '', schemes: [] } as const;
const OK = { outcome: 'ok', ms: 0, detail: '' } as const;

/** Where no tool only connects, it is the first address that stands for the name. */
const deadOf = ([first]: readonly ToolAddress[]): ToolTcp | undefined =>
  first && first.outcome !== 'untried' ? { ...first, outcome: first.outcome } : undefined;

const ANSWERED = ['ok', 'protocol', 'plain', 'client-certificate'];

/** Where no tool only connects: what the others said above it, or instead of it. */
const impliedTcp = (
  sections: readonly (Section | undefined)[],
  tls: ToolTls | undefined,
  http: ToolHttp | undefined,
): ToolTcp | undefined => {
  if ((tls && ANSWERED.includes(tls.outcome)) || http?.outcome === 'ok') return OK;
  const [openssl] = sections;
  if (openssl?.command.startsWith('openssl ')) {
    if (/^CONNECTED/m.test(said(openssl))) return OK;
    if (said(openssl) === '') return { outcome: 'timeout', ms: 0, detail: 'no answer within 10 s' };
  }
  // GNU wget, before what it says of TLS.
  if (sections.some((section) => /^Connecting to .* connected\.$/m.test(said(section)))) return OK;
  for (const section of sections) {
    const text = said(section);
    const outcome = /connect|socket|resolve|address|route/i.test(text) ? failureIn(text) : undefined;
    if (outcome) return { outcome, ms: 0, detail: section?.output.at(-1)?.slice(0, 200) ?? '' };
  }
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
