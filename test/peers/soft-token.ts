import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A PKCS#11 token (smart card, HSM) in software, with one RSA key in it. */
export type SoftToken = {
  readonly library: string;
  readonly pin: string;
  /** Put into the environment of whatever uses the library. */
  readonly env: Readonly<Record<string, string>>;
  /** For authorized_keys. */
  readonly line: string;
  /** `ssh-add -s`: from then on the agent signs with it. */
  addTo(agentSocket: string): void;
  remove(): void;
};

const LIBRARY = '/usr/lib/softhsm/libsofthsm2.so';
const PIN = '4711';

/** Needs the peers `softhsm` and `ssh`. */
export const createSoftToken = (): SoftToken => {
  const dir = mkdtempSync(join(tmpdir(), 'midup-token-'));
  mkdirSync(join(dir, 'tokens'));
  const env = { SOFTHSM2_CONF: join(dir, 'softhsm2.conf') };
  writeFileSync(env.SOFTHSM2_CONF, `directories.tokendir = ${dir}/tokens\nobjectstore.backend = file\n`);
  const run = (program: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): string => {
    const ran = spawnSync(program, args, { env: { ...process.env, ...env, ...more }, encoding: 'utf8' });
    if (ran.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${ran.stdout}${ran.stderr}`);
    return ran.stdout;
  };
  const hsm = (...args: string[]) => run('softhsm2-util', args);
  hsm('--init-token', '--free', '--label', 'midup', '--so-pin', '12345678', '--pin', PIN);
  const key = join(dir, 'key');
  run('ssh-keygen', ['-q', '-t', 'rsa', '-b', '2048', '-N', '', '-m', 'PKCS8', '-f', key]);
  hsm('--import', key, '--token', 'midup', '--label', 'sign-in', '--id', 'a1', '--pin', PIN);
  rmSync(key);
  const ask = join(dir, 'ask');
  writeFileSync(ask, `#!/bin/sh\necho ${PIN}\n`, { mode: 0o755 });
  return {
    library: LIBRARY,
    pin: PIN,
    env,
    line: run('ssh-keygen', ['-D', LIBRARY]),
    addTo: (agentSocket) =>
      void run('ssh-add', ['-q', '-s', LIBRARY], {
        SSH_AUTH_SOCK: agentSocket,
        SSH_ASKPASS: ask,
        SSH_ASKPASS_REQUIRE: 'force',
        DISPLAY: ':0',
      }),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
};
