import type { Host, Os } from '../../model/host.ts';
import type { AskUser } from '../../model/prompt.ts';
import type { LocalTarget } from '../../model/target.ts';
import { createShellHost, type ShellHostParts } from '../shell-host.ts';
import { connectTcp } from '../tcp.ts';
import { userName } from '../user-name.ts';
import { createLocalShell } from './local-shell.ts';

const TCP_MS = 20_000;

/** This computer. */
export const createLocalHost = (target: LocalTarget, ask: AskUser, env: NodeJS.ProcessEnv): Host => {
  const name = 'this computer';
  const user = userName(env);
  const parts: ShellHostParts = {
    os: osOf(process.platform),
    name,
    kind: 'local',
    user,
    isRoot: process.getuid?.() === 0,
    becomeBy: target.sudo !== true ? null : target.polkit === true ? 'polkit' : 'sudo',
    terminal: false,
    shell: createLocalShell(name, env),
    ask,
  };
  return createShellHost(parts, ({ until, stop }) => ({
    openTcp: (host, port, signal) => connectTcp(host, port, TCP_MS, until(signal)),
    onLost: () => undefined,
    close: async () => stop(),
  }));
};

const osOf = (platform: NodeJS.Platform): Os =>
  platform === 'linux' ? 'linux' : platform === 'win32' ? 'windows' : 'other';
