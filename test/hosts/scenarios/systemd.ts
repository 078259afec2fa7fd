import { expect } from 'vitest';
import { healthy, problem, running, stopped } from '../../e2e/hosts/recipes.ts';
import type { HostScenario } from '../../e2e/hosts/scenario.ts';
import { createMidHost, type MidHost } from '../../peers/mid-host.ts';
import { type Answers, SYSTEMD_PATH, type SystemdHost, started, underSystemd, unitFile } from '../systemd.ts';

const DIR = '/opt/servicenow/mid-ber-02/agent';
const SECOND = '/opt/servicenow/mid-ber-03/agent';

/** Runs, as systemd sees it. */
const ACTIVE: Answers = { ActiveState: 'active', SubState: 'running' };
const FAILED: Answers = { ActiveState: 'failed', SubState: 'failed' };

const under = (
  scenario: Omit<HostScenario, 'prepare' | 'sshd'> & { systemd: SystemdHost; before(mid: MidHost): Promise<void> },
): HostScenario => {
  const { systemd, before, ...rest } = scenario;
  return {
    ...SYSTEMD_PATH,
    ...rest,
    prepare: async (mid) => {
      await before(mid);
      await underSystemd(mid, systemd);
    },
  };
};

const killed = async (mid: MidHost) => {
  await running(mid);
  await mid.machine.must('pkill -KILL wrapper; pkill -KILL java; sleep 0.3; rm -f "$1/work/mid.pid"', [mid.dir]);
};

/** Nothing was ever written by a wrapper: its start command ends before. */
const never = async () => {};

const saying = (code: string, ...texts: readonly string[]): Pick<HostScenario['expect'], 'also'> => ({
  also: ({ findings }) => {
    const { saw = '', doThis = [] } = findings.find((f) => f.code === code && f.status !== 'unknown') ?? {};
    for (const text of texts) expect(`${saw} ${doThis.join(' ')}`).toContain(text);
  },
});

/** Two instances of one template, each with an agent. */
const template = async (mid: MidHost, url: string, authority: string) => {
  await running(mid);
  const second = await createMidHost({ machine: mid.machine, dir: SECOND, name: 'mid-ber-03', appName: 'mid3', url });
  await second.trust(authority);
  await running(second);
  await underSystemd(mid, {
    units: { '/etc/systemd/system/mid@.service': unitFile('/opt/servicenow/mid-%i/agent', ['Environment=SHARE=50%%']) },
    enabled: ['mid@ber-02.service'],
    loaded: ['mid@ber-03.service'],
    answers: ACTIVE,
  });
};

export const SYSTEMD: readonly HostScenario[] = [
  under({
    id: 'systemd-healthy',
    title: 'a unit with a drop-in, restarted twice since the boot',
    host: { runAs: 'midsvc' },
    before: running,
    systemd: {
      units: {
        '/etc/systemd/system/mid.service': unitFile(DIR),
        '/etc/systemd/system/mid.service.d/user.conf': '[Service]\nUser=midsvc\n',
      },
      answers: { ...ACTIVE, NRestarts: '2', User: 'midsvc' },
    },
    expect: {
      ...healthy,
      also: (report) => {
        healthy.also?.(report);
        expect(report.findings.find((f) => f.code === 'service.running')?.saw).toContain('restarted it 2 times');
        expect(report.findings.find((f) => f.code === 'locate.found')?.saw).toContain('unit mid.service');
      },
    },
  }),
  under({
    id: 'systemd-219',
    title: 'a unit on CentOS 7, whose systemd counts no restarts',
    before: running,
    systemd: { version: 219, answers: ACTIVE },
    expect: healthy,
  }),
  under({
    id: 'systemd-inactive',
    title: 'a unit that was stopped in order',
    before: stopped,
    systemd: { version: 239 },
    expect: problem('service.stopped', {
      next: /systemctl start mid\.service/,
      ...saying('service.stopped', 'inactive (dead)'),
    }),
  }),
  under({
    id: 'masked',
    title: 'the unit is masked',
    before: stopped,
    systemd: { enabled: [], answers: { LoadState: 'masked', UnitFileState: 'masked' } },
    expect: problem('service.disabled'),
  }),
  under({
    id: 'systemd-disabled',
    title: 'the unit is disabled, and the host was started since the agent last wrote',
    before: async (mid) => {
      await stopped(mid);
      await mid.machine.must(
        'at=$(( $(date +%s) - $(cut -d. -f1 /proc/uptime) - 3600 )); find "$1/logs" -type f -exec touch -d "@$at" {} +',
        [mid.dir],
      );
    },
    systemd: { enabled: [], answers: { UnitFileState: 'disabled' } },
    expect: problem('service.disabled', { next: /systemctl enable mid\.service/ }),
  }),
  under({
    id: 'systemd-no-user',
    title: 'the user of the unit is not on this host',
    before: never,
    systemd: {
      units: { '/etc/systemd/system/mid.service': unitFile(DIR, ['User=svc-mid']) },
      answers: { ...FAILED, Result: 'exit-code', ExecStart: started(DIR, 217), User: 'svc-mid' },
    },
    expect: problem('service.logon-failed', { next: /User=/ }),
  }),
  under({
    id: 'systemd-not-executed',
    title: 'the start command of the unit could not be executed',
    before: never,
    systemd: { answers: { ...FAILED, Result: 'exit-code', ExecStart: started(DIR, 203) } },
    expect: problem('service.failed-to-start', saying('service.failed-to-start', '203: it could not be executed')),
  }),
  under({
    id: 'systemd-start-limit',
    title: 'systemd has given up starting it',
    before: never,
    systemd: { version: 219, answers: { ...FAILED, Result: 'start-limit', ExecStart: started(DIR, 1) } },
    expect: problem('service.crash-loop', { next: /reset-failed mid\.service/ }),
  }),
  under({
    id: 'systemd-auto-restart',
    title: 'systemd starts it again and again',
    before: never,
    systemd: {
      answers: {
        ActiveState: 'activating',
        SubState: 'auto-restart',
        Result: 'exit-code',
        NRestarts: '41',
        ExecStart: started(DIR, 1),
      },
    },
    expect: problem('service.crash-loop', saying('service.crash-loop', '41 times', 'exit status 1')),
  }),
  under({
    id: 'systemd-timeout',
    title: 'it took longer to start than systemd waits',
    before: never,
    systemd: { version: 239, answers: { ...FAILED, Result: 'timeout' } },
    expect: problem('service.failed-to-start', saying('service.failed-to-start', 'timeout')),
  }),
  under({
    id: 'systemd-protocol',
    title: 'the unit names a pid file that is never written',
    before: never,
    systemd: { answers: { ...FAILED, Result: 'protocol', PIDFile: '/run/../work/mid.pid' } },
    expect: problem('service.failed-to-start', saying('service.failed-to-start', '/run/../work/mid.pid')),
  }),
  under({
    id: 'systemd-bad-setting',
    title: 'systemd refuses the unit',
    before: stopped,
    systemd: { answers: { LoadState: 'bad-setting' } },
    expect: problem('service.failed-to-start', saying('service.failed-to-start', 'a setting in it is wrong')),
  }),
  under({
    id: 'systemd-oom',
    title: 'the kernel ended it for want of memory, as systemd says',
    before: killed,
    systemd: { answers: { ...FAILED, Result: 'oom-kill', ExecMainCode: '2', ExecMainStatus: '9' } },
    expect: problem('service.out-of-memory', { next: /MemoryMax= of mid\.service/ }),
  }),
  under({
    id: 'systemd-exited',
    title: 'systemd calls it active, and no process is there',
    before: killed,
    systemd: { answers: { ActiveState: 'active', SubState: 'exited' } },
    expect: problem('service.stopped', { next: /systemctl stop mid\.service, then systemctl start/ }),
  }),
  under({
    id: 'systemd-frozen',
    title: 'the unit is frozen, as systemd says',
    before: running,
    systemd: { answers: { ...ACTIVE, FreezerState: 'frozen' } },
    expect: problem('service.paused', { next: /systemctl thaw mid\.service/ }),
  }),
  {
    ...SYSTEMD_PATH,
    id: 'systemd-template',
    title: 'two agents of one template, one enabled and one started by hand',
    prepare: (mid, { instance }) => template(mid, instance.url, instance.authority.cert),
    expect: {
      status: 'undetermined',
      exit: 5,
      cause: null,
      also: ({ findings }) => {
        const { saw = '' } = findings.find((f) => f.code === 'locate.several') ?? {};
        expect(saw).toContain(`mid-ber-02 (${DIR}, running)`);
        expect(saw).toContain(`mid-ber-03 (${SECOND}, running)`);
      },
    },
  },
  {
    ...SYSTEMD_PATH,
    id: 'systemd-instance',
    title: 'one instance of a template, picked by its folder',
    args: ['--agent-dir', SECOND],
    prepare: (mid, { instance }) => template(mid, instance.url, instance.authority.cert),
    expect: {
      ...healthy,
      also: (report) => {
        healthy.also?.(report);
        expect(report.findings.find((f) => f.code === 'locate.found')?.saw).toContain('unit mid@ber-03.service');
      },
    },
  },
  under({
    id: 'systemd-user-unit',
    title: "a user's own systemd starts it",
    before: running,
    systemd: { units: { '/etc/systemd/user/mid.service': unitFile(DIR) }, enabled: [] },
    expect: {
      ...healthy,
      also: (report) => {
        healthy.also?.(report);
        const { title, saw } = report.findings.find((f) => f.code === 'service.not-persistent') ?? {};
        expect(title).toContain('own systemd');
        expect(saw).toContain('mid.service');
      },
    },
  }),
];
