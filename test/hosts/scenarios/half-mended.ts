import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { finding, logging, problem, startedInVain, stopped } from '../../e2e/hosts/recipes.ts';
import type { HostScenario } from '../../e2e/hosts/scenario.ts';
import type { MidHost } from '../../peers/mid-host.ts';
import { SYSTEMD_PATH, underSystemd, unitFile } from '../systemd.ts';

const DIR = '/opt/servicenow/mid-ber-02/agent';

/** The program with another loader than that of this computer, as on a system without glibc. */
const withoutLoader = (mid: MidHost, file: string) => {
  const bytes = readFileSync(mid.path(file));
  bytes.write('/lib64/ld-linux-x86-64.so.9', bytes.indexOf('/lib64/ld-linux-x86-64.so.2'));
  writeFileSync(mid.path(file), bytes);
};

const silentSinceBoot = (mid: MidHost) =>
  mid.machine.must(
    'at=$(( $(date +%s) - $(cut -d. -f1 /proc/uptime) - 3600 )); find "$1/logs" -type f -exec touch -d "@$at" {} +',
    [mid.dir],
  );

/** What admins leave behind: repairs that were not brought to an end, links, scripts and units of their own. */
export const HALF_MENDED: readonly HostScenario[] = [
  {
    id: 'control-settings',
    title: 'bin/mid.shconf lost its right to run, so that starting it says so and leaves no log',
    prepare: async (mid) => {
      await stopped(mid);
      chmodSync(mid.path('bin/mid.shconf'), 0o644);
      const { stdout } = await mid.start();
      expect(stdout).toContain('could not execute it');
    },
    expect: problem('service.wrapper-missing', { next: /chmod 755 \S+\/bin\/mid\.shconf/ }),
  },
  {
    id: 'control-crlf',
    title: 'bin/mid.sh was saved by an editor of Windows',
    prepare: async (mid) => {
      await stopped(mid);
      mid.write('bin/mid.sh', mid.read('bin/mid.sh').replaceAll('\n', '\r\n'));
      const { status } = await mid.start();
      expect(status).not.toBe(0);
    },
    expect: problem('service.wrapper-missing', { next: /sed -i 's\/\\r\$\/\/' \S+\/bin\/mid\.sh/ }),
  },
  {
    id: 'loader-missing',
    title: 'the wrapper names a loader that this host does not have',
    prepare: async (mid) => {
      await stopped(mid);
      for (const file of ['bin/wrapper', 'bin/wrapper-linux-x86-64']) withoutLoader(mid, file);
    },
    expect: problem('service.wrong-architecture', {
      also: (report) => expect(finding(report, 'service.wrong-architecture')?.saw).toContain('ld-linux-x86-64.so.9'),
    }),
  },
  {
    id: 'java-back',
    title: 'Java was gone at the last start, was put back, and nobody has tried since',
    prepare: async (mid) => {
      await mid.machine.must('mv "$1/jre" "$1/jre.away"', [mid.dir]);
      await startedInVain(mid);
      await mid.machine.must('mv "$1/jre.away" "$1/jre"', [mid.dir]);
    },
    expect: problem('service.failed-to-start', { next: /^Start the service/ }),
  },
  {
    id: 'log-restart',
    title: 'the login is refused; the password was corrected since, without a restart',
    prepare: async (mid) => {
      await logging(mid, [
        "SEVERE (StartupSequencer) Could not authenticate user 'mid.ber' on the ServiceNow instance. SOAP Response: Status code=401",
      ]);
      await mid.machine.must('touch -d "+10 minutes" "$1/config.xml"', [mid.dir]);
    },
    expect: problem('credentials.rejected', { confidence: 'likely', next: /^Restart the MID Server: config\.xml/ }),
  },
  {
    id: 'config-copies',
    title: 'config.xml is gone, and two copies of it are left',
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.must(
        'cd "$1"; mv config.xml config.xml.20261101; cp config.xml.20261101 config.xml.bak; touch -d "2 days ago" config.xml.20261101',
        [mid.dir],
      );
    },
    expect: problem('config.missing', { next: /^Look into config\.xml\.bak/ }),
  },
  {
    id: 'permissions-link',
    title: 'the logs are on another disk, where their folder belongs to root',
    host: { runAs: 'midsvc' },
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.must(
        'mkdir -p /opt/data; mv "$1/logs" /opt/data/logs; ln -s ../../../data/logs "$1/logs"; chown -R root:root /opt/data; chmod 755 /opt/data/logs',
        [mid.dir],
      );
    },
    expect: problem('host.permissions', { next: /readlink -f \S+\/agent\/logs/ }),
  },
  {
    id: 'logs-dangling',
    title: 'the logs are a link to a disk that is not mounted',
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.must('mv "$1/logs" "$1/../logs.away"; ln -s /mnt/midup-logs/mid "$1/logs"', [mid.dir]);
      await mid.start();
      // The wrapper falls back to a log beside it, and ends with the agent, which has none.
      await mid.waitFor('wrapper.log', '<-- Wrapper Stopped');
    },
    expect: problem('host.permissions', { next: /Mount or restore \/mnt\/midup-logs\/mid/ }),
  },
  {
    id: 'store-empty',
    title: 'the trust store is an empty file',
    prepare: async (mid) => {
      await stopped(mid);
      mid.write('jre/lib/security/cacerts', '');
      await logging(mid, [
        'SEVERE (StartupSequencer) java.security.InvalidAlgorithmParameterException: the trustAnchors parameter must be non-empty',
      ]);
    },
    expect: problem('network.tls-untrusted', { next: /^Restore \S+\/cacerts/ }),
  },
  {
    ...SYSTEMD_PATH,
    id: 'systemd-drop-in-user',
    title: 'a drop-in names the user, who may not write the logs',
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.must(
        'useradd -M -d / -s /bin/sh midsvc; chown -R midsvc: "$1"; chown -R root: "$1/logs"; chmod 755 "$1/logs"',
        [mid.dir],
      );
      const drop = '/etc/systemd/system/mid.service.d/user.conf';
      await underSystemd(mid, {
        units: { '/etc/systemd/system/mid.service': unitFile(DIR), [drop]: '[Service]\nUser=midsvc\n' },
        answers: { User: 'midsvc' },
      });
    },
    expect: problem('host.permissions'),
  },
  {
    ...SYSTEMD_PATH,
    id: 'systemd-leftover',
    title: 'a unit of old for the same folder is disabled, and the one that counts was stopped',
    prepare: async (mid) => {
      await stopped(mid);
      await underSystemd(mid, {
        units: {
          '/etc/systemd/system/mid.service': unitFile(DIR),
          '/etc/systemd/system/snc_mid.service': unitFile(DIR),
        },
        enabled: ['snc_mid.service'],
      });
    },
    expect: problem('service.stopped', { next: /systemctl start snc_mid\.service/ }),
  },
  {
    ...SYSTEMD_PATH,
    id: 'systemd-by-script',
    title: "a unit starts a script of the admins' own; the agent is down since the boot",
    prepare: async (mid) => {
      await stopped(mid);
      await silentSinceBoot(mid);
      const script = '/opt/scripts/mid-control';
      await underSystemd(mid, {
        units: {
          '/etc/systemd/system/snow.service': `[Service]\nType=forking\nExecStart=${script} start\n[Install]\nWantedBy=multi-user.target\n`,
          [script]: `#!/bin/sh\ncd ${DIR} && exec ./bin/mid.sh "$1"\n`,
        },
        enabled: ['snow.service'],
      });
    },
    expect: problem('service.stopped', { next: /systemctl start snow\.service/ }),
  },
];
