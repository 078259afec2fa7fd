import { userInfo } from 'node:os';
import { describe } from 'vitest';
import { connectHost } from '../../src-main/hosts/connect.ts';
import { peers } from '../peers/needs.ts';
import { hostConformance } from './host.ts';
import { nobodyAsks, signal, sshServers } from './ssh-servers.ts';

hostConformance('this computer', {
  open: () => connectHost({ kind: 'local' }, { ask: nobodyAsks, signal }),
  runsAs: () => userInfo().username,
});

describe.skipIf(!peers('sshd', 'ssh', 'root'))('over SSH', { concurrent: true }, () => {
  const { start, target, open } = sshServers();

  const plain = start({ account: {} });
  hostConformance('ssh', { open: () => open(target(plain())), runsAs: () => plain().user });

  describe.concurrent('with a login shell', () => {
    for (const shell of ['/bin/bash', '/bin/dash', '/usr/bin/zsh', '/usr/bin/fish', '/usr/bin/tcsh']) {
      const server = start({ account: { shell } });
      hostConformance(shell, { open: () => open(target(server())), runsAs: () => server().user, onlyShell: true });
    }
  });

  const one = start({ account: {}, config: ['MaxSessions 1'] });
  hostConformance('ssh with one session only', {
    open: () => open(target(one())),
    runsAs: () => one().user,
    onlyShell: true,
  });

  const first = start({});
  const second = start({});
  const last = start({ account: {} });
  hostConformance('ssh through two jumps', {
    open: () =>
      open({
        kind: 'ssh',
        address: last().address,
        jumps: [first().address, second().address],
        identityFiles: [first().keyFile, second().keyFile, last().keyFile],
        acceptNewHostKey: true,
        knownHostsFile: `${last().dir}/learned`,
      }),
    runsAs: () => last().user,
  });

  describe.skipIf(!peers('sudo'))('with sudo', { concurrent: true }, () => {
    const free = start({ account: { sudo: 'nopasswd' } });
    hostConformance('no password needed', {
      open: () => open(target(free(), { sudo: true })),
      become: 'root',
      runsAs: () => 'root',
    });
    const asked = start({ account: { sudo: 'password' } });
    hostConformance('with a password', {
      open: () =>
        open(target(asked(), { sudo: true }), async (request) =>
          request.kind === 'sudo-password' ? { kind: 'values', values: [asked().password] } : { kind: 'cancel' },
        ),
      become: 'root',
      runsAs: () => 'root',
    });
    const root = start({});
    hostConformance('root as another user', {
      open: () => open(target(root())),
      become: 'nobody',
      runsAs: () => 'nobody',
    });
  });
});
