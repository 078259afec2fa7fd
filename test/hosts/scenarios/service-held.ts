import { expect } from 'vitest';
import { problem, running, startedInVain, stopped } from '../../e2e/hosts/recipes.ts';
import type { HostScenario } from '../../e2e/hosts/scenario.ts';
import { type ControlGroup, createControlGroup, hasControlGroups } from '../../peers/control-group.ts';
import { createMidHost, type MidHost } from '../../peers/mid-host.ts';

/** The agent's last word is older than this computer's last start, as if nothing had started it since. */
const silentSinceBoot = (mid: MidHost) =>
  mid.machine.must(
    'at=$(( $(date +%s) - $(cut -d. -f1 /proc/uptime) - 3600 )); find "$1/logs" -type f -exec touch -d "@$at" {} +',
    [mid.dir],
  );

/** This computer may be a container itself, of which MID Up says nothing about boots. */
const noContainer = 'for f in /.dockerenv /run/.containerenv; do [ ! -e $f ] || mount --bind /dev/null $f; done';

/** Wrapper and Java, by number. */
const BOTH = 'w=$(cat "$1/work/mid.pid"); j=$(cat /proc/$w/task/$w/children)';

const CONTAINER = '6f1c0a52db7f1010c1a2f5d41d9619776f1c0a52db7f1010c1a2f5d41d961977';

/** A scenario with a control group of its own. */
const grouped = (
  kind: 'memory' | 'freezer' | '',
  below: string,
  scenario: Omit<HostScenario, 'prepare' | 'tidy'> & { prepare(mid: MidHost, group: ControlGroup): Promise<void> },
): readonly HostScenario[] => {
  if (!hasControlGroups(kind)) return [];
  let group: ControlGroup | undefined;
  return [
    {
      ...scenario,
      prepare: (mid) => {
        group = createControlGroup(kind, below);
        return scenario.prepare(mid, group);
      },
      tidy: () => group?.remove(),
    },
  ];
};

export const SERVICE_HELD: readonly HostScenario[] = [
  {
    id: 'halted',
    title: 'wrapper and Java were told to halt',
    prepare: async (mid) => {
      await running(mid);
      await mid.machine.must(`${BOTH}; kill -STOP $w $j; sleep 0.2`, [mid.dir]);
    },
    expect: problem('service.paused', { next: /kill -CONT \d+/ }),
  },
  ...grouped('', '', {
    id: 'frozen',
    title: 'the control group of the agent is frozen',
    prepare: async (mid, group) => {
      await running(mid);
      await mid.machine.must(
        `${BOTH}; for p in $w $j; do echo $p >"$2/cgroup.procs"; done; echo 1 >"$2/cgroup.freeze"; sleep 0.3`,
        [mid.dir, group.path],
      );
    },
    expect: problem('service.paused', { next: /thaw/ }),
  }),
  {
    id: 'not-installed',
    title: 'not installed, and the host was started since the agent last wrote',
    host: { installed: false },
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.must(noContainer);
      await silentSinceBoot(mid);
    },
    expect: problem('service.not-installed', { next: /install/ }),
  },
  {
    id: 'no-run-level',
    title: 'an init script in no run level, and the host was started since the agent last wrote',
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.must('rm /etc/rc3.d/S20mid');
      await silentSinceBoot(mid);
    },
    expect: problem('service.disabled', { next: /run levels/ }),
  },
  {
    id: 'no-login-shell',
    title: 'the user that it runs as may not log in',
    host: { runAs: 'midsvc' },
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.must('usermod -s /usr/sbin/nologin midsvc');
      const { status } = await mid.start();
      expect(status).not.toBe(0);
    },
    expect: problem('service.logon-failed', { next: /usermod -s/ }),
  },
  {
    id: 'login-shell-gone',
    title: 'the login shell of the user that it runs as was removed',
    host: { runAs: 'midsvc' },
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.must('usermod -s /usr/local/bin/fishy midsvc 2>/dev/null');
      const { status } = await mid.start();
      expect(status).not.toBe(0);
    },
    expect: problem('service.logon-failed'),
  },
  ...grouped('', `docker/${CONTAINER}`, {
    id: 'in-container',
    title: 'the agent runs in a container of this host',
    host: { installed: false },
    prepare: async (mid, group) => {
      await mid.machine.must(`unshare --mount sh -c 'echo $$ >"$2/cgroup.procs"; cd "$1" && ./start.sh' sh "$1" "$2"`, [
        mid.dir,
        group.path,
      ]);
      await mid.waitFor('logs/agent0.log.0', 'LogStatusMonitor');
      // From here on only what was started before sees the agent's folder.
      await mid.machine.must('mount -t tmpfs tmpfs /opt/servicenow');
    },
    expect: {
      status: 'undetermined',
      exit: 5,
      cause: null,
      also: ({ findings }) => {
        const found = findings.find((f) => f.code === 'locate.not-found');
        expect(found?.status).toBe('unknown');
        expect(found?.saw).toContain(`the Docker container ${CONTAINER.slice(0, 12)}`);
        expect(found?.saw).toContain('/opt/servicenow/mid-ber-02/agent');
        expect(found?.doThis[0]).toContain(`docker exec -it ${CONTAINER.slice(0, 12)} sh`);
      },
    },
  }),
  {
    id: 'jmx-port',
    title: 'two agents that want one port for JMX',
    host: {
      override: [
        'wrapper.restart.delay=0',
        'wrapper.java.additional.1=-Dcom.sun.management.jmxremote.port=27181',
        'wrapper.java.additional.2=-Dcom.sun.management.jmxremote.authenticate=false',
        'wrapper.java.additional.3=-Dcom.sun.management.jmxremote.ssl=false',
      ],
    },
    args: ['--agent-dir', '/opt/servicenow/mid-ber-03/agent'],
    prepare: async (mid, { instance }) => {
      await running(mid);
      const second = await createMidHost({
        machine: mid.machine,
        dir: '/opt/servicenow/mid-ber-03/agent',
        name: 'mid-ber-03',
        appName: 'mid3',
        url: instance.url,
        override: mid.read('conf/wrapper-override.conf').split('\n').slice(-5),
      });
      await second.trust(instance.authority.cert);
      await startedInVain(second);
    },
    expect: problem('service.crash-loop', {
      also: ({ findings }) => {
        const port = findings.find((f) => f.code === 'service.port-in-use');
        expect(port?.status).toBe('warn');
        expect(findings.find((f) => f.code === 'service.crash-loop')?.saw).toContain('Port already in use: 27181');
      },
    }),
  },
];

/** Comes last: all test machines share one kernel, and what it ended is in the log of each. */
export const KILLED: readonly HostScenario[] = [
  ...grouped('memory', '', {
    id: 'killed-by-kernel',
    title: 'the kernel ends Java again and again, as its limit of memory is too low',
    host: { override: ['wrapper.java.initmemory=400', 'wrapper.java.additional.1=-XX:+AlwaysPreTouch'] },
    prepare: async (mid, group) => {
      group.set('memory.limit_in_bytes', String(96 * 1024 * 1024));
      await mid.machine.must('echo $$ >"$2/cgroup.procs"; cd "$1" && ./start.sh', [mid.dir, group.path]);
      await mid.waitFor('logs/wrapper.log', '<-- Wrapper Stopped', 60_000);
    },
    expect: problem('service.out-of-memory', { next: /memory/ }),
  }),
];
