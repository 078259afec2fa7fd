import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

/** A Kerberos realm on a random loopback port, with its database, keytab and configuration in a folder of its own. */
export type Realm = {
  /** Put before sshd, it takes Kerberos tickets for `host/127.0.0.1`. */
  readonly sshdPrefix: readonly string[];
  /** For a client; its tickets are its own, and there are none yet. */
  client(): RealmClient;
  stop(): Promise<void>;
};

export type RealmClient = {
  readonly env: Readonly<Record<string, string>>;
  /** Gets a ticket of a user of the realm, for so long (`1h`, `2s`). */
  kinit(user: string, lifetime?: string): void;
};

const NAME = 'MIDUP.TEST';
const PASSWORD = 'of-the-realm';

/** Needs the peers `kerberos` and `root`. */
export const startRealm = async (users: readonly string[]): Promise<Realm> => {
  const dir = mkdtempSync(join(tmpdir(), 'midup-realm-'));
  const port = await freePort();
  const config = join(dir, 'krb5.conf');
  const keytab = join(dir, 'keytab');
  writeFileSync(
    config,
    `[libdefaults]
 default_realm = ${NAME}
 dns_lookup_kdc = false
 dns_lookup_realm = false
 dns_canonicalize_hostname = false
 rdns = false
 udp_preference_limit = 1
 clockskew = 1
[realms]
 ${NAME} = {
  kdc = 127.0.0.1:${port}
 }
`,
  );
  writeFileSync(
    join(dir, 'kdc.conf'),
    `[kdcdefaults]
 kdc_listen = 127.0.0.1:${port}
 kdc_tcp_listen = 127.0.0.1:${port}
[realms]
 ${NAME} = {
  database_name = ${dir}/principal
  key_stash_file = ${dir}/stash
  acl_file = ${dir}/acl
 }
[logging]
 kdc = FILE:${dir}/kdc.log
`,
  );
  const env = { KRB5_CONFIG: config, KRB5_KDC_PROFILE: join(dir, 'kdc.conf') };
  const run = (program: string, args: readonly string[], input = '', more: NodeJS.ProcessEnv = {}) => {
    const ran = spawnSync(program, args, { env: { ...process.env, ...env, ...more }, encoding: 'utf8', input });
    if (ran.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${ran.stdout}${ran.stderr}`);
  };
  run('kdb5_util', ['create', '-s', '-P', 'master-of-nothing', '-r', NAME]);
  for (const user of users) run('kadmin.local', ['-q', `addprinc -pw ${PASSWORD} ${user}`]);
  run('kadmin.local', ['-q', 'addprinc -randkey host/127.0.0.1']);
  run('kadmin.local', ['-q', `ktadd -k ${keytab} host/127.0.0.1`]);
  const kdc: ChildProcess = spawn('krb5kdc', ['-n'], { env: { ...process.env, ...env }, stdio: 'ignore' });
  for (let i = 0; i < 200 && !(await listens(port)); i++) await sleep(20);
  let clients = 0;
  return {
    sshdPrefix: ['env', `KRB5_CONFIG=${config}`, `KRB5_KTNAME=FILE:${keytab}`],
    client: () => {
      const own = { KRB5_CONFIG: config, KRB5CCNAME: `FILE:${dir}/tickets-${++clients}` };
      return {
        env: own,
        kinit: (user, lifetime = '1h') => run('kinit', ['-l', lifetime, user], `${PASSWORD}\n`, own),
      };
    },
    stop: async () => {
      kdc.kill();
      if (kdc.exitCode === null && kdc.signalCode === null) await new Promise((done) => kdc.once('exit', done));
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
