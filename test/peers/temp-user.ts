import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { killAll, processes } from './processes.ts';

export type TempUser = { readonly name: string; readonly uid: number; readonly password: string; remove(): void };

export type TempUserOptions = {
  /** Default /bin/sh. */
  readonly shell?: string;
  /** Default a random one; either way it stands in the result. */
  readonly password?: string;
  /** A line in sudoers: with the password, without, or none at all (the default). */
  readonly sudo?: 'password' | 'nopasswd' | 'none';
};

/** Makes a real account on this computer (needs root), with a home of its own. `remove` ends its processes, too. */
export const addTempUser = (options: TempUserOptions = {}): TempUser => {
  const name = `midup-${randomBytes(4).toString('hex')}`;
  const password = options.password ?? randomBytes(9).toString('base64url');
  const home = `/tmp/${name}-home`;
  retried('useradd', ['-m', '-d', home, '-s', options.shell ?? '/bin/sh', name]);
  retried('chpasswd', [], `${name}:${password}\n`);
  const sudoers = `/etc/sudoers.d/${name}`;
  if (options.sudo === 'password') writeFileSync(sudoers, `${name} ALL=(ALL:ALL) ALL\n`, { mode: 0o440 });
  if (options.sudo === 'nopasswd') writeFileSync(sudoers, `${name} ALL=(ALL:ALL) NOPASSWD: ALL\n`, { mode: 0o440 });
  const uid = Number(spawnSync('id', ['-u', name], { encoding: 'utf8' }).stdout.trim());
  return {
    name,
    uid,
    password,
    remove: () => {
      killAll(
        processes()
          .filter((p) => p.uid === uid)
          .map((p) => p.pid),
      );
      rmSync(sudoers, { force: true });
      retried('userdel', ['-f', name]);
      rmSync(home, { recursive: true, force: true });
    },
  };
};

/** useradd and its kin lock /etc/passwd; other tests may hold the lock for a moment. */
const retried = (program: string, args: readonly string[], input = '') => {
  let said = '';
  for (let attempt = 0; attempt < 40; attempt++) {
    const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', input });
    if (status === 0) return;
    said = stderr.trim();
    if (!/lock/i.test(said)) break;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
  throw new Error(`${program} ${args.join(' ')}: ${said}`);
};
