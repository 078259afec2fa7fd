import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeWith } from '../../../../src-main/checks/judge.ts';
import { fingerprintOf, judgeChain } from '../../../../src-main/checks/network/chain.ts';
import { tlsCheck } from '../../../../src-main/checks/network/tls.ts';
import { ladderProbe } from '../../../../src-main/checks/probes/ladder.ts';
import { createLoopbackHost } from '../../../fakes/loopback-host.ts';
import { evidenceOf } from '../../../fakes/run-probe.ts';
import { type Authority, type Certificate, createAuthority } from '../../../peers/certificates.ts';
import { createJavaHome, type JavaHome, writeStore } from '../../../peers/java-home.ts';
import { peers } from '../../../peers/needs.ts';
import { startTlsServer } from '../../../peers/tls-server.ts';

const NAMES = ['localhost'];
const EC = (curve: string) => `ec -pkeyopt ec_paramgen_curve:${curve}`;
const PSS = (digest: string) => `-${digest} -sigopt rsa_padding_mode:pss`;

/** What a server sends: its own certificate, and those above it. */
type Sent = { readonly own: Certificate; readonly below?: readonly Authority[] };
type Case = readonly [title: string, accepted: boolean, sends: (under: Authority) => Sent];

const leaf =
  (key: string, digest = '-sha256') =>
  (under: Authority): Sent => ({ own: under.issueAs(key, digest, NAMES) });
const through =
  (key: string | undefined, digest?: string) =>
  (under: Authority): Sent => {
    const between = under.intermediate(`Between ${key ?? ''}${digest ?? ''}`, key, digest);
    return { own: between.issueAs('rsa:2048', '-sha256', NAMES), below: [between] };
  };

/** The same below any authority: what is taken is tried below one that came with Java, what is refused below another. */
const EVERYWHERE: readonly Case[] = [
  ['RSA of 2048 bits and SHA-256', true, leaf('rsa:2048')],
  ['SHA-512', true, leaf('rsa:2048', '-sha512')],
  ['RSASSA-PSS with SHA-256', true, leaf('rsa:2048', PSS('sha256'))],
  ['RSA of 1024 bits', true, leaf('rsa:1024')],
  ['P-384', true, leaf(EC('secp384r1'))],
  ['P-521', true, leaf(EC('secp521r1'))],
  ['RSA of 1016 bits', false, leaf('rsa:1016')],
  ['RSA of 512 bits', false, leaf('rsa:512')],
  ['MD5', false, leaf('rsa:2048', '-md5')],
  ['RSASSA-PSS with SHA-1', false, leaf('rsa:2048', PSS('sha1'))],
  ['RIPEMD-160', false, leaf('rsa:2048', '-ripemd160')],
  ['SHA3-256', false, leaf('rsa:2048', '-sha3-256')],
  ['SHA-512/256', false, leaf('rsa:2048', '-sha512-256')],
  ['P-192', false, leaf(EC('prime192v1'))],
  ['P-224', false, leaf(EC('secp224r1'))],
  ['secp256k1', false, leaf(EC('secp256k1'))],
  ['brainpoolP256r1', false, leaf(EC('brainpoolP256r1'))],
  ['an authority in between with a good key', true, through(undefined)],
  ['one with RSA of 1016 bits', false, through('rsa:1016')],
  ['one with secp256k1', false, through(EC('secp256k1'))],
];
const SHA1: readonly Case[] = [
  ['SHA-1', false, leaf('rsa:2048', '-sha1')],
  ['SHA-1 in between', false, through('rsa:2048', '-sha1')],
];

describe.skipIf(!peers('java', 'openssl'))('what a real Java refuses of a chain', () => {
  const dir = mkdtempSync(join(tmpdir(), 'midup-java-'));
  const marked = createAuthority('Came with Java', 'MID Up test', 'rsa:2048');
  const imported = createAuthority('Imported', 'MID Up test', 'rsa:2048');
  const signedBySha1 = createAuthority('Signed by SHA-1', 'MID Up test', 'rsa:2048 -sha1');
  const weak = createAuthority('Weak key', 'MID Up test', 'rsa:1016');
  const unknown = createAuthority('Unknown curve', 'MID Up test', EC('secp256k1'));
  const pinned = imported.issueAs('rsa:2048', '-sha1', NAMES);
  const late = imported.issue(NAMES, -1);
  let home: JavaHome;

  beforeAll(() => {
    const came = [marked, signedBySha1].map(({ cert }, at) => ({ pem: cert, alias: `root${at} [jdk]` }));
    const put = [imported.cert, weak.cert, unknown.cert, pinned.cert, late.cert];
    home = createJavaHome(join(dir, 'home'), [...came, ...put.map((pem, at) => ({ pem, alias: `put${at}` }))]);
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  const MARKED = [marked, signedBySha1].map(({ cert }) => fingerprintOf(new X509Certificate(cert)));
  const ALL = [marked, imported, signedBySha1, weak, unknown, pinned, late].map(({ cert }) => cert);

  /** What Java says, and what is said here. */
  const both = async ({ own, below = [] }: Sent, o: { store?: string; anchors?: readonly string[] } = {}) => {
    const server = await startTlsServer(own, {
      below: below.map(({ cert }) => cert),
      // TLS 1.3 has no signature that fits into a key of 512 bits.
      tls: { ciphers: 'ALL:@SECLEVEL=0', ...(Buffer.byteLength(own.key) < 600 ? { maxVersion: 'TLSv1.2' } : {}) },
    });
    try {
      const java = await home.connects(server.port, o.store ?? home.cacerts);
      const chain = [own.cert, ...below.map(({ cert }) => cert)];
      const judged = judgeChain(chain, { anchors: o.anchors ?? ALL, marked: MARKED }, 'localhost', Date.now());
      return { java: java === true, here: judged?.trusted && judged.outOfTime === null, why: `${java}`, judged };
    } finally {
      await server.stop();
    }
  };
  const agree = async (sent: Sent, accepted: boolean, o: Parameters<typeof both>[1] = {}) => {
    const { java, here, why } = await both(sent, o);
    expect({ java, here }, why).toEqual({ java: accepted, here: accepted });
  };

  test.each(EVERYWHERE)('%s: %s', async (_, accepted, sends) => {
    await agree(sends(accepted ? marked : imported), accepted);
  });

  test.each(SHA1)(
    '%s is refused below what came with Java, and taken below what was imported',
    async (_, no, sends) => {
      await agree(sends(marked), no);
      await agree(sends(imported), true);
    },
  );

  test('the mark of Java’s own store counts whatever store is in use, and no other one does', async () => {
    const store = join(dir, 'other');
    writeStore(store, [
      { pem: marked.cert, alias: 'mine' },
      { pem: imported.cert, alias: 'theirs [jdk]' },
    ]);
    const anchors = [marked.cert, imported.cert];
    await agree(leaf('rsa:2048', '-sha1')(marked), false, { store, anchors });
    await agree(leaf('rsa:2048', '-sha1')(imported), true, { store, anchors });
  });

  test('the whole ladder says it, too, and looks into Java’s own store only where it matters', async () => {
    const store = join(dir, 'agents-own');
    writeStore(store, [{ pem: marked.cert, alias: 'mine' }]);
    const climbed = async (own: Certificate) => {
      const server = await startTlsServer(own);
      const host = createLoopbackHost({ answers: { 'ladder.beside': '' } });
      const config = {
        url: { scheme: 'https', host: 'localhost', port: server.port },
        proxy: { use: false, host: '', port: 0, hasUser: false },
        parameters: [{ name: 'mid.download.through.instance', value: 'true', line: 1 }],
        ...{ agentDir: dir, trustStore: store, javaCommand: join(home.dir, 'bin/java') },
      };
      const get = <E>() => config as E;
      const output = await ladderProbe.collect({ host, signal: AbortSignal.timeout(50_000), become: null, get });
      await server.stop();
      const evidence = [evidenceOf('ladder', output?.text ?? '')];
      const { findings } = judgeWith([tlsCheck], evidence, { complete: true });
      const said = findings.map((f) => `${f.status} ${f.code}${f.variant ? `/${f.variant}` : ''}`);
      return { said, stores: host.scripts.filter((text) => text.includes('fact store-own')).length };
    };
    expect(await climbed(marked.issueAs('rsa:2048', '-sha1', NAMES))).toEqual({
      said: ['fail network.tls-untrusted/weak-sha1'],
      stores: 2,
    });
    expect(await climbed(marked.issue(NAMES))).toEqual({ said: ['pass network.tls-untrusted'], stores: 1 });
  });

  test('how an authority of the store itself is signed does not matter; its key does', async () => {
    await agree(leaf('rsa:2048')(signedBySha1), true);
    await agree(leaf('rsa:2048')(weak), false);
    await agree(leaf('rsa:2048')(unknown), false);
  });

  test('a server’s own certificate in the store is taken as it is', async () => {
    await agree({ own: pinned }, true);
    await agree({ own: late }, true);
    expect((await both({ own: late }, { anchors: [imported.cert] })).here).toBe(false);
  });

  test('says which certificate, and what of it', () => {
    const { own } = leaf('rsa:2048', '-sha1')(marked);
    const judged = (anchors: Parameters<typeof judgeChain>[1]) =>
      judgeChain([own.cert], anchors, 'localhost', Date.now());
    const found = {
      kind: 'sha1',
      what: 'SHA-1',
      subject: 'localhost, MID Up test',
      anchor: 'Came with Java, MID Up test',
    };
    expect(judged({ anchors: ALL, marked: MARKED })).toMatchObject({ trusted: false, weak: found, undecided: null });
    expect(judged({ anchors: ALL, marked: 'unknown' })).toMatchObject({ trusted: true, weak: null, undecided: found });
    expect(judged({ anchors: ALL })).toMatchObject({ trusted: true, weak: null, undecided: null });
    expect(judged({ anchors: ALL, marked: [] })).toMatchObject({ trusted: true, weak: null, undecided: null });
  });
});
