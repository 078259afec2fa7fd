import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { setTimeout as sleep } from 'node:timers/promises';

export type NameServer = {
  /** On loopback, port 53: as it stands in /etc/resolv.conf. */
  readonly address: string;
  /** From now on it takes questions and answers none. */
  silence(): void;
  stop(): Promise<void>;
};

let last = 0;

/**
 * A real name server (dnsmasq, a peer; needs root for port 53) on an address of loopback of its own. It knows `names` and
 * nothing else: whatever is below `zones` it denies, the rest it refuses.
 */
export const startNameServer = async (
  o: { readonly names?: Readonly<Record<string, readonly string[]>>; readonly zones?: readonly string[] } = {},
): Promise<NameServer> => {
  // Two test processes at once must not meet.
  const address = `127.${53 + (process.pid % 97)}.${(process.pid >> 7) % 250}.${++last}`;
  const records = Object.entries(o.names ?? {}).flatMap(([name, addresses]) =>
    addresses.map((one) => `--host-record=${name},${one}`),
  );
  const zones = (o.zones ?? []).map((zone) => `--local=/${zone}/`);
  const child = spawn(
    'dnsmasq',
    [
      ...['--keep-in-foreground', '--conf-file=/dev/null', '--no-resolv', '--no-hosts', '--user=root', '--pid-file='],
      ...['--bind-interfaces', '--port=53', `--listen-address=${address}`, '--log-facility=/dev/null'],
      ...records,
      ...zones,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await answering(child, address, () => said);
  return {
    address,
    silence: () => void child.kill('SIGSTOP'),
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
};

/** A question for the root; any answer will do. */
const QUESTION = Buffer.from('12340100000100000000000000000100 01'.replaceAll(' ', ''), 'hex');

const answering = async (child: ChildProcess, address: string, said: () => string): Promise<void> => {
  const socket = createSocket('udp4').on('error', () => {});
  let answered = false;
  socket.on('message', () => {
    answered = true;
  });
  try {
    for (const until = Date.now() + 10_000; !answered; await sleep(30)) {
      if (child.exitCode !== null || Date.now() > until) throw new Error(`dnsmasq at ${address}: ${said()}`);
      socket.send(QUESTION, 53, address);
    }
  } finally {
    socket.close();
  }
};
