import type { Duplex } from 'node:stream';
import { ConnectionError } from '../../model/connection-error.ts';
import { type Host, TcpError } from '../../model/host.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { AskUser } from '../../model/prompt.ts';
import type { SshTarget } from '../../model/target.ts';
import { excerpt } from '../bounded.ts';
import { connectionError, withParams } from '../connection-params.ts';
import { openProxyCommand, type ProxyCommand } from '../proxy-command.ts';
import { connectTcp } from '../tcp.ts';
import { hostPort, parseAddress } from './address.ts';
import { type KeyTrouble, keyCandidates } from './auth/candidates.ts';
import type { SshSettings } from './config/resolve.ts';
import { resolveRoute } from './consented-route.ts';
import { type Hop, moreToTry, openHop } from './hop.ts';
import { forwardTcp } from './open-tcp.ts';
import { createSshHost } from './ssh-host.ts';

export type ConnectOptions = {
  readonly ask: AskUser;
  readonly signal: AbortSignal;
  readonly onLedger?: (entry: Omit<LedgerEntry, 'n'>) => void;
  readonly env?: NodeJS.ProcessEnv;
  readonly home: string;
};

const TCP_S = 15;
/** Connections anew to a host that ended one at its limit of tries, while there are keys left. */
const MOST_TURNS = 3;

/** Opens the way to an SSH host, hop by hop. Throws a `ConnectionError`; nothing stays open then. */
export const connectSsh = async (target: SshTarget, options: ConnectOptions): Promise<Host> => {
  const { ask, signal, env = process.env } = options;
  const host = excerpt(target.address, 120);
  const address = parseAddress(target.address);
  const { route, consentToProxy } = await resolveRoute(address, target, { ...options, env });

  const open: Hop[] = [];
  const closeAll = () => {
    for (const hop of [...open].reverse()) hop.close();
  };
  try {
    for (const [index, settings] of route.entries()) {
      const candidatesAndTroubles = await identities(settings, target, options);
      const offeredBefore = new Set<string>();
      for (let turn = 1; ; turn++) {
        const began = Date.now();
        const previous = open.at(-1);
        let proxy: ProxyCommand | null = null;
        try {
          if (!previous && settings.proxyCommand !== null) {
            await consentToProxy();
            proxy = openProxyCommand(settings.proxyCommand, env);
          }
          const socket = proxy?.stream ?? (await socketTo(settings, previous, route[index - 1], signal));
          const hop = await openHop({
            socket,
            settings,
            hop: index + 1,
            hops: route.length,
            knownHostsFile: target.knownHostsFile,
            acceptNew: target.acceptNewHostKey === true,
            ...candidatesAndTroubles,
            offeredBefore,
            ask,
            signal,
          });
          open.push(hop);
          note(options, settings, began, 0);
          break;
        } catch (error) {
          note(options, settings, began, 255);
          if (proxy && hasNoWay(error)) {
            const why = await proxy.why();
            throw withUnsupported(connectionError('failed', 'tcp', { host: settings.alias, why }, error), settings);
          }
          if (turn < MOST_TURNS && error instanceof ConnectionError && moreToTry.has(error)) continue;
          throw withUnsupported(error, settings);
        }
      }
    }
  } catch (error) {
    closeAll();
    throw error instanceof ConnectionError
      ? error
      : connectionError('failed', 'tcp', { host, why: excerpt(String((error as Error).message)) }, error);
  }
  const last = open.at(-1);
  const settings = route.at(-1);
  if (!last || !settings) throw connectionError('failed', 'config', { host, why: 'there is no way to it' });
  return createSshHost({ hop: last, settings, closeAll, target, ask });
};

/** Options of the configuration that this client passes over may be why: the user's own ssh honours them. */
const withUnsupported = (error: unknown, { unsupported }: SshSettings): unknown =>
  error instanceof ConnectionError && unsupported.length > 0 && error.code !== 'cancelled'
    ? withParams(error, { unsupported: unsupported.join(', ') })
    : error;

const note = (options: ConnectOptions, settings: SshSettings, began: number, exitCode: number) => {
  options.onLedger?.({
    at: new Date(began).toISOString(),
    where: settings.alias,
    command: `ssh ${settings.user}@${hostPort(settings.hostName, settings.port)}`,
    exitCode,
    ms: Date.now() - began,
    readOnly: true,
  });
};

const identities = async (settings: SshSettings, target: SshTarget, { ask, signal, home }: ConnectOptions) => {
  const troubles: KeyTrouble[] = [];
  const candidates = settings.methods.publickey
    ? await keyCandidates({
        settings,
        identityFiles: target.identityFiles ?? [],
        home,
        ask,
        signal,
        onTrouble: (trouble) => troubles.push(trouble),
      })
    : [];
  return { candidates, troubles };
};

/** Before the other side said who it is, it was the command that failed. */
const hasNoWay = (error: unknown): boolean =>
  error instanceof ConnectionError && error.phase === 'banner' && (error.code === 'lost' || error.code === 'timeout');

const socketTo = async (
  settings: SshSettings,
  previous: Hop | undefined,
  via: SshSettings | undefined,
  signal: AbortSignal,
): Promise<Duplex> => {
  const { alias: host, hostName, port } = settings;
  const seconds = settings.connectTimeout || TCP_S;
  try {
    if (previous) return await forwardTcp(previous.client, hostName, port, signal);
    const { addressFamily: family, bindAddress: from } = settings;
    return await connectTcp(hostName, port, seconds * 1000, signal, { family, ...(from === null ? {} : { from }) });
  } catch (error) {
    if (!(error instanceof TcpError)) throw error;
    switch (error.reason) {
      case 'name':
        throw connectionError('name-unknown', 'resolve', { host: hostName }, error);
      case 'refused':
        throw connectionError('refused', 'tcp', { host: hostName, port }, error);
      case 'timeout':
        throw connectionError('timeout', 'tcp', { host: hostName, port, seconds }, error);
      case 'cancelled':
        throw connectionError('cancelled', 'tcp', { host }, error);
      case 'forbidden':
        throw connectionError(
          'failed',
          'tcp',
          { host, why: `the jump host ${via?.alias ?? ''} does not forward connections` },
          error,
        );
      default:
        throw connectionError('failed', 'tcp', { host, why: excerpt(error.message) }, error);
    }
  }
};
