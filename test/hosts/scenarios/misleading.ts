import { expect } from 'vitest';
import type { Report } from '../../../src-main/model/report.ts';
import { healthy, logging, problem, running, startedInVain, stopped } from '../../e2e/hosts/recipes.ts';
import type { HostScenario } from '../../e2e/hosts/scenario.ts';
import { createMidHost, type MidHost } from '../../peers/mid-host.ts';

const DIR = '/opt/servicenow/mid-ber-02/agent';
const BESIDE = '/opt/servicenow/mid-ber-03/agent';

/** As an upgrade is laid out since Rome, and runs. */
const UPGRADES = `
cd "$1"
up=work/upgrade_temp/1779068231/upgrade-wrapper
mkdir -p $up/logs $up/work
cp -r bin conf lib jre $up/
mv $up/bin/mid.sh $up/bin/glide-dist-upgrade.sh
rm $up/bin/mid.shconf*
sed -i 's#^PIDDIR=.*#&\\nAPP_NAME=glide-dist-upgrade\\nAPP_LONG_NAME="ServiceNow Platform Distribution Upgrade"#' $up/bin/glide-dist-upgrade.sh
sed -i 's#^wrapper.logfile=.*#wrapper.logfile=logs/glide-dist-upgrade.log#' $up/conf/wrapper.conf
echo "wrapper.java.additional.1=-Dfakemid.upgrade=$1/logs/dist-upgrade.log" >>$up/conf/wrapper-override.conf
$up/bin/glide-dist-upgrade.sh start
`;

/** The log of an upgrade that ended with this line so many minutes ago, whose file is as old, or new. */
const upgradeLog = (mid: MidHost, last: string, minutes: number, fileMinutes = minutes) =>
  mid.machine.must(
    `cd "$1"
     at=$(date -d "$3 minutes ago" '+%Y/%m/%d %H:%M:%S.000')
     for m in '***********UPGRADE MAIN LOGIN START***********' 'Replacing file 1 of 4127' "$2"; do
       printf 'INFO   | jvm 1    | %s | %s\\n' "$at" "$m" >>logs/dist-upgrade.log
     done
     touch -d "$4 minutes ago" logs/dist-upgrade.log`,
    [mid.dir, last, String(minutes), String(fileMinutes)],
  );

const beside = async (mid: MidHost, url: string, authority: string) => {
  const second = await createMidHost({ machine: mid.machine, dir: BESIDE, name: 'mid-ber-03', appName: 'mid3', url });
  await second.trust(authority);
  return second;
};

const saying = (code: string, text: string) => (report: Report) => {
  const found = report.findings.filter((f) => f.code === code).map((f) => `${f.title} ${f.saw} ${f.doThis.join(' ')}`);
  expect(found.join('\n')).toContain(text);
};

/** What looks like a fault and is none, or like another one than it is: neighbours, leftovers, copies, other clocks. */
export const MISLEADING: readonly HostScenario[] = [
  {
    id: 'copies-beside',
    title: 'two copies of the folder beside an agent that is stopped',
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.must(
        'cp -r /opt/servicenow/mid-ber-02 /opt/servicenow/mid-ber-02.bak-20260930; cp -r /opt/servicenow/mid-ber-02 /opt/servicenow/from-vendor',
      );
    },
    expect: problem('service.stopped', { also: saying('locate.found', '/opt/servicenow/from-vendor/agent') }),
  },
  {
    id: 'moved-while-running',
    title: 'the folder was moved aside under the running agent, and a new one stands in its place',
    args: ['--agent-dir', DIR],
    prepare: async (mid, { instance }) => {
      await running(mid);
      await mid.machine.must('mv "$1" "$1.old"', [mid.dir]);
      const fresh = await createMidHost({ machine: mid.machine, url: instance.url, installed: false });
      await fresh.trust(instance.authority.cert);
    },
    expect: problem('service.stopped', {
      also: ({ findings }) => expect(findings.filter((f) => f.code === 'service.running')).toEqual([]),
    }),
  },
  {
    id: 'uid-without-name',
    title: 'it runs as a user whose number has no name on this host',
    host: { installed: false },
    prepare: async (mid) => {
      await mid.machine.must(
        'chown -R 54321:54321 "$1"; cd "$1/bin"; setpriv --reuid=54321 --regid=54321 --clear-groups ./mid.sh start',
        [mid.dir],
      );
      await mid.waitFor('logs/agent0.log.0', 'LogStatusMonitor');
    },
    expect: healthy,
  },
  {
    id: 'healthy-root-squash',
    title: 'root may read the folder and not write it, as on NFS; the user of the agent may',
    host: { runAs: 'midsvc' },
    prepare: async (mid) => {
      await running(mid);
      await mid.machine.must(
        `chmod -R o+rX "$1"; mount --bind /dev/null "$(command -v lsattr)"
         printf '#!/bin/sh\\nexec setpriv --bounding-set -dac_override,-dac_read_search --inh-caps -dac_override,-dac_read_search /bin/sh "$@"\\n' >/opt/squashed
         chmod 755 /opt/squashed; echo /opt/squashed >>/etc/shells; usermod -s /opt/squashed root`,
        [mid.dir],
      );
    },
    expect: healthy,
  },
  {
    id: 'upgrade-beside',
    title: 'stopped on purpose, while the agent beside it upgrades',
    args: ['--agent-dir', DIR],
    prepare: async (mid, { instance }) => {
      await stopped(mid);
      const second = await beside(mid, instance.url, instance.authority.cert);
      await mid.machine.must(UPGRADES, [second.dir]);
      await second.waitFor('logs/dist-upgrade.log', 'UPGRADE MAIN LOGIN START');
    },
    expect: problem('service.stopped'),
  },
  {
    id: 'upgrade-log-copied',
    title: 'stopped; its folder was restored, so that the log of an upgrade of last month is a new file',
    prepare: async (mid) => {
      await stopped(mid);
      await upgradeLog(mid, 'Replacing file 2014 of 4127', 43_200, 0);
    },
    expect: problem('service.stopped'),
  },
  {
    id: 'upgrade-ended',
    title: 'an upgrade went well half an hour ago, and nothing has started the agent since',
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.must(
        `cd "$1"; mkdir -p work/upgrade_temp/1779068231
         for m in 'Upgrading MID server' 'Stopping MID server. Bootstrapping upgrade' 'MID Server stopped'; do
           printf '%s INFO (AutoUpgrade.3600) [AutoUpgrade:233] %s\\n' "$(date -d '40 minutes ago' +%Y-%m-%dT%H:%M:%S.000%z)" "$m" >>logs/agent0.log.0
         done
         find logs work -exec touch -d '40 minutes ago' {} +`,
        [mid.dir],
      );
      await upgradeLog(mid, '***********UPGRADE MAIN LOGIN END***********', 38);
    },
    expect: problem('service.stopped', { also: saying('upgrade.none', 'UPGRADE MAIN LOGIN END') }),
  },
  {
    id: 'crash-other-zone',
    title: 'Java dies again and again, and who looks has another time zone',
    sshd: ['SetEnv TZ=Asia/Kolkata'],
    host: {
      override: [
        ...['wrapper.restart.delay=1', 'wrapper.max_failed_invocations=100'],
        'wrapper.java.additional.1=-Dfakemid.exit=1',
      ],
    },
    prepare: async (mid) => {
      await mid.start();
      const launches = () => mid.read('logs/wrapper.log').split('Launching a JVM').length - 1;
      await mid.waitFor('logs/wrapper.log', 'Launching a JVM');
      for (const until = Date.now() + 60_000; launches() < 4; ) {
        if (Date.now() > until) throw new Error('it does not crash');
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    expect: problem('service.crash-loop'),
  },
  {
    id: 'log-outlived',
    title: 'a wrapper.log of a crash in October, switched off since; the agent ran, and was stopped',
    host: { override: ['wrapper.restart.delay=0', 'wrapper.java.additional.1=-Dfakemid.exit=0'] },
    prepare: async (mid) => {
      await startedInVain(mid);
      await mid.machine.must(
        `cd "$1"; sed -i 's#^20[0-9/]*#2026/10/02#' logs/wrapper.log; touch -d 2026-10-02 logs/wrapper.log
         sed -i /fakemid.exit/d conf/wrapper-override.conf`,
        [mid.dir],
      );
      mid.override('wrapper.logfile.loglevel=NONE');
      await stopped(mid);
    },
    expect: problem('service.stopped'),
  },
  {
    id: 'log-targets',
    title: 'a busy agent, whose log tells of what is wrong with other computers',
    prepare: (mid) =>
      logging(mid, [
        'INFO (StartupSequencer) Successfully connected to instance: https://acme.service-now.com/',
        'INFO (StartupSequencer) User mid.ber has all necessary roles',
        'INFO (MIDServer) MID Server started',
        'ERROR (Worker-Standard:RESTProbe-7f0c) Request to https://vcenter.corp.example/api failed',
        'javax.net.ssl.SSLHandshakeException: PKIX path building failed: unable to find valid certification path to requested target',
        '\t... 12 more',
        'WARN (Worker-Expedited:PowershellProbe-12) 10.1.2.3, user CORP\\svc-disc: The referenced account is currently locked out and may not be logged on to.',
        'SEVERE (Worker-Standard:JDBCProbe-3) java.net.UnknownHostException: db-7.corp.example: Name or service not known',
        'SEVERE (Worker-Standard:RESTProbe-8) HTTP/1.1 407 Proxy Authentication Required from proxy.dmz:8080',
        'WARN (Worker-Standard:SSHCommandProbe-1) 10.1.2.4: sh: cannot create /tmp/x: No space left on device',
      ]),
    expect: healthy,
  },
];
