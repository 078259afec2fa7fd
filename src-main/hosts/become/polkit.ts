import type { ConnectionError } from '../../model/connection-error.ts';
import { excerpt } from '../bounded.ts';
import { connectionError } from '../connection-params.ts';

/**
 * polkit's own prompt of the desktop asks; MID Up never sees the password. Its prompt on a terminal is left out: there
 * is none here, and it would wait for ever.
 */
export const polkitWords = (become: string, ready: string): readonly string[] => [
  ...['env', 'LC_ALL=C', 'LANGUAGE=C', 'pkexec', '--disable-internal-agent', '--user', become],
  ...['sh', '-c', `echo ${ready}; exec sh`],
];

/** What pkexec says where it gives no shell; its words are English here. Source: pkexec(1) and its sources. */
export const polkitError = (host: string, user: string, become: string, said: string): ConnectionError => {
  const params = { host, user, become, said: excerpt(said.replace(/^env: /, '')) || 'nothing' };
  if (/Request dismissed/i.test(said)) return connectionError('polkit-dismissed', 'sudo', params);
  if (/No authentication agent/i.test(said)) return connectionError('polkit-no-agent', 'sudo', params);
  return connectionError('polkit-denied', 'sudo', params);
};
