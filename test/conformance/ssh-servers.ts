import { afterAll, beforeAll } from 'vitest';
import { connectHost } from '../../src-main/hosts/connect.ts';
import type { Host } from '../../src-main/model/host.ts';
import type { AskUser } from '../../src-main/model/prompt.ts';
import type { SshTarget } from '../../src-main/model/target.ts';
import { type Sshd, type SshdOptions, startSshd } from '../peers/sshd.ts';

export const nobodyAsks: AskUser = async () => ({ kind: 'cancel' });
export const signal = AbortSignal.timeout(120_000);

/** Servers of one suite, each started before it and stopped after it, and the ways to them by one client. */
export const sshServers = (client?: SshTarget['client']) => {
  const servers: Sshd[] = [];
  afterAll(async () => {
    for (const server of servers) await server.stop();
  });
  return {
    start: (options: SshdOptions) => {
      let server: Sshd | undefined;
      beforeAll(async () => {
        server = await startSshd(options);
        servers.push(server);
      });
      return (): Sshd => {
        if (!server) throw new Error('not started yet');
        return server;
      };
    },
    target: (server: Sshd, more: Partial<SshTarget> = {}): SshTarget => ({
      kind: 'ssh',
      ...(client === undefined ? {} : { client }),
      address: server.address,
      identityFiles: [server.keyFile],
      knownHostsFile: server.knownHostsFile,
      ...more,
    }),
    open: (target: SshTarget, ask = nobodyAsks): Promise<Host> =>
      connectHost(target, { ask, signal, env: {}, home: '/nonexistent' }),
  };
};
