import { hostPort } from '../address.ts';
import { type ConfigFile, includeBase, includedFiles, readConfigFile } from './files.ts';
import { defaultConfigFiles, resolveSettings } from './resolve.ts';

export type HostSuggestion = { readonly alias: string; readonly resolved: string };

const MOST = 20;

/**
 * The aliases of ~/.ssh/config that begin with `prefix`, and what they resolve to. Runs nothing: an alias whose way
 * hangs on `Match exec` is resolved without it. Never throws; what cannot be read gives no suggestion.
 */
export const suggestHosts = async (
  prefix: string,
  options: { readonly home: string; readonly env?: NodeJS.ProcessEnv },
): Promise<readonly HostSuggestion[]> => {
  const { home, env = process.env } = options;
  const [own] = defaultConfigFiles(home);
  if (!own) return [];
  const begin = prefix.toLowerCase();
  try {
    const names = [...new Set(aliases(own, home, new Set()))]
      .filter((name) => name.toLowerCase().startsWith(begin))
      .sort();
    const found: HostSuggestion[] = [];
    for (const alias of names.slice(0, MOST)) {
      const settings = await resolveSettings({ host: alias }, { home, env, exec: async () => false });
      const via = settings.proxyJump ? ` via ${settings.proxyJump}` : '';
      found.push({ alias, resolved: `${settings.user}@${hostPort(settings.hostName, settings.port)}${via}` });
    }
    return found;
  } catch {
    return [];
  }
};

/** Each file once, however often it is included. */
const aliases = (file: ConfigFile, home: string, seen: Set<string>): readonly string[] => {
  if (seen.has(file.path)) return [];
  seen.add(file.path);
  return readConfigFile(file).flatMap((line) => {
    if (line.key === 'host') return line.words.filter((word) => !/[*?!]/.test(word));
    if (line.key !== 'include') return [];
    return line.words
      .flatMap((word) => includedFiles(word, includeBase(file, home), home))
      .flatMap((path) => aliases({ ...file, path }, home, seen));
  });
};
