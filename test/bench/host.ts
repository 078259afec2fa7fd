import { diagnose } from '../../src-main/app/diagnose.ts';
import { assembleScript } from '../../src-main/checks/assemble.ts';
import { PROBES } from '../../src-main/checks/catalogue.ts';
import type { ScriptProbe } from '../../src-main/checks/define.ts';
import { runBaseline } from './baseline.ts';
import { interleave, medianOf } from './measure.ts';
import { type Item, infoRow, ms, type Pace, type Row, ratioRow } from './result.ts';
import { openStage, type Stage, type Way } from './stage.ts';

const ROUND_TRIPS_MS = [0, 100] as const;
const ROUNDS = 15;
const BUDGET_MS = 40_000;
const AT_MOST = { text: '≤ 1.3 ×', met: (ratio: number) => ratio <= 1.3 };

/** A whole diagnosis over SSH against the least that it could be; both in this process, on the same host and keys. */
export const hostItem: Item = {
  id: 'host',
  title: 'Host diagnosis over SSH against handshake + one exec of the same script + one TLS request through it',
  measure: async (pace) => {
    const stage = await openStage();
    try {
      const rows: Row[] = [];
      for (const roundTrip of ROUND_TRIPS_MS) rows.push(...(await at(stage, roundTrip, pace)));
      return rows;
    } finally {
      await stage.close();
    }
  },
};

type Look = {
  readonly ms: number;
  readonly firstFindingMs: number;
  readonly lastProbeMs: number;
  readonly roundTrips: number;
  readonly turns: number;
};

const at = async (stage: Stage, roundTrip: number, pace: Pace): Promise<readonly Row[]> => {
  const way = await stage.way(roundTrip);
  const looks: Look[] = [];
  let leastTurns = 0;
  const baseline = {
    ...stage.sshd,
    port: way.port,
    instance: stage.instance,
    script: `set -- ''\n${assembleScript(scriptProbes, { mark: 'midup-bench' }).text}`,
  };
  const series = await interleave(
    [
      {
        name: 'diagnosis',
        run: async () => {
          const look = await lookOnce(stage, way);
          looks.push(look);
          return look.ms;
        },
      },
      {
        name: 'least',
        run: async () => {
          const before = way.proxy.turns();
          const spent = await runBaseline(baseline);
          leastTurns = way.proxy.turns() - before;
          return spent;
        },
      },
    ],
    { rounds: ROUNDS, budgetMs: BUDGET_MS, ...pace },
  );
  const diagnosis = { name: 'diagnosis', series: series.diagnosis };
  const counted = looks.slice(1);
  const firstFindingMs = medianOf(counted.map((l) => l.firstFindingMs));
  const lastProbeMs = medianOf(counted.map((l) => l.lastProbeMs));
  const roundTrips = medianOf(counted.map((l) => l.roundTrips));
  const turns = medianOf(counted.map((l) => l.turns));
  const place = `${roundTrip} ms round trip`;
  return [
    ratioRow(
      `${place}: against the least`,
      { a: diagnosis, b: { name: 'handshake + exec + TLS request', series: series.least } },
      AT_MOST,
    ),
    infoRow(
      `${place}: round trips`,
      `${turns} turns on the wire (the least: ${leastTurns}); ${roundTrips} requests to the host`,
      { turns, leastTurns, roundTrips },
    ),
    {
      what: `${place}: first finding`,
      measured: `after ${ms(firstFindingMs)}; the last probe ended after ${ms(lastProbeMs)}`,
      target: 'before the last probe ends',
      met: counted.every((l) => l.firstFindingMs < l.lastProbeMs),
      notes: { firstFindingMs, lastProbeMs },
    },
  ];
};

const scriptProbes = PROBES.filter((p): p is ScriptProbe<unknown> => p.kind === 'script');

const lookOnce = async (stage: Stage, way: Way): Promise<Look> => {
  const before = way.proxy.turns();
  const began = performance.now();
  const spent = () => performance.now() - began;
  let firstFindingMs = 0;
  let lastProbeMs = 0;
  const { verdict, timings, error } = await diagnose({
    target: {
      kind: 'ssh',
      address: way.address,
      identityFiles: [stage.sshd.keyFile],
      knownHostsFile: way.knownHostsFile,
    },
    ask: async ({ kind }) => {
      throw new Error(`nothing should have been asked, but ${kind} was`);
    },
    onFinding: () => {
      firstFindingMs ||= spent();
    },
    onProgress: () => {
      lastProbeMs = spent();
    },
  });
  const whole = spent();
  // A run that went wrong is fast for the wrong reason.
  if (error || verdict.status !== 'ok') throw new Error(`the diagnosis said ${error?.code ?? verdict.status}`);
  return { ms: whole, firstFindingMs, lastProbeMs, roundTrips: timings.roundTrips, turns: way.proxy.turns() - before };
};
