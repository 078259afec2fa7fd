import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../../..');

/** A home of its own, so that no test sees another's sessions, window or known hosts. */
export const createHome = () => {
  const home = mkdtempSync(join(tmpdir(), 'midup-home-'));
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  const cache = env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  Object.assign(env, {
    HOME: home,
    XDG_CACHE_HOME: cache,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local/share'),
    XDG_STATE_HOME: join(home, '.local/state'),
  });
  return { home, env, remove: () => rmSync(home, { recursive: true, force: true }) };
};

export type Home = ReturnType<typeof createHome>;
