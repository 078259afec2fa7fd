import type { FixView, VerdictView, View } from '../../../src-main/contract/view.ts';
import type { SshTarget } from '../../../src-main/model/target.ts';
import { base, finding, stepsOf } from './base.ts';
import { evidenceViews } from './evidence-views.ts';
import { LONG_PROMPT, prompts } from './prompts.ts';

export { NOW } from './base.ts';

const at = (minute: number) => `2026-11-23T02:${String(minute).padStart(2, '0')}:00.000Z`;

const way = {
  status: { state: 'answered', word: 'Down.', sentence: 'Answered by hand.', at: at(10) },
  locate: { state: 'pass', word: 'Found.', sentence: '/opt/servicenow/mid-ber-02/agent', at: at(11) },
  service: { state: 'fail', word: 'No.', sentence: 'It is in a crash loop since 01:42.', at: at(12) },
  upgrade: { state: 'pass', word: 'No.', sentence: 'No upgrade is running.' },
} as const;

const hostFail = {
  state: 'fail',
  word: 'No.',
  sentence: 'The disk that holds the agent is full.',
  reason: 'because the service is in a crash loop',
  at: at(13),
} as const;

const diskFull = finding({
  code: 'host.disk-full',
  step: 'host',
  status: 'fail',
  title: "No space left on the agent's disk",
  saw: '/opt has 0 B free of 20 GB; the wrapper log says “No space left on device” 42 times since 01:42.',
  because: 'The agent must write its logs, work files and upgrades there; without room it stops or never starts.',
  doThis: ['Free at least 2 GB on /opt, then look again.'],
  kbSection: 'not in KB0535040',
  links: [{ title: 'MID Server system requirements', url: 'https://www.servicenow.com/docs/mid-requirements' }],
  evidence: [
    { id: 'disk', lines: [3] },
    { id: 'wrapper', lines: [4, 6] },
  ],
});
const openFiles = finding({
  code: 'host.open-files',
  step: 'host',
  status: 'warn',
  title: 'Open-file limit is low',
  saw: 'Soft limit 1,024; 16,000 recommended.',
  evidence: [{ id: 'limits', lines: [2] }],
});
const selinux = finding({
  code: 'host.access-control',
  step: 'host',
  status: 'unknown',
  title: "Can't tell whether SELinux stops the agent",
  needs: 'Reading the audit log, as root.',
  need: 'root',
  evidence: [{ id: 'denied', lines: [2] }],
});
const passes = ['permissions', 'memory', 'clock-skew', 'java-version', 'noexec', 'unsupported-os'].map((name) =>
  finding({
    code: `host.${name}`,
    step: 'host',
    status: 'pass',
    title: `Ruled out: ${name.replace('-', ' ')}`,
    saw: 'Seen as it should be.',
    evidence: [{ id: 'limits', lines: [] }],
  }),
);
const couldNot = [
  { title: 'Whether SELinux stops the agent', needs: 'Reading the audit log, as root.' },
  { title: 'Whether the MID user has its roles', needs: 'A connection to the instance.' },
];
const coverage = { checks: 38, pass: 26, warn: 2, fail: 3, unknown: 7, couldNot };

const guideFail: View = {
  ...base,
  steps: stepsOf({ ...way, host: hostFail }),
  findings: [...passes, selinux, openFiles, diskFull],
  coverage,
  next: {
    text: 'Free at least 2 GB on /opt, then look again. The largest thing there is /opt/servicenow/mid-ber-02/agent/logs/core.21877 with 11.8 GB, written 01:41.',
    actions: [
      { kind: 'recheck', label: 'Look again' },
      { kind: 'plan-fix', label: 'Start the service…', fix: 'start-service' },
    ],
  },
};

const running: View = {
  ...guideFail,
  current: 'service',
  steps: stepsOf({
    status: way.status,
    locate: way.locate,
    service: { state: 'looking', at: at(12) },
    upgrade: { state: 'looking' },
    host: { state: 'looking' },
    network: { state: 'looking' },
  }),
  findings: [],
  next: { text: '', actions: [] },
  coverage: { ...coverage, pass: 9, warn: 0, fail: 0, unknown: 0, couldNot: [] },
  progress: { label: 'Looking at mid-ber-02', since: '2026-11-23T02:13:09.000Z', done: 14, total: 38 },
};

const fix: FixView = {
  fix: 'start-service',
  takesBack: false,
  phase: 'consent',
  title: 'Start the MID Server?',
  host: 'mid-ber-02',
  user: 'root',
  hash: 'a'.repeat(64),
  commands: ['sudo systemctl start mid.service'],
  undo: ['sudo systemctl stop mid.service'],
  noUndo: 'By hand, by stopping it again:',
  provedBy: 'the process stays up for 60 s, and the agent log reports a start',
  refusedIf: 'an upgrade has begun or the service is running by then',
  output: [],
  watched: 0,
  toWatch: 0,
  result: null,
};
const LOGS = '/opt/servicenow/mid-ber-02/agent/logs';
const GRANT = `chown -h midserver ${LOGS} && chmod u+w ${LOGS}`;
const BACK = `chown -h root ${LOGS} && chmod 0755 ${LOGS}`;
const granted: FixView = {
  ...fix,
  fix: 'grant-rights',
  phase: 'done',
  title: 'Grant the rights',
  commands: [GRANT],
  undo: [BACK],
  noUndo: '',
  canUndo: 1,
  output: [`$ ${GRANT}`, `${LOGS}: drwxr-xr-x midserver root`],
  result: { status: 'pass', sentence: 'It was changed, and looking again shows that nothing is left to do.' },
};
const changes: View['changes'] = [
  {
    n: 1,
    title: 'Grant the rights',
    at: at(15),
    commands: [GRANT],
    result: { status: 'pass', sentence: 'It was changed, and looking again shows that nothing is left to do.' },
    canUndo: true,
  },
  {
    n: 2,
    title: 'Start the MID Server',
    at: at(16),
    commands: ['sudo systemctl start mid.service'],
    result: { status: 'fail', sentence: 'It started and stopped again after 20 s: No space left on device' },
    canUndo: false,
  },
];
const started = [
  '● mid.service - ServiceNow MID Server',
  '   Active: active (running)',
  '2026/11/23 02:16:21 | wrapper  | Launching a JVM...',
  '2026/11/23 02:16:24 | jvm 1    | MID Server started',
];

const verdict: VerdictView = {
  status: 'problem',
  headline: 'The disk that holds the agent is full.',
  confidence: 'Verdict · certain',
  chain: [
    { title: 'No space left on /opt', detail: '0 B of 20 GB free since 01:41', status: 'fail' },
    { title: 'The service keeps crashing', detail: '5 failed starts, 01:42', status: 'fail' },
    { title: 'The instance says Down', detail: 'answered by hand', status: 'fail' },
  ],
  next: {
    text: 'Free at least 2 GB on /opt. Then start the service from here; MID Up watches it for 60 seconds.',
    actions: [
      { kind: 'recheck', label: 'Look again' },
      { kind: 'plan-fix', label: 'Start the service…', fix: 'start-service' },
      { kind: 'goto', label: 'Go to the host step', step: 'host' },
    ],
  },
  shown: [
    diskFull,
    finding({
      code: 'service.crash-loop',
      step: 'service',
      status: 'fail',
      title: 'The service is in a crash loop',
      saw: '5 failed starts since 01:42, the last at 02:11:50.',
      evidence: [{ id: 'wrapper', lines: [4, 6] }],
    }),
  ],
  passed: 24,
  notChecked: couldNot,
  at: at(14),
};
const onVerdict = (more: Partial<VerdictView>): View => ({
  ...guideFail,
  screen: 'verdict',
  verdict: { ...verdict, ...more },
});

const onConnect: View = {
  ...base,
  screen: 'connect',
  sessionId: null,
  savedAt: null,
  target: null,
  host: { name: '', detail: '', state: 'none' },
  findings: [],
  coverage: { checks: 0, pass: 0, warn: 0, fail: 0, unknown: 0, couldNot: [] },
};
const sshTarget: SshTarget = {
  kind: 'ssh',
  address: 'ops@mid-ber-02:2222',
  jumps: ['bastion.acme.example'],
  sudo: true,
};
const LONG = `mid-${'very-long-name-'.repeat(13)}end`;
const withPrompt = (prompt: View['prompts'][number]): View => ({
  ...onConnect,
  target: sshTarget,
  host: { name: 'mid-ber-02', detail: '', state: 'connecting' },
  progress: { label: 'Connecting to mid-ber-02', since: '2026-11-23T02:13:17.000Z', done: 0, total: 0 },
  prompts: [prompt],
});
const withFix = (more: Partial<FixView>): View => ({ ...guideFail, fix: { ...fix, ...more } });

const hostViews: Readonly<Record<string, View>> = {
  connect: onConnect,
  'connect-options': { ...onConnect, target: sshTarget },
  'connect-local': { ...onConnect, target: { kind: 'local', sudo: true, becomeUser: 'mid' } },
  'connect-busy': { ...withPrompt(LONG_PROMPT), prompts: [] },
  'connect-error': {
    ...onConnect,
    target: sshTarget,
    host: { name: 'mid-ber-02', detail: '', state: 'failed' },
    error: {
      code: 'connection.auth-failed',
      title: 'mid-ber-02 did not accept ops',
      message: 'The host was reached and its key is known, but it refused the 2 keys of your agent and the password.',
      next: [
        'Give the key file that this host knows, under Sign-in options.',
        'Or ask the host’s administrator whether ops may sign in; many failed tries can lock an account.',
      ],
    },
  },
  'guide-looking': running,
  'guide-streaming': {
    ...running,
    current: 'host',
    steps: stepsOf({
      ...way,
      host: { ...hostFail, state: 'looking', word: '', sentence: '' },
      network: { state: 'looking' },
    }),
    findings: [...passes.slice(0, 3), diskFull],
  },
  'guide-fail': guideFail,
  'guide-pass': {
    ...guideFail,
    current: 'upgrade',
    steps: stepsOf({ ...way, upgrade: { ...way.upgrade, at: at(13) } }),
    findings: [
      finding({
        code: 'upgrade.none',
        step: 'upgrade',
        status: 'pass',
        title: 'No upgrade is running',
        saw: 'No upgrade process, no marker, and the upgrade log has not grown for 12 days.',
        evidence: [{ id: 'empty', lines: [] }],
      }),
    ],
    next: {
      text: 'Nothing to do here. Go on to what the host has.',
      actions: [{ kind: 'next', label: 'Next: host', step: 'host' }],
    },
  },
  'guide-unknown': {
    ...guideFail,
    current: 'network',
    steps: stepsOf({
      ...way,
      host: hostFail,
      network: { state: 'unknown', word: "Can't tell.", sentence: 'The host took too long to answer.', at: at(14) },
    }),
    findings: [
      finding({
        code: 'network.dns',
        step: 'network',
        status: 'unknown',
        title: "Can't tell whether the name resolves",
        needs: 'More time: the look was cut off after 15 s.',
        need: 'more-time',
        evidence: [{ id: 'slow', lines: [1] }],
      }),
    ],
    next: { text: 'Look again, or check it yourself.', actions: [{ kind: 'recheck', label: 'Look again' }] },
  },
  'guide-by-hand': {
    ...guideFail,
    current: 'status',
    canBack: false,
    steps: stepsOf({ status: { state: 'todo', at: at(10) } }),
    findings: [],
    next: { text: '', actions: [] },
  },
  'guide-agents': {
    ...guideFail,
    current: 'locate',
    steps: stepsOf({
      status: way.status,
      locate: { state: 'unknown', word: 'Several.', sentence: 'Three agents are on this host.', at: at(11) },
    }),
    findings: [
      finding({
        code: 'locate.several',
        step: 'locate',
        status: 'unknown',
        title: 'Several agents on this host',
        saw: 'Found /opt/servicenow/mid-ber-02/agent, /opt/servicenow/mid-ber-03/agent and /srv/mid/agent.',
        needs: 'Which of them is the one that is down.',
        need: 'agent-folder',
      }),
    ],
    next: {
      text: 'Choose the agent that is down.',
      actions: ['/opt/servicenow/mid-ber-02/agent', '/opt/servicenow/mid-ber-03/agent', `/srv/${LONG}/agent`].map(
        (agentDir) => ({ kind: 'choose-agent', label: agentDir, agentDir }) as const,
      ),
    },
  },
  'guide-guard': {
    ...guideFail,
    current: 'upgrade',
    guard: 'Hands off until it ends: nothing that starts, restarts or stops the service is offered.',
    steps: stepsOf({
      ...way,
      upgrade: {
        state: 'fail',
        word: 'Yes.',
        sentence: 'It has been upgrading for 6 min.',
        reason: 'because an upgrade has begun',
        at: at(13),
      },
    }),
    findings: [
      finding({
        code: 'upgrade.in-progress',
        step: 'upgrade',
        status: 'fail',
        title: 'An upgrade is running',
        saw: 'The upgrade process runs since 02:07, and its log grew 4 s ago.',
        because: 'Stopping it halfway leaves an agent that does not start.',
        doThis: ['Wait until it ends; most take 5 to 15 min.'],
        evidence: [{ id: 'wrapper', lines: [3] }],
      }),
    ],
    next: { text: 'Wait until it ends, then look again.', actions: [{ kind: 'recheck', label: 'Look again' }] },
  },
  'guide-lost': {
    ...guideFail,
    host: { name: 'mid-ber-02', detail: 'connection lost 02:13:18', state: 'lost' },
    error: {
      code: 'connection.lost',
      title: 'The connection to mid-ber-02 was lost',
      message: 'What was seen until then is kept.',
      next: ['Reconnect, then look again.'],
    },
  },
  'guide-saved': { ...guideFail, host: { name: 'mid-ber-02', detail: '', state: 'saved' } },
  'guide-hostile': {
    ...guideFail,
    host: { name: '<img src=x onerror="document.title=1">\u202Egpj.exe', detail: '\u001b[31mred\u0000', state: 'open' },
    findings: [
      finding({
        code: 'log.not-classified',
        step: 'host',
        status: 'fail',
        title: '<img src=x onerror="document.title=\'owned\'">',
        saw: `{@html "<b>x</b>"} \u001b[31m${'long '.repeat(400)}`,
        doThis: ['<script>alert(1)</script> {{alert(1)}}'],
        links: [{ title: 'javascript', url: 'javascript:alert(1)' }],
        evidence: [{ id: 'hostile', lines: [2, 4] }],
      }),
    ],
  },
  'guide-long': {
    ...guideFail,
    host: { name: LONG, detail: `SSH as ${LONG}`, state: 'open' },
    steps: stepsOf({ ...way, locate: { ...way.locate, sentence: `/srv/${LONG}/agent` }, host: hostFail }),
    findings: [
      finding({
        ...diskFull,
        code: 'host.disk-full',
        title: `No space on /srv/${LONG}`,
        saw: `/srv/${LONG} is full.`,
        evidence: [{ id: 'long', lines: [70_124] }],
      }),
    ],
  },
  ...Object.fromEntries(Object.entries(prompts).map(([name, prompt]) => [`prompt-${name}`, withPrompt(prompt)])),
  'fix-planning': withFix({ phase: 'planning', commands: [], hash: '' }),
  'fix-consent': withFix({}),
  'fix-applying': withFix({ phase: 'applying', output: started.slice(0, 1) }),
  'fix-watching': withFix({ phase: 'watching', output: started, watched: 23, toWatch: 60 }),
  'fix-done': withFix({
    phase: 'done',
    output: started,
    result: { status: 'pass', sentence: 'The MID Server runs: it stayed up for 60 s, and its log reports a start.' },
  }),
  'fix-died': withFix({
    phase: 'done',
    output: [...started, '2026/11/23 02:16:44 | wrapper  | JVM exited unexpectedly.'],
    result: { status: 'fail', sentence: 'It started and died again after 20 s: “No space left on device”.' },
  }),
  'fix-refused': withFix({
    phase: 'refused',
    result: { status: 'warn', sentence: 'Nothing was changed. An upgrade has begun since this was planned.' },
  }),
  'fix-granted': { ...guideFail, changes: changes.slice(0, 1), fix: granted },
  'fix-undo': withFix({
    ...granted,
    takesBack: true,
    phase: 'consent',
    title: 'Take this back: Grant the rights?',
    commands: [BACK],
    undo: [],
    noUndo: 'Make the change again.',
    provedBy: 'Looking at every path again: mode, owner and group are what they were before the change.',
    refusedIf: 'An upgrade has begun, or a path has another mode, owner or group than the change left it with.',
    output: [],
    result: null,
  }),
  'verdict-problem': onVerdict({}),
  'verdict-changes': { ...onVerdict({}), changes },
  'verdict-ok': onVerdict({
    status: 'ok',
    headline: 'Nothing is wrong on the host’s side.',
    confidence: 'Verdict',
    chain: [],
    shown: [],
    passed: 36,
    notChecked: [],
    next: {
      text: 'Check on the instance that the MID Server shows as Up; its monitor runs every 5 minutes.',
      actions: [{ kind: 'recheck', label: 'Look again' }],
    },
  }),
  'verdict-undetermined': onVerdict({
    status: 'undetermined',
    headline: 'It cannot be told yet why the MID Server is down.',
    confidence: 'Verdict',
    chain: [],
    shown: [selinux],
    next: {
      text: 'Look again with sudo, so that what is missing can be read.',
      actions: [{ kind: 'recheck', label: 'Look again' }],
    },
  }),
  'verdict-warning': onVerdict({
    status: 'warning',
    headline: 'It runs, but its open-file limit is low.',
    confidence: 'Verdict · likely',
    chain: [{ title: 'Open-file limit is low', detail: '1,024 of 16,000', status: 'warn' }],
    shown: [openFiles],
    next: { text: 'Raise the limit of the run-as user to 16,000.', actions: [] },
  }),
  'verdict-none': { ...guideFail, screen: 'verdict', verdict: null },
};

/** Every state that the page must be good in, by name. */
export const views: Readonly<Record<string, View>> = { ...hostViews, ...evidenceViews(hostViews) };
