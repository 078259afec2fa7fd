import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { ConnectionError } from '../../../model/connection-error.ts';
import { matchesPattern } from '../patterns.ts';
import { type ConfigLine, configLines, invalid } from './lines.ts';

/** A file of configuration: the user's own, which nobody else may write, or the system's. */
export type ConfigFile = { readonly path: string; readonly mustBeOurs: boolean };

const MAX_BYTES = 1024 * 1024;
/** To OpenSSH, too, an Include of such a name includes nothing. */
const NOT_THERE: readonly string[] = ['ENOENT', 'ENOTDIR', 'EACCES', 'ENAMETOOLONG'];

/** The lines of a file; none where it is not there. Throws `config-invalid` where it must not be trusted. */
export const readConfigFile = ({ path, mustBeOurs }: ConfigFile): readonly ConfigLine[] => {
  let text: string;
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return [];
    if (stat.size > MAX_BYTES) throw invalid(path, 'is larger than 1 MB');
    const others = (stat.mode & 0o022) !== 0;
    const us = process.getuid?.();
    // It can name commands to run. OpenSSH refuses it for the same reason.
    if (mustBeOurs && us !== undefined && (others || (stat.uid !== 0 && stat.uid !== us)))
      throw invalid(path, 'can be written by other users of this computer, so it is not used');
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof ConnectionError) throw error;
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (NOT_THERE.includes(code)) return [];
    throw invalid(path, `cannot be read (${code})`);
  }
  return configLines(text, path);
};

/** The files that an Include's pattern names, in the order of their names. */
export const includedFiles = (pattern: string, base: string, home: string): readonly string[] => {
  const expanded = pattern.startsWith('~/') ? join(home, pattern.slice(2)) : pattern;
  const full = isAbsolute(expanded) ? expanded : join(base, expanded);
  if (!/[*?[]/.test(full)) return [full];
  let found: readonly string[] = [sep];
  for (const part of resolve(full).split(sep).filter(Boolean)) {
    found = found.flatMap((folder) => {
      if (!/[*?[]/.test(part)) return exists(join(folder, part)) ? [join(folder, part)] : [];
      return entries(folder)
        .filter((name) => (!name.startsWith('.') || part.startsWith('.')) && matchesPattern(name, part))
        .map((name) => join(folder, name));
    });
  }
  return [...found].sort();
};

const entries = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

const exists = (path: string): boolean => {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
};

/** Where relative Includes of a file begin: ~/.ssh for the user's, /etc/ssh for the system's. */
export const includeBase = (file: ConfigFile, home: string): string =>
  file.path.startsWith('/etc/ssh/') ? dirname(file.path) : join(home, '.ssh');
