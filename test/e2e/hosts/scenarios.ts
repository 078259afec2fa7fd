import { expect } from 'vitest';
import { startInstance } from '../../peers/instance.ts';
import { createMidHost } from '../../peers/mid-host.ts';
import { finding, healthy, logging, problem, running, startedInVain, stopped } from './recipes.ts';
import type { HostScenario } from './scenario.ts';

export const SCENARIOS: readonly HostScenario[] = [
  { id: 'healthy', title: 'a host on which all is well', prepare: running, expect: healthy },
  {
    id: 'healthy-not-root',
    title: 'a healthy agent that runs as a user of its own',
    host: { runAs: 'midsvc' },
    prepare: running,
    expect: healthy,
  },
  { id: 'stopped', title: 'the service was stopped', prepare: stopped, expect: problem('service.stopped') },
  {
    id: 'stale-pid',
    title: 'the wrapper was killed and left its pid file',
    prepare: async (mid) => {
      await running(mid);
      await mid.machine.must('pkill -KILL wrapper; pkill -KILL java; sleep 0.3; test -s "$1/work/mid.pid"', [mid.dir]);
    },
    expect: problem('service.stale-pid'),
  },
  {
    id: 'pid-reused',
    title: 'another program has the pid that the pid file names',
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.must('sleep 600 >/dev/null 2>&1 & echo $! >"$1/work/mid.pid"', [mid.dir]);
    },
    expect: problem('service.stale-pid'),
  },
  {
    id: 'crash-loop',
    title: 'the JVM keeps dying and the wrapper gave up',
    host: { override: ['wrapper.restart.delay=0', 'wrapper.java.additional.1=-Dfakemid.exit=0'] },
    prepare: startedInVain,
    expect: problem('service.crash-loop'),
  },
  {
    id: 'java-missing',
    title: 'the bundled Java is gone',
    prepare: async (mid) => {
      mid.remove('jre');
      await startedInVain(mid);
    },
    expect: problem('service.java-missing'),
  },
  {
    id: 'wrapper-missing',
    title: 'the wrapper binaries are gone',
    prepare: async (mid) => {
      await stopped(mid);
      mid.remove('bin/wrapper');
      mid.remove('bin/wrapper-linux-x86-64');
    },
    expect: problem('service.wrapper-missing'),
  },
  {
    id: 'config-missing',
    title: 'there is no config.xml',
    prepare: async (mid) => {
      mid.remove('config.xml');
      await startedInVain(mid);
    },
    expect: problem('config.missing'),
  },
  {
    id: 'config-malformed',
    title: 'an unescaped & in the password',
    prepare: async (mid) => {
      mid.setConfig((text) => text.replace(/encrypted:[^"]*/, 'p&ss;word'));
      await startedInVain(mid);
    },
    expect: problem('config.malformed', {
      also: (report) => {
        const { saw = '', because = '' } = finding(report, 'config.malformed') ?? {};
        expect(`${saw} ${because}`).toMatch(/line 6\b/);
        expect(`${saw} ${because}`).toMatch(/column \d+/);
        expect(JSON.stringify(report)).not.toContain('p&ss;word');
      },
    }),
  },
  {
    id: 'config-placeholder',
    title: 'the template of config.xml was never filled in',
    host: { url: 'https://YOUR_INSTANCE.service-now.com/' },
    prepare: (mid) =>
      logging(mid, ['SEVERE (StartupSequencer) java.net.UnknownHostException: YOUR_INSTANCE.service-now.com']),
    expect: problem('config.placeholder'),
  },
  {
    id: 'disk-full',
    title: 'no byte is left where the agent writes',
    host: { disk: 'size=12m' },
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.run('cat /dev/zero >"$1/logs/core.dump"; cat /dev/zero >"$1/logs/core.dump.2"', [mid.dir]);
      await mid.start();
    },
    expect: problem('host.disk-full', {
      also: (report) =>
        expect(finding(report, 'host.disk-full')?.saw).toMatch(/taken by \S+\/logs\/core\.dump: 1?\d.* MB/),
    }),
  },
  {
    id: 'no-inodes',
    title: 'bytes are left, but no inode',
    host: { disk: 'size=4g,nr_inodes=400' },
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.run('cd "$1/logs" && i=0; while : >"f$i"; do i=$((i+1)); done', [mid.dir]);
    },
    expect: problem('host.disk-full', {
      also: (report) => expect(finding(report, 'host.disk-full')?.saw).toMatch(/agent\/logs holds \d{2,3} of them/),
    }),
  },
  {
    id: 'permissions',
    title: 'the user it runs as may not write its logs',
    host: { runAs: 'midsvc' },
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.must('chown -R root:root "$1/logs" "$1/work"; chmod 755 "$1/logs" "$1/work"', [mid.dir]);
      await mid.start();
    },
    expect: problem('host.permissions'),
  },
  {
    id: 'upgrading',
    title: 'an upgrade is replacing the agent',
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.must(UPGRADE, [mid.dir]);
      await mid.waitFor('logs/dist-upgrade.log', 'UPGRADE MAIN LOGIN START');
    },
    expect: problem('upgrade.in-progress'),
  },
  {
    id: 'dns',
    title: "the instance's name does not resolve",
    host: { url: 'https://acme-gone.midup-test.invalid/' },
    prepare: (mid) =>
      logging(mid, ['SEVERE (StartupSequencer) java.net.UnknownHostException: acme-gone.midup-test.invalid']),
    expect: problem('network.dns'),
  },
  {
    id: 'tcp-refused',
    title: 'nothing listens where the instance should be',
    host: { url: 'https://acme.service-now.com:9/' },
    prepare: (mid) => logging(mid, ['SEVERE (StartupSequencer) java.net.ConnectException: Connection refused']),
    expect: problem('network.tcp-refused', {
      // Where the address is from decides whom to ask.
      also: (report) => expect(report.verdict.nextAction).toContain('/etc/hosts'),
    }),
  },
  {
    id: 'tls-untrusted',
    title: "the instance's certificate is not in the agent's trust store",
    face: () => startInstance({ host: 'snow.acme.example' }),
    untrusted: true,
    prepare: (mid) =>
      logging(mid, [
        'SEVERE (StartupSequencer) javax.net.ssl.SSLHandshakeException: PKIX path building failed: unable to find valid certification path to requested target',
      ]),
    expect: problem('network.tls-untrusted'),
  },
  {
    id: 'wrong-password',
    title: 'the instance refuses the login, as the agent log says',
    prepare: (mid) =>
      logging(mid, [
        "SEVERE (StartupSequencer) Could not authenticate user 'mid.ber' on the ServiceNow instance. SOAP Response: Status code=401, Response body=null",
        'SEVERE (StartupSequencer) test failure java.lang.IllegalStateException: User cannot be authenticated or is missing the proper roles.',
      ]),
    expect: problem('credentials.rejected', { confidence: 'likely' }),
  },
  {
    id: 'several',
    title: 'two agents and no word on which',
    prepare: async (mid, { instance }) => {
      await running(mid);
      const dir = '/opt/servicenow/mid-ber-03/agent';
      await createMidHost({ machine: mid.machine, dir, name: 'mid-ber-03', appName: 'mid3', url: instance.url });
    },
    expect: {
      status: 'undetermined',
      exit: 5,
      cause: null,
      also: (report) => {
        const text = JSON.stringify(report.findings.filter((f) => f.code === 'locate.several'));
        expect(text).toContain('/opt/servicenow/mid-ber-02/agent');
        expect(text).toContain('/opt/servicenow/mid-ber-03/agent');
      },
    },
  },
  {
    id: 'spaces',
    title: 'a running agent in a folder with spaces',
    host: { dir: '/opt/Service Now/mid ber/agent', installed: false },
    prepare: async (mid) => {
      // Debian's daemon.sh cannot take a folder with spaces; the wrapper itself can.
      await mid.machine.must(
        '"$1/bin/wrapper-linux-x86-64" "$1/conf/wrapper.conf" wrapper.pidfile="$1/work/mid.pid" wrapper.daemonize=TRUE',
        [mid.dir],
      );
      await mid.waitFor('logs/agent0.log.0', 'LogStatusMonitor');
      await mid.machine.must('ln -s "$1/bin/mid.sh" /etc/init.d/mid', [mid.dir]);
    },
    args: ['--agent-dir', '/opt/Service Now/mid ber/agent'],
    expect: healthy,
  },
  {
    id: 'agent-dir-not-there',
    title: 'a folder was given that is not there',
    prepare: running,
    args: ['--agent-dir', '/opt/servicenow/elsewhere/agent'],
    expect: problem('locate.not-found'),
  },
];

/** As an upgrade is laid out since Rome ("MID Server upgrade" documentation): a wrapper of its own that replaces the agent. */
const UPGRADE = `
cd "$1"
up=work/upgrade_temp/1779068231
mkdir -p $up/upgrade-wrapper/logs $up/upgrade-wrapper/work
cp -r bin conf lib jre $up/upgrade-wrapper/
mv $up/upgrade-wrapper/bin/mid.sh $up/upgrade-wrapper/bin/glide-dist-upgrade.sh
rm $up/upgrade-wrapper/bin/mid.shconf
sed -i 's#^PIDDIR=.*#&\\nAPP_NAME=glide-dist-upgrade\\nAPP_LONG_NAME="ServiceNow Platform Distribution Upgrade"#' $up/upgrade-wrapper/bin/glide-dist-upgrade.sh
sed -i 's#^wrapper.logfile=.*#wrapper.logfile=logs/glide-dist-upgrade.log#; s#^wrapper.logfile.format=.*#wrapper.logfile.format=LPTM#' $up/upgrade-wrapper/conf/wrapper.conf
t=$(date +%Y-%m-%dT%H:%M:%S.000%z)
for m in 'Checking to see if MID server needs to upgrade.' 'Performing pre-upgrade validation tests.' 'Pre-upgrade validation tests successful. Continuing with upgrade process.' 'Upgrading MID server' 'Extracting package mid-core.07-02-2026_1015.universal.universal.zip to work/upgrade_temp/1779068231' 'Stopping MID server. Bootstrapping upgrade'; do
  printf '%s INFO (AutoUpgrade.3600) [AutoUpgrade:233] %s\\n' "$t" "$m" >>logs/agent0.log.0
done
echo "wrapper.java.additional.1=-Dfakemid.upgrade=$1/logs/dist-upgrade.log" >>$up/upgrade-wrapper/conf/wrapper-override.conf
$up/upgrade-wrapper/bin/glide-dist-upgrade.sh start
`;
