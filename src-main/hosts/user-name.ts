import { userInfo } from 'node:os';

/** Who runs this program; a user id without an account (as in some containers) has only what the environment says. */
export const userName = (env: NodeJS.ProcessEnv): string => {
  try {
    return userInfo().username;
  } catch {
    return env['USER'] || env['LOGNAME'] || env['USERNAME'] || String(process.getuid?.() ?? 'unknown');
  }
};
