import { type Causes, DOWN, NOT_RUNNING } from './rows.ts';

/** The machine: without room, rights or memory nothing runs. */
export const HOST: Causes = {
  'host.disk-full': {
    explains: [
      ...NOT_RUNNING,
      'service.hung',
      'service.stale-pid',
      'service.out-of-memory',
      'upgrade.failed',
      'upgrade.stuck',
      'upgrade.precheck-failed',
      'identity.key-mismatch',
      'config.malformed',
      'log.*',
      ...DOWN,
    ],
    source: 'MID Server pre-upgrade check (2 GB); inference',
  },
  'host.permissions': {
    explains: [
      ...NOT_RUNNING,
      'service.stale-pid',
      'service.hung',
      'upgrade.failed',
      'upgrade.precheck-failed',
      'log.*',
      ...DOWN,
    ],
    source: 'KB0535040; KB0782327',
  },
  'host.access-control': {
    explains: [
      ...NOT_RUNNING,
      'host.permissions',
      'service.stale-pid',
      'service.java-missing',
      'service.wrapper-missing',
      'network.*',
      'log.*',
      ...DOWN,
    ],
    source: 'KB0815542; auditd(8); inference',
  },
  'host.read-only': {
    explains: [
      ...NOT_RUNNING,
      'host.permissions',
      'service.stale-pid',
      'service.hung',
      'upgrade.failed',
      'upgrade.precheck-failed',
      'log.*',
      ...DOWN,
    ],
    source: 'mount(8); ext4(5)',
  },
  'host.noexec': {
    explains: ['service.failed-to-start', 'service.stopped', 'upgrade.failed', 'upgrade.stuck', ...DOWN],
    source: 'KB0690910; mount(8)',
  },
  'host.memory': {
    explains: [...NOT_RUNNING, 'service.out-of-memory', 'service.hung', ...DOWN],
    source: 'KB0647664, KB0749034; documentation: MID Server system requirements',
  },
  'host.unsupported-os': {
    explains: [...NOT_RUNNING, 'service.wrong-architecture', 'upgrade.precheck-failed', 'log.native-library', ...DOWN],
    source: 'documentation: MID Server system requirements',
  },
  'host.java-version': {
    explains: [...NOT_RUNNING, 'service.stale-pid', 'network.tls-protocol', ...DOWN],
    source: 'KB1704368; release notes of London, Quebec, Yokohama and Australia',
  },
  'host.clock-skew': {
    explains: ['network.tls-expired', 'credentials.rejected', ...DOWN],
    source: 'inference; RFC 9110 (Date)',
  },
  'host.antivirus': {
    explains: [
      ...NOT_RUNNING,
      'service.stale-pid',
      'service.wrapper-missing',
      'service.java-missing',
      'config.missing',
      'config.wrapper-invalid',
      'log.native-library',
      'upgrade.failed',
      'upgrade.stuck',
      ...DOWN,
    ],
    source: 'KB0870329; clamscan(1); inference',
  },
};
