import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createHome, type Home, ROOT } from './home.ts';

export type Served = {
  /** The printed address, with its one-time token. */
  readonly url: string;
  readonly origin: string;
  readonly pid: number;
  /** What it has printed so far, on both streams. */
  said(): string;
  /** As Ctrl-C does; the exit status. */
  stop(): Promise<number | null>;
};

/** `midup serve`, as it was built, with a home of its own; one that is given is the caller's to remove. */
export const startServe = async (given?: Home): Promise<Served> => {
  const home = given ?? createHome();
  const child = spawn(process.execPath, [join(ROOT, 'out/main/cli.js'), 'serve'], {
    env: home.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      said += chunk.toString('utf8');
      const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+(?=\n)/.exec(said);
      if (address) resolve(address[0]);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void ended.then((code) => reject(new Error(`midup serve ended with ${code}: ${said}`)));
  });
  return {
    url,
    origin: new URL(url).origin,
    pid: child.pid ?? 0,
    said: () => said,
    stop: async () => {
      child.kill('SIGINT');
      const code = await ended;
      if (!given) home.remove();
      return code;
    },
  };
};
