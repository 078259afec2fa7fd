import { describe } from 'vitest';
import { peers } from '../peers/needs.ts';
import { hostConformance } from './host.ts';
import { sshServers } from './ssh-servers.ts';

describe.skipIf(!peers('sshd', 'ssh', 'root'))("through this computer's own ssh", { concurrent: true }, () => {
  const { start, target, open } = sshServers('openssh');

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
