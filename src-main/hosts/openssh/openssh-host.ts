import type { Host } from '../../model/host.ts';
import type { AskUser } from '../../model/prompt.ts';
import type { SshTarget } from '../../model/target.ts';
import { createBecome } from '../become/become.ts';
import { readFileBy } from '../read-file.ts';
import { createScriptRunner } from '../script-runner.ts';
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
  const isRoot = user === 'root';
  let allowed = target.sudo === true;
  const shell = createOpensshShell({ host: name, master, socket, env });
  const become = createBecome({ host: name, user, isRoot, by: () => (allowed ? 'sudo' : null), terminal: true, ask });
  const runner = createScriptRunner({ host: name, user, shell, become });
  const closing = new AbortController();
  const until = (signal?: AbortSignal) => (signal ? AbortSignal.any([signal, closing.signal]) : closing.signal);
  return {
    os: /windows/i.test(master.transcript.ident) ? 'windows' : 'linux',
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
    openTcp: (host, port, signal) => forwardBySsh({ master, socket, env }, host, port, until(signal)),
    onLost: master.onLost,
    close: async () => {
      closing.abort();
      // The sessions' ends go out before the connection's.
      await new Promise((done) => setTimeout(done, 50));
      await closeAll();
    },
  };
};
