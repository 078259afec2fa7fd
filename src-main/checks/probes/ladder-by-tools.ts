import type { Host } from '../../model/host.ts';
import ladderScript from './ladder.sh?raw';
import type { Goal } from './ladder-goal.ts';
import { readTools } from './ladder-tools.ts';
import { type TranscriptWriter, writeConnect, writeHttp, writeTls } from './ladder-write.ts';
import lib from './lib.sh?raw';

const TOOLS_MS = 45_000;

export type ToolsOptions = {
  readonly signal: AbortSignal;
  /** As evidence shows the script's own output, so that two ladders do not mix. */
  readonly prefix: string;
  readonly id: 'ladder.tools' | 'ladder.install-tools';
  /** The agent's own, for hosts that have no other tool for TLS. */
  readonly keytool: string;
};

/** Up to the goal by whatever tools the host has. The chain, empty where TLS was not reached. */
export const climbWithTools = async (
  host: Host,
  goal: Goal,
  out: TranscriptWriter,
  o: ToolsOptions,
): Promise<readonly string[]> => {
  const { url, proxy } = goal;
  out.fact('way', 'tools');
  const result = await host.runScript(
    { text: `${lib}\n${ladderScript}`, parts: { mark: '', ids: [o.id] } },
    {
      args: [
        ...[url.host, String(url.port), url.scheme, proxy?.host ?? '', proxy ? String(proxy.port) : ''],
        ...[goal.path, o.keytool],
      ],
      signal: o.signal,
      timeoutMs: TOOLS_MS,
      maxBytes: 1024 * 1024,
    },
  );
  const { tcp, proxy: connect, tls, http } = readTools(result.stdout, proxy !== null);
  // What the tools printed goes in under names of its own, so that it cannot pass for what was made of it.
  out.append(shownTools(result.stdout, o.prefix));
  if (tcp) out.fact('tcp', `${tcp.outcome} ${tcp.ms} ${tcp.detail}`);
  if (connect) writeConnect(out, goal, { ms: 0, ...connect });
  // Behind a proxy that made no tunnel, what the tools say of TLS and HTTP speaks of the proxy.
  if (connect && connect.outcome !== 'ok' && url.scheme === 'https') return [];
  if (tls) writeTls(out, goal, tls);
  if (http) writeHttp(out, goal, http);
  return tls?.chain ?? [];
};

const MAX_SHOWN = 64 * 1024;

/** What the tools printed, under names of its own and without facts. */
const shownTools = (stdout: string, prefix: string): string =>
  stdout
    .replaceAll(/^@(tcp|openssl|keytool-chain|curl-chain|curl-why|http) /gm, `@${prefix}tool-$1 `)
    .replaceAll(/^:.*$\n?/gm, '')
    .replaceAll(/^( +set-cookie:).*$/gim, '$1 (left out)')
    .replaceAll(/^( +location:[^?#\n]*)[?#].*$/gim, '$1')
    .slice(0, MAX_SHOWN);
