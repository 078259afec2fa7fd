import { writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { finding, logging, problem, running, stopped } from '../../e2e/hosts/recipes.ts';
import type { HostScenario } from '../../e2e/hosts/scenario.ts';

/** As a user of its own, with something taken from that user once the agent has stopped. */
const without = (id: string, title: string, script: string): HostScenario => ({
  id,
  title,
  host: { runAs: 'midsvc' },
  prepare: async (mid) => {
    await stopped(mid);
    await mid.machine.must(script, [mid.dir]);
  },
  expect: problem('host.permissions'),
});

const said = (
  id: string,
  title: string,
  lines: readonly string[],
  cause: string,
  confidence: 'likely' | 'possible' = 'likely',
): HostScenario => ({
  id,
  title,
  prepare: (mid) => logging(mid, lines),
  expect: problem(cause, { confidence }),
});

export const HOST: readonly HostScenario[] = [
  without(
    'permissions-config',
    'the user may not read config.xml',
    'chown root:root "$1/config.xml"; chmod 600 "$1/config.xml"',
  ),
  without('permissions-work', 'the user may not write its work', 'chown -R root:root "$1/work"; chmod 755 "$1/work"'),
  without(
    'permissions-parent',
    'the user may not enter the folder above',
    'chown root:root "$(dirname "$1")"; chmod 700 "$(dirname "$1")"',
  ),
  without('permissions-agent', 'the folder belongs to somebody else', 'chown -R root:root "$1"; chmod -R go-rwx "$1"'),
  without('permissions-lib', 'the user may not read the program', 'chown -R root:root "$1/lib"; chmod -R 700 "$1/lib"'),
  {
    ...without(
      'permissions-acl',
      'an access list takes the logs away',
      'chown root:root "$1/logs"; chmod 777 "$1/logs"; setfacl -m u:midsvc:r-x "$1/logs"',
    ),
    expect: problem('host.permissions', {
      also: (report) => expect(finding(report, 'host.permissions')?.saw).toMatch(/write to \S+\/logs, though its mode/),
    }),
  },
  {
    ...without('permissions-immutable', 'the folder of logs is immutable', 'chattr +i "$1/logs"'),
    expect: problem('host.permissions', {
      also: (report) => expect(finding(report, 'host.permissions')?.doThis.join()).toContain('chattr -i'),
    }),
  },
  {
    id: 'permissions-cannot-look',
    title: 'whoever looks may not read the agent folder',
    login: 'ops',
    host: { runAs: 'midsvc' },
    args: ['--agent-dir', '/opt/servicenow/mid-ber-02/agent'],
    prepare: async (mid) => {
      await running(mid);
      await mid.machine.must('chmod 700 "$1"; useradd -M -d / -s /bin/sh ops; usermod -p "*" ops', [mid.dir]);
    },
    expect: {
      status: 'undetermined',
      exit: 5,
      cause: null,
      also: ({ findings }) => {
        const about = findings.filter((f) => /^(?:host\.permissions|config\.)/.test(f.code));
        expect(about.map((f) => f.status).filter((status) => status !== 'unknown')).toEqual([]);
        expect(about.length).toBeGreaterThan(8);
      },
    },
  },
  without(
    'permissions-one-log',
    'the newest log was written by root',
    'chown root:root "$1/logs/agent0.log.0"; chmod 600 "$1/logs/agent0.log.0"',
  ),
  {
    ...without(
      'stopped-with-copies',
      'it was stopped, and root left copies of its own in the folder',
      'cp "$1/config.xml" "$1/config.xml.bak"; mkdir "$1/backup-2026"; cp -r "$1/conf" "$1/backup-2026"; tar -C "$1" -cf "$1/logs/for-support.tar" conf; chown -R root:root "$1/config.xml.bak" "$1/backup-2026" "$1/logs/for-support.tar"; chmod -R go= "$1/config.xml.bak" "$1/backup-2026" "$1/logs/for-support.tar"',
    ),
    expect: problem('service.stopped', {
      also: (report) =>
        expect(report.findings.find((f) => f.code === 'host.permissions')).toMatchObject({ status: 'warn' }),
    }),
  },
  {
    id: 'unsupported-32-bit',
    title: 'the kernel speaks of a machine of 32 bits, and nothing else does',
    prepare: async (mid) => {
      await stopped(mid);
      writeFileSync(mid.machine.path('/opt/sh32'), '#!/bin/sh\nexec setarch i686 /bin/sh "$@"\n', { mode: 0o755 });
      await mid.machine.must(
        'echo /opt/sh32 >>/etc/shells; usermod -s /opt/sh32 root; mount --bind /dev/null /usr/bin/getconf',
      );
    },
    expect: problem('host.unsupported-os'),
  },
  without('run-as-gone', 'the user that it runs as is gone', 'userdel midsvc'),
  {
    id: 'read-only',
    title: 'the file system is mounted read-only',
    host: { disk: 'size=2200m' },
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.must('mount -o remount,ro "$1"', [mid.dir]);
    },
    expect: problem('host.read-only'),
  },
  {
    id: 'noexec',
    title: 'the file system forbids to run programs',
    host: { disk: 'size=2200m' },
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.must('mount -o remount,noexec "$1"', [mid.dir]);
    },
    expect: problem('host.noexec'),
  },
  {
    id: 'disk-full-running',
    title: 'the disk ran full while the agent runs',
    host: { disk: 'size=12m' },
    prepare: async (mid) => {
      await running(mid);
      await mid.machine.run('cat /dev/zero >"$1/logs/core.dump"; cat /dev/zero >"$1/logs/core.dump.2"', [mid.dir]);
    },
    expect: problem('host.disk-full'),
  },
  {
    id: 'disk-full-crash',
    title: 'the disk is full, and the agent cannot start for it',
    host: { disk: 'size=12m', override: ['wrapper.restart.delay=0'] },
    prepare: async (mid) => {
      await mid.machine.run('cat /dev/zero >"$1/logs/core.dump"; cat /dev/zero >"$1/logs/core.dump.2"', [mid.dir]);
      await mid.start();
      await mid.machine.run('sleep 4');
    },
    expect: problem('host.disk-full'),
  },
  {
    id: 'heap-over-memory',
    title: 'more heap than the machine has memory',
    host: { override: ['wrapper.java.maxmemory=200000'] },
    prepare: async (mid) => {
      await mid.start();
      await mid.machine.run('sleep 2');
    },
    expect: { status: 'problem', exit: 1, cause: 'host.memory' },
  },
  {
    id: 'disk-low',
    title: 'little room is left: a warning',
    host: { disk: 'size=600m' },
    prepare: running,
    expect: { status: 'warning', exit: 2, cause: null },
  },
  {
    id: 'config-malformed-disk-full',
    title: 'the disk ran full while config.xml was saved',
    host: { disk: 'size=12m' },
    prepare: async (mid) => {
      await stopped(mid);
      mid.setConfig((text) => text.slice(0, 300));
      await mid.machine.run('cat /dev/zero >"$1/logs/core.dump"; cat /dev/zero >"$1/logs/core.dump.2"', [mid.dir]);
      await mid.start();
    },
    expect: problem('host.disk-full'),
  },
  {
    id: 'permissions-and-stale',
    title: 'killed, and its logs taken away meanwhile',
    host: { runAs: 'midsvc' },
    prepare: async (mid) => {
      await running(mid);
      await mid.machine.must(
        'pkill -KILL wrapper; pkill -KILL java; sleep 0.3; chown -R root:root "$1/logs"; chmod 700 "$1/logs"',
        [mid.dir],
      );
    },
    expect: problem('host.permissions'),
  },
  said(
    'locked-out',
    'the instance has locked the user out',
    [
      'SEVERE (StartupSequencer) Login failed: user mid.ber is locked out',
      "SEVERE (StartupSequencer) Could not authenticate user 'mid.ber' on the ServiceNow instance. SOAP Response: Status code=401, Response body=null",
    ],
    'credentials.locked-out',
  ),
  said(
    'role-missing',
    'the user lacks a role',
    [
      "SEVERE (StartupSequencer) SOAP Server error reported by ServiceNow instance, user 'mid.ber' may be missing the 'soap_script' role.",
    ],
    'credentials.role-missing',
  ),
  said(
    'duplicate-on-instance',
    'another MID Server has the name',
    [
      'SEVERE (StartupSequencer) Encountered error: [An active MID Server with a duplicate name detected.] in ensuring agent record on the instance. Retry...',
    ],
    'identity.duplicate-name',
  ),
  said(
    'key-mismatch',
    'key store and config.xml do not belong together',
    ['SEVERE (StartupSequencer) Keystore and config.xml files out of sync. Delete agent_keystore.jks and restart'],
    'identity.key-mismatch',
  ),
  said(
    'cloned',
    'the record is not where it was',
    ['WARN (StartupSequencer) Agent record not found, creating new record.'],
    'identity.cloned',
    'possible',
  ),
];
