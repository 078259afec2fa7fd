import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clientHello, escaped, spokenIn } from '../../../../../src-main/checks/probes/ladder/hello.ts';

/** The first 78 bytes of answers of openssl's and Node's servers. */
const OLD =
  '1603020059020000550302527a9d2877a9ad9913c954296fb1f6e1d615747b57f6c0e9a3669a5d8954871a2078212d822c2877e72eaec4328e76a625a978289fdeca3a24233c9d5e5fd2201dc00a';
const CURRENT =
  '16030300590200005503032a3f4f3c9539bf5d56f962aab8e1688b4761a562b6c544bf444f574e47524401201f43195f18455b1accb4beae62d73ff63bb39971b5a808fa794444ed87a76202c02b';

describe('a handshake begun by hand', () => {
  test('is one record, of one message, that names the server', () => {
    for (const [host, version] of [['acme.service-now.com', '1.2'] as const, ['192.0.2.1', '1.1'] as const]) {
      const hello = clientHello(host, version);
      expect([hello[0], hello[5]]).toEqual([22, 1]);
      expect(hello.readUInt16BE(3)).toBe(hello.length - 5);
      expect(hello.readUIntBE(6, 3)).toBe(hello.length - 9);
      expect(hello.readUInt16BE(9)).toBe(version === '1.2' ? 0x0303 : 0x0302);
      expect(hello.includes(host)).toBe(host.startsWith('acme'));
    }
  });

  test('goes to the host as letters that nothing there takes for more', () => {
    expect(escaped(Buffer.from([0, 22, 37, 92, 255]))).toBe('\\000\\026\\045\\134\\377');
  });
});

describe('what is answered to it', () => {
  test('an old protocol with its cipher, the current one, another language, a refusal', () => {
    expect(spokenIn(OLD)).toEqual({ kind: 'old', spoken: 'TLSv1.1 ECDHE-ECDSA-AES256-SHA' });
    expect(spokenIn(OLD.replace(/0302527a/, '0301527a'))).toEqual({
      kind: 'old',
      spoken: 'TLSv1 ECDHE-ECDSA-AES256-SHA',
    });
    expect(spokenIn(CURRENT)).toEqual({ kind: 'current' });
    expect(spokenIn(Buffer.from('HTTP/1.1 400 Bad Request').toString('hex'))).toEqual({ kind: 'plain' });
    expect(spokenIn('15030100020246')).toBeUndefined();
    expect(spokenIn('')).toBeUndefined();
    // A cipher that was not offered.
    expect(spokenIn(OLD.replace(/c00a$/, '1301'))).toBeUndefined();
  });

  test('cut off, it tells nothing; garbled, it never throws and is of no other kind', () => {
    for (let end = 2; end < OLD.length; end += 2) expect(spokenIn(OLD.slice(0, end)), `${end}`).toBeUndefined();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.string({ maxLength: 20 }), (bytes, text) => {
        const kinds = [undefined, 'old', 'current', 'plain'];
        expect(kinds).toContain(spokenIn(Buffer.from(bytes).toString('hex'))?.kind);
        expect(kinds).toContain(spokenIn(text)?.kind);
      }),
      { numRuns: 1000 },
    );
  });
});
