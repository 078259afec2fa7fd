import { expect } from 'vitest';
import { problem, running, startedInVain } from '../../e2e/hosts/recipes.ts';
import type { HostScenario } from '../../e2e/hosts/scenario.ts';
import type { MidHost } from '../../peers/mid-host.ts';

const DIES = ['wrapper.java.additional.1=-Dfakemid.exit=0', 'wrapper.restart.delay=0'];

/** Its log is elsewhere: waits for what it writes there. */
const inVain = (file: string) => async (mid: MidHost) => {
  await mid.machine.must('mkdir -p "$(dirname "$1/$2")"', [mid.dir, file]);
  await mid.start();
  await mid.waitFor(file, '<-- Wrapper Stopped', 60_000);
};

const reason: Pick<HostScenario['expect'], 'also'> = {
  also: ({ findings }) => {
    expect(findings.find((f) => f.code === 'service.crash-loop')?.saw).toMatch(/^5 launches in \d+ s, then none/);
  },
};

const today = () => {
  const now = new Date();
  return `${now.getFullYear()}${String(now.getMonth() + 1).padStart(2, '0')}${String(now.getDate()).padStart(2, '0')}`;
};

/** Where the wrapper keeps its log, and in which form. */
export const WRAPPER_LOG: readonly HostScenario[] = [
  {
    id: 'log-elsewhere',
    title: "the wrapper's log is in another folder, in a layout of its own",
    host: { override: [...DIES, 'wrapper.logfile=work/wr apper/w.log', 'wrapper.logfile.format=LPDTM'] },
    prepare: inVain('work/wr apper/w.log'),
    expect: problem('service.crash-loop', reason),
  },
  {
    id: 'log-dated',
    title: "the wrapper's log has the day in its name",
    host: { override: [...DIES, 'wrapper.logfile=logs/wrapper-YYYYMMDD.log', 'wrapper.logfile.rollmode=DATE'] },
    prepare: (mid) => inVain(`logs/wrapper-${today()}.log`)(mid),
    expect: problem('service.crash-loop', reason),
  },
  {
    id: 'log-rolled',
    title: "the wrapper's log was rolled over in the middle of its starts",
    host: { override: DIES },
    prepare: async (mid) => {
      await startedInVain(mid);
      await mid.machine.must(
        'cd "$1/logs"; n=$(grep -n "failed launches" wrapper.log | cut -d: -f1); head -n $((n - 1)) wrapper.log >wrapper.log.1; tail -n +$n wrapper.log >w; mv w wrapper.log',
        [mid.dir],
      );
    },
    expect: problem('service.crash-loop', reason),
  },
  {
    id: 'log-off',
    title: 'the wrapper keeps no log',
    host: { override: [...DIES, 'wrapper.logfile='] },
    prepare: async (mid) => {
      await mid.start();
      await mid.machine.must('i=0; while [ -s "$1/work/mid.pid" ] && [ $i -lt 200 ]; do sleep 0.1; i=$((i+1)); done', [
        mid.dir,
      ]);
    },
    expect: problem('service.stopped', { next: /wrapper\.logfile=/ }),
  },
];

/** Real minutes go by. */
export const HUNG: readonly HostScenario[] = [
  {
    id: 'hung',
    title: 'it has been up for five minutes, and the agent has written nothing since',
    host: { override: ['wrapper.java.additional.1=-Dfakemid.silent=1'] },
    prepare: async (mid) => {
      await running(mid);
      await new Promise((resolve) => setTimeout(resolve, 303_000));
    },
    expect: problem('service.hung', { next: /restart/ }),
  },
];
