import type { Address } from '../../model/address.ts';
import type { SshTarget } from '../../model/target.ts';
import { excerpt } from '../bounded.ts';
import { connectionError } from '../connection-params.ts';
import { commandSucceeds } from '../proxy-command.ts';
import type { ConnectOptions } from './connect-ssh.ts';
import { routeTo } from './route.ts';

/** The way to a host, where every command of the configuration is run only after consent to its exact text. */
export const resolveRoute = async (address: Address, target: SshTarget, options: ConnectOptions) => {
  const { ask, signal, home, env = process.env } = options;
  const host = excerpt(target.address, 120);
  const consent = async (command: string, why: 'proxy-command' | 'match-exec') => {
    const answer = await ask({ kind: 'run-command', command, why }, signal);
    if (signal.aborted || (answer.kind !== 'once' && answer.kind !== 'remember'))
      throw connectionError('cancelled', 'config', { host });
  };
  const asked = new Map<string, Promise<boolean>>();
  const exec = (command: string): Promise<boolean> => {
    const known = asked.get(command);
    if (known) return known;
    const result = consent(command, 'match-exec').then(() => commandSucceeds(command, env, signal));
    asked.set(command, result);
    return result;
  };
  const route = await routeTo(address, target.jumps ?? [], {
    home,
    env,
    exec,
    ...(target.user ? { user: target.user } : {}),
  });
  /** The first hop's ProxyCommand; those of later ones are not used, since they are reached through a jump. */
  const consentToProxy = async () => {
    const command = route[0]?.proxyCommand;
    if (command) await consent(command, 'proxy-command');
  };
  return { route, consentToProxy };
};
