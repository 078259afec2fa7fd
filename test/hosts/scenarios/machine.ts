import { readFileSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { expect } from 'vitest';
import type { Report } from '../../../src-main/model/report.ts';
import { finding, problem, running, startedInVain, stopped } from '../../e2e/hosts/recipes.ts';
import type { HostScenario } from '../../e2e/hosts/scenario.ts';
import { soapFault } from '../../peers/tls-server.ts';
import { tlsFace } from '../faces.ts';

/** An instance whose clock is so many seconds ahead. */
const dated =
  (seconds: number): RequestListener =>
  (request, response) => {
    response.setHeader('Date', new Date(Date.now() + seconds * 1000).toUTCString());
    soapFault(request, response);
  };

export const warning = (code: string): HostScenario['expect'] => ({
  status: 'warning',
  exit: 2,
  cause: null,
  also: (report: Report) =>
    expect(report.findings.filter((f) => f.status === 'warn').map((f) => f.code)).toEqual([code]),
});

/** A scan as cron starts it, with a signature of our own. The logs of the machine are its own, too. */
const SCAN = `
set -e
mount -t tmpfs tmpfs /var/log
mkdir /var/log/clamav /opt/.quarantine
cd "$1/bin"
for file in wrapper wrapper-linux-x86-64; do printf mid-up-test-virus >>$file; done
printf 'MidUp.Test:0:*:%s\\n' "$(printf mid-up-test-virus | od -An -v -tx1 | tr -d ' \\n')" >/opt/.quarantine/own.ndb
clamscan -d /opt/.quarantine/own.ndb -r --quiet --log=/var/log/clamav/clamscan.log --move=/opt/.quarantine "$1/bin" || true
test ! -e wrapper
`;

/** What the machine does not give: its mounts, Java, clock, limits, a scanner. */
export const MACHINE: readonly HostScenario[] = [
  {
    id: 'read-only-logs',
    title: 'the logs lie on a file system that is mounted read-only',
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.must('mount --bind "$1/logs" "$1/logs"; mount -o remount,bind,ro "$1/logs"', [mid.dir]);
    },
    expect: problem('host.read-only'),
  },
  {
    id: 'java-class-version',
    title: 'the program is built for a newer Java than there is',
    prepare: async (mid) => {
      const file = mid.path('lib/com/service_now/mid/Main.class');
      const bytes = readFileSync(file);
      bytes.writeUInt16BE(99, 6);
      writeFileSync(file, bytes);
      await startedInVain(mid);
    },
    expect: problem('host.java-version', { confidence: 'likely' }),
  },
  {
    id: 'java-release-old',
    title: 'a Java from before the release of the agent',
    prepare: async (mid) => {
      await stopped(mid);
      mid.remove('jre/release');
      mid.write('jre/release', 'JAVA_VERSION="1.8.0_181"\n');
    },
    expect: problem('host.java-version', { confidence: 'likely' }),
  },
  {
    id: 'clock-behind',
    title: 'the clock is two hours behind that of the instance',
    face: tlsFace({ answer: dated(2 * 3600) }),
    prepare: running,
    expect: problem('host.clock-skew', {
      also: (report) => expect(finding(report, 'host.clock-skew')?.saw).toMatch(/^It is (?:2 h|1 h 59 min) behind/),
    }),
  },
  {
    id: 'clock-off',
    title: 'the clock is three minutes ahead: a warning',
    face: tlsFace({ answer: dated(-180) }),
    prepare: running,
    expect: warning('host.clock-skew'),
  },
  {
    id: 'open-files',
    title: 'the agent may open few files: a warning',
    prepare: async (mid) => {
      await mid.machine.run('ulimit -n 200; cd "$1" && ./start.sh', [mid.dir]);
      await mid.waitFor('logs/agent0.log.0', 'LogStatusMonitor');
    },
    expect: warning('host.open-files'),
  },
  {
    id: 'antivirus',
    title: 'a virus scanner took the wrapper away',
    needs: ['clamav'],
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.must(SCAN, [mid.dir]);
    },
    expect: problem('host.antivirus'),
  },
];
