import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { logging, problem, running, startedInVain, stopped } from '../../e2e/hosts/recipes.ts';
import type { HostScenario } from '../../e2e/hosts/scenario.ts';
import { createMidHost, type MidHost } from '../../peers/mid-host.ts';

const WRAPPERS = ['bin/wrapper', 'bin/wrapper-linux-x86-64'] as const;

/** The program for another machine: the header of the file says so, as that of a wrong download does. */
const forArm = (mid: MidHost, file: string) => {
  const bytes = readFileSync(mid.path(file));
  bytes.writeUInt16LE(183, 18);
  writeFileSync(mid.path(file), bytes);
};

export const SERVICE: readonly HostScenario[] = [
  {
    id: 'never-started',
    title: 'installed and never started',
    prepare: async () => {},
    expect: problem('service.stopped'),
  },
  {
    id: 'stopped-not-installed',
    title: 'stopped, and no service is registered for it',
    host: { installed: false },
    prepare: stopped,
    expect: problem('service.stopped'),
  },
  {
    id: 'several-beside-running',
    title: 'an agent runs in an unusual place, and beside it stands one that does not',
    host: { dir: '/srv/mids/ber-02/agent' },
    prepare: async (mid, { instance }) => {
      await running(mid);
      const dir = '/srv/mids/ber-03/agent';
      await createMidHost({
        machine: mid.machine,
        dir,
        name: 'mid-ber-03',
        appName: 'mid3',
        url: instance.url,
        installed: false,
      });
    },
    expect: {
      status: 'undetermined',
      exit: 5,
      cause: null,
      also: ({ findings }) => {
        const { saw = '' } = findings.find((f) => f.code === 'locate.several') ?? {};
        expect(saw).toContain('/srv/mids/ber-02/agent, running');
        expect(saw).toContain('mid-ber-03 (/srv/mids/ber-03/agent)');
      },
    },
  },
  {
    id: 'wrapper-not-executable',
    title: 'the wrapper lost its right to run',
    prepare: async (mid) => {
      await stopped(mid);
      for (const file of WRAPPERS) chmodSync(mid.path(file), 0o644);
    },
    expect: problem('service.wrapper-missing'),
  },
  {
    id: 'wrapper-empty',
    title: 'the wrapper is an empty file',
    prepare: async (mid) => {
      await stopped(mid);
      for (const file of WRAPPERS) mid.write(file, '');
    },
    expect: problem('service.wrapper-missing'),
  },
  {
    id: 'wrapper-other-machine',
    title: 'the wrapper is for another machine',
    prepare: async (mid) => {
      await stopped(mid);
      for (const file of WRAPPERS) forArm(mid, file);
    },
    expect: problem('service.wrong-architecture'),
  },
  {
    id: 'java-other-machine',
    title: 'the Java is for another machine',
    prepare: async (mid) => {
      await stopped(mid);
      forArm(mid, 'jre/bin/java');
    },
    expect: problem('service.wrong-architecture'),
  },
  {
    id: 'java-not-executable',
    title: 'the Java lost its right to run',
    prepare: async (mid) => {
      chmodSync(mid.path('jre/bin/java'), 0o644);
      await startedInVain(mid);
    },
    expect: problem('service.java-missing'),
  },
  {
    id: 'java-dangling',
    title: 'the Java is a link to what is gone',
    prepare: async (mid) => {
      await stopped(mid);
      await mid.machine.must('ln -sf /opt/java-gone/bin/java "$1/jre/bin/java"', [mid.dir]);
    },
    expect: problem('service.java-missing'),
  },
  {
    id: 'java-elsewhere',
    title: 'wrapper-override.conf names a Java that is not there',
    host: { override: ['wrapper.java.command=/usr/lib/jvm/none/bin/java'] },
    prepare: startedInVain,
    expect: problem('service.java-missing'),
  },
  {
    id: 'main-class-missing',
    title: "the agent's own program is gone",
    prepare: async (mid) => {
      renameSync(mid.path('lib'), mid.path('lib.old'));
      await startedInVain(mid);
    },
    expect: problem('service.failed-to-start'),
  },
  {
    id: 'java-option-unknown',
    title: 'an option that Java does not know',
    host: { override: ['wrapper.java.additional.1=-XX:+NoSuchOption', 'wrapper.restart.delay=0'] },
    prepare: startedInVain,
    expect: { status: 'problem', exit: 1, cause: 'service.crash-loop' },
  },
  {
    id: 'exit-by-itself',
    title: 'the agent ends itself after a moment',
    host: { override: ['wrapper.java.additional.1=-Dfakemid.exit=1', 'wrapper.java.additional.2=-Dfakemid.code=1'] },
    prepare: startedInVain,
    expect: problem('service.failed-to-start'),
  },
  {
    id: 'java-killed',
    title: 'wrapper and Java were killed, the pid file is gone too',
    prepare: async (mid) => {
      await running(mid);
      await mid.machine.must('pkill -KILL wrapper; pkill -KILL java; sleep 0.3; rm "$1/work/mid.pid"', [mid.dir]);
    },
    expect: problem('service.stopped'),
  },
  {
    id: 'pid-garbage',
    title: 'stopped, and the pid file holds no number',
    prepare: async (mid) => {
      await stopped(mid);
      mid.write('work/mid.pid', 'not a pid\n');
    },
    expect: problem('service.stopped'),
  },
  {
    id: 'two-wrappers',
    title: 'two wrappers on one folder',
    prepare: async (mid) => {
      await running(mid);
      await mid.machine.must(
        'cd "$1/bin"; ./wrapper ../conf/wrapper.conf wrapper.pidfile=/opt/second.pid wrapper.daemonize=TRUE wrapper.syslog.ident=two; sleep 3',
        [mid.dir],
      );
    },
    expect: problem('service.duplicate'),
  },
  {
    id: 'out-of-memory',
    title: 'the heap was used up, as the log says',
    prepare: (mid) => logging(mid, ['SEVERE (Worker-Standard:1) java.lang.OutOfMemoryError: Java heap space']),
    expect: problem('service.out-of-memory', { confidence: 'likely' }),
  },
  {
    id: 'native-library',
    title: 'a library of the wrapper cannot be loaded, as the log says',
    prepare: (mid) =>
      logging(mid, [
        'SEVERE (StartupSequencer) java.lang.UnsatisfiedLinkError: libwrapper.so: cannot open shared object file',
      ]),
    expect: problem('log.native-library', { confidence: 'likely' }),
  },
];
