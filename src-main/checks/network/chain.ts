import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { inside, isObjectId, readAll, SEQUENCE } from './der.ts';

/** A certificate that Java refuses whoever stands behind it: by its key, or by how it was signed. */
export type Weak = { readonly subject: string; readonly kind: 'key' | 'signature'; readonly what: string };

export type ChainJudgement = {
  /** A certificate of the store signs for the server's, directly or through those that the server sent. */
  readonly trusted: boolean;
  /** The path does lead to a certificate of the store, and one on it is too weak for Java: so it is not trusted. */
  readonly weak: Weak | null;
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
  storePem: readonly string[],
  host: string,
  now: number,
): ChainJudgement | undefined => {
  const chain = chainPem.slice(0, MAX_DEPTH).flatMap((pem) => certificateOf(pem) ?? []);
  const store = storePem.flatMap((pem) => certificateOf(pem) ?? []);
  const leaf = chain[0];
  if (!leaf || certificateOf(chainPem[0] ?? '') === undefined) return undefined;
  const { path, trusted: led } = follow(leaf, chain.slice(1), store);
  const top = path.at(-1) ?? leaf;
  const weak = led ? firstWeak(path, store) : null;
  return {
    trusted: led && weak === null,
    weak,
    subject: nameIn(leaf.subject),
    issuer: nameIn(top.issuer),
    selfSigned: path.length === 1 && issued(leaf, leaf),
    outOfTime: firstOutOfTime(path, now),
    nameMatches: (isIP(host) ? leaf.checkIP(host) : leaf.checkHost(host)) !== undefined,
    names: namesOf(leaf),
  };
};

/** The path from the leaf up to an anchor, without the anchor; where there is none, as far as it goes. */
const follow = (
  leaf: X509Certificate,
  sent: readonly X509Certificate[],
  store: readonly X509Certificate[],
): { path: readonly X509Certificate[]; trusted: boolean } => {
  let path: readonly X509Certificate[] = [leaf];
  for (let current = leaf; path.length <= MAX_DEPTH; ) {
    const at = current;
    if (store.some((anchor) => same(anchor, at) || issued(at, anchor))) return { path, trusted: true };
    const next = sent.find((candidate) => !path.includes(candidate) && candidate.ca && issued(at, candidate));
    if (!next) break;
    path = [...path, next];
    current = next;
  }
  return { path, trusted: false };
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
    return child.checkIssued(parent) && (weakSignature(child) !== undefined || child.verify(parent.publicKey));
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
 * What Java refuses by default: signatures by MD2 and MD5, RSA and DSA keys below 1024 bits, curves below 224. What is in
 * the store itself is trusted as it is. (SHA-1 is refused below Java's own authorities only, which cannot be told apart
 * here.) Source: jdk.certpath.disabledAlgorithms in java.security of Java 17 and 25.
 */
const firstWeak = (path: readonly X509Certificate[], store: readonly X509Certificate[]): Weak | null => {
  for (const one of path) {
    if (store.some((anchor) => same(anchor, one))) continue;
    const subject = nameIn(one.subject);
    const key = weakKey(one);
    if (key !== undefined) return { subject, kind: 'key', what: key };
    const signature = weakSignature(one);
    if (signature !== undefined) return { subject, kind: 'signature', what: signature };
  }
  return null;
};

const SMALLEST: Readonly<Record<string, number>> = { rsa: 1024, dsa: 1024, ec: 224 };

const weakKey = (one: X509Certificate): string | undefined => {
  try {
    const { asymmetricKeyType: type = '', asymmetricKeyDetails: details } = one.publicKey;
    // The size of a curve stands in its name, such as prime192v1.
    const bits = details?.modulusLength ?? Number(/\d{3}/.exec(details?.namedCurve ?? '')?.[0] ?? Number.NaN);
    return bits < (SMALLEST[type] ?? 0) ? `${type.toUpperCase()} key of ${bits} bits` : undefined;
  } catch {
    return undefined;
  }
};

/** RFC 8017: md2WithRSAEncryption, md5WithRSAEncryption. */
const WEAK_SIGNATURES = [
  ['2a864886f70d010102', 'MD2'],
  ['2a864886f70d010104', 'MD5'],
] as const;

const weakSignature = ({ raw }: X509Certificate): string | undefined => {
  const [, algorithm] = inside(readAll(raw)?.[0], SEQUENCE) ?? [];
  const id = inside(algorithm, SEQUENCE)?.[0];
  return WEAK_SIGNATURES.find(([hex]) => isObjectId(id, hex))?.[1];
};

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
