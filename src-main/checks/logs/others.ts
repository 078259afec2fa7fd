import type { LogHit } from '../../logs/scan.ts';
import type { FindingCode } from '../../model/codes.ts';
import type { ConfigEvidence } from '../probes/config.ts';

/** What can as well be said of a device that is discovered, or of a server that an integration speaks to. */
const OF_ANYBODY = /^(?:network\.(?!revocation-blocked)|credentials\.|instance\.|host\.disk-full$)/;
/** Those who do the instance's work on other computers. Source: thread names of the agent's log (KB0535148); inference. */
const WORKER = /^Worker-/;
/** The agent's own talk with its instance, whichever thread it is in. */
const OF_INSTANCE = /\bSOAP\b|ServiceNow instance|service-now\.com/i;
/** Java's own words, so of this computer's disk; a command on another one has those of its shell. */
const OWN_DISK = /\bjava\.\w+\./;
const NAMED = /\bUnknownHostException: ([\w.-]{1,253})|\bhttps?:\/\/([^\s/:?#'",;()<>\\]{1,253})/;

/** The host that a line of a log names as the one it was about. */
export const hostNamed = (text: string): string | undefined => {
  const [, unknown, url] = NAMED.exec(text) ?? [];
  return (unknown ?? url)?.toLowerCase();
};

/**
 * True where a known message speaks of another computer than the instance and the proxy on the way to it: it names one, or
 * a worker wrote it. A busy MID Server logs such lines all day, and is none the worse for them. Inference.
 */
export const isOfOthers = (
  { signature, text, thread }: Pick<LogHit, 'signature' | 'text' | 'thread'>,
  config: ConfigEvidence | undefined,
): boolean => {
  const code: FindingCode = signature.code;
  if (!OF_ANYBODY.test(code)) return false;
  const named = hostNamed(text);
  const ours = [config?.url?.host, config?.proxy.host].flatMap((host) => host?.toLowerCase() || []);
  if (named !== undefined && ours.includes(named)) return false;
  if (named !== undefined && config?.url && code.startsWith('network.')) return true;
  if (!WORKER.test(thread ?? '') || OF_INSTANCE.test(text)) return false;
  return code !== 'host.disk-full' || !OWN_DISK.test(text);
};
