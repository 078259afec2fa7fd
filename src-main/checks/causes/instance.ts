import { type Causes, DOWN } from './rows.ts';

/** Sign-in and the instance. */
export const INSTANCE: Causes = {
  'identity.key-mismatch': {
    explains: ['config.secret-undecryptable', 'credentials.*', 'status.not-validated', ...DOWN],
    source: 'KB0639100',
  },
  'instance.hibernating': {
    explains: [
      'network.not-an-instance',
      'network.http-error',
      'credentials.*',
      'instance.unreachable',
      'instance.public-page-inactive',
      ...DOWN,
    ],
    source: 'documentation: Understanding personal developer instances; the text of the page is inference',
  },
  'credentials.locked-out': {
    explains: ['credentials.rejected', ...DOWN],
    source: 'KB0597574; that another program is the reason is inference',
  },
  'credentials.inactive': {
    explains: ['credentials.rejected', ...DOWN],
    source: 'KB0597574',
  },
  'credentials.password-reset': {
    explains: ['credentials.rejected', ...DOWN],
    source: 'inference',
  },
  'credentials.restricted': {
    explains: ['credentials.rejected', ...DOWN],
    source: 'inference',
  },
  'credentials.role-missing': {
    explains: ['credentials.rejected', 'credentials.table-denied', ...DOWN],
    source: 'KB0535040, KB0535148; documentation: Set up a MID Server user',
  },
  'credentials.table-denied': {
    explains: [...DOWN],
    source: 'KB0535040; taking admin away again is inference',
  },
  'credentials.rejected': {
    explains: [...DOWN],
    source: 'KB0535040, KB0726937, KB0535148',
  },
  'instance.basic-auth-property': {
    explains: ['credentials.rejected', ...DOWN],
    source: 'KB0535040',
  },
  'instance.web-service-missing': {
    explains: ['instance.web-service-inactive', ...DOWN],
    source: 'KB0535040; inference',
  },
  'instance.web-service-inactive': {
    explains: [...DOWN],
    source: 'KB0535040',
  },
  'instance.public-page-inactive': {
    explains: [...DOWN],
    source: 'KB0535040; what 401 means is inference',
  },
  'instance.unreachable': {
    explains: [...DOWN],
    source: 'inference',
  },
  'instance.heartbeat-job': {
    explains: [...DOWN],
    source: 'KB0535146',
  },
  'instance.queue-backlog': {
    explains: [...DOWN],
    source: 'documentation: ECC queue and MID Server; inference',
  },
  'identity.cloned': {
    explains: ['credentials.rejected', 'status.not-validated', ...DOWN],
    source: 'documentation: MID Server post-clone issue resolution; KB0723611',
  },
  'identity.duplicate-name': {
    explains: ['service.stopped', ...DOWN],
    source: 'KB0743043; documentation: MID Server startup fails',
  },
  'identity.shared-user': {
    explains: ['status.down'],
    source: 'KB1552863; the lock-out is inference',
  },
  'log.platform-upgrading': {
    explains: ['upgrade.precheck-failed', 'status.upgrading', ...DOWN],
    source: 'KB0696133',
  },
  'log.native-library': {
    explains: ['service.failed-to-start', 'service.crash-loop', ...DOWN],
    source: 'inference',
  },
  'log.instance-mismatch': {
    explains: [...DOWN],
    source: 'Support knowledge base; documentation: MID Server version selection',
  },
  'status.auto-invalidated': {
    explains: ['service.stopped', 'status.not-validated', ...DOWN],
    source: 'documentation: MID Server governance',
  },
  'status.upgrade-failed': {
    explains: [...DOWN],
    source: 'documentation: MID Server upgrades, MID Server pre-upgrade check',
  },
  'status.upgrading': {
    explains: [...DOWN],
    source: 'KB0535040; documentation: MID Server upgrades; the half hour is inference',
  },
  'status.paused': {
    explains: ['verify.*'],
    source: 'documentation: Pause the MID Server',
  },
  'status.record-missing': {
    explains: [...DOWN],
    source: 'documentation: MID Server parameters; inference',
  },
  'status.not-validated': {
    explains: ['verify.*'],
    source: 'documentation: Validate a MID Server; KB0639100',
  },
  'status.down': {
    explains: ['verify.*', 'status.stale'],
    source: 'KB0661756; documentation: MID Server heartbeat',
  },
};
