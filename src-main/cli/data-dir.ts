import { homedir } from 'node:os';
import { join } from 'node:path';

const NAME = 'MID Up';

/** The desktop app's own folder, so that both list the same sessions. As Electron's documentation of `appData` says. */
export const dataDir = (
  env: NodeJS.ProcessEnv = process.env,
  platform = process.platform,
  home = homedir(),
): string => {
  switch (platform) {
    case 'win32':
      return join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), NAME);
    case 'darwin':
      return join(home, 'Library', 'Application Support', NAME);
    default:
      return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), NAME);
  }
};
