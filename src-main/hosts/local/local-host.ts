import type { Host, Os } from '../../model/host.ts';
import type { AskUser } from '../../model/prompt.ts';
import type { LocalTarget } from '../../model/target.ts';
import { type BecomeBy, createBecome } from '../become/become.ts';
import { readFileBy } from '../read-file.ts';
import { createScriptRunner } from '../script-runner.ts';
import { connectTcp } from '../tcp.ts';
import { userName } from '../user-name.ts';
import { createLocalShell } from './local-shell.ts';

const TCP_MS = 20_000;

/** This computer. */
export const createLocalHost = (target: LocalTarget, ask: AskUser, env: NodeJS.ProcessEnv): Host => {
  const name = 'this computer';
  const user = userName(env);
  const isRoot = process.getuid?.() === 0;
  let by: BecomeBy | null = target.sudo !== true ? null : target.polkit === true ? 'polkit' : 'sudo';
  const shell = createLocalShell(name, env);
  const become = createBecome({ host: name, user, isRoot, by: () => by, terminal: false, ask });
  const runner = createScriptRunner({ host: name, user, shell, become });
  const closing = new AbortController();
  const until = (signal?: AbortSignal) => (signal ? AbortSignal.any([signal, closing.signal]) : closing.signal);
  return {
    os: osOf(process.platform),
    name,
    kind: 'local',
    user,
    get canBecome() {
      return isRoot || by !== null;
    },
    get becomesBy() {
      return become.by();
    },
    allowBecome: (way) => {
      by = way;
    },
    runScript: (script, options = {}) => runner.runScript(script, { ...options, signal: until(options.signal) }),
    readFile: (path, options) => readFileBy(runner, path, { ...options, signal: until(options.signal) }),
    openTcp: (host, port, signal) => connectTcp(host, port, TCP_MS, until(signal)),
    onLost: () => undefined,
    close: async () => closing.abort(),
  };
};

const osOf = (platform: NodeJS.Platform): Os =>
  platform === 'linux' ? 'linux' : platform === 'win32' ? 'windows' : 'other';
