import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
export const OUT = join(ROOT, 'out');
export const CLI = join(OUT, 'main/cli.js');

/** What `npm run build` makes; made where it is missing, measured as it is where it is there. */
export const needBuild = (): void => {
  if (existsSync(CLI) && existsSync(join(OUT, 'renderer/index.html'))) return;
  const { status, stderr } = spawnSync('npm', ['run', '--silent', 'build'], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm run build: ${stderr.slice(-500)}`);
};
