import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a command run in a machine came to. */
export type Ran = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

/**
 * A whole host of its own on this computer: its own processes, host name, `/etc` (so users, services and host names
 * made here stay here) and `/opt`. It is made of Linux namespaces; everything in it ends with `stop()`, and also when the test process dies.
 */
export type Machine = {
  /** Put before a command (say that of sshd) to run it in the machine. */
  readonly prefix: readonly string[];
  /** Where this process sees a file of the machine. */
  path(file: string): string;
  /** Runs an `sh` script as root, with arguments as `$1`…; never rejects because of the script's exit status. */
  run(script: string, args?: readonly string[], options?: { timeoutMs?: number }): Promise<Ran>;
  /** As `run`, but a status other than 0 is an error that shows the output. */
  must(script: string, args?: readonly string[]): Promise<string>;
  stop(): Promise<void>;
};

export type MachineOptions = {
  readonly hostname?: string;
  /** Lines of /etc/hosts: name to address. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Those in /etc/resolv.conf; by default one that is not there, so that no question leaves this computer. */
  readonly nameServers?: readonly string[];
};

/**
 * Root's home is empty, so that what this computer's own shells start there stays out. Process 1 ignores SIGCHLD, so
 * that the kernel reaps what is left to it, and ends when its stdin does.
 */
const INIT = `
set -e
mount -t proc proc /proc
mount -t tmpfs -o mode=755 tmpfs /opt
mount -t tmpfs tmpfs /run/lock
mount -t tmpfs -o mode=700 tmpfs /root
mkdir /run/lock/subsys /opt/.machine /opt/.machine/etc /opt/.machine/work
mount -t overlay overlay -o lowerdir=/etc,upperdir=/opt/.machine/etc,workdir=/opt/.machine/work /etc
hostname "$1"
printf '127.0.0.1 localhost %s\\n%s' "$1" "$2" >/etc/hosts
rm -f /etc/resolv.conf
printf 'nameserver %s\\n' $3 >/etc/resolv.conf
echo ready
exec env --ignore-signal=CHLD cat >/dev/null
`;

/** Needs the peers `root` and `namespaces`. */
export const startMachine = async (options: MachineOptions = {}): Promise<Machine> => {
  const hosts = Object.entries(options.hosts ?? {}).map(([name, address]) => `${address} ${name}\n`);
  const holder = spawn(
    'unshare',
    [
      ...['--mount', '--pid', '--uts', '--fork', '--kill-child', 'sh', '-c', INIT, 'sh'],
      ...[options.hostname ?? 'mid-ber-02', hosts.join(''), (options.nameServers ?? ['127.0.0.1']).join(' ')],
    ],
    { stdio: ['pipe', 'pipe', 'pipe'], env: CLEAN_ENV },
  );
  const ended = once(holder, 'exit');
  await ready(holder);
  const init = firstChild(holder.pid);
  const prefix = ['nsenter', '-t', String(init), '-m', '-p', '-u', '--'];
  const run: Machine['run'] = (script, args = [], { timeoutMs = 60_000 } = {}) =>
    runProgram([...prefix, 'sh', '-c', script, 'sh', ...args], timeoutMs);
  return {
    prefix,
    path: (file) => `/proc/${init}/root${file}`,
    run,
    must: async (script, args) => {
      const ran = await run(script, args);
      if (ran.status !== 0)
        throw new Error(`in the machine: status ${ran.status}\n${script}\n${ran.stdout}${ran.stderr}`);
      return ran.stdout;
    },
    stop: async () => {
      holder.kill('SIGKILL');
      await ended;
      // Its process 1 goes last, once the kernel has ended all the others.
      while (isAlive(init)) await sleep(10);
    },
  };
};

const CLEAN_ENV = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  LANG: 'C.UTF-8',
};

/** False also for what has ended and only waits to be reaped. */
const isAlive = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

const ready = (holder: ChildProcess) =>
  new Promise<void>((resolve, reject) => {
    let errors = '';
    holder.stderr?.on('data', (chunk) => {
      errors += chunk;
    });
    holder.stdout?.once('data', () => resolve());
    holder.once('error', reject);
    holder.once('exit', (code) => reject(new Error(`no machine could be made: status ${code} ${errors}`)));
  });

const firstChild = (pid: number | undefined): number => {
  const child = Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
  if (!Number.isInteger(child) || child < 2) throw new Error(`no child of ${pid}`);
  return child;
};

/** Output is taken until the program itself ends: a daemon that it started may keep the pipes open for ever. */
const runProgram = ([program = '', ...args]: readonly string[], timeoutMs: number): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs, env: CLEAN_ENV });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    child.once('error', reject);
    child.once('exit', (status) =>
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        resolve({ status, stdout, stderr });
      }, 20),
    );
  });
