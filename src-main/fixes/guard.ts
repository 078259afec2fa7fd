import type { AgentFacts } from '../model/agent.ts';
import type { Finding } from '../model/finding.ts';
import type { FixRefusal } from '../model/fix.ts';

/** What an upgrade forbids. Sources: KB0535040 (do not interrupt it); KB0779816, KB0713557 (do not start a half-replaced agent). */
export const upgradeForbids = (facts: AgentFacts, findings: readonly Finding[]): FixRefusal | null => {
  const upgrade = findings.filter((f) => f.code.startsWith('upgrade.'));
  const runs = upgrade.some((f) => /\.(?:in-progress|stuck)$/.test(f.code) && f.status === 'fail');
  if (facts.upgradeInProgress || runs) return 'upgrade-in-progress';
  // Only "no upgrade is running" allows it; that nothing was seen of it does not.
  const known = upgrade.some((f) => f.check === 'upgrade.progress' && f.byHand !== true && f.status !== 'unknown');
  return known ? null : 'upgrade-unknown';
};

/**
 * An upgrade that broke off while it replaced files. One that failed before that, as its check or its download did, left
 * the agent whole; the agent log alone says so.
 */
export const leftHalfReplaced = (findings: readonly Finding[]): boolean =>
  findings.some(
    (f) =>
      f.code === 'upgrade.failed' &&
      f.status === 'fail' &&
      f.byHand !== true &&
      (f.variant !== 'log' || /UpgradeException/.test(String(f.params['line'] ?? ''))),
  );

/** What was read of the service is still so. Nothing in here changes by itself as time goes by. */
export const stateOf = ({ agentDir, service, runAs, upgradeInProgress }: AgentFacts): string =>
  JSON.stringify([
    agentDir,
    service.manager,
    service.unit,
    service.state,
    service.pid,
    service.stalePidFile,
    runAs,
    upgradeInProgress,
  ]);
