import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import type { Listening } from './tls-server.ts';

export type SquidOptions = {
  /** Names that it finds, and where; nothing else. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Who may use it: everybody, those who sign in, or nobody. */
  readonly allows?: 'all' | 'basic' | 'digest' | 'nobody';
  /** With `basic`: the user `midproxy` with this password. */
  readonly password?: string;
};

const HELPERS = '/usr/lib/squid';

/** A real squid (a peer) on loopback. */
export const startSquid = async (o: SquidOptions = {}): Promise<Listening> => {
  const port = await freePort();
  const dir = mkdtempSync(join(tmpdir(), 'midup-squid-'));
  // Its helpers run as a user of its own, who has to read the passwords.
  chmodSync(dir, 0o755);
  const file = (name: string, text: string) => {
    writeFileSync(join(dir, name), text, { mode: 0o644 });
    return join(dir, name);
  };
  const hosts = Object.entries(o.hosts ?? {}).map(([name, address]) => `${address} ${name}\n`);
  const config = [
    `http_port 127.0.0.1:${port}`,
    `hosts_file ${file('hosts', hosts.join(''))}`,
    'dns_nameservers 127.0.0.1',
    'dns_timeout 2 seconds',
    'connect_timeout 3 seconds',
    `pid_filename ${join(dir, 'pid')}`,
    `coredump_dir ${dir}`,
    'cache deny all',
    'access_log none',
    `cache_log ${join(dir, 'log')}`,
    'shutdown_lifetime 0 seconds',
    'pinger_enable off',
    'workers 1',
    ...access(o, file),
  ];
  const child = spawn('squid', ['-N', '-f', file('squid.conf', `${config.join('\n')}\n`)], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(dir, { recursive: true, force: true });
  };
  for (const until = Date.now() + 15_000; !(await accepts(port)); await sleep(50))
    if (child.exitCode !== null || Date.now() > until) {
      const log = existsSync(join(dir, 'log')) ? readFileSync(join(dir, 'log'), 'utf8').slice(-2000) : '';
      await stop();
      throw new Error(`squid did not start: ${log}`);
    }
  return { port, connections: () => 0, stop };
};

const access = (o: SquidOptions, file: (name: string, text: string) => string): readonly string[] => {
  const signedIn = ['acl signed-in proxy_auth REQUIRED', 'http_access allow signed-in', 'http_access deny all'];
  switch (o.allows ?? 'all') {
    case 'all':
      return ['http_access allow all'];
    case 'nobody':
      return ['http_access deny all'];
    case 'basic': {
      const { stdout } = spawnSync('openssl', ['passwd', '-apr1', o.password ?? 'none'], { encoding: 'utf8' });
      const users = file('users', `midproxy:${stdout.trim()}\n`);
      return [
        `auth_param basic program ${HELPERS}/basic_ncsa_auth ${users}`,
        'auth_param basic realm Acme',
        ...signedIn,
      ];
    }
    case 'digest': {
      const users = file('digest', 'midproxy:none\n');
      return [
        `auth_param digest program ${HELPERS}/digest_file_auth ${users}`,
        'auth_param digest realm Acme',
        ...signedIn,
      ];
    }
  }
};

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
