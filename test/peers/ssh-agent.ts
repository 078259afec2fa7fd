import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export type SshAgent = {
  readonly socket: string;
  /** `-c` among the options of ssh-add: it asks somebody before each use. */
  add(keyFile: string, ...options: readonly string[]): void;
  stop(): Promise<void>;
};

/** A real ssh-agent on a socket of its own. */
export const startSshAgent = async (env: NodeJS.ProcessEnv = {}): Promise<SshAgent> => {
  const dir = mkdtempSync(join(tmpdir(), 'midup-agent-'));
  const socket = join(dir, 'agent.sock');
  const child: ChildProcess = spawn('ssh-agent', ['-D', '-a', socket], {
    stdio: 'ignore',
    env: { ...process.env, ...env },
  });
  for (let i = 0; i < 200 && !existsSync(socket); i++) await sleep(10);
  return {
    socket,
    add: (keyFile, ...options) => {
      const { status, stderr } = spawnSync('ssh-add', ['-q', ...options, keyFile], {
        env: { ...process.env, SSH_AUTH_SOCK: socket },
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(`ssh-add: ${stderr}`);
    },
    stop: async () => {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await new Promise((done) => child.once('exit', done));
      rmSync(dir, { recursive: true, force: true });
    },
  };
};
