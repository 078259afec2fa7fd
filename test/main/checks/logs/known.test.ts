import { describe, expect, test } from 'vitest';
import { credentialsLogCheck } from '../../../../src-main/checks/credentials/log.ts';
import { instanceLogCheck } from '../../../../src-main/checks/instance/log.ts';
import { judgeWith } from '../../../../src-main/checks/judge.ts';
import {
  hostLogCheck,
  networkLogCheck,
  serviceLogCheck,
  supportLogCheck,
  upgradeLogCheck,
} from '../../../../src-main/checks/logs/known.ts';
import { logsReadyCheck, otherErrorsCheck } from '../../../../src-main/checks/support/logs.ts';
import { hostSideCheck } from '../../../../src-main/checks/verify/host-side.ts';
import { FRAGMENTS, HEALTHY, MILESTONES, SIGNATURES } from '../../../../src-main/logs/signatures.ts';
import type { Evidence } from '../../../../src-main/model/evidence.ts';
import { evidenceOf } from '../../../fakes/run-probe.ts';
import { whole } from '../../../fakes/whole-sentences.ts';

const CHECKS = [
  serviceLogCheck,
  upgradeLogCheck,
  hostLogCheck,
  networkLogCheck,
  credentialsLogCheck,
  instanceLogCheck,
  hostSideCheck,
  logsReadyCheck,
  otherErrorsCheck,
  supportLogCheck,
];
const NOW = 1_779_098_400;
const isKnown = (line: string) => FRAGMENTS.some((f) => line.toLowerCase().includes(f.toLowerCase()));
/** Of a stack trace that holds a known line. */
const isHead = (lines: readonly string[], i: number) =>
  /^\d/.test(lines[i] ?? '') &&
  lines.slice(i + 1, lines.findIndex((l, n) => n > i && /^\d/.test(l)) >>> 0).some((l) => isKnown(l));

/** What logs.sh prints for these lines of the agent's and the wrapper's log; `age` of the agent log in seconds. */
const logs = (agent: readonly string[], wrapper: readonly string[] = [], age = 20): Evidence => {
  const file = (key: string, name: string, lines: readonly string[]) => [
    `:${key}-path /opt/mid/agent/logs/${name}`,
    `:${key}-state read`,
    `:${key}-bytes 100`,
    `:${key}-mtime ${NOW - age}`,
    `@${key}-known grep`,
    ...lines.flatMap((l, i) => (isKnown(l) || isHead(lines, i) ? [` ${i + 1}:${l}`] : [])),
    `=0`,
    `@${key}-tail tail`,
    ...lines.map((l) => ` ${l}`),
    '=0',
  ];
  const text = [
    `:now ${NOW}`,
    ':now-local 2026-05-18T10:00:00',
    ...file('agent', 'agent0.log.0', agent),
    ...file('wrapper', 'wrapper.log', wrapper),
    '',
  ];
  return evidenceOf('logs', text.join('\n'));
};
const at = (time: string, message: string, level = 'INFO') =>
  `2026-05-18T${time}.000+0200 ${level} (StartupSequencer) [A:1] ${message}`;
const START = [
  at('09:50:00', 'Initializing MID Server'),
  at('09:50:10', 'Successfully connected to instance: https://acme'),
  at('09:50:20', 'MID Server started'),
];
const judged = (...evidence: Evidence[]) => whole(judgeWith(CHECKS, evidence, { complete: true }).findings);
const said = (...evidence: Evidence[]) =>
  judged(...evidence).map((f) => `${f.status} ${f.code}${f.variant ? `/${f.variant}` : ''}`);

describe('logs', () => {
  test('of a healthy start', () => {
    expect(said(logs(START))).toEqual([
      'pass credentials.accepted',
      'pass identity.duplicate-name',
      'pass verify.waiting',
      'pass support.logs-ready',
    ]);
  });

  test('a rejected sign-in after the start counts, one before it does not', () => {
    const rejected = (time: string) =>
      at(time, "Could not authenticate user 'mid'. SOAP Response: Status code=401", 'SEVERE');
    const findings = judged(logs([...START, rejected('09:55:00')]));
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: 'credentials.rejected',
        status: 'fail',
        certainty: 'likely',
        variant: 'log',
        params: expect.objectContaining({ file: 'agent0.log.0', at: '2026-05-18 09:55:00', count: 1 }),
        evidence: [{ id: 'logs', lines: [11] }],
      }),
    );
    expect(said(logs([rejected('09:40:00'), ...START]))).toContain('pass credentials.accepted');
  });

  test('what was last said an hour before the end of the log is over', () => {
    const once = at('08:00:00', 'java.net.SocketException: Connection reset');
    expect(said(logs([at('07:59:00', 'MID Server started'), once, at('09:59:00', 'stats threads: 3')]))).not.toContain(
      'fail network.tcp-reset/log',
    );
    expect(said(logs([at('07:59:00', 'MID Server started'), once, at('08:20:00', 'stats threads: 3')]))).toContain(
      'fail network.tcp-reset/log',
    );
  });

  test('a duplicate name is that of the agent beside, where one has it', () => {
    const duplicate = logs([at('09:55:00', 'An active MID Server with a duplicate name detected.', 'SEVERE')]);
    const locate = (...names: readonly string[]) =>
      evidenceOf(
        'locate',
        [...names.flatMap((name, i) => [`:agent /opt/${i}`, `:name ${name}`]), ':chosen /opt/0', ''].join('\n'),
      );
    expect(said(duplicate, locate('a', 'b'))).toContain('fail identity.duplicate-name/log');
    expect(judged(duplicate, locate('a', 'b', 'a'))).toContainEqual(
      expect.objectContaining({
        code: 'identity.duplicate-name',
        variant: 'log-twin',
        params: expect.objectContaining({ twin: '/opt/2' }),
      }),
    );
  });

  test('of upgrades the agent speaks once an hour, which is not over meanwhile', () => {
    const failed = at('08:58:00', 'Aborting MID Server upgrade due to pre-upgrade check failure: disk', 'SEVERE');
    const status = '2026-05-18T09:59:40.000+0200 INFO (LogStatusMonitor.60) [A:1] stats threads: 3';
    const start = at('07:00:00', 'MID Server started');
    expect(said(logs([start, failed, status]))).toContain('fail upgrade.precheck-failed/log');
    const long = at('07:30:00', 'Aborting MID Server upgrade due to pre-upgrade check failure: disk', 'SEVERE');
    expect(said(logs([start, long, status])).join()).not.toContain('precheck');
  });

  test('a quota is not over because its file system has room, and threads are no heap', () => {
    const disk = evidenceOf('disk', '@df df -Pk\n /dev/sda 9000000 100 8999900 1% /\n=0\n');
    const line = (text: string) => logs([...START, at('09:55:00', text, 'SEVERE')]);
    expect(said(line('java.io.IOException: Disk quota exceeded'), disk)).toContain('fail host.disk-full/quota');
    expect(said(line('java.lang.OutOfMemoryError: unable to create new native thread'))).toContain(
      'fail service.out-of-memory/threads',
    );
  });

  test('what ended the last start of the agent stands as long as the agent goes on', () => {
    const init = at('06:00:00', 'Initializing MID Server');
    const rejected = at('06:00:10', "Could not authenticate user 'mid'. SOAP Response: Status code=401", 'SEVERE');
    const status = '2026-05-18T09:59:30.000+0200 INFO (LogStatusMonitor.60) [A:1] stats threads: 3';
    expect(said(logs([init, rejected, status]))).toContain('fail credentials.rejected/log');
    expect(said(logs([init, rejected, status], [], 86_400))).toContain('warn credentials.rejected/log-old');
    const again = at('08:00:00', 'Initializing MID Server');
    expect(said(logs([init, rejected, again, status])).join()).not.toContain('credentials.rejected');
  });

  describe('what workers and others meet', () => {
    const by = (thread: string, message: string) => `2026-05-18T09:55:00.000+0200 SEVERE (${thread}) [A:1] ${message}`;
    const config = evidenceOf(
      'config',
      [
        ...[':config-state read', ':config-path /opt/mid/agent/config.xml', '@config.xml cat'],
        ' <parameters><parameter name="url" value="https://acme.service-now.com/"/></parameters>',
        '=0',
      ].join('\n'),
    );
    const bad = (...lines: readonly string[]) =>
      said(logs([...START, ...lines]), config).filter((s) => /^(?:fail|warn)/.test(s));
    test.each([
      by('Worker-Standard:RESTProbe-1', 'javax.net.ssl.SSLHandshakeException: PKIX path building failed'),
      by('Worker-Standard:HTTPProbe-1', 'Received fatal alert: handshake_failure'),
      by('Worker-Expedited:PowershellProbe-1', 'user CORP\\x: The referenced account is currently locked out'),
      by('Worker-Standard:SSHCommandProbe-1', '10.1.2.3: sh: cannot create /tmp/a: No space left on device'),
      by('ECCSender.1', 'java.net.UnknownHostException: printer-01.corp.example: Name or service not known'),
      by('AutoUpgrade.3600', 'connect timed out when posting to https://install.service-now.com/glide'),
    ])('is no fault of this one: %s', (line) => expect(bad(line)).toEqual([]));
    test('is that of a whole stack trace', () => {
      const trace = 'Caused by: sun.security.validator.ValidatorException: PKIX path building failed';
      expect(bad(by('Worker-Standard:RESTProbe-1', 'Request failed'), trace)).toEqual([]);
      expect(bad(by('StartupSequencer', 'Request failed'), trace)).toEqual(['fail network.tls-untrusted/log']);
    });
    test('of their own instance and disk counts', () => {
      expect(bad(by('Worker-Standard:X', 'java.io.IOException: No space left on device'))).toEqual([
        'fail host.disk-full/log',
      ]);
      expect(bad(by('Worker-Standard:X', 'SOAP Response: Status code=401, Response body=null'))).toEqual([
        'fail credentials.rejected/log',
      ]);
      const own = 'connect timed out when posting to https://ACME.service-now.com/InstanceInfo.do?SOAP';
      expect(bad(by('Worker-Standard:X', own))).toEqual(['fail network.tcp-timeout/log']);
    });
  });

  test('settings that a running agent has not read yet ask for a restart', () => {
    const log = logs([
      at('09:35:10', 'Initializing MID Server'),
      at('09:40:00', "Could not authenticate user 'mid'. SOAP Response: Status code=401", 'SEVERE'),
      '2026-05-18T09:59:40.000+0200 INFO (LogStatusMonitor.60) [A:1] stats threads: 3',
    ]);
    const config = evidenceOf('config', `:config-state read\n:config-mtime ${NOW - 600}\n`);
    const service = (...processes: readonly string[]) =>
      evidenceOf('service', [`:now ${NOW}`, ...processes.map((p) => `:process ${p}`), ''].join('\n'));
    const up = (age: number) => said(log, config, service(`7 wrapper - S ${age} root`, `8 java 7 S ${age} root`));
    expect(up(1500)).toContain('fail credentials.rejected/log-restart');
    // Started since: the log is of before.
    expect(up(500)).toContain('info credentials.rejected/log-changed');
    expect(said(log, config, service())).toContain('info credentials.rejected/log-changed');
  });

  test('what an old log says of the other side is only told, and what was before the settings changed is no more than that', () => {
    const rejected = at('09:55:00', "Could not authenticate user 'mid'. SOAP Response: Status code=401", 'SEVERE');
    const keys = at('09:55:01', 'Unable to load keystore', 'SEVERE');
    const of = (age: number, ...config: readonly string[]) =>
      said(
        logs([...START, rejected, keys], [], age),
        evidenceOf('config', [':config-state read', ...config].join('\n')),
      );
    expect(of(20)).toEqual(expect.arrayContaining(['fail credentials.rejected/log', 'fail identity.key-mismatch/log']));
    const old = of(86_400);
    expect(old).toEqual(
      expect.arrayContaining(['warn credentials.rejected/log-old', 'fail identity.key-mismatch/log']),
    );
    const changed = of(86_400, `:config-mtime ${NOW - 600}`);
    expect(changed).toEqual(
      expect.arrayContaining(['info credentials.rejected/log-changed', 'info identity.key-mismatch/log-changed']),
    );
    // The agent itself writes config.xml as it starts.
    expect(of(20, `:config-mtime ${NOW - 10}`)).toContain('fail credentials.rejected/log');
    expect(said(logs(START, [], 86_400))).not.toContain('pass credentials.accepted');
  });

  test('the wrapper’s memory trouble is ended by a later healthy start of the agent', () => {
    const oom = (time: string) => `2026/05/18 ${time} | The JVM has run out of memory.`;
    expect(said(logs(START, [oom('09:45:00')]))).not.toContain('fail service.out-of-memory/log');
    expect(said(logs(START, [oom('09:55:00')]))).toContain('fail service.out-of-memory/log');
  });

  test('what is no cause by itself is a warning', () => {
    const port = at('09:55:00', 'Problem creating JMX connector: Address already in use: JVM_Bind', 'SEVERE');
    expect(said(logs([...START, port]))).toContain('warn service.port-in-use/log');
  });

  test('a disk that has room now, and a network that answers now, are info', () => {
    const full = logs([at('09:55:00', 'java.io.IOException: No space left on device', 'SEVERE')]);
    expect(said(full)).toContain('fail host.disk-full/log');
    const disk = evidenceOf('disk', '@df df -Pk\n /dev/sda1 100000000 1 90000000 1% /opt\n=0\n');
    expect(said(full, disk)).toContain('info host.disk-full/log-past');
    const dns = logs([at('09:55:00', 'java.net.UnknownHostException: acme', 'SEVERE')]);
    const answered = evidenceOf(
      'ladder',
      ':target https acme.example 443\n:way own\n:http ok 3 \n@http GET x\n HTTP/1.1 500 x\n \n <S:Envelope>\n=0\n',
    );
    expect(said(dns)).toContain('fail network.dns/log');
    expect(said(dns, answered)).toContain('info network.dns/log-past');
    const pkix = logs([at('09:55:00', 'PKIX path building failed', 'SEVERE')]);
    expect(said(pkix, answered)).toContain('fail network.tls-untrusted/log');
  });

  test('errors that nobody knows are shown, with the last of them', () => {
    const findings = judged(logs([...START, at('09:56:00', 'something odd', 'SEVERE')]));
    expect(findings.find((f) => f.code === 'log.not-classified')).toMatchObject({
      status: 'info',
      params: { count: 1 },
    });
    expect(
      judged(logs([at('09:40:00', 'something odd', 'SEVERE'), ...START])).some((f) => f.code === 'log.not-classified'),
    ).toBe(false);
  });

  test('an agent log that does not grow, one after a stop, and none at all', () => {
    expect(said(logs(START, [], 900))).toContain('warn verify.not-growing');
    expect(
      said(logs([...START, at('09:58:00', 'MID Server stopping'), at('09:58:01', 'MID Server stopped')])),
    ).toContain('unknown verify.waiting');
    const none = evidenceOf(
      'logs',
      ':now 1\n:agent-path /a/agent0.log.0\n:agent-state missing\n:wrapper-path /a/wrapper.log\n:wrapper-state missing\n',
    );
    expect(said(none)).toEqual([
      'unknown credentials.accepted',
      'unknown identity.duplicate-name',
      'unknown verify.waiting',
      'warn support.logs-missing',
    ]);
    const closed = evidenceOf('logs', ':agent-state no-rights\n:wrapper-state no-rights\n');
    expect(judged(closed).every((f) => f.status === 'unknown' && f.needs === 'read-rights')).toBe(true);
  });

  test('hostile text stays text, and bounded', () => {
    const evil = at('09:55:00', `No space left on device \u001b[31m<img onerror=x>${'x'.repeat(5000)}`, 'SEVERE');
    const found = judged(logs([evil])).find((f) => f.code === 'host.disk-full');
    expect(String(found?.params['line']).length).toBeLessThanOrEqual(300);
    expect(String(found?.params['line'])).not.toMatch(/[\u0000-\u001f]/);
  });

  test('every signature is found again in evidence as the host prints it', () => {
    for (const { samples, where, code } of SIGNATURES) {
      const line = at('09:55:00', samples[0], 'SEVERE');
      const codes = judged(where.includes('agent') ? logs([line]) : logs([], [line])).map((f) => f.code);
      expect(codes, samples[0]).toContain(code);
    }
    expect([...HEALTHY, ...MILESTONES].every((m) => FRAGMENTS.includes(m))).toBe(true);
  });
});
