import type { Host } from '../../model/host.ts';
import type { AskUser } from '../../model/prompt.ts';
import type { SshTarget } from '../../model/target.ts';
import { createShellHost, type ShellHostParts } from '../shell-host.ts';
import type { SshSettings } from '../ssh/config/resolve.ts';
import { forwardBySsh } from './forward.ts';
import type { Master } from './master.ts';
import { createOpensshShell } from './shell.ts';

export type OpensshHostParts = {
  readonly master: Master;
  readonly socket: string;
  readonly env: NodeJS.ProcessEnv;
  readonly settings: SshSettings;
  readonly target: SshTarget;
  readonly ask: AskUser;
  readonly closeAll: () => Promise<void>;
};

/** A host over a connection that this computer's own `ssh` holds. */
export const createOpensshHost = ({ master, socket, env, settings, target, ask, closeAll }: OpensshHostParts): Host => {
  const { alias: name, user } = settings;
  const parts: ShellHostParts = {
    os: /windows/i.test(master.transcript.ident) ? 'windows' : 'linux',
    name,
    kind: 'ssh',
    user,
    isRoot: user === 'root',
    becomeBy: target.sudo === true ? 'sudo' : null,
    terminal: true,
    shell: createOpensshShell({ host: name, master, socket, env }),
    ask,
  };
  return createShellHost(parts, ({ until, stop }) => ({
    openTcp: (host, port, signal) => forwardBySsh({ master, socket, env }, host, port, until(signal)),
    onLost: master.onLost,
    close: async () => {
      stop();
      // The sessions' ends go out before the connection's.
      await new Promise((done) => setTimeout(done, 50));
      await closeAll();
    },
  }));
};
