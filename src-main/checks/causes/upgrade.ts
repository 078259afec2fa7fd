import { type Causes, DOWN, NOT_REACHED, NOT_RUNNING } from './rows.ts';

/** An upgrade replaces the agent under its own feet: nothing else that is seen then means what it says. */
export const UPGRADE: Causes = {
  'upgrade.in-progress': {
    explains: ['service.*', 'status.*', 'network.*', 'identity.*', 'verify.*', 'log.*', ...NOT_REACHED],
    source: 'KB0535040; KB0722838 (duration); documentation: MID Server upgrades; thresholds are inference',
  },
  'upgrade.stuck': {
    explains: ['service.*', 'status.*', 'upgrade.failed', 'upgrade.version-mismatch', 'verify.*', 'log.*'],
    source: 'KB0779816, KB0713557; the half hour is inference',
  },
  'upgrade.failed': {
    explains: [
      ...NOT_RUNNING,
      'service.wrapper-missing',
      'service.java-missing',
      'upgrade.version-mismatch',
      'status.upgrade-failed',
      ...DOWN,
    ],
    source: 'KB0779816, KB0713557, KB0597571',
  },
  'upgrade.precheck-failed': {
    explains: ['status.upgrade-failed', 'upgrade.failed', 'upgrade.version-mismatch'],
    source: 'documentation: MID Server pre-upgrade check; KB0696133',
  },
  'upgrade.version-mismatch': {
    explains: [...NOT_RUNNING, 'service.stale-pid', 'log.instance-mismatch', ...DOWN],
    source: 'KB0779816, KB0713557; documentation: MID Server upgrades; inference',
  },
};
