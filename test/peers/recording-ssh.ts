import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2, { type Connection, type ParsedKey } from 'ssh2';

/** One sign-in attempt as the server saw it. */
export type SeenAttempt = { readonly method: string; readonly secret: string };

export type RecordingServer = {
  readonly port: number;
  readonly seen: SeenAttempt[];
  readonly connections: () => number;
  readonly hostKey: ParsedKey;
  stop(): Promise<void>;
};

export type RecordingOptions = {
  readonly password?: string;
  /** Rounds of questions, with the right answers; the methods that are offered. */
  readonly rounds?: readonly {
    readonly prompts: readonly { prompt: string; echo: boolean }[];
    readonly answers: readonly string[];
    /** Default `Title` and `Instruction`. */
    readonly title?: string;
    readonly instruction?: string;
    /** What the server waits for once it was answered. */
    readonly waitsFor?: () => Promise<void>;
  }[];
  readonly methods?: readonly ('password' | 'keyboard-interactive' | 'publickey')[];
  /** Ends a connection after so many refused attempts, in OpenSSH's words. */
  readonly mostTries?: number;
  /** How long a password is thought about. */
  readonly delayMs?: number;
  /** Sent before anything else; the first attempt is answered when `afterBanner` is there. */
  readonly banner?: string;
  readonly afterBanner?: () => Promise<void>;
  /** Takes a connection's forwards to where they lead, as a jump host. */
  readonly forwards?: boolean;
};

/** An SSH server that writes down every secret that it is sent. */
export const startRecordingServer = async (options: RecordingOptions = {}): Promise<RecordingServer> => {
  const dir = mkdtempSync(join(tmpdir(), 'midup-recorder-'));
  spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(dir, 'key')]);
  const pem = readFileSync(join(dir, 'key'));
  rmSync(dir, { recursive: true });
  const hostKey = ssh2.utils.parseKey(pem);
  if (hostKey instanceof Error) throw hostKey;
  const seen: SeenAttempt[] = [];
  const open = new Set<Connection>();
  const methods = [...(options.methods ?? ['password'])];
  let count = 0;
  const banner = options.banner === undefined ? {} : { banner: options.banner };
  const server = new ssh2.Server({ hostKeys: [pem], ...banner }, (client) => {
    count++;
    let approved = options.afterBanner === undefined;
    open.add(client);
    let refused = 0;
    client.on('error', () => undefined);
    client.on('close', () => open.delete(client));
    client.on('authentication', async (context) => {
      if (!approved) await options.afterBanner?.();
      approved = true;
      const reject = () => {
        if (context.method !== 'none' && ++refused >= (options.mostTries ?? 6)) {
          const protocol = (client as unknown as { _protocol: { disconnect(reason: number): void } })._protocol;
          protocol.disconnect(14);
          client.end();
          return;
        }
        context.reject(methods);
      };
      if (context.method === 'password') {
        seen.push({ method: 'password', secret: context.password });
        const right = options.password !== undefined && context.password === options.password;
        setTimeout(() => (right ? context.accept() : reject()), options.delayMs ?? 0);
      } else if (context.method === 'publickey') {
        seen.push({ method: 'publickey', secret: context.key.data.toString('base64') });
        reject();
      } else if (context.method === 'keyboard-interactive') {
        const rounds = options.rounds ?? [];
        const ask = (n: number) => {
          const round = rounds[n];
          if (!round) return context.accept();
          const { title = 'Title', instruction = 'Instruction' } = round;
          context.prompt([...round.prompts], title, instruction, async (answers) => {
            const given = answers as unknown as string[];
            for (const secret of given) seen.push({ method: 'keyboard-interactive', secret });
            await round.waitsFor?.();
            if (round.answers.every((right, i) => right === given[i])) ask(n + 1);
            else reject();
          });
        };
        if (rounds.length === 0) reject();
        else ask(0);
      } else {
        seen.push({ method: context.method, secret: '' });
        reject();
      }
    });
    client.on('ready', () => {
      if (options.forwards)
        client.on('tcpip', (accept, _reject, info) => {
          const stream = accept();
          const socket = connect(info.destPort, info.destIP);
          socket.on('error', () => stream.close());
          stream.on('error', () => socket.destroy());
          socket.pipe(stream).pipe(socket);
        });
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address() as { port: number };
  return {
    port: address.port,
    seen,
    connections: () => count,
    hostKey,
    stop: async () => {
      for (const client of open) client.end();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
};
