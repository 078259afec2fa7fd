import { expect } from 'vitest';
import { finding, problem, running, stopped } from '../../e2e/hosts/recipes.ts';
import type { HostScenario } from '../../e2e/hosts/scenario.ts';
import { createMidHost, type MidHost } from '../../peers/mid-host.ts';

/** Someone who may sign in, and no more. */
const visitor = (mid: MidHost) => mid.machine.must('useradd -M -d / -s /bin/sh ops; usermod -p "*" ops');

const undetermined = (code: string, next: RegExp, saw: RegExp): HostScenario['expect'] => ({
  status: 'undetermined',
  exit: 5,
  cause: null,
  next,
  also: ({ findings }) => {
    const found = findings.find((f) => f.code === code);
    expect(found?.status).toBe('unknown');
    expect(`${found?.title} ${found?.saw} ${found?.because}`).toMatch(saw);
    expect(findings.filter((f) => f.status === 'fail').map((f) => f.code)).toEqual([]);
  },
});

export const LOCATE: readonly HostScenario[] = [
  {
    id: 'closed-to-visitor',
    title: 'the agent runs, and who looks may not enter its folder',
    login: 'ops',
    host: { runAs: 'midsvc' },
    prepare: async (mid) => {
      await running(mid);
      await mid.machine.must('chmod 700 "$1"', [mid.dir]);
      await visitor(mid);
    },
    expect: undetermined('locate.unreadable', /sudo/, /mid-ber-02\/agent is closed to ops/),
  },
  {
    id: 'closed-and-stopped',
    title: 'the agent is stopped, and who looks may not enter its folder',
    login: 'ops',
    host: { runAs: 'midsvc' },
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.must('chmod 700 "$1"', [mid.dir]);
      await visitor(mid);
    },
    // That no process of it is there can be seen by everybody; why is another matter.
    expect: problem('service.stopped', { next: /make sure that no upgrade is running/ }),
  },
  {
    id: 'several-by-name',
    title: 'two agents, and the name that the Down mail has',
    args: ['--mid-name', 'MID-ber-03'],
    prepare: async (mid, { instance }) => {
      await running(mid);
      const more = { dir: '/opt/servicenow/mid-ber-03/agent', name: 'mid-ber-03', appName: 'mid3' };
      const second = await createMidHost({ machine: mid.machine, ...more, url: instance.url });
      await second.trust(instance.authority.cert);
      await stopped(second);
    },
    expect: problem('service.stopped', {
      also: ({ target }) =>
        expect(target).toMatchObject({ agentDir: '/opt/servicenow/mid-ber-03/agent', midName: 'mid-ber-03' }),
    }),
  },
  {
    id: 'name-of-another',
    title: 'the name of a MID Server that is on another host',
    args: ['--mid-name', 'mid-fra-01'],
    prepare: running,
    expect: problem('locate.not-found', {
      next: /Look on the host that the MID Server record names/,
      also: (report) => expect(finding(report, 'locate.not-found')?.saw).toContain('mid-ber-02'),
    }),
  },
  {
    id: 'folder-gone',
    title: 'the service leads to a folder that is not there any more',
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.must('mv /opt/servicenow /opt/.away');
    },
    expect: problem('locate.not-found', { next: /Mount or restore/ }),
  },
  {
    id: 'no-agent',
    title: 'no agent on this host',
    host: { installed: false },
    prepare: async (mid) => {
      await mid.machine.must('mv /opt/servicenow /opt/.away');
    },
    expect: problem('locate.not-found'),
  },
  {
    id: 'processes-hidden',
    title: 'no agent was found, by someone to whom processes are hidden',
    login: 'ops',
    host: { installed: false, runAs: 'midsvc', dir: '/opt/.hidden/deep/agent' },
    prepare: async (mid) => {
      await running(mid);
      await mid.machine.must('mount -o remount,hidepid=2 /proc; chmod 700 /opt/.hidden');
      await visitor(mid);
    },
    expect: undetermined('locate.not-found', /root|sudo/i, /./),
  },
];
