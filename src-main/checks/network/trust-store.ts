import { type Der, inside, isObjectId, OCTETS, readAll, SEQUENCE, SET, WRAPPED_0 } from './der.ts';

/** A certificate (DER) that Java takes for a trust anchor, and the name that it has in the store. */
export type Trusting = { readonly certificate: Buffer; readonly alias: string };

/**
 * What Java takes for trust anchors out of a key store's file: JKS, or a PKCS#12 that is not encrypted, as the `cacerts`
 * of Java 18 and newer is. Null for any other form, for one that is damaged, and where the store holds private keys.
 * Sources: JDK sources, sun.security.provider.JavaKeyStore and sun.security.pkcs12.PKCS12KeyStore; RFC 7292.
 */
export const trustedIn = (store: Buffer): readonly Trusting[] | null =>
  store.length > 12 && store.readUInt32BE(0) === JKS_MAGIC ? trustedInJks(store) : trustedInPkcs12(store);

const JKS_MAGIC = 0xfeedfeed;
const JKS_CERTIFICATE = 2;
const JKS_DIGEST_LENGTH = 20;

const trustedInJks = (store: Buffer): readonly Trusting[] | null => {
  const version = store.readUInt32BE(4);
  const count = store.readUInt32BE(8);
  if (version !== 1 && version !== 2) return null;
  const end = store.length - JKS_DIGEST_LENGTH;
  let at = 12;
  const take = (length: number): Buffer | null => {
    if (at + length > end) return null;
    const taken = store.subarray(at, at + length);
    at += length;
    return taken;
  };
  const word = () => take(4)?.readUInt32BE(0) ?? null;
  const text = () => {
    const length = take(2)?.readUInt16BE(0);
    return length === undefined ? null : (take(length)?.toString('latin1') ?? null);
  };
  const found: Trusting[] = [];
  for (let n = 0; n < count; n++) {
    const kind = word();
    const alias = text();
    if (kind !== JKS_CERTIFICATE || alias === null) return null;
    // When it was put in: milliseconds in eight bytes.
    take(8);
    if (version === 2 && text() !== 'X.509') return null;
    const length = word();
    const certificate = length === null ? null : take(length);
    if (!certificate) return null;
    found.push({ certificate, alias });
  }
  return at === end ? found : null;
};

const DATA = '2a864886f70d010701';
const CERTIFICATE_BAG = '2a864886f70d010c0a0103';
const X509 = '2a864886f70d01091601';
/** Java's own mark; what does not have it is there for a private key and is no anchor. */
const TRUSTED_KEY_USAGE = '6086480186f966adca7b0101';
/** PKCS#9: under what name it stands in the store. */
const FRIENDLY_NAME = '2a864886f70d010914';

const trustedInPkcs12 = (store: Buffer): readonly Trusting[] | null => {
  const [, contents] = inside(readAll(store)?.[0], SEQUENCE) ?? [];
  const safes = inside(readAll(dataOf(contents) ?? EMPTY)?.[0], SEQUENCE);
  if (!safes) return null;
  const found: Trusting[] = [];
  for (const safe of safes) {
    const bags = inside(readAll(dataOf(safe) ?? EMPTY)?.[0], SEQUENCE);
    if (!bags) return null;
    for (const bag of bags) {
      const [kind, wrapped, attributes] = inside(bag, SEQUENCE) ?? [];
      if (!isObjectId(kind, CERTIFICATE_BAG)) return null;
      const certificate = certificateOf(wrapped);
      if (!certificate) return null;
      if (isTrusted(attributes)) found.push({ certificate, alias: aliasIn(attributes) });
    }
  }
  return found;
};

const EMPTY = Buffer.alloc(0);

/** The bytes of a ContentInfo of type `data`; null for an encrypted one. */
const dataOf = (content: Der | undefined): Buffer | null => {
  const [kind, wrapped] = inside(content, SEQUENCE) ?? [];
  const octets = isObjectId(kind, DATA) ? inside(wrapped, WRAPPED_0)?.[0] : undefined;
  return octets?.tag === OCTETS ? octets.value : null;
};

const certificateOf = (wrapped: Der | undefined): Buffer | null => {
  const [kind, value] = inside(inside(wrapped, WRAPPED_0)?.[0], SEQUENCE) ?? [];
  const octets = isObjectId(kind, X509) ? inside(value, WRAPPED_0)?.[0] : undefined;
  return octets?.tag === OCTETS ? octets.value : null;
};

const isTrusted = (attributes: Der | undefined): boolean =>
  inside(attributes, SET)?.some((one) => isObjectId(inside(one, SEQUENCE)?.[0], TRUSTED_KEY_USAGE)) ?? false;

/** Two bytes a letter, of which those beyond Latin-1 do not matter here. */
const aliasIn = (attributes: Der | undefined): string => {
  const named = inside(attributes, SET)?.map((one) => inside(one, SEQUENCE));
  const values = named?.find((one) => isObjectId(one?.[0], FRIENDLY_NAME))?.[1];
  const text = inside(values, SET)?.[0]?.value ?? EMPTY;
  return Buffer.from(text.filter((_, at) => at % 2 === 1)).toString('latin1');
};
