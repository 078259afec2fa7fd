import { expect } from 'vitest';
import { healthy, logging, problem, running, stopped } from '../../e2e/hosts/recipes.ts';
import type { HostScenario } from '../../e2e/hosts/scenario.ts';
import type { MidHost } from '../../peers/mid-host.ts';
import { adding } from './config.ts';

/** As the log of an upgrade looks whose last line is `last`, so many minutes old, with the agent stopped since. */
const upgraded = async (mid: MidHost, last: string, minutes: number) => {
  await stopped(mid);
  await mid.machine.must(
    `cd "$1"; mkdir -p work/upgrade_temp/1779068231/upgrade-wrapper/logs
     at=$(date -d "$3 minutes ago" '+%Y/%m/%d %H:%M:%S.000')
     for m in '***********UPGRADE MAIN LOGIN START***********' 'Replacing file 1 of 4127' "$2"; do
       printf 'INFO   | jvm 1    | %s | %s\\n' "$at" "$m" >>logs/dist-upgrade.log
     done
     find logs work -exec touch -d "$3 minutes ago" {} +`,
    [mid.dir, last, String(minutes)],
  );
};

/** What an upgrade leaves that has replaced the core, and not yet the rest. */
const halfReplaced = (mid: MidHost) => {
  mid.write(
    'package/meta/mid-core.meta.properties',
    'package.filename=mid-core.07-02-2026_1015.universal.universal.zip\n',
  );
  for (const version of ['4.5.13', '4.5.14']) mid.write(`lib/httpclient-${version}.jar`, '');
};

export const UPGRADE: readonly HostScenario[] = [
  {
    id: 'upgrade-failed',
    title: 'an upgrade failed an hour ago, and the agent is down since',
    prepare: (mid) =>
      upgraded(mid, 'com.snc.dist.mid_upgrade.UpgradeException: java.nio.file.FileSystemException: lib/mid.jar', 60),
    expect: problem('upgrade.failed', { confidence: 'likely' }),
  },
  {
    id: 'upgrade-broken-off',
    title: 'an upgrade broke off three hours ago',
    prepare: (mid) => upgraded(mid, 'Replacing file 2014 of 4127', 180),
    expect: problem('upgrade.failed', { confidence: 'likely' }),
  },
  {
    id: 'upgrade-log-fresh',
    title: 'an upgrade wrote its log a minute ago',
    prepare: (mid) => upgraded(mid, 'Replacing file 2014 of 4127', 1),
    expect: problem('upgrade.in-progress', { confidence: 'likely', next: /wait|upgrade/i }),
  },
  {
    id: 'upgrade-stuck',
    title: 'an upgrade hangs since two hours',
    prepare: async (mid) => {
      await upgraded(mid, 'Replacing file 2014 of 4127', 120);
      await mid.machine.must(
        `cd "$1/work/upgrade_temp/1779068231"
         mkdir -p upgrade-wrapper/bin; cp "$1/bin/wrapper" upgrade-wrapper/bin/glide-dist-upgrade-wrapper
         printf 'while :; do sleep 1; done\\n' >upgrade-wrapper/bin/glide-dist-upgrade.sh
         sh ./upgrade-wrapper/bin/glide-dist-upgrade.sh start >/dev/null 2>&1 &
         sleep 0.5; find "$1/work" -exec touch -d '120 minutes ago' {} +`,
        [mid.dir],
      );
    },
    expect: problem('upgrade.stuck'),
  },
  {
    id: 'precheck-failed',
    title: 'the check before the upgrade failed, as the log says',
    prepare: (mid) =>
      logging(mid, [
        'INFO (AutoUpgrade.3600) Performing pre-upgrade validation tests.',
        'SEVERE (AutoUpgrade.3600) Not enough free disk space. The system reports 104857600 bytes free',
        'SEVERE (AutoUpgrade.3600) Aborting MID Server upgrade due to pre-upgrade check failure',
      ]),
    expect: problem('upgrade.precheck-failed', { confidence: 'likely' }),
  },
  {
    id: 'upgrade-never-began',
    title: 'the agent stopped for an upgrade an hour ago, and nothing came of it',
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.must(
        `cd "$1"; mkdir -p work/upgrade_temp/1779068231/upgrade-wrapper
         for m in 'Upgrading MID server' 'Stopping MID server. Bootstrapping upgrade' 'MID Server stopping' 'MID Server stopped'; do
           printf '%s INFO (AutoUpgrade.3600) [AutoUpgrade:233] %s\\n' "$(date -d '60 minutes ago' +%Y-%m-%dT%H:%M:%S.000%z)" "$m" >>logs/agent0.log.0
         done
         find logs work -exec touch -d '60 minutes ago' {} +`,
        [mid.dir],
      );
    },
    expect: problem('upgrade.failed', { confidence: 'likely', next: /glide-dist-upgrade\.sh start/ }),
  },
  {
    id: 'version-mismatch',
    title: 'stopped, with the core of one version and the rest of another',
    prepare: async (mid) => {
      await stopped(mid);
      halfReplaced(mid);
    },
    expect: problem('upgrade.version-mismatch', {
      confidence: 'likely',
      also: ({ findings }) => {
        const { saw = '' } = findings.find((f) => f.code === 'upgrade.version-mismatch') ?? {};
        expect(saw).toContain('mid-core.07-02-2026_1015');
        expect(saw).toContain('05-14-2026_1732');
        expect(saw).toContain('httpclient-4.5.13.jar and httpclient-4.5.14.jar');
      },
    }),
  },
  {
    id: 'version-mismatch-running',
    title: 'core and build of two versions, and it runs all the same',
    prepare: async (mid) => {
      halfReplaced(mid);
      await running(mid);
    },
    expect: healthy,
  },
  {
    id: 'pinned',
    title: 'pinned to a version in config.xml',
    prepare: async (mid) => {
      adding(mid, ['mid.pinned.version', 'yokohama-12-18-2024__patch4-05-14-2026_1732']);
      await running(mid);
    },
    expect: {
      ...healthy,
      also: (report) => {
        healthy.also?.(report);
        const { status, saw } = report.findings.find((f) => f.code === 'upgrade.pinned') ?? {};
        expect(status).toBe('info');
        expect(saw).toContain('yokohama-12-18-2024__patch4-05-14-2026_1732');
      },
    },
  },
];
