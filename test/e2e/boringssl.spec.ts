import { spawnSync } from 'node:child_process';
import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TempHome, tempHome } from '../main/hosts/ssh/harness.ts';
import { peers } from '../peers/needs.ts';
import { toPpk } from '../peers/ppk.ts';
import { keygen, type Sshd, startSshd } from '../peers/sshd.ts';
import type { DrivenResult, DrivenTarget } from './support/connect-driver.ts';
import { hasElectron } from './support/electron.ts';
import { connectInElectron } from './support/electron-main.ts';

const PASSPHRASE = 'open sesame';
const KEX = [
  'curve25519-sha256',
  'curve25519-sha256@libssh.org',
  'ecdh-sha2-nistp256',
  'ecdh-sha2-nistp384',
  'ecdh-sha2-nistp521',
  'diffie-hellman-group14-sha256',
];
const CIPHERS = ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes192-ctr', 'aes256-ctr'];
const MACS = [
  'hmac-sha2-256-etm@openssh.com',
  'hmac-sha2-512-etm@openssh.com',
  'hmac-sha1-etm@openssh.com',
  'hmac-sha2-256',
  'hmac-sha2-512',
  'hmac-sha1',
];
const HOST_KEYS = ['ed25519', 'ecdsa', 'ecdsa384', 'ecdsa521', 'rsa'] as const;
/** What this BoringSSL lacks or takes half a minute for; the offer leaves it out. */
const ONLY = {
  'chacha20 only': 'Ciphers chacha20-poly1305@openssh.com',
  'group 18 only': 'KexAlgorithms diffie-hellman-group18-sha512',
  'group exchange only': 'KexAlgorithms diffie-hellman-group-exchange-sha256',
  'post-quantum only': 'KexAlgorithms sntrup761x25519-sha512@openssh.com',
} as const;

describe.skipIf(!hasElectron() || !peers('root', 'sshd', 'ssh', 'openssl'))('SSH from Electron, on BoringSSL', () => {
  const servers: Sshd[] = [];
  const homes: TempHome[] = [];
  let results: ReadonlyMap<string, DrivenResult>;
  let user = '';
  let keys: readonly string[] = [];

  /** Every key of the user in every form, made by ssh-keygen and openssl. */
  const userKeys = (server: Sshd): readonly (readonly [string, string])[] => {
    const made: (readonly [string, string])[] = [];
    const add = (name: string, make: (file: string) => void) => {
      const file = join(server.dir, name.replaceAll(' ', '-'));
      make(file);
      appendFileSync(server.authorizedKeysFile, readFileSync(`${file}.pub`));
      made.push([name, file]);
    };
    for (const type of ['ed25519', 'ecdsa', 'ecdsa384', 'ecdsa521', 'rsa']) {
      add(type, (file) => keygen(file, type));
      add(`${type} locked`, (file) => keygen(file, type, PASSPHRASE));
    }
    for (const type of ['ecdsa', 'ecdsa384', 'ecdsa521', 'rsa']) {
      add(`${type} PEM`, (file) => keygen(file, type, '', true));
      add(`${type} PEM locked`, (file) => keygen(file, type, PASSPHRASE, true));
    }
    const rsa = join(server.dir, 'rsa-PEM');
    const other = (name: string, write: (file: string) => void) =>
      add(name, (file) => {
        copyFileSync(`${rsa}.pub`, `${file}.pub`);
        write(file);
      });
    other('rsa PEM locked by 3DES', (file) => {
      const words = ['rsa', '-in', rsa, '-des3', '-traditional', '-passout', `pass:${PASSPHRASE}`, '-out', file];
      const { status, stderr } = spawnSync('openssl', words, { encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
    });
    other('rsa PKCS8 locked', (file) => {
      copyFileSync(rsa, file);
      const words = ['-q', '-p', '-P', '', '-N', PASSPHRASE, '-m', 'PKCS8', '-f', file];
      const { status, stderr } = spawnSync('ssh-keygen', words, { encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
    });
    other('PPK', (file) => writeFileSync(file, toPpk(readFileSync(rsa, 'utf8')), { mode: 0o600 }));
    other('PPK locked', (file) => writeFileSync(file, toPpk(readFileSync(rsa, 'utf8'), PASSPHRASE), { mode: 0o600 }));
    return made;
  };

  beforeAll(async () => {
    const start = async (config: readonly string[], hostKeyTypes: readonly string[] = ['ed25519']) => {
      const server = await startSshd({ config, hostKeyTypes });
      servers.push(server);
      return server;
    };
    const server = await start([`MACs ${MACS.join(',')}`], HOST_KEYS);
    user = server.user;
    const home = (config: string): string => {
      const made = tempHome(config);
      homes.push(made);
      return made.home;
    };
    const plain = home('');
    const to = (at: Sshd, name: string, more: Partial<DrivenTarget['target']> = {}, config = ''): DrivenTarget => ({
      name,
      home: config === '' ? plain : home(config),
      target: {
        kind: 'ssh',
        address: at.address,
        identityFiles: [at.keyFile],
        knownHostsFile: at.knownHostsFile,
        ...more,
      },
      typed: PASSPHRASE,
    });
    const targets: DrivenTarget[] = userKeys(server).map(([name, file]) => to(server, name, { identityFiles: [file] }));
    keys = targets.map(({ name }) => name);
    for (const name of KEX) targets.push(to(server, name, {}, `KexAlgorithms ${name}\n`));
    for (const name of CIPHERS) targets.push(to(server, name, {}, `Ciphers ${name}\n`));
    for (const name of MACS) targets.push(to(server, name, {}, `Ciphers aes128-ctr\nMACs ${name}\n`));
    for (const type of HOST_KEYS) {
      const knownHostsFile = join(server.dir, `knows-${type}`);
      const half = readFileSync(`${server.hostKeyFile(type)}.pub`, 'utf8');
      writeFileSync(knownHostsFile, `[127.0.0.1]:${server.port} ${half}`);
      targets.push(to(server, `host key ${type}`, { knownHostsFile }));
    }
    for (const [name, line] of Object.entries(ONLY)) {
      const limited = await start([line]);
      targets.push(to(limited, name), to(limited, `${name}, through ssh`, { client: 'openssh' }));
    }
    const locked = join(server.dir, 'ed25519-locked');
    targets.push(to(server, 'a locked key, through ssh', { client: 'openssh', identityFiles: [locked] }));
    results = new Map((await connectInElectron(targets)).map((result) => [result.name, result]));
    expect([...results.keys()]).toEqual(targets.map(({ name }) => name));
  });
  afterAll(async () => {
    for (const server of servers) await server.stop();
    for (const home of homes) home.remove();
  });

  test('every kind and format of key signs in', () => {
    expect(keys).toHaveLength(22);
    expect(keys.map((name) => [name, results.get(name)?.who, results.get(name)?.asked])).toEqual(
      keys.map((name) => [name, user, name.includes('locked') ? ['passphrase'] : []]),
    );
  });

  test('every exchange, cipher and MAC that is offered works, and each kind of host key', () => {
    const names = [...KEX, ...CIPHERS, ...MACS, ...HOST_KEYS.map((type) => `host key ${type}`)];
    expect(names.map((name) => [name, results.get(name)?.who, results.get(name)?.params])).toEqual(
      names.map((name) => [name, user, undefined]),
    );
  });

  test.for(Object.entries(ONLY))(
    '%s: not offered, said with both sides, and gone round through ssh',
    ([name, line]) => {
      const theirs = line.split(' ')[1];
      const said = results.get(name);
      expect(said).toMatchObject({ code: 'algorithms', params: { theirs } });
      expect(String(said?.params?.['ours'])).not.toContain(theirs);
      // What is not offered is not begun either: it would hold everything up.
      expect(said?.ms).toBeLessThan(5000);
      expect(results.get(`${name}, through ssh`)).toMatchObject({ who: user });
    },
  );

  test("this computer's ssh gets its answers from Electron, too", () => {
    expect(results.get('a locked key, through ssh')).toMatchObject({ who: user, asked: ['passphrase'] });
  });
});
