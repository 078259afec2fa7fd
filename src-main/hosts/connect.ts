import { homedir } from 'node:os';
import { ConnectionError } from '../model/connection-error.ts';
import type { Host } from '../model/host.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { AskUser } from '../model/prompt.ts';
import type { LocalTarget, SshTarget } from '../model/target.ts';
import { excerpt } from './bounded.ts';
import { connectionError, withParams } from './connection-params.ts';
import { whyNoOpenssh } from './openssh/available.ts';

export type ConnectHostOptions = {
  readonly ask: AskUser;
  readonly signal: AbortSignal;
  readonly onLedger?: (entry: Omit<LedgerEntry, 'n'>) => void;
  /** Default: this process's. SSH_AUTH_SOCK is read from it. */
  readonly env?: NodeJS.ProcessEnv;
  /** Where `.ssh` is; default the user's home. */
  readonly home?: string;
};

/** Going through this computer's own ssh is no other way on: it does that already, or cannot. */
const isLastWay = (target: LocalTarget | SshTarget, env: NodeJS.ProcessEnv): boolean =>
  target.kind === 'ssh' && (target.client === 'openssh' || whyNoOpenssh({ env }) !== null);

/** Opens a host. Throws a `ConnectionError` and nothing else; an abort is `cancelled` within half a second. */
export const connectHost = async (target: LocalTarget | SshTarget, options: ConnectHostOptions): Promise<Host> => {
  const name = target.kind === 'ssh' ? excerpt(target.address, 120) : 'this computer';
  const cancelled = () => connectionError('cancelled', 'config', { host: name });
  const { signal, env = process.env, home = homedir() } = options;
  if (signal.aborted) throw cancelled();
  const open = async (): Promise<Host> => {
    if (target.kind === 'local') {
      const { createLocalHost } = await import('./local/local-host.ts');
      return createLocalHost(target, options.ask, env);
    }
    if (target.client === 'openssh') {
      const { connectOpenssh } = await import('./openssh/connect-openssh.ts');
      return connectOpenssh(target, { ...options, env, home });
    }
    // Loaded only where it is needed: ssh2 takes longer to load than everything else together.
    const { connectSsh } = await import('./ssh/connect-ssh.ts');
    return connectSsh(target, { ...options, env, home });
  };
  const opening = open();
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    // The phase that is under way says it better; this is for one that does not answer.
    stop = () => setTimeout(() => reject(cancelled()), 300);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([opening, aborted]);
  } catch (error) {
    // Whatever still opens after a cancel is closed again.
    opening.then((host) => host.close()).catch(() => undefined);
    if (error instanceof ConnectionError) throw isLastWay(target, env) ? withParams(error, { noOpenssh: 1 }) : error;
    throw connectionError('failed', 'config', { host: name, why: excerpt(String((error as Error).message)) }, error);
  } finally {
    signal.removeEventListener('abort', stop);
  }
};
