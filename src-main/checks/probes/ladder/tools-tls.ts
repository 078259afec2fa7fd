import { pemsIn } from '../../network/chain.ts';
import type { Section, Transcript } from '../../transcript.ts';
import { type Spoken, spokenIn } from './hello.ts';
import type { TlsOutcome } from './tls.ts';
import { failureIn, said } from './words.ts';

/** How a handshake ended, as the host's own tools say it. */
export type ToolTls = {
  readonly outcome: TlsOutcome;
  readonly detail: string;
  readonly chain: readonly string[];
  /** The protocol and cipher of a server of too old a kind; empty where it is none, or did not say. */
  readonly old: string;
};

/** Out of the transcript of `ladder.sh`; undefined where no tool could tell. */
export const toolTls = (t: Transcript): ToolTls | undefined => {
  const openssl = t.section('openssl');
  const certificates = t.section('keytool-chain') ?? t.section('curl-chain');
  const shown =
    (certificates && chainOf(certificates)) ??
    (openssl && tlsOf(openssl)) ??
    inWords(t.section('curl-chain') ?? t.section('http'));
  if (shown && !['protocol', 'error'].includes(shown.outcome)) return shown;
  if (shown?.old) return shown;
  const spoken = spokenOf(t);
  if (spoken?.kind === 'old')
    return { outcome: 'protocol', chain: [], old: spoken.spoken, detail: shown?.detail || `it takes ${spoken.spoken}` };
  // Where it does take TLS 1.2, it broke off for another reason: a certificate of the client, most likely.
  if (shown?.outcome === 'protocol' && spoken?.kind === 'current') return { ...shown, outcome: 'error' };
  if (shown) return shown;
  return spoken?.kind === 'plain'
    ? { outcome: 'plain', detail: 'it answered without TLS', chain: [], old: '' }
    : undefined;
};

/** Of a tool that shows certificates, or nothing: why it shows none cannot be told. */
const chainOf = (section: Section): ToolTls | undefined => {
  const chain = pemsIn(said(section));
  return chain.length > 0 ? { outcome: 'ok', detail: 'TLS', chain, old: '' } : undefined;
};

/** What no Java of today speaks, though older tools do. */
const OLD = /^(?:SSLv3|TLSv1(?:\.[01])?)$/;
const PROTOCOL = /unsupported protocol|alert protocol version|handshake failure|no protocols/i;
const NO_PROTOCOL = /unsupported protocol|alert protocol version|unsupported version|error in protocol version/i;
const PLAIN = /wrong version number|packet length too long|record layer/i;

/** What openssl prints, or Python in its words. */
const tlsOf = (section: Section): ToolTls | undefined => {
  const text = said(section);
  // A Python that can show no chain has no more to say.
  if (section.exitCode === 3) return undefined;
  const chain = pemsIn(text);
  const { protocol, cipher } = agreedIn(text);
  const done = (outcome: TlsOutcome, detail: string, old = ''): ToolTls => ({ outcome, detail, chain, old });
  const why = section.output.find((l) => /error|alert/i.test(l))?.slice(0, 200) ?? '';
  const agreed = cipher && `${protocol} ${cipher}`;
  const clientCertificate =
    /alert certificate required/i.test(text) ||
    (/Acceptable client/i.test(text) && /alert handshake failure/i.test(text));
  if (clientCertificate) return done('client-certificate', agreed || why);
  if (OLD.test(protocol) && cipher) return done('protocol', agreed, agreed);
  if (cipher && chain.length > 0) return done('ok', agreed);
  if (PLAIN.test(text)) return done('plain', why);
  if (PROTOCOL.test(text) || OLD.test(protocol)) return done('protocol', why);
  if (/errno=104|reset/i.test(text)) return done('reset', why);
  if (failureIn(text)) return undefined;
  return text === '' ? done('timeout', '') : done('error', why);
};

/** The line about the cipher names the protocol that it was made for; the one that was agreed on has a line of its own. */
const agreedIn = (text: string): { readonly protocol: string; readonly cipher: string } => {
  const [, madeFor = '', cipher = ''] = /^New, ([^,\s]+), Cipher is (\S+)/m.exec(text) ?? [];
  const protocol = /^ *Protocol *: *([A-Za-z]+v[\d.]+)/m.exec(text)?.[1] ?? madeFor;
  return { protocol, cipher: cipher === '(NONE)' ? '' : cipher };
};

/** Of curl and wget, which were told to speak nothing older than TLS 1.2, only what can mean nothing else. */
const inWords = (section: Section | undefined): ToolTls | undefined => {
  if (!section || !/\b(?:curl|wget)\b/.test(section.command)) return undefined;
  const lines = section.output.filter((line) => /^(?:curl: \(35\)|OpenSSL:|GnuTLS:)/.test(line));
  const done = (outcome: TlsOutcome, kind: RegExp): ToolTls | undefined => {
    const why = lines.find((line) => kind.test(line));
    return why === undefined ? undefined : { outcome, detail: why.slice(0, 200), chain: [], old: '' };
  };
  return done('plain', PLAIN) ?? done('protocol', NO_PROTOCOL);
};

const spokenOf = (t: Transcript): Spoken | undefined => {
  const hello = t.section('hello')?.output.filter((line) => line !== '');
  if (hello) return spokenIn(hello.at(-1) ?? '');
  const text = said(t.section('old'));
  const [, protocol, cipher] = /^\* SSL connection using (\S+) \/ (\S+)/m.exec(text) ?? [];
  const agreed = protocol && cipher ? { protocol, cipher } : agreedIn(text);
  return OLD.test(agreed.protocol) && agreed.cipher
    ? { kind: 'old', spoken: `${agreed.protocol} ${agreed.cipher}` }
    : undefined;
};
