import { spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { TcpError, type TcpFailure } from '../../model/host.ts';
import { excerpt } from '../bounded.ts';
import { channelFailure } from '../ssh/channel-failure.ts';
import { channelArgs, NOBODY } from './channel.ts';
import type { Master } from './master.ts';

const TCP_MS = 20_000;
const REASON_MS = 300;

export type ForwardContext = { readonly master: Master; readonly socket: string; readonly env: NodeJS.ProcessEnv };

/** A connection from the far side's network, by `ssh -W`. Rejects with a {@link TcpError}. */
export const forwardBySsh = (
  { master, socket, env }: ForwardContext,
  host: string,
  port: number,
  signal?: AbortSignal,
): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    const fail = (reason: TcpFailure, message: string) => settle(() => reject(new TcpError(reason, message)), true);
    if (signal?.aborted) return reject(new TcpError('cancelled', `connecting to ${host}:${port} was cancelled`));
    if (!/^[\w.:%-]{1,255}$/.test(host) || host.startsWith('-'))
      return reject(new TcpError('name', `“${excerpt(host, 120)}” is not a host name`));
    if (master.lost() !== null) return reject(new TcpError('reset', 'the connection to the host is gone'));
    const where = host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
    const child = spawn('ssh', [...channelArgs(socket, 'DEBUG1'), '-W', where, NOBODY], { env, cwd: '/' });
    const { stdin, stdout, stderr } = child;
    stdin.on('error', () => undefined);
    let said = '';
    let over = false;
    const settle = (act: () => void, kill: boolean) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      if (kill) child.kill();
      act();
    };
    const cancel = () => fail('cancelled', `connecting to ${host}:${port} was cancelled`);
    const timer = setTimeout(() => fail('timeout', `${where} did not answer within ${TCP_MS / 1000} s`), TCP_MS);
    signal?.addEventListener('abort', cancel, { once: true });
    child.once('error', (error) => fail('unknown', excerpt(error.message)));
    stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-4096);
      if (!over && /mux_client_request_stdio_fwd: master session id/.test(said))
        settle(() => {
          const stream = Duplex.from({ readable: stdout, writable: stdin });
          // Destroying it is an error to Duplex.from; what goes wrong on the way shows as its end.
          stream.on('error', () => undefined);
          stream.on('close', () => child.kill());
          resolve(stream);
        }, false);
    });
    child.once('exit', async () => {
      if (over) return;
      // The connection's own process knows why, and says so on another pipe.
      const key = `${host}:${port}`;
      for (const until = Date.now() + REASON_MS; master.refusal(key) === '' && Date.now() < until; ) await sleep(20);
      if (master.lost() !== null) return fail('reset', 'the connection to the host is gone');
      const message = master.refusal(key);
      fail(channelFailure({ message }), excerpt(message || said.trim() || 'ssh did not say why'));
    });
  });
