import { afterAll, beforeAll, describe } from 'vitest';
import { connectHost } from '../../src-main/hosts/connect.ts';
import type { AskUser } from '../../src-main/model/prompt.ts';
import type { SshTarget } from '../../src-main/model/target.ts';
import { peers } from '../peers/needs.ts';
import { type Sshd, type SshdOptions, startSshd } from '../peers/sshd.ts';
import { hostConformance } from './host.ts';

const nobodyAsks: AskUser = async () => ({ kind: 'cancel' });
const signal = AbortSignal.timeout(120_000);

describe.skipIf(!peers('sshd', 'ssh', 'root'))("through this computer's own ssh", { concurrent: true }, () => {
  const servers: Sshd[] = [];
  const start = (options: SshdOptions) => {
    let server: Sshd | undefined;
    beforeAll(async () => {
      server = await startSshd(options);
      servers.push(server);
    });
    return (): Sshd => {
      if (!server) throw new Error('not started yet');
      return server;
    };
  };
  afterAll(async () => {
    for (const server of servers) await server.stop();
  });
  const target = (server: Sshd, more: Partial<SshTarget> = {}): SshTarget => ({
    kind: 'ssh',
    client: 'openssh',
    address: server.address,
    identityFiles: [server.keyFile],
    knownHostsFile: server.knownHostsFile,
    ...more,
  });
  const open = (t: SshTarget, ask = nobodyAsks) => connectHost(t, { ask, signal, env: {}, home: '/nonexistent' });

  const plain = start({ account: {} });
  hostConformance('one host', { open: () => open(target(plain())), runsAs: () => plain().user });

  for (const shell of ['/usr/bin/fish', '/usr/bin/tcsh']) {
    const server = start({ account: { shell } });
    hostConformance(shell, { open: () => open(target(server())), runsAs: () => server().user, onlyShell: true });
  }

  const one = start({ account: {}, config: ['MaxSessions 1'] });
  hostConformance('one session only', {
    open: () => open(target(one())),
    runsAs: () => one().user,
    onlyShell: true,
  });

  const first = start({});
  const second = start({});
  const last = start({ account: {} });
  hostConformance('two jumps', {
    open: () =>
      open(
        target(last(), {
          jumps: [first().address, second().address],
          identityFiles: [first().keyFile, second().keyFile, last().keyFile],
          acceptNewHostKey: true,
          knownHostsFile: `${last().dir}/learned`,
        }),
      ),
    runsAs: () => last().user,
    onlyShell: true,
  });

  const asked = start({ account: { sudo: 'password' } });
  hostConformance('sudo with a password', {
    open: () =>
      open(target(asked(), { sudo: true }), async (request) =>
        request.kind === 'sudo-password' ? { kind: 'values', values: [asked().password] } : { kind: 'cancel' },
      ),
    become: 'root',
    runsAs: () => 'root',
  });
});
