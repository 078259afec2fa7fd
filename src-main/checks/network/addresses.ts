import { isIPv4 } from 'node:net';
import type { Finding, Params } from '../../model/finding.ts';
import type { Say } from '../define.ts';
import type { AddressTried, LadderEvidence } from '../probes/ladder/evidence.ts';
import type { LogsEvidence } from '../probes/logs.ts';
import { agentConnected, rungAt } from './rungs.ts';

/**
 * One of several addresses is dead. Java puts IPv4 first, and the agent's HTTP client goes to the first address only.
 * Sources: Java "Networking Properties" (java.net.preferIPv6Addresses); the words of KB0780900's time-out are those of
 * Apache HttpClient 3, from which the latter follows (inference).
 */
export const judgeAddresses = (
  { addresses, proxy }: LadderEvidence,
  params: Params,
  logs: LogsEvidence | undefined,
  say: Say,
): readonly Finding[] => {
  const tried = addresses.filter(({ outcome }) => !['untried', 'cancelled', 'unknown'].includes(outcome));
  const living = tried.filter(({ outcome }) => outcome === 'ok');
  const dead = tried.filter(({ outcome }) => outcome !== 'ok');
  const [anyDead] = dead;
  if (living.length === 0 || !anyDead) return [];
  const first = addresses.find(({ address }) => isIPv4(address)) ?? addresses[0];
  const about = (one: AddressTried) => ({
    ...params,
    address: one.address,
    why: one.detail || one.outcome,
    living: living.map(({ address }) => address).join(', '),
  });
  if (first && dead.includes(first) && !agentConnected(logs)) {
    const variant = proxy ? 'first-address-proxy' : 'first-address';
    return [say.fail('network.tcp-timeout', about(first), { ...rungAt(first.line), variant, certainty: 'likely' })];
  }
  const old = dead.find(({ address }) => isIPv4(address)) ?? (living.some((a) => isIPv4(a.address)) ? null : anyDead);
  if (old) return [say.warn('network.tcp-timeout', about(old), { ...rungAt(old.line), variant: 'one-address' })];
  return [say.info('network.tcp-timeout', about(anyDead), { ...rungAt(anyDead.line), variant: 'ipv6' })];
};
