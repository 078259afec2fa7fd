import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pemsIn } from '../../../../../src-main/checks/network/chain.ts';
import { listMarked, listTrusted } from '../../../../../src-main/checks/probes/ladder/trust.ts';
import { createLoopbackHost } from '../../../../fakes/loopback-host.ts';
import { createAuthority } from '../../../../peers/certificates.ts';
import { peers } from '../../../../peers/needs.ts';

const STORES = 'jre/lib/security';
/** As the `cacerts` of Java 18 and newer is: a PKCS#12 that anybody can read. */
const OPEN_PKCS12 = [
  '-storetype',
  'PKCS12',
  '-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE',
  '-J-Dkeystore.pkcs12.macAlgorithm=NONE',
];

describe.skipIf(!peers('java', 'openssl', 'busybox'))('the trust store of a real Java', () => {
  const agent = mkdtempSync(join(tmpdir(), 'midup-agent-'));
  const own = createAuthority('Own root');
  const keytool = (...args: readonly string[]) => {
    const done = spawnSync('keytool', [...args, '-storepass', 'changeit'], { cwd: agent, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`keytool ${args.join(' ')}: ${done.stdout}`);
    return done.stdout;
  };
  const make = (name: string, ...type: readonly string[]) =>
    keytool('-importcert', '-noprompt', '-alias', 'own', '-file', 'own.pem', '-keystore', `${STORES}/${name}`, ...type);
  const withKey = (name: string, ...type: readonly string[]) => {
    make(name, ...type);
    const about = ['-alias', 'mine', '-keyalg', 'EC', '-dname', 'CN=mine', '-keypass', 'changeit'];
    keytool('-genkeypair', ...about, '-keystore', `${STORES}/${name}`, ...type);
  };
  const list = (store: string, host = createLoopbackHost()) =>
    listTrusted(host, { agentDir: agent, trustStore: store && `${STORES}/${store}`, javaCommand: '' }, {});

  /** Another agent, whose Java is its own: a program that is a link leads to the Java that it belongs to. */
  const agentWithJava = () => {
    const dir = join(agent, 'second');
    for (const folder of ['jre/bin', STORES]) mkdirSync(join(dir, folder), { recursive: true });
    for (const program of ['java', 'keytool']) {
      const real = spawnSync('readlink', ['-f', `/usr/bin/${program}`], { encoding: 'utf8' }).stdout.trim();
      writeFileSync(join(dir, 'jre/bin', program), `#!/bin/sh\nexec ${real} "$@"\n`, { mode: 0o755 });
    }
    const which = (trustStore: string) => ({ agentDir: dir, trustStore, javaCommand: '' });
    return {
      dir,
      list: (store: string) => listTrusted(createLoopbackHost(), which(store), {}),
      marks: (store: string) => listMarked(createLoopbackHost(), which(store), {}),
    };
  };

  beforeAll(() => {
    for (const folder of ['jre/bin', STORES]) mkdirSync(join(agent, folder), { recursive: true });
    writeFileSync(join(agent, 'own.pem'), own.cert);
    for (const program of ['java', 'keytool']) {
      const real = spawnSync('readlink', ['-f', `/usr/bin/${program}`], { encoding: 'utf8' }).stdout.trim();
      symlinkSync(real, join(agent, 'jre/bin', program));
    }
    // Debian's own JKS, one of the usual size.
    spawnSync('cp', ['/etc/ssl/certs/java/cacerts', join(agent, STORES, 'cacerts')]);
    make('cacerts');
  });
  afterAll(() => rmSync(agent, { recursive: true }));

  const forms: Record<string, () => void> = {
    cacerts: () => {},
    'open.p12': () => make('open.p12', ...OPEN_PKCS12),
  };
  for (const [name, prepare] of Object.entries(forms))
    test(`${name} is read without Java, and says what keytool says`, async () => {
      prepare();
      const seen = await list(name === 'cacerts' ? '' : name);
      expect(seen?.command).toMatch(/^gzip -c .*\/jre\/lib\/security\//);
      expect(seen?.facts.get('store-state')).toBe('read');
      const printed = pemsIn(keytool('-list', '-rfc', '-keystore', `${STORES}/${name}`));
      const plain = (pems: readonly string[]) => pems.map((pem) => pem.replaceAll(/\s/g, '')).sort();
      expect(plain((seen?.certificates ?? []).map((one) => new X509Certificate(one).toString()))).toEqual(
        plain(printed),
      );
      expect(printed.length).toBeGreaterThan(name === 'cacerts' ? 100 : 0);
    });

  test('what came with Java is told by its name in the store of that Java, and in no other', async () => {
    const { list: listOf, marks, dir } = agentWithJava();
    const named = (one: string | Buffer) => new X509Certificate(one).subject;
    const marked = createAuthority('Marked root');
    writeFileSync(join(dir, 'own.pem'), marked.cert);
    const put = (store: string, alias: string, type: readonly string[]) => {
      const file = ['-file', join(dir, 'own.pem'), '-keystore', join(dir, store)];
      keytool('-importcert', '-noprompt', '-alias', alias, ...file, ...type);
    };
    for (const [form, type] of Object.entries({ JKS: ['-storetype', 'JKS'], 'PKCS#12': OPEN_PKCS12 })) {
      rmSync(join(dir, `${STORES}/cacerts`), { force: true });
      put(`${STORES}/cacerts`, 'root [jdk]', type);
      expect((await listOf(''))?.marked?.map(named), form).toEqual([expect.stringContaining('CN=Marked root')]);
    }
    // One with a key of one's own is printed by keytool.
    const about = ['-alias', 'mine', '-keyalg', 'EC', '-dname', 'CN=mine', '-keypass', 'changeit'];
    keytool('-genkeypair', ...about, '-keystore', join(dir, `${STORES}/cacerts`));
    const printed = await listOf('');
    expect(printed?.command).toMatch(/keytool -list/);
    expect(printed?.certificates.length).toBe(2);
    expect(printed?.marked?.map(named)).toEqual([expect.stringContaining('CN=Marked root')]);
    put('other.jks', 'elsewhere [jdk]', ['-storetype', 'JKS']);
    expect((await listOf('other.jks'))?.marked).toBeUndefined();
    expect((await marks('other.jks'))?.map(named)).toEqual([expect.stringContaining('CN=Marked root')]);
    rmSync(join(dir, `${STORES}/cacerts`));
    expect(await marks('other.jks')).toBeUndefined();
  });

  test('with the tools of BusyBox, and where nothing can pack or write letters', async () => {
    const tools = ['readlink', 'head', 'od', 'tr', 'grep', 'sed', 'wc'];
    const ways = [
      { shell: 'busybox', form: 'gzip base64', has: [...tools, 'sh', 'gzip', 'base64'] },
      { shell: 'dash', form: 'cat hex', has: [...tools, 'cat'] },
    ];
    for (const { shell, form, has } of ways) {
      const bin = join(agent, shell);
      mkdirSync(bin);
      for (const tool of has) symlinkSync(shell === 'busybox' ? '/bin/busybox' : `/usr/bin/${tool}`, join(bin, tool));
      symlinkSync(`/bin/${shell}`, join(bin, shell));
      const host = createLoopbackHost({ shell: join(bin, shell === 'busybox' ? 'sh' : shell), env: { PATH: bin } });
      const seen = await list('', host);
      expect(seen?.facts.get('store-form')).toBe(form);
      expect(seen?.certificates.length).toBeGreaterThan(100);
    }
  });

  test('a private key does not leave the host: such a store is left to keytool', async () => {
    withKey('key.jks', '-storetype', 'JKS');
    withKey('key.p12', ...OPEN_PKCS12);
    withKey('key.jceks', '-storetype', 'JCEKS');
    for (const store of ['key.jks', 'key.p12', 'key.jceks']) {
      const said: string[] = [];
      const host = createLoopbackHost();
      const { runScript } = host;
      const seen = await list(store, {
        ...host,
        runScript: async (...call) => {
          const result = await runScript(...call);
          said.push(result.stdout);
          return result;
        },
      });
      expect(said.length, store).toBe(1);
      expect(said[0], store).not.toContain('\n@store ');
      expect(seen?.command, store).toMatch(/keytool -list/);
      expect(seen?.certificates.length, store).toBe(2);
    }
  });

  test('an encrypted one, one that is no store, and none', async () => {
    make('secret.p12', '-storetype', 'PKCS12');
    const secret = await list('secret.p12');
    expect(secret?.command).toMatch(/keytool -list/);
    expect(secret?.certificates.length).toBe(1);
    writeFileSync(join(agent, STORES, 'broken'), Buffer.from(`30820400${'00'.repeat(600)}`, 'hex'));
    expect((await list('broken'))?.facts.get('store-state')).toBe('failed');
    expect((await list('gone'))?.facts.get('store-state')).toBe('missing');
  });

  test('Java need not work for it', async () => {
    rmSync(join(agent, 'jre/bin'), { recursive: true });
    expect((await list(''))?.certificates.length).toBeGreaterThan(100);
    expect((await list('key.jks'))?.facts.get('store-state')).toBe('no-keytool');
  });
});
