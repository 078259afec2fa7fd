import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

type Surroundings = { readonly env: NodeJS.ProcessEnv; readonly platform?: NodeJS.Platform };

/** Why this computer's own ssh cannot be gone through, as a sentence without its end; null where it can. */
export const whyNoOpenssh = ({ env, platform = process.platform }: Surroundings): string | null => {
  // Its connections are shared by sockets, and its questions answered by FIFOs.
  if (platform === 'win32') return 'going through the ssh of this computer does not work on Windows yet';
  return (env['PATH'] ?? USUAL_PATH).split(delimiter).some(hasSsh) ? null : 'there is no ssh on this computer';
};

/** Where a shell looks that was told nothing. */
const USUAL_PATH = ['/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);

const hasSsh = (folder: string): boolean => {
  if (folder === '') return false;
  try {
    const file = join(folder, 'ssh');
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
};
