import type { Host } from '../../../model/host.ts';
import { isHostName } from '../../config/url.ts';
import { lookBeside } from './beside.ts';
import { climbWithTools } from './by-tools.ts';
import { climbForwarded } from './forwarded.ts';
import { authorityOf, firstOf, type Goal, within } from './goal.ts';
import { open } from './open.ts';
import { connectThrough } from './proxy.ts';
import { askRevocation, revocationUrls } from './revocation.ts';
import { listMarked, listTrusted } from './trust.ts';
import { writeTrust } from './vouch.ts';
import { createTranscriptWriter, type TranscriptWriter } from './write.ts';

export type Climb = {
  readonly goal: Goal;
  /** config.xml has a user for the proxy. It is not sent. */
  readonly proxyUser: boolean;
  /** Where upgrades come from; `instance` where through it. */
  readonly install: Goal | 'instance' | null;
  readonly agentDir: string;
  readonly trustStore: string;
  readonly javaCommand: string;
  readonly signal: AbortSignal;
  readonly become: string | null;
};

/** What a connection to the instance, or its proxy, may take to come about. */
export const TCP_MS = 5_000;
const ADDRESS_MS = 3_000;
const HINT_MS = 4_000;
const MOST_ADDRESSES = 4;

/** Goes up rung by rung until one breaks; returns the transcript. Rejects only where `signal` aborts. */
export const climb = async (host: Host, o: Climb): Promise<string> => {
  const { goal, install } = o;
  const { url, proxy } = goal;
  const out = createTranscriptWriter();
  writeGoal(out, goal);
  if (proxy) out.fact('proxy-user', o.proxyUser ? 'yes' : 'no');
  out.fact('at', new Date().toISOString());
  if (proxy && !(isHostName(proxy.host) && proxy.port >= 1 && proxy.port <= 65535)) return out.text();
  // All that needs no other's answer runs side by side; what the way up does not come to need is dropped.
  const drop = new AbortController();
  const signal = AbortSignal.any([o.signal, drop.signal]);
  const as = o.become === null ? {} : { become: o.become };
  const trust = url.scheme === 'https' ? listTrusted(host, o, { signal, ...as }) : Promise.resolve(null);
  const beside = lookBeside(host, { first: firstOf(goal).host, instance: url.host, signal });
  const addresses = beside.then((seen) => tryAddresses(host, goal, seen.addresses, signal));
  const upgrades = climbToInstall(host, o, signal);
  try {
    let revocation: Promise<(out: TranscriptWriter) => void> | undefined;
    const askOf = (chain: readonly string[], tools: boolean, via?: string) => {
      revocation = askRevocation(host, goal, revocationUrls(chain), { signal, tools, via });
    };
    const living = async () => {
      const all = await addresses;
      return all.length === 1 ? tryAlone(host, goal, all[0]?.address, signal) : all.find(isAlive)?.address;
    };
    const onChain = (sent: readonly string[]) => askOf(sent, false);
    const forwarded = await climbForwarded(host, goal, out, { signal: o.signal, living, onChain });
    const byTools = { signal: o.signal, prefix: '', id: 'ladder.tools', keytool: keytoolOf(o) } as const;
    const climbed = forwarded ? null : await climbWithTools(host, goal, out, byTools);
    const chain = forwarded ?? climbed?.chain ?? [];
    if (climbed) askOf(chain, true, climbed.via);
    const vouchers = { marks: () => listMarked(host, o, { signal, ...as }) };
    if (chain.length > 0) await writeTrust(out, chain, { host: url.host, trusted: await trust, ...vouchers });
    (await revocation)?.(out);
    const { text, hints } = await beside;
    out.append(text);
    for (const { address, outcome, ms, detail } of climbed?.addresses.length ? climbed.addresses : await addresses)
      out.fact('address', `${address} ${outcome} ${ms} ${detail}`);
    if (!proxy && !/^:tcp ok /m.test(out.text())) await tryHint(host, goal, hints[0], out, signal);
    if (install === 'instance') out.fact('install-way', 'instance');
    const { ladder, chain: installChain } = await upgrades;
    if (installChain.length > 0)
      await writeTrust(ladder, installChain, { host: nameOf(install), trusted: await trust, ...vouchers });
    out.append(ladder.text());
  } finally {
    drop.abort();
  }
  o.signal.throwIfAborted();
  return out.text();
};

const writeGoal = (out: TranscriptWriter, { url, proxy }: Goal): void => {
  out.fact('target', `${url.scheme} ${url.host} ${url.port}`);
  if (proxy) out.fact('proxy', `${proxy.host} ${proxy.port}`);
};

const nameOf = (goal: Climb['install']): string => (goal && goal !== 'instance' ? goal.url.host : '');

/** The agent's own, where it is in its usual place. */
const keytoolOf = ({ agentDir, javaCommand }: Climb): string =>
  javaCommand.startsWith('/') ? javaCommand.replace(/[^/]+$/, 'keytool') : `${agentDir}/jre/bin/keytool`;

/** The same way up to the server that upgrades come from, within its own limits. Never rejects. */
const climbToInstall = async (host: Host, o: Climb, signal: AbortSignal) => {
  const ladder = createTranscriptWriter('install-');
  const { install } = o;
  if (!install || install === 'instance') return { ladder, chain: [] };
  writeGoal(ladder, install);
  const options = { signal, prefix: 'install-', id: 'ladder.install-tools', keytool: keytoolOf(o) } as const;
  const chain = await climbForwarded(host, install, ladder, { signal })
    .then(async (forwarded) => forwarded ?? (await climbWithTools(host, install, ladder, options)).chain)
    .catch(() => []);
  return { ladder, chain };
};

/** Each of several addresses on its own; one alone is what the ladder goes by. Never rejects. */
const tryAddresses = async (host: Host, goal: Goal, addresses: readonly string[], signal: AbortSignal) => {
  const { port } = firstOf(goal);
  if (addresses.length < 2) return addresses.map((address) => ({ address, outcome: 'untried', ms: 0, detail: '' }));
  return Promise.all(
    addresses.slice(0, MOST_ADDRESSES).map(async (address) => {
      const { socket, outcome, ms, detail } = await open(host, { host: address, port }, ADDRESS_MS, signal);
      socket?.destroy();
      return { address, outcome: outcome === 'forbidden' ? 'untried' : outcome, ms, detail };
    }),
  );
};

const isAlive = ({ outcome }: { readonly outcome: string }): boolean => outcome === 'ok';

/** The only address, without the name, which may take its time to be looked up. */
const tryAlone = async (host: Host, goal: Goal, address: string | undefined, signal: AbortSignal) => {
  const first = firstOf(goal);
  if (address === undefined || address === first.host) return undefined;
  const { socket } = await open(host, { host: address, port: first.port }, ADDRESS_MS, signal);
  socket?.destroy();
  return socket ? address : undefined;
};

/** Where the direct way is closed: whether a proxy that other programs of the host use opens a tunnel. */
const tryHint = async (
  host: Host,
  { url }: Goal,
  hint: string | undefined,
  out: TranscriptWriter,
  signal: AbortSignal,
): Promise<void> => {
  const [name = '', port = ''] = hint?.split(':') ?? [];
  if (!isHostName(name) || !host.openTcp) return;
  const { socket, outcome, ms, detail } = await open(host, { host: name, port: Number(port) }, HINT_MS, signal);
  if (!socket) return out.fact('hint-connect', `${hint} ${outcome} ${ms} ${detail}`);
  const answer = await connectThrough(socket, authorityOf(url), within(signal, HINT_MS));
  socket.destroy();
  out.fact('hint-connect', `${hint} ${answer.outcome} ${ms + answer.ms} ${answer.detail}`);
};
