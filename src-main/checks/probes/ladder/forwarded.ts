import type { Duplex } from 'node:stream';
import type { Host } from '../../../model/host.ts';
import { authorityOf, firstOf, type Goal, within } from './goal.ts';
import { ask } from './http.ts';
import { open } from './open.ts';
import { connectThrough } from './proxy.ts';
import { handshake, oldestHandshake } from './tls.ts';
import { type TranscriptWriter, writeConnect, writeHttp, writeTcp, writeTls } from './write.ts';

const STEP_MS = 10_000;
const OLD_MS = 4_000;
const LATE_MS = 1_500;

export type ForwardedOptions = {
  readonly signal: AbortSignal;
  /** An address that lives, where the name itself gives no connection for a while. */
  readonly living?: () => Promise<string | undefined>;
  /** The chain is there; what stands on it may begin. */
  readonly onChain?: (chain: readonly string[]) => void;
};

/**
 * Up to the goal by connections of our own from the host's network. The chain, empty where TLS was not reached; null
 * where the way does not allow such connections.
 */
export const climbForwarded = async (
  host: Host,
  goal: Goal,
  out: TranscriptWriter,
  o: ForwardedOptions,
): Promise<readonly string[] | null> => {
  const { url, proxy } = goal;
  const first = firstOf(goal);
  let living: Promise<string | undefined> | undefined;
  const late = setTimeout(() => {
    living = o.living?.();
  }, LATE_MS);
  let tcp = await open(host, first, goal.tcpMs, o.signal);
  clearTimeout(late);
  if (tcp.outcome === 'forbidden') return null;
  out.fact('way', host.kind === 'local' ? 'own' : 'forwarded');
  writeTcp(out, first, tcp);
  if (tcp.outcome === 'timeout') {
    // The server tries one address after the other, and waits minutes for a dead one; and seconds for each name server.
    const address = await living;
    if (address !== undefined) {
      out.fact('went-on-by', address);
      tcp = await open(host, { host: address, port: first.port }, goal.tcpMs, o.signal);
    }
  }
  let connection: Duplex | null = tcp.socket;
  if (!connection) return [];
  try {
    if (proxy && url.scheme === 'https') {
      const answer = await connectThrough(connection, authorityOf(url), within(o.signal, STEP_MS));
      writeConnect(out, goal, answer);
      if (answer.outcome !== 'ok') return [];
    }
    let chain: readonly string[] = [];
    if (url.scheme === 'https') {
      const tls = await handshake(connection, url.host, within(o.signal, STEP_MS));
      writeTls(out, goal, tls);
      ({ chain } = tls);
      if (tls.outcome === 'protocol') await writeOldest(host, goal, out, o.signal);
      if (!tls.socket) return chain;
      connection = tls.socket;
      o.onChain?.(chain);
    }
    const path = proxy && url.scheme === 'http' ? `http://${authorityOf(url)}${goal.path}` : goal.path;
    writeHttp(out, goal, await ask(connection, authorityOf(url), within(o.signal, STEP_MS), path));
    return chain;
  } finally {
    connection?.destroy();
  }
};

/** What a server speaks that no Java of today does, so that whoever runs it is told. */
const writeOldest = async (host: Host, goal: Goal, out: TranscriptWriter, signal: AbortSignal): Promise<void> => {
  const limit = within(signal, OLD_MS);
  const { socket } = await open(host, firstOf(goal), OLD_MS, limit);
  if (!socket) return;
  try {
    if (goal.proxy && (await connectThrough(socket, authorityOf(goal.url), limit)).outcome !== 'ok') return;
    const spoken = await oldestHandshake(socket, goal.url.host, limit);
    if (spoken) out.fact('tls-old', spoken);
  } finally {
    socket.destroy();
  }
};
