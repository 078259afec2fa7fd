import { utimesSync } from 'node:fs';
import { expect } from 'vitest';
import type { Report } from '../../../src-main/model/report.ts';
import { healthy, logging, problem, running, stopped } from '../../e2e/hosts/recipes.ts';
import type { HostScenario } from '../../e2e/hosts/scenario.ts';
import type { MidHost } from '../../peers/mid-host.ts';

const REJECTED = "Could not authenticate user 'mid.ber' on the ServiceNow instance. SOAP Response: Status code=401";
const DUPLICATE =
  'Encountered error: [An active MID Server with a duplicate name detected.] in ensuring agent record on the instance. Retry...';
const AGENT_LOG = 'logs/agent0.log.0';

/** Local time as both layouts of the agent's log write it; the test machine's clock is this one's. */
const stamp = (at: Date) => {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())] as const;
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':');
  return { iso: `${day.join('-')}T${time}.000+0000`, old: `${day[1]}/${day[2]}/${String(day[0]).slice(2)} ${time}` };
};
const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000);
const line = (at: Date, level: string, message: string) =>
  `${stamp(at).iso} ${level} (StartupSequencer) [A:1] ${message}\n`;
const append = (mid: MidHost, text: string, file = AGENT_LOG) =>
  mid.write(file, `${mid.has(file) ? mid.read(file) : ''}${text}`);
/** A log that was last written then. */
const last = (mid: MidHost, at: Date, text: string) => {
  mid.write(AGENT_LOG, text);
  utimesSync(mid.path(AGENT_LOG), at, at);
};

const quoted = (code: string, part: RegExp) => (report: Report) => {
  const found = report.findings.find((f) => f.code === code && f.status !== 'pass');
  expect(`${found?.saw}`, `what ${code} saw`).toMatch(part);
};
const isNot =
  (code: string, ...statuses: readonly string[]) =>
  (report: Report) =>
    expect(report.findings.filter((f) => f.code === code && statuses.includes(f.status))).toEqual([]);

/** A running agent whose log says these lines at its start, and what they come to. */
const says = (
  id: string,
  cause: string,
  lines: readonly string[],
  more: Partial<HostScenario['expect']> = {},
): HostScenario => ({
  id: `log-${id}`,
  title: `the agent log says: ${lines[0]?.slice(0, 60)}`,
  prepare: (mid) =>
    logging(
      mid,
      lines.map((text) => `SEVERE (StartupSequencer) ${text}`),
    ),
  expect: problem(cause, { confidence: 'likely', also: quoted(cause, /agent0\.log\.0 says/), ...more }),
});

/** A sound, running host, looked at by somebody who may not see all of it: nothing is said to be missing. */
const hidden = (id: string, title: string, command: string, args: readonly string[] = []): HostScenario => ({
  id,
  title,
  login: 'ops',
  args,
  prepare: async (mid) => {
    await running(mid);
    await mid.machine.must(`useradd -M -d / -s /bin/sh ops; usermod -p "*" ops; ${command}`, [mid.dir]);
  },
  expect: {
    status: 'undetermined',
    exit: 5,
    cause: null,
    also: (report) => {
      isNot('support.logs-missing', 'warn', 'fail')(report);
      const logs = report.findings.filter(({ code }) => code === 'support.logs-ready');
      expect(logs.map(({ status }) => status)).toEqual(['unknown']);
    },
  },
});

/** What logs say, in the real layouts, on real hosts: every family of messages, and every age, size and encoding of file. */
export const LOGS: readonly HostScenario[] = [
  says('locked-out', 'credentials.locked-out', ['Login failed: user mid.ber is locked out', REJECTED]),
  says('role-missing', 'credentials.role-missing', [
    "SOAP Server error reported by ServiceNow instance, user 'mid.ber' may be missing the 'soap_script' role.",
    'test failure java.lang.IllegalStateException: User cannot be authenticated or is missing the proper roles.',
  ]),
  says('duplicate-name', 'identity.duplicate-name', [DUPLICATE, 'Waiting to retry in 5 minutes. Attempt 1 of 3.']),
  says('cloned', 'identity.cloned', ['Agent record not found, creating new record.'], { confidence: 'possible' }),
  says('keystore-out-of-sync', 'identity.key-mismatch', [
    'Keystore and config.xml files out of sync. Delete agent_keystore.jks and restart',
  ]),
  says('keystore-tampered', 'identity.key-mismatch', [
    'java.io.IOException: Keystore was tampered with, or password was incorrect',
  ]),
  says('no-key-pair', 'identity.key-mismatch', ['No key pair found for DefaultSecurityKeyPairHandle']),
  says('certificate', 'network.tls-untrusted', [
    'javax.net.ssl.SSLHandshakeException: PKIX path building failed: unable to find valid certification path to requested target',
  ]),
  says('out-of-memory', 'service.out-of-memory', [
    'Exception in thread "Worker-Standard:1" java.lang.OutOfMemoryError: Java heap space',
  ]),
  says('two-agents', 'service.duplicate', ['Failed to rename ECC enqueued item: ecc_queue.1.xml']),
  {
    ...says('port-in-use', 'service.port-in-use', [
      'Problem creating JMX JMXMP connector java.net.BindException: Address already in use: JVM_Bind',
    ]),
    expect: {
      status: 'warning',
      exit: 2,
      cause: null,
      also: quoted('service.port-in-use', /Address already in use/),
    },
  },
  {
    id: 'log-disk-full-over',
    title: 'the agent log says that the disk was full, and there is room now',
    prepare: async (mid) => {
      await running(mid);
      append(mid, line(new Date(), 'SEVERE', 'java.io.IOException: No space left on device'));
    },
    expect: { ...healthy, also: quoted('host.disk-full', /No space left on device/) },
  },
  {
    id: 'log-older-layout',
    title: 'the layout of older releases',
    prepare: async (mid) => {
      await running(mid);
      append(mid, `${stamp(new Date()).old} (123) StartupSequencer SEVERE *** ERROR *** ${REJECTED}\n`);
    },
    expect: problem('credentials.rejected', { confidence: 'likely', also: quoted('credentials.rejected', /401/) }),
  },
  {
    id: 'log-rotated',
    title: 'an error of the log before this one',
    prepare: async (mid) => {
      mid.write('logs/agent0.log.1', line(ago(1), 'SEVERE', REJECTED));
      await running(mid);
    },
    expect: healthy,
  },
  {
    id: 'log-second-file',
    title: 'the log is agent1.log.0, since agent0.log was held',
    prepare: async (mid) => {
      await running(mid);
      mid.write('logs/agent1.log.0', line(new Date(), 'SEVERE', REJECTED));
      const soon = new Date(Date.now() + 2000);
      utimesSync(mid.path('logs/agent1.log.0'), soon, soon);
    },
    expect: problem('credentials.rejected', {
      confidence: 'likely',
      also: quoted('credentials.rejected', /agent1\.log\.0 says/),
    }),
  },
  {
    id: 'log-utf16',
    title: 'a log in UTF-16',
    prepare: async (mid) => {
      await running(mid);
      const text = `\ufeff${line(new Date(), 'SEVERE', REJECTED).replace('\n', '\r\n')}`;
      mid.write(
        AGENT_LOG,
        Buffer.from(text, 'utf16le')
          .toString('latin1')
          .replaceAll(/[^\0-\x7f]/g, ''),
      );
    },
    expect: problem('credentials.rejected', { confidence: 'likely', also: quoted('credentials.rejected', /401/) }),
  },
  {
    id: 'log-garbage',
    title: 'a healthy log with noise in it',
    prepare: async (mid) => {
      await running(mid);
      await mid.machine.must('head -c 200000 /dev/urandom >>"$1/logs/agent0.log.0"', [mid.dir]);
      append(mid, '\n');
    },
    expect: healthy,
  },
  {
    id: 'log-long-line',
    title: 'a line of 10 MB, and an error after it',
    prepare: async (mid) => {
      await running(mid);
      append(mid, `${'x'.repeat(10_000_000)}\n${line(new Date(), 'SEVERE', REJECTED)}`);
    },
    expect: problem('credentials.rejected', { confidence: 'likely', also: quoted('credentials.rejected', /401/) }),
  },
  {
    id: 'log-beyond',
    title: 'an error that a megabyte of later lines lies behind',
    prepare: async (mid) => {
      await running(mid);
      const later = line(new Date(), 'INFO', `stats threads: 25, ${'ecc '.repeat(20)}`).repeat(8000);
      append(mid, `${line(new Date(), 'SEVERE', REJECTED)}${later}`);
    },
    expect: { ...healthy, also: isNot('credentials.rejected', 'fail', 'warn') },
  },
  {
    id: 'log-of-yesterday',
    title: 'stopped since yesterday, when the instance refused the login',
    prepare: async (mid) => {
      await stopped(mid);
      last(mid, ago(24), line(ago(24), 'SEVERE', REJECTED));
    },
    expect: problem('service.stopped', {
      also: (report) => {
        isNot('credentials.rejected', 'fail')(report);
        quoted('credentials.rejected', /401/)(report);
      },
    }),
  },
  {
    id: 'log-mended',
    title: 'stopped for a name that another one had; config.xml was changed since',
    prepare: async (mid) => {
      await stopped(mid);
      last(mid, ago(2), line(ago(2), 'SEVERE', DUPLICATE));
      mid.setConfig((text) => text.replace('value="mid-ber-02"', 'value="mid-ber-03"'));
    },
    expect: problem('service.stopped', { also: isNot('identity.duplicate-name', 'fail', 'warn') }),
  },
  {
    id: 'log-mended-and-started',
    title: 'errors of yesterday, and a healthy start of today',
    prepare: async (mid) => {
      mid.write(AGENT_LOG, `${line(ago(24), 'SEVERE', REJECTED)}${line(ago(23), 'SEVERE', DUPLICATE)}`);
      await running(mid);
    },
    expect: healthy,
  },
  hidden('logs-hidden', 'the logs may not be read by the one who looks', 'chmod 700 "$1/logs"'),
  hidden('agent-hidden', 'the agent folder may not be entered by the one who looks', 'chmod 700 "$1"', [
    '--agent-dir',
    '/opt/servicenow/mid-ber-02/agent',
  ]),
];
