import { type Causes, DOWN, NOT_RUNNING } from './rows.ts';

/** What the service is made of, and how it ended. */
export const SERVICE: Causes = {
  'service.java-missing': {
    explains: [...NOT_RUNNING, 'service.stale-pid', ...DOWN],
    source: 'KB0778272; messages of Java Service Wrapper ("Unable to start JVM")',
  },
  'service.wrapper-missing': {
    explains: [...NOT_RUNNING, 'service.stale-pid', ...DOWN],
    source: 'bin/mid.sh ("Unable to locate any of the following binaries")',
  },
  'service.wrong-architecture': {
    explains: [...NOT_RUNNING, ...DOWN],
    source: 'elf(5); documentation: MID Server system requirements',
  },
  'service.out-of-memory': {
    explains: [...NOT_RUNNING, 'service.hung', 'service.stale-pid', ...DOWN],
    source: 'KB0749034; wrapper.filter.trigger of wrapper.conf; inference',
  },
  // A user that is not there, or may not be used, can have no rights either.
  'service.logon-failed': {
    explains: [...NOT_RUNNING, 'host.permissions', 'service.stale-pid', ...DOWN],
    source: 'systemd.exec(5); bin/mid.sh; KB0867669; KB0535040',
  },
  'service.duplicate': {
    explains: ['service.port-in-use', 'service.failed-to-start', 'identity.duplicate-name', ...DOWN],
    source: 'KB0782337',
  },
  'service.not-installed': {
    explains: ['service.stopped', 'service.stale-pid', ...DOWN],
    source: 'KB0535040; bin/mid.sh; what happens at a reboot is inference',
  },
  'service.disabled': {
    explains: ['service.stopped', 'service.stale-pid', ...DOWN],
    source: 'systemctl(1)',
  },
  'service.stale-pid': {
    explains: ['service.stopped', 'service.failed-to-start', ...DOWN],
    source: 'The start verb of bin/mid.sh ("Removed stale pid file"); wrapper.pidfile.strict of Java Service Wrapper',
  },
  'service.crash-loop': {
    explains: ['service.stopped', 'service.failed-to-start', 'service.stale-pid', ...DOWN],
    source: 'Messages of Java Service Wrapper; the numbers are inference',
  },
  'service.failed-to-start': {
    explains: ['service.stopped', ...DOWN],
    source: 'Messages of Java Service Wrapper; systemd.exec(5)',
  },
  'service.hung': {
    explains: [...DOWN],
    source: 'inference from the status line of the agent (LogStatusMonitor.60)',
  },
  'service.paused': {
    explains: ['service.hung', 'status.paused', ...DOWN],
    source: 'proc(5); cgroups(7); inference',
  },
  'service.stopped': {
    explains: [...DOWN],
    source: 'KB0535040',
  },
  'locate.not-found': {
    explains: [...DOWN],
    source: 'KB0535040; documentation: Install a MID Server on Linux',
  },
};
