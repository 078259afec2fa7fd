import type { Host } from '../../../model/host.ts';
import { withoutComments } from '../../assemble.ts';
import lib from '../lib.sh?raw';
import connectScript from './connect.sh?raw';
import type { Goal } from './goal.ts';
import { clientHello, escaped } from './hello.ts';
import ladderScript from './ladder.sh?raw';
import toolsLib from './lib.sh?raw';
import oldScript from './old.sh?raw';
import { readTools, type ToolAddress } from './tools.ts';
import { type TranscriptWriter, writeConnect, writeHttp, writeTls } from './write.ts';

const TOOLS_MS = 45_000;

export type ToolsOptions = {
  readonly signal: AbortSignal;
  /** As evidence shows the script's own output, so that two ladders do not mix. */
  readonly prefix: string;
  readonly id: 'ladder.tools' | 'ladder.install-tools';
  /** The agent's own, for hosts that have no other tool for TLS. */
  readonly keytool: string;
};

export type ClimbedWithTools = {
  /** Empty where TLS was not reached. */
  readonly chain: readonly string[];
  /** Of the name that is connected to; empty where nothing could look them up. */
  readonly addresses: readonly ToolAddress[];
  readonly via: string | undefined;
};

/** Up to the goal by whatever tools the host has. */
export const climbWithTools = async (
  host: Host,
  goal: Goal,
  out: TranscriptWriter,
  o: ToolsOptions,
): Promise<ClimbedWithTools> => {
  const { url, proxy } = goal;
  out.fact('way', 'tools');
  const hello = (version: '1.2' | '1.1') => escaped(clientHello(url.host, version));
  const result = await host.runScript(
    {
      text: withoutComments([lib, toolsLib, connectScript, oldScript, ladderScript].join('\n')),
      parts: { mark: '', ids: [o.id] },
    },
    {
      args: [
        ...[url.host, String(url.port), url.scheme, proxy?.host ?? '', proxy ? String(proxy.port) : ''],
        ...[goal.path, o.keytool, hello('1.2'), hello('1.1')],
      ],
      signal: o.signal,
      timeoutMs: TOOLS_MS,
      maxBytes: 1024 * 1024,
    },
  );
  const { tcp, via, addresses, proxy: connect, tls, http } = readTools(result.stdout, proxy !== null);
  const climbed = { chain: tls?.chain ?? [], addresses, via };
  // What the tools printed goes in under names of its own, so that it cannot pass for what was made of it.
  out.append(shownTools(result.stdout, o.prefix));
  if (tcp) out.fact('tcp', `${tcp.outcome} ${tcp.ms} ${tcp.detail}`);
  if (via !== undefined) out.fact('went-on-by', via);
  if (connect) writeConnect(out, goal, { ms: 0, ...connect });
  // Behind a proxy that made no tunnel, what the tools say of TLS and HTTP speaks of the proxy.
  if (connect && connect.outcome !== 'ok' && url.scheme === 'https') return { ...climbed, chain: [] };
  if (tls) writeTls(out, goal, tls);
  if (tls?.old) out.fact('tls-old', tls.old);
  if (http) writeHttp(out, goal, http);
  return climbed;
};

const MAX_SHOWN = 64 * 1024;

/** What the tools printed, under names of its own and without facts. */
export const shownTools = (stdout: string, prefix: string): string =>
  stdout
    .replaceAll(/^@(?=\S)/gm, `@${prefix}tool-`)
    .replaceAll(/^:.*$\n?/gm, '')
    .replaceAll(/^( +set-cookie:).*$/gim, '$1 (left out)')
    .replaceAll(/^( +location:[^?#\n]*)[?#].*$/gim, '$1')
    .slice(0, MAX_SHOWN);
