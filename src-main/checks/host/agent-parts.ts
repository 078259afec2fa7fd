/**
 * What an agent is made of, below its folder; all else there was put beside it. Source: the agent folders of London and
 * Orlando; documentation: "Install a MID Server on Linux", "MID Server security", "MID Server upgrades".
 */
const PARTS =
  /^(?:bin|conf|etc|extlib|jetty|jre|keystore|lib|logs|package|properties|scripts|security|security_backup|work)(?:\/|$)|^(?:config\.xml|(?:start|stop|installer|uninstall)\.sh)$/;

/** What an admin leaves: copies by their usual names, or with a date. */
const COPY = /(?:\.(?:bak|backup|copy|old|orig|rpmnew|rpmsave|save|swp|tmp)|~|[._-]\d{8}(?:[._-]?\d{4,6})?)$/i;

/**
 * The logs that the agent and its wrapper have open. Those that were turned over are renamed and in the end deleted, which
 * is a matter of the folder alone. Source: java.util.logging.FileHandler; unlink(2).
 */
export const OPEN_LOGS = /agent\d+\.log(?:\.0)?(?:\.lck)?|wrapper\.log/;
const OWN_LOG = new RegExp(String.raw`^logs\/(?:${OPEN_LOGS.source}|dist-upgrade\.log)$`);

/** Whether the agent itself uses this path: its folder, a part of it, or a folder on the way to it. */
export const isPartOfAgent = (path: string, agentDir: string): boolean => {
  if (!path.startsWith(`${agentDir}/`)) return true;
  const below = path.slice(agentDir.length + 1);
  if (!PARTS.test(below) || COPY.test(below)) return false;
  return !below.startsWith('logs/') || OWN_LOG.test(below);
};
