import type { Answers, EvidenceLine, EvidenceView } from '../../../src-main/contract/asks.ts';

/** Each entry is a line: `$` a command, `=` an exit status, `:` a fact, anything else what the machine said. */
const lines = (text: string): readonly EvidenceLine[] =>
  text.split('\n').map((line, i): EvidenceLine => {
    const n = i + 1;
    if (line.startsWith('$ ')) return { n, kind: 'command', text: line.slice(2) };
    if (line.startsWith('= ')) return { n, kind: 'status', text: line.slice(2) };
    if (line.startsWith(': ')) return { n, kind: 'fact', text: line.slice(2) };
    return { n, kind: 'output', text: line };
  });

const piece = (id: string, title: string, text: string, more: Partial<EvidenceView> = {}): EvidenceView => ({
  id,
  title,
  at: '2026-11-23T02:13:07.000Z',
  where: 'mid-ber-02',
  ms: 41,
  exitCode: 0,
  failed: null,
  truncated: false,
  lines: lines(text),
  ...more,
});

const DISK = `$ df -Pk /opt/servicenow/mid-ber-02/agent
Filesystem 1024-blocks     Used Available Capacity Mounted on
/dev/sdb1     20511312 20511312         0     100% /opt
$ df -Pi /opt/servicenow/mid-ber-02/agent
Filesystem    Inodes  IUsed   IFree IUse% Mounted on
/dev/sdb1    1310720  31877 1278843    3% /opt
: largest /opt/servicenow/mid-ber-02/agent/logs/core.21877 11.8 GB`;

const WRAPPER = `$ tail -c 1048576 /opt/servicenow/mid-ber-02/agent/logs/wrapper.log
2026/11/23 01:41:58 | wrapper  | JVM exited unexpectedly.
2026/11/23 01:42:03 | wrapper  | Launching a JVM...
2026/11/23 01:42:04 | jvm 5    | java.io.IOException: No space left on device
2026/11/23 01:42:04 | jvm 5    | 	at java.base/java.io.FileOutputStream.writeBytes(Native Method)
2026/11/23 01:42:04 | wrapper  | There were 5 failed launches in a row, each lasting less than 300 seconds.  Giving up.
2026/11/23 01:42:04 | wrapper  |   There may be a configuration problem: please check the logs.
2026/11/23 01:42:04 | wrapper  | <-- Wrapper Stopped`;

const HOSTILE = [
  '$ tail -c 1048576 agent/logs/agent0.log.0',
  '<img src=x onerror="document.title=\'owned\'"><script>alert(1)</script>',
  '\u001b[31mred\u001b[0m \u0000 NUL \u0007 BEL \u202Eright to left\u202C \u200bzero width',
  `one line of 10 MB: ${'x'.repeat(10_000_000)}`,
  '{{7*7}} &lt;b&gt; %s %n ../../etc/passwd',
].join('\n');

export const evidence: Readonly<Record<string, EvidenceView>> = {
  disk: piece('disk', 'Room on the disk', DISK),
  wrapper: piece('wrapper', 'Wrapper log, last megabyte', WRAPPER, { ms: 1240, truncated: true }),
  limits: piece('limits', 'Limits of the run-as user', '$ ulimit -n\n1024\n= 0'),
  denied: piece(
    'denied',
    'Audit log',
    '$ cat /var/log/audit/audit.log\ncat: /var/log/audit/audit.log: Permission denied',
    {
      exitCode: 1,
      failed: 'denied',
    },
  ),
  slow: piece('slow', 'Network ladder', '$ nslookup acme.service-now.com', {
    exitCode: null,
    failed: 'timeout',
    ms: 15_000,
  }),
  hostile: piece('hostile', 'Agent log', HOSTILE, { where: '<b>mid</b>' }),
  empty: piece('empty', 'Upgrade log', '', { lines: [] }),
  long: piece(
    'long',
    'Agent log, 100,000 lines',
    Array.from(
      { length: 100_000 },
      (_, i) =>
        `11/23/26 01:${String(i % 60).padStart(2, '0')}:07 (${i}) Worker-Standard:PowershellProbe ${i === 70_123 ? 'java.net.UnknownHostException: acme.service-now.com' : 'Worker completing'}`,
    ).join('\n'),
  ),
};

export const ledger: Answers['read-ledger'] = [
  {
    n: 1,
    at: '2026-11-23T02:12:58.000Z',
    where: 'mid-ber-02',
    command: 'ssh ops@10.20.1.14 (through bastion)',
    exitCode: null,
    ms: 412,
    readOnly: true,
  },
  {
    n: 2,
    at: '2026-11-23T02:12:59.000Z',
    where: 'mid-ber-02',
    command: 'sh  # one script, 38 probes',
    exitCode: 0,
    ms: 2140,
    readOnly: true,
  },
  {
    n: 3,
    at: '2026-11-23T02:13:07.000Z',
    where: 'mid-ber-02',
    command: 'df -Pk /opt/servicenow/mid-ber-02/agent',
    exitCode: 0,
    ms: 41,
    readOnly: true,
  },
  {
    n: 4,
    at: '2026-11-23T02:16:20.000Z',
    where: 'mid-ber-02',
    command: 'sudo systemctl start mid.service',
    exitCode: 0,
    ms: 900,
    readOnly: false,
  },
];

export const sessions: Answers['list-sessions'] = {
  sessions: [
    {
      id: 's1',
      savedAt: '2026-11-23T02:14:00.000Z',
      name: 'mid-ber-02',
      status: 'problem',
      title: 'No space left on the agent’s disk',
    },
    {
      id: 's2',
      savedAt: '2026-11-22T23:50:00.000Z',
      name: 'mid-fra-01',
      status: 'ok',
      title: 'Up again after a start',
    },
    {
      id: 's3',
      savedAt: '2026-11-12T09:00:00.000Z',
      name: 'Evidence: mid-lon-07',
      status: 'warning',
      title: 'Open-file limit is low',
    },
    {
      id: 's4',
      savedAt: '2025-10-02T09:00:00.000Z',
      name: `mid-${'x'.repeat(190)}-end`,
      status: 'undetermined',
      title: 'Several agents; none chosen',
    },
  ],
  unreadable: ['2026-10-01-mid-old'],
};

export const scenarios: Answers['list-scenarios'] = [
  {
    id: 'service-stopped',
    title: 'The service is stopped',
    about: 'Someone stopped it for maintenance and went home.',
  },
  {
    id: 'disk-full',
    title: 'The disk is full',
    about: 'A core dump has eaten the agent’s file system; the wrapper has given up.',
  },
  {
    id: 'config-placeholder',
    title: 'A placeholder in config.xml',
    about: 'The instance’s address was never filled in.',
  },
  { id: 'upgrading', title: 'An upgrade is running', about: 'Nothing is broken; the way is to wait.' },
  { id: 'healthy', title: 'Nothing is wrong', about: 'What a healthy host looks like, step by step.' },
];
