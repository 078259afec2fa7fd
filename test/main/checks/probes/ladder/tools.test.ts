import { describe, expect, test } from 'vitest';
import { readTools } from '../../../../../src-main/checks/probes/ladder/tools.ts';

const PEM = [' -----BEGIN CERTIFICATE-----', ' MIIB', ' -----END CERTIFICATE-----'];
const section = (head: string, output: readonly string[], exit = 0) => [`@${head}`, ...output, `=${exit}`];
const transcript = (...parts: readonly (readonly string[])[]) => `${parts.flat().join('\n')}\n`;
const openssl = (...lines: readonly string[]) =>
  section('openssl openssl s_client -connect a:443', [' CONNECTED(00000003)', ...PEM, ...lines]);
const answer = section('http curl -q https://a:443/', [' HTTP/1.1 500 Oh', ' A: b', ' ', ' <Envelope>']);
const read = (...parts: readonly (readonly string[])[]) => readTools(transcript(...parts), false);

describe('which TLS openssl came to', () => {
  test('is said by the session, and not by the cipher, whose line names the protocol that it was made for', () => {
    // OpenSSL 1.0.2, 1.1.1 and 3.0.
    const made = ['TLSv1/SSLv3', 'SSLv3', 'TLSv1.0'];
    for (const by of made) {
      const { tls, http } = read(openssl(` New, ${by}, Cipher is AES128-SHA`, '     Protocol  : TLSv1.2'), answer);
      expect(tls).toMatchObject({ outcome: 'ok', detail: 'TLSv1.2 AES128-SHA', old: '' });
      expect(http?.status).toBe(500);
    }
    expect(read(openssl(' New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384')).tls).toMatchObject({
      outcome: 'ok',
      detail: 'TLSv1.3 TLS_AES_256_GCM_SHA384',
    });
  });

  test('one that no Java speaks is no way, whatever came over it', () => {
    for (const protocol of ['TLSv1', 'TLSv1.1', 'SSLv3']) {
      const { tls, http } = read(
        openssl(' New, TLSv1/SSLv3, Cipher is AES128-SHA', ` Protocol  : ${protocol}`),
        answer,
      );
      expect(tls).toMatchObject({ outcome: 'protocol', old: `${protocol} AES128-SHA` });
      expect(http).toBeUndefined();
    }
  });

  test('begun with an old one and broken off by openssl itself, it is that, too', () => {
    const broken = openssl(
      ' error:0A00014D:SSL routines::legacy sigalg',
      ' New, (NONE), Cipher is (NONE)',
      ' Protocol  : TLSv1.1',
    );
    expect(read(broken).tls).toMatchObject({ outcome: 'protocol', old: '' });
  });
});

describe('what other tools say', () => {
  test('of a server that takes no TLS of today', () => {
    const words = [
      ' curl: (35) error:0A00042E:SSL routines::tlsv1 alert protocol version',
      ' OpenSSL: error:0A000102:SSL routines::unsupported protocol',
      ' GnuTLS: received alert [70]: Error in protocol version',
    ];
    for (const line of words)
      expect(read(section('http wget https://a/', [' Connecting to a... connected.', line], 4))).toMatchObject({
        tcp: { outcome: 'ok' },
        tls: { outcome: 'protocol', old: '' },
        http: undefined,
      });
  });

  test('of themselves says nothing of the server', () => {
    const lacks = section('http curl -q --tlsv1.2 https://a/', [' curl: option --tlsv1.2: is unknown'], 2);
    expect(read(lacks)).toMatchObject({ tls: undefined, http: undefined });
    const busybox = section(
      'http wget https://a/',
      [' wget: TLS error from peer (alert code 70): protocol version'],
      1,
    );
    expect(read(busybox)).toMatchObject({ tls: undefined, http: undefined });
  });
});

describe('several addresses', () => {
  const tried = [
    ...section('tcp limit 5 bash', [], 124),
    ':resolved 192.0.2.1',
    ':resolved 2001:db8::1',
    ':resolved 192.0.2.2',
    ...section('address-192.0.2.1 limit 3 bash', [], 124),
    ...section('address-2001:db8::1 limit 3 bash', [' bash: connect: Network is unreachable'], 1),
    ...section('address-192.0.2.2 limit 3 bash', []),
  ];

  test('each says for itself, and one that lives leads on', () => {
    const { addresses, via, tcp, tls } = read(tried, [':via 192.0.2.2'], openssl(' New, TLSv1.3, Cipher is X'));
    expect(addresses.map(({ address, outcome }) => [address, outcome])).toEqual([
      ['192.0.2.1', 'timeout'],
      ['2001:db8::1', 'unreachable'],
      ['192.0.2.2', 'ok'],
    ]);
    expect({ via, tcp: tcp?.outcome, tls: tls?.outcome }).toEqual({ via: '192.0.2.2', tcp: 'timeout', tls: 'ok' });
  });

  test('one that was not seen to live leads nowhere', () => {
    for (const via of ['192.0.2.1', '192.0.2.9', 'a.example'])
      expect(read(tried, [`:via ${via}`], openssl(' New, TLSv1.3, Cipher is X'))).toMatchObject({
        via: undefined,
        tls: undefined,
      });
  });

  test('what is no address is none', () => {
    const names = [':resolved a.example', ':resolved', ':resolved 192.0.2.1 192.0.2.2', ':resolved 192.0.2.3'];
    expect(read(names).addresses).toEqual([{ address: '192.0.2.3', outcome: 'untried', ms: 0, detail: '' }]);
  });
});
