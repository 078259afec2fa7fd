import type { X509Certificate } from 'node:crypto';
import { type Der, inside, isObjectId, OBJECT_ID, readAll, SEQUENCE, WRAPPED_0 } from './der.ts';

/**
 * What Java refuses in a certificate whoever stands behind it: a key or a signature that is too weak, or of a kind that it
 * does not know; and a signature by SHA-1, below the authorities that came with Java only.
 */
export type Weakness = { readonly kind: 'key' | 'signature' | 'unknown' | 'sha1'; readonly what: string };

/**
 * By its key, which counts for an authority of the store, too, as soon as it signs for another: RSA and DSA below 1024
 * bits, and any curve but three. Sources: jdk.certpath.disabledAlgorithms in java.security of Java 11, 17, 21 and 25
 * (with jdk.disabled.namedCurves in 11; JDK-8235540 took those curves out of 16); each tried with those four.
 */
export const weakKey = (one: X509Certificate): Weakness | undefined => {
  const [kind, parameters] = inside(keyOf(one), SEQUENCE) ?? [];
  if (isObjectId(kind, EC_KEY)) return weakCurve(parameters);
  try {
    const { asymmetricKeyType: type = '', asymmetricKeyDetails: details } = one.publicKey;
    const bits = details?.modulusLength ?? Number.NaN;
    if (!(bits < (SMALLEST[type] ?? 0))) return undefined;
    return { kind: 'key', what: `${type.toUpperCase()} key of ${bits} bits` };
  } catch {
    return undefined;
  }
};

const SMALLEST: Readonly<Record<string, number>> = { rsa: 1024, dsa: 1024 };
const EC_KEY = '2a8648ce3d0201';
/** P-256, P-384 and P-521 (RFC 5480). */
const CURVES = ['2a8648ce3d030107', '2b81040022', '2b81040023'];
/** Others that are in use: RFC 5480, SEC 2, RFC 5639. */
const OTHER_CURVES = [
  ['2a8648ce3d030101', 'prime192v1', 192],
  ['2b81040021', 'secp224r1', 224],
  ['2b8104000a', 'secp256k1', 256],
  ['2b2403030208010107', 'brainpoolP256r1', 256],
  ['2b240303020801010b', 'brainpoolP384r1', 384],
  ['2b240303020801010d', 'brainpoolP512r1', 512],
] as const;

const weakCurve = (curve: Der | undefined): Weakness | undefined => {
  if (CURVES.some((hex) => isObjectId(curve, hex))) return undefined;
  const [, name, bits] = OTHER_CURVES.find(([hex]) => isObjectId(curve, hex)) ?? [];
  if (bits !== undefined && bits < 224) return { kind: 'key', what: `EC key of ${bits} bits` };
  return { kind: 'unknown', what: name ? `a key on the curve ${name}` : 'a key on a curve of its own' };
};

/** The algorithm in a certificate's public key. */
const keyOf = ({ raw }: X509Certificate): Der | undefined => {
  const fields = inside(inside(readAll(raw)?.[0], SEQUENCE)?.[0], SEQUENCE) ?? [];
  // After the version, which may be left out: serial number, signature, issuer, validity, subject, key. RFC 5280.
  return inside(fields[fields[0]?.tag === WRAPPED_0 ? 6 : 5], SEQUENCE)?.[0];
};

/**
 * By how it was signed. Sources: as for keys; that Java knows no such signatures in TLS: "Java Security Standard
 * Algorithm Names" (signature schemes), tried with Java 11, 17, 21 and 25.
 */
export const weakSignature = ({ raw }: X509Certificate): Weakness | undefined => {
  const [, algorithm] = inside(readAll(raw)?.[0], SEQUENCE) ?? [];
  const [id, parameters] = inside(algorithm, SEQUENCE) ?? [];
  const of = (kinds: readonly (readonly [string, string])[]) => kinds.find(([hex]) => isObjectId(id, hex))?.[1];
  const broken = of(BROKEN) ?? (isObjectId(id, PSS) && isOfSha1(parameters) ? 'SHA-1 (RSASSA-PSS)' : undefined);
  if (broken !== undefined) return { kind: 'signature', what: broken };
  const unknown = of(UNKNOWN);
  if (unknown !== undefined) return { kind: 'unknown', what: `a signature by ${unknown}` };
  return SHA1.some((hex) => isObjectId(id, hex)) ? { kind: 'sha1', what: 'SHA-1' } : undefined;
};

/** RFC 8017: md2WithRSAEncryption, md5WithRSAEncryption. */
const BROKEN = [
  ['2a864886f70d010102', 'MD2'],
  ['2a864886f70d010104', 'MD5'],
] as const;

/** With RSA, ECDSA, DSA, and by an older name (RFC 8017, RFC 3279, OIW). */
const SHA1 = ['2a864886f70d010105', '2a8648ce3d0401', '2a8648ce380403', '2b0e03021d'];

/** RFC 8017 (SHA-512/224, SHA-512/256), TeleTrusT (RIPEMD-160), NIST's CSOR (SHA-3), all with RSA; SHA-3 with ECDSA. */
const UNKNOWN = [
  ['2a864886f70d01010f', 'SHA-512/224'],
  ['2a864886f70d010110', 'SHA-512/256'],
  ['2b2403030102', 'RIPEMD-160'],
  ...['0d', '0e', '0f', '10', '09', '0a', '0b', '0c'].map((last) => [`6086480165030403${last}`, 'SHA-3'] as const),
] as const;

const PSS = '2a864886f70d01010a';
const SHA1_DIGEST = '2b0e03021a';

/** RFC 4055: the digest stands under [0], and is SHA-1 where it does not. */
const isOfSha1 = (parameters: Der | undefined): boolean => {
  const digest = inside(parameters, SEQUENCE)?.find(({ tag }) => tag === WRAPPED_0);
  const [id] = inside(inside(digest, WRAPPED_0)?.[0], SEQUENCE) ?? [];
  return digest === undefined || (id?.tag === OBJECT_ID && isObjectId(id, SHA1_DIGEST));
};
