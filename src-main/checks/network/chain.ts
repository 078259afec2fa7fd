import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { type Weakness, weakKey, weakSignature } from './weak.ts';

/** A certificate that Java refuses, and the one of the store that it leads to. */
export type Weak = Weakness & { readonly subject: string; readonly anchor: string };

/** Of a trust store: those that a chain can end at (PEM). */
export type Anchors = {
  readonly anchors: readonly string[];
  /**
   * Fingerprints (SHA-256, hexadecimal) of those that came with Java; `unknown` where that could not be seen; undefined
   * where nobody looked.
   */
  readonly marked?: readonly string[] | 'unknown' | undefined;
};

export type ChainJudgement = {
  /** A certificate of the store signs for the server's, directly or through those that the server sent. */
  readonly trusted: boolean;
  /** The path does lead to a certificate of the store, and Java refuses one on it: so it is not trusted. */
  readonly weak: Weak | null;
  /** Java refuses one on it if the certificate of the store came with Java, which is not known. */
  readonly undecided: Weak | null;
  /** The server's own certificate. */
  readonly subject: string;
  /** Who issued the last certificate of the path that could be followed. */
  readonly issuer: string;
  /** Signed by itself, by nobody else. */
  readonly selfSigned: boolean;
  /** The first certificate of the path that is out of its time. */
  readonly outOfTime: { readonly subject: string; readonly at: string; readonly kind: 'expired' | 'not-yet' } | null;
  readonly nameMatches: boolean;
  /** The names that the server's certificate is for. */
  readonly names: string;
};

const MAX_DEPTH = 10;

/**
 * Judges a server's chain as the agent's Java does: signature by signature up to a certificate of its trust store, any
 * of which counts as an anchor, whatever its own dates. Dates are judged at `now` (ms). Undefined where the first
 * certificate cannot be read. Source: RFC 5280; Java's PKIX validation ("Java PKI Programmer's Guide").
 */
export const judgeChain = (
  chainPem: readonly string[],
  { anchors, marked }: Anchors,
  host: string,
  now: number,
): ChainJudgement | undefined => {
  const chain = chainPem.slice(0, MAX_DEPTH).flatMap((pem) => certificateOf(pem) ?? []);
  const store = anchors.flatMap((pem) => certificateOf(pem) ?? []);
  const leaf = chain[0];
  if (!leaf || certificateOf(chainPem[0] ?? '') === undefined) return undefined;
  const { path, led } = follow(leaf, chain.slice(1), store);
  const top = path.at(-1) ?? leaf;
  // The server's own certificate in the store is trusted as it is: Java looks at nothing else then.
  const pinned = led.some((anchor) => same(anchor, leaf));
  const weakBelow = (cameWithJava: readonly string[]): Weak | null => {
    const found = pinned ? [] : led.map((anchor) => firstWeak(path, anchor, cameWithJava));
    return found.includes(null) ? null : (found[0] ?? null);
  };
  const weak = weakBelow(typeof marked === 'object' ? marked : []);
  return {
    trusted: led.length > 0 && weak === null,
    weak,
    undecided: weak === null && marked === 'unknown' ? weakBelow(led.map(fingerprintOf)) : null,
    subject: nameIn(leaf.subject),
    issuer: nameIn(top.issuer),
    selfSigned: path.length === 1 && issued(leaf, leaf),
    outOfTime: pinned ? null : firstOutOfTime(path, now),
    nameMatches: (isIP(host) ? leaf.checkIP(host) : leaf.checkHost(host)) !== undefined,
    names: namesOf(leaf),
  };
};

/** The path from the leaf up to what the store vouches for it by, which is not on it; where there is none, as far as it goes. */
const follow = (
  leaf: X509Certificate,
  sent: readonly X509Certificate[],
  store: readonly X509Certificate[],
): { path: readonly X509Certificate[]; led: readonly X509Certificate[] } => {
  let path: readonly X509Certificate[] = [leaf];
  for (let current = leaf; path.length <= MAX_DEPTH; ) {
    const at = current;
    const led = store.filter((anchor) => same(anchor, at) || issued(at, anchor));
    if (led.length > 0) return { path, led };
    const next = sent.find((candidate) => !path.includes(candidate) && candidate.ca && issued(at, candidate));
    if (!next) break;
    path = [...path, next];
    current = next;
  }
  return { path, led: [] };
};

/** Certificates (DER or PEM) of the store that a chain can end at, as PEM: equal to one of its, or named as the issuer of one. */
export const anchorsFor = (chainPem: readonly string[], store: readonly (string | Buffer)[]): readonly string[] => {
  const chain = chainPem.flatMap((pem) => certificateOf(pem) ?? []);
  return store.flatMap((one) => {
    const anchor = certificateOf(one);
    const { subject } = anchor ?? {};
    const fits = anchor && chain.some((c) => c.issuer === subject || (c.subject === subject && same(c, anchor)));
    return fits ? [anchor.toString().trimEnd()] : [];
  });
};

/**
 * True where the store has a certificate of the organisation that issued the last certificate of the chain: then it is
 * one in between that was not sent. Inference: authorities name themselves alike in all their certificates.
 */
export const issuerKnown = (chainPem: readonly string[], store: readonly (string | Buffer)[]): boolean => {
  const top = chainPem.flatMap((pem) => certificateOf(pem) ?? []).at(-1);
  const maker = top && organisationIn(top.issuer);
  if (maker === undefined) return false;
  return store.some((one) => organisationIn(certificateOf(one)?.subject ?? '') === maker);
};

const organisationIn = (distinguished: string): string | undefined => /(?:^|\n)O=(.*)/.exec(distinguished)?.[1];

/** The certificates in any text. */
export const pemsIn = (text: string): readonly string[] =>
  text.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+?-----END CERTIFICATE-----/g) ?? [];

export const toPem = (der: Buffer): string =>
  [
    '-----BEGIN CERTIFICATE-----',
    ...(der.toString('base64').match(/.{1,64}/g) ?? []),
    '-----END CERTIFICATE-----',
  ].join('\n');

/** Undefined where it cannot be read. */
export const certificateOf = (one: string | Buffer): X509Certificate | undefined => {
  try {
    return new X509Certificate(one);
  } catch {
    return undefined;
  }
};

const same = (a: X509Certificate, b: X509Certificate) => a.fingerprint256 === b.fingerprint256;

const issued = (child: X509Certificate, parent: X509Certificate): boolean => {
  try {
    // Some TLS libraries do not verify these at all; whoever signed so, it is refused.
    const refused = weakSignature(child)?.kind === 'signature';
    return child.checkIssued(parent) && (refused || child.verify(parent.publicKey));
  } catch {
    // A key or signature of a kind that this computer does not know proves nothing.
    return false;
  }
};

const firstOutOfTime = (path: readonly X509Certificate[], now: number): ChainJudgement['outOfTime'] => {
  for (const { subject, validFrom, validTo } of path) {
    const [from, to] = [Date.parse(validFrom), Date.parse(validTo)];
    if (to < now) return { subject: nameIn(subject), at: new Date(to).toISOString().slice(0, 10), kind: 'expired' };
    if (from > now) return { subject: nameIn(subject), at: new Date(from).toISOString().slice(0, 10), kind: 'not-yet' };
  }
  return null;
};

/**
 * The first certificate that Java refuses on a path to that anchor. SHA-1 it refuses only where the anchor came with Java
 * (`SHA1 jdkCA & usage TLSServer`): is in the `cacerts` of the Java itself, whatever store is in use, under an alias with
 * ` [jdk`. Sources: see `weak.ts`; JDK sources, sun.security.util.AnchorCertificates.
 */
const firstWeak = (
  path: readonly X509Certificate[],
  anchor: X509Certificate,
  cameWithJava: readonly string[],
): Weak | null => {
  const refusesSha1 = cameWithJava.includes(fingerprintOf(anchor));
  const about = (one: X509Certificate, weakness: Weakness): Weak => ({
    ...weakness,
    subject: nameIn(one.subject),
    anchor: nameIn(anchor.subject),
  });
  for (const one of path) {
    const signature = weakSignature(one);
    const weakness = weakKey(one) ?? (signature?.kind === 'sha1' && !refusesSha1 ? undefined : signature);
    if (weakness !== undefined) return about(one, weakness);
  }
  const key = weakKey(anchor);
  return key === undefined ? null : about(anchor, key);
};

/** As {@link Anchors} has it. */
export const fingerprintOf = (one: X509Certificate): string => one.fingerprint256.replaceAll(':', '').toLowerCase();

const namesOf = (leaf: X509Certificate): string => {
  const alternative = (leaf.subjectAltName ?? '').replaceAll(/DNS:|IP Address:/g, '');
  return shown(alternative || nameIn(leaf.subject));
};

/** `CN, O` of a distinguished name, or all of it where it has neither. */
const nameIn = (distinguished: string): string => {
  const part = (key: string) => new RegExp(`(?:^|\\n)${key}=(.*)`).exec(distinguished)?.[1];
  const said = [part('CN'), part('O')].filter((p) => p !== undefined);
  return shown(said.length > 0 ? said.join(', ') : distinguished.replaceAll('\n', ', ')) || '(no name)';
};

const shown = (text: string): string => text.replaceAll(/[\u0000-\u001f\u007f]/g, ' ').slice(0, 200);
