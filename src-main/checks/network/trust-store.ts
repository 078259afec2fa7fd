import { type Der, inside, isObjectId, OCTETS, readAll, SEQUENCE, SET, WRAPPED_0 } from './der.ts';

/**
 * The certificates (DER) that Java takes for trust anchors out of a key store's file: JKS, or a PKCS#12 that is not
 * encrypted, as the `cacerts` of Java 18 and newer is. Null for any other form, for one that is damaged, and where the
 * store holds private keys. Sources: JDK sources, sun.security.provider.JavaKeyStore and sun.security.pkcs12.PKCS12KeyStore;
 * RFC 7292.
 */
export const trustedIn = (store: Buffer): readonly Buffer[] | null =>
  store.length > 12 && store.readUInt32BE(0) === JKS_MAGIC ? trustedInJks(store) : trustedInPkcs12(store);

const JKS_MAGIC = 0xfeedfeed;
const JKS_CERTIFICATE = 2;
const JKS_DIGEST_LENGTH = 20;

const trustedInJks = (store: Buffer): readonly Buffer[] | null => {
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
    return length === undefined ? null : take(length)?.toString('latin1');
  };
  const found: Buffer[] = [];
  for (let n = 0; n < count; n++) {
    if (word() !== JKS_CERTIFICATE || text() === null) return null;
    // When it was put in: milliseconds in eight bytes.
    take(8);
    if (version === 2 && text() !== 'X.509') return null;
    const length = word();
    const certificate = length === null ? null : take(length);
    if (!certificate) return null;
    found.push(certificate);
  }
  return at === end ? found : null;
};

const DATA = '2a864886f70d010701';
const CERTIFICATE_BAG = '2a864886f70d010c0a0103';
const X509 = '2a864886f70d01091601';
/** Java's own mark; what does not have it is there for a private key and is no anchor. */
const TRUSTED_KEY_USAGE = '6086480186f966adca7b0101';

const trustedInPkcs12 = (store: Buffer): readonly Buffer[] | null => {
  const [, contents] = inside(readAll(store)?.[0], SEQUENCE) ?? [];
  const safes = inside(readAll(dataOf(contents) ?? EMPTY)?.[0], SEQUENCE);
  if (!safes) return null;
  const found: Buffer[] = [];
  for (const safe of safes) {
    const bags = inside(readAll(dataOf(safe) ?? EMPTY)?.[0], SEQUENCE);
    if (!bags) return null;
    for (const bag of bags) {
      const [kind, wrapped, attributes] = inside(bag, SEQUENCE) ?? [];
      if (!isObjectId(kind, CERTIFICATE_BAG)) return null;
      const certificate = certificateOf(wrapped);
      if (!certificate) return null;
      if (isTrusted(attributes)) found.push(certificate);
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
