import type { Host, Os } from '../../model/host.ts';
import type { AskUser } from '../../model/prompt.ts';
import type { SshTarget } from '../../model/target.ts';
import { createBecome } from '../become/become.ts';
import { readFileBy } from '../read-file.ts';
import { createScriptRunner } from '../script-runner.ts';
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
  const isRoot = user === 'root';
  let allowed = target.sudo === true;
  const shell = createSshShell(hop, name, port);
  const become = createBecome({ host: name, user, isRoot, by: () => (allowed ? 'sudo' : null), terminal: true, ask });
  const runner = createScriptRunner({ host: name, user, shell, become });
  const closing = new AbortController();
  const until = (signal?: AbortSignal) => (signal ? AbortSignal.any([signal, closing.signal]) : closing.signal);
  return {
    os: osOf(hop.ident),
    name,
    kind: 'ssh',
    user,
    get canBecome() {
      return isRoot || allowed;
    },
    get becomesBy() {
      return become.by();
    },
    allowBecome: () => {
      allowed = true;
    },
    runScript: (script, options = {}) => runner.runScript(script, { ...options, signal: until(options.signal) }),
    readFile: (path, options) => readFileBy(runner, path, { ...options, signal: until(options.signal) }),
    openTcp: (host, tcpPort, signal) => forwardTcp(hop.client, host, tcpPort, until(signal)),
    check: (signal) => stillThere(hop, until(signal)),
    onLost: hop.onLost,
    close: async () => {
      closing.abort();
      // The sessions' ends go out before the connection's.
      await new Promise((done) => setImmediate(done));
      closeAll();
    },
  };
};

/** Taken from how the server names itself, so that nothing has to be run to know it. */
const osOf = (ident: string): Os => (/windows/i.test(ident) ? 'windows' : 'linux');
