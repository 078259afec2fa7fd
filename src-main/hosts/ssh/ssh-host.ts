import type { Host, Os } from '../../model/host.ts';
import type { AskUser } from '../../model/prompt.ts';
import type { SshTarget } from '../../model/target.ts';
import { createShellHost, type ShellHostParts } from '../shell-host.ts';
import type { SshSettings } from './config/resolve.ts';
import type { Hop } from './hop.ts';
import { forwardTcp } from './open-tcp.ts';
import { createSshShell } from './ssh-shell.ts';
import { stillThere } from './still-there.ts';

export type SshHostParts = {
  readonly hop: Hop;
  readonly settings: SshSettings;
  readonly closeAll: () => void;
  readonly target: SshTarget;
  readonly ask: AskUser;
};

/** A host over an open SSH connection. */
export const createSshHost = ({ hop, settings, closeAll, target, ask }: SshHostParts): Host => {
  const { alias: name, user, port } = settings;
  const parts: ShellHostParts = {
    os: osOf(hop.ident),
    name,
    kind: 'ssh',
    user,
    isRoot: user === 'root',
    becomeBy: target.sudo === true ? 'sudo' : null,
    terminal: true,
    shell: createSshShell(hop, name, port),
    ask,
  };
  return createShellHost(parts, ({ until, stop }) => ({
    openTcp: (host, tcpPort, signal) => forwardTcp(hop.client, host, tcpPort, until(signal)),
    check: (signal) => stillThere(hop, until(signal)),
    onLost: hop.onLost,
    close: async () => {
      stop();
      // The sessions' ends go out before the connection's.
      await new Promise((done) => setImmediate(done));
      closeAll();
    },
  }));
};

/** Taken from how the server names itself, so that nothing has to be run to know it. */
const osOf = (ident: string): Os => (/windows/i.test(ident) ? 'windows' : 'linux');
