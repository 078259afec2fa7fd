import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { descendants, killAll } from './processes.ts';
import { addTempUser, type TempUser, type TempUserOptions } from './temp-user.ts';

export type SshdOptions = {
  /** Make a real account and sign in as it; without, one signs in as who runs the tests. */
  readonly account?: TempUserOptions;
  /** Put before the command: that of a machine (`machine.ts`) makes it a server of that machine. */
  readonly prefix?: readonly string[];
  /** Lines for sshd_config: `AllowTcpForwarding no`, `MaxSessions 1`, `ForceCommand …`, a `Match` block last. */
  readonly config?: readonly string[];
  /** Lines of a PAM service for this server alone; `UsePAM yes` comes with them. Needs the peers `root` and `namespaces`. */
  readonly pam?: readonly string[];
  /** Default true. */
  readonly sftp?: boolean;
  /** As `keygen` takes them. Default: ed25519 only. */
  readonly hostKeyTypes?: readonly string[];
  /** Of the user's key. Default ed25519 without a passphrase. */
  readonly userKey?: {
    readonly type?: 'ed25519' | 'ecdsa' | 'rsa';
    readonly passphrase?: string;
    readonly pem?: boolean;
  };
};

export type Sshd = {
  readonly port: number;
  readonly user: string;
  /** Of the account made for this server; empty without one. */
  readonly password: string;
  /** `user@127.0.0.1:port` */
  readonly address: string;
  /** The user's private key; its public half stands beside it with `.pub`, and in authorized_keys. */
  readonly keyFile: string;
  /** Knows this server's host keys. */
  readonly knownHostsFile: string;
  /** `SHA256:…` of the first host key. */
  readonly hostFingerprint: string;
  /** The private host key's file of that type. */
  hostKeyFile(type: string): string;
  /** A folder of this server's own, for whatever a test needs. */
  readonly dir: string;
  readonly authorizedKeysFile: string;
  readonly account: TempUser | null;
  /** What sshd has logged so far. */
  log(): string;
  /** The process ids of sshd and everything that runs under it. */
  pids(): readonly number[];
  stop(): Promise<void>;
};

/**
 * A real OpenSSH server on a random loopback port, with keys, authorized_keys and known_hosts of its own. Public keys
 * are accepted, passwords where `PasswordAuthentication yes` is among the `config` lines.
 */
export const startSshd = async (options: SshdOptions = {}): Promise<Sshd> => {
  const dir = mkdtempSync(join(tmpdir(), 'midup-sshd-'));
  // sshd reads authorized_keys as the user who signs in.
  chmodSync(dir, 0o755);
  const account = options.account ? addTempUser(options.account) : null;
  const user = account?.name ?? userInfo().username;
  const types = options.hostKeyTypes ?? ['ed25519'];
  const hostKeyFile = (type: string) => join(dir, `host_${type}`);
  for (const type of types) keygen(hostKeyFile(type), type);
  const keyFile = join(dir, 'user_key');
  const key = options.userKey ?? {};
  keygen(keyFile, key.type ?? 'ed25519', key.passphrase, key.pem);
  const authorizedKeysFile = join(dir, 'authorized_keys');
  writeFileSync(authorizedKeysFile, readFileSync(`${keyFile}.pub`));
  if (process.getuid?.() === 0 && !existsSync('/run/sshd')) mkdirSync('/run/sshd', { mode: 0o755, recursive: true });
  const output: string[] = [];
  if (options.pam) writeFileSync(join(dir, 'pam'), `${options.pam.join('\n')}\n`);
  const { port, child } = await listen(dir, types.map(hostKeyFile), authorizedKeysFile, options, output);
  const knownHostsFile = join(dir, 'known_hosts');
  const publicKeys = types.map((type) => readFileSync(`${hostKeyFile(type)}.pub`, 'utf8').trim());
  writeFileSync(knownHostsFile, publicKeys.map((line) => `[127.0.0.1]:${port} ${line}\n`).join(''), { mode: 0o600 });
  const pids = () => (child.pid === undefined ? [] : [child.pid, ...descendants(child.pid)]);
  return {
    port,
    user,
    password: account?.password ?? '',
    address: `${user}@127.0.0.1:${port}`,
    keyFile,
    knownHostsFile,
    hostFingerprint: fingerprint(`${hostKeyFile(types[0] ?? 'ed25519')}.pub`),
    hostKeyFile,
    dir,
    authorizedKeysFile,
    account,
    log: () => output.join(''),
    pids,
    stop: async () => {
      killAll(pids());
      if (child.exitCode === null && child.signalCode === null) await new Promise((done) => child.once('exit', done));
      account?.remove();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

/** `SHA256:…` of a public key's file, as ssh-keygen says it. */
export const fingerprint = (publicKeyFile: string): string =>
  spawnSync('ssh-keygen', ['-l', '-f', publicKeyFile], { encoding: 'utf8' }).stdout.split(' ')[1] ?? '';

/** `ed25519`, `rsa`, `ecdsa` (256 bits), `ecdsa384`, `ecdsa521`. */
export const keygen = (file: string, type: string, passphrase = '', pem = false) => {
  const bits = type === 'rsa' ? '2048' : /\d{3}$/.exec(type.replace('ed25519', ''))?.[0];
  const args = [
    '-q',
    '-t',
    type.startsWith('ecdsa') ? 'ecdsa' : type,
    ...(bits === undefined ? [] : ['-b', bits]),
    '-N',
    passphrase,
    '-C',
    'midup-test',
    ...(pem ? ['-m', 'PEM'] : []),
    '-f',
    file,
  ];
  const { status, stderr } = spawnSync('ssh-keygen', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ssh-keygen: ${stderr}`);
};

const OWN_PAM = 'mount --bind "$1" /etc/pam.d/sshd && shift && exec "$@"';

const listen = async (
  dir: string,
  hostKeys: readonly string[],
  authorizedKeys: string,
  { config: extra = [], prefix = [], sftp = true, account, pam }: SshdOptions,
  output: string[],
): Promise<{ port: number; child: ChildProcess }> => {
  // Which service sshd asks for was decided when it was built: the file of that name is another one for this server.
  const own = pam ? ['unshare', '--mount', 'sh', '-c', OWN_PAM, 'sh', join(dir, 'pam')] : [];
  for (let attempt = 0; attempt < 5; attempt++) {
    const port = await freePort();
    const lines = [
      // The first value of an option wins in sshd_config.
      ...(pam ? ['UsePAM yes'] : []),
      ...extra.filter((line) => !/^\s*match\s/i.test(line) && !line.startsWith(' ')),
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      ...hostKeys.map((file) => `HostKey ${file}`),
      `AuthorizedKeysFile ${authorizedKeys}`,
      `PidFile ${join(dir, 'sshd.pid')}`,
      'StrictModes no',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin yes',
      'UseDNS no',
      'MaxStartups 100',
      'LogLevel VERBOSE',
      'PrintMotd no',
      // bash then leaves out ~/.bashrc: what stands in that of who runs the tests is not under test.
      ...(account ? [] : ['SetEnv SHLVL=1']),
      ...(sftp ? ['Subsystem sftp internal-sftp'] : []),
      ...extra.filter((line) => /^\s*match\s/i.test(line) || line.startsWith(' ')),
    ];
    writeFileSync(join(dir, 'sshd_config'), `${lines.join('\n')}\n`);
    const [program = '', ...args] = [...prefix, ...own, '/usr/sbin/sshd', '-D', '-e', '-f', join(dir, 'sshd_config')];
    const child = spawn(program, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    const up = await new Promise<boolean>((resolve) => {
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        output.push(text);
        said += text;
        if (said.includes('Server listening on 127.0.0.1')) resolve(true);
      });
      child.once('exit', () => resolve(false));
    });
    if (up) return { port, child };
    if (!/Address already in use/.test(said)) throw new Error(`sshd does not start:\n${said}`);
  }
  throw new Error('sshd found no free port');
};
