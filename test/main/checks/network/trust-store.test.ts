import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { trustedIn } from '../../../../src-main/checks/network/trust-store.ts';

const u4 = (n: number) => Buffer.from([n >>> 24, n >>> 16, n >>> 8, n].map((b) => b & 255));
const utf = (text: string) => Buffer.concat([u4(text.length).subarray(2), Buffer.from(text)]);
const DATE = Buffer.alloc(8, 1);
const certificate = (text: string) =>
  Buffer.concat([u4(2), utf(`alias of ${text}`), DATE, utf('X.509'), u4(text.length), Buffer.from(text)]);
const key = Buffer.concat([u4(1), utf('own'), DATE, u4(6), Buffer.from('SECRET'), u4(0)]);
const jks = (count: number, ...entries: readonly Buffer[]) =>
  Buffer.concat([u4(0xfeedfeed), u4(2), u4(count), ...entries, Buffer.alloc(20, 7)]);

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const value = Buffer.concat(parts);
  const length =
    value.length < 128 ? Buffer.from([value.length]) : Buffer.from([0x82, value.length >> 8, value.length & 255]);
  return Buffer.concat([Buffer.from([tag]), length, value]);
};
const id = (hex: string) => der(6, Buffer.from(hex, 'hex'));
const DATA = id('2a864886f70d010701');
const wrapped = (...parts: readonly Buffer[]) => der(0xa0, ...parts);
const octets = (...parts: readonly Buffer[]) => der(4, ...parts);
const ANY_USE = der(0x30, id('6086480186f966adca7b0101'), der(0x31, id('551d2500')));
const TRUSTED = der(0x31, ANY_USE);
const bmp = (text: string) => der(0x1e, Buffer.from(text, 'utf16le').swap16());
const called = (name: string) => der(0x31, der(0x30, id('2a864886f70d010914'), der(0x31, bmp(name))), ANY_USE);
const bag = (text: string, attributes = TRUSTED, kind = '2a864886f70d010c0a0103') =>
  der(
    0x30,
    id(kind),
    wrapped(der(0x30, id('2a864886f70d01091601'), wrapped(octets(Buffer.from(text))))),
    ...[attributes],
  );
const safe = (...bags: readonly Buffer[]) => der(0x30, DATA, wrapped(octets(der(0x30, ...bags))));
const pkcs12 = (...safes: readonly Buffer[]) =>
  der(0x30, der(2, Buffer.from([3])), der(0x30, DATA, wrapped(octets(der(0x30, ...safes)))));

const texts = (store: Buffer) => trustedIn(store)?.map(({ certificate }) => String(certificate)) ?? null;
const aliases = (store: Buffer) => trustedIn(store)?.map(({ alias }) => alias);
const LONG = 'c'.repeat(900);

describe('the trusted certificates of a key store', () => {
  test('JKS', () => {
    expect(texts(jks(2, certificate('one'), certificate(LONG)))).toEqual(['one', LONG]);
    expect(texts(jks(0))).toEqual([]);
    expect(aliases(jks(1, certificate('one')))).toEqual(['alias of one']);
  });

  test('PKCS#12 without encryption; only what Java marked as trusted is an anchor', () => {
    expect(texts(pkcs12(safe(bag('one'), bag('for a key', der(0x31))), safe(bag(LONG))))).toEqual(['one', LONG]);
    expect(texts(pkcs12())).toEqual([]);
    expect(aliases(pkcs12(safe(bag('one', called('root [jdk]')), bag('two'))))).toEqual(['root [jdk]', '']);
  });

  test('what holds a private key, is encrypted, cut off or of another form says nothing', () => {
    expect(trustedIn(jks(2, certificate('one'), key))).toBeNull();
    expect(trustedIn(jks(3, certificate('one'), certificate('two')))).toBeNull();
    expect(trustedIn(jks(1, certificate('one'), certificate('two')))).toBeNull();
    expect(trustedIn(jks(4_000_000_000, certificate('one')))).toBeNull();
    expect(trustedIn(pkcs12(safe(bag('one'), bag('key', TRUSTED, '2a864886f70d010c0a0102'))))).toBeNull();
    expect(trustedIn(pkcs12(der(0x30, id('2a864886f70d010706'), wrapped(der(0x30)))))).toBeNull();
    expect(trustedIn(Buffer.from('3080', 'hex'))).toBeNull();
    expect(trustedIn(Buffer.from('cecececeafafafaf', 'hex'))).toBeNull();
    expect(trustedIn(Buffer.alloc(0))).toBeNull();
  });

  test('cut or garbled, it never throws, and never finds more than was in it', () => {
    const whole = [jks(2, certificate('one'), certificate(LONG)), pkcs12(safe(bag('one')), safe(bag(LONG)))];
    fc.assert(
      fc.property(fc.constantFrom(...whole), fc.nat(1200), fc.nat(255), fc.nat(1200), (store, at, byte, end) => {
        const changed = Buffer.from(store);
        if (at < changed.length) changed[at] = byte;
        expect(trustedIn(changed)?.length ?? 0).toBeLessThanOrEqual(2);
        if (end < store.length) expect(trustedIn(store.subarray(0, end))).toBeNull();
      }),
      { numRuns: 1000 },
    );
  });
});
