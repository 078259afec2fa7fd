import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import type { Parts } from '../../src-main/app/parts.ts';
import { untilAborted } from '../../src-main/checks/until-aborted.ts';
import type { AgentFacts } from '../../src-main/model/agent.ts';
import type { FindingCode } from '../../src-main/model/codes.ts';
import type { Evidence } from '../../src-main/model/evidence.ts';
import type { Finding, FindingStatus } from '../../src-main/model/finding.ts';
import type { Fix, FixOutcome, FixPlan } from '../../src-main/model/fix.ts';
import type { Host, ScriptResult } from '../../src-main/model/host.ts';
import type { StepId } from '../../src-main/model/steps.ts';
import { redact } from '../../src-main/redact/redact.ts';
import { createSessionStore } from '../../src-main/store/session-store.ts';
import { fakeMessages } from './messages.ts';

/** Probe id to its step and what it prints: `code status` a line, and whatever else. */
export type FakeWorld = Record<string, string>;

const STEPS: Record<string, StepId> = {
  locate: 'locate',
  service: 'service',
  upgrade: 'upgrade',
  disk: 'host',
  verify: 'verify',
};

export const HEALTHY: FakeWorld = {
  locate: 'locate.found pass',
  service: 'service.running pass',
  upgrade: 'upgrade.none pass',
  disk: 'host.disk-full pass',
  verify: 'verify.up pass',
};
export const STOPPED: FakeWorld = { ...HEALTHY, service: 'service.stopped fail', verify: 'verify.up unknown' };

/** Everything below the app, answering from a small world that the test changes. */
export const createFakeParts = (first: FakeWorld) => {
  const state = {
    world: first,
    /** Milliseconds that each probe takes. */
    probeMs: 0,
    /** The probe that would take for ever. */
    hangsAt: null as string | null,
    outcome: { kind: 'held', seconds: 1, healthyLine: 'MID Server started' } as FixOutcome,
    /** Asked while connecting. */
    connecting: (async () => {}) as Parameters<typeof connectWith>[0],
    calls: [] as string[],
    openHosts: 0,
    canBecome: true,
    lose: (_: string) => {},
    /** What a script that is run by itself comes to. */
    runScript: async (): Promise<ScriptResult> => ({ exitCode: 0, stdout: '', stderr: '', ms: 0 }),
  };

  const connectWith =
    (before: (o: Parameters<Parts['connect']>[1]) => Promise<void>): Parts['connect'] =>
    async (target, o) => {
      await before(o);
      state.openHosts++;
      const host: Host = {
        os: 'linux',
        name: target.kind === 'ssh' ? target.address : 'here',
        kind: target.kind,
        user: 'ops',
        canBecome: state.canBecome,
        runScript: () => state.runScript(),
        readFile: async () => new Uint8Array(),
        openTcp: async () => new PassThrough(),
        onLost: (listener) => {
          state.lose = listener;
        },
        close: async () => {
          state.openHosts--;
        },
      };
      return host;
    };

  const start: Fix = {
    id: 'start-service',
    answers: ['service.stopped', 'service.crash-loop'],
    check: (facts) => {
      if (facts.upgradeInProgress) return 'upgrade-in-progress';
      return facts.service.state === 'running' ? 'already-running' : null;
    },
    plan: (facts, host): FixPlan => {
      const planned = JSON.stringify([facts.service.state, facts.service.pid, host.name]);
      return {
        fix: 'start-service',
        host: host.name,
        user: 'root',
        commands: [
          {
            display: 'sudo systemctl start mid.service',
            script: { text: 'systemctl start "$1"' },
            args: ['mid.service'],
            become: 'root',
            timeoutMs: 1000,
          },
        ],
        undo: ['sudo systemctl stop mid.service'],
        params: {},
        state: planned,
        hash: createHash('sha256').update(planned).digest('hex'),
      };
    },
  };

  const parts: Parts = {
    connect: (target, o) => connectWith((options) => state.connecting(options))(target, o),
    collect: async (host, o) => {
      state.calls.push(`collect ${o.steps?.join(',') ?? 'all'}`);
      const ids = Object.keys(state.world).filter(
        (id) => o.steps === undefined || o.steps.includes(STEPS[id] ?? 'support') || id === 'locate',
      );
      let done = 0;
      for (const id of ids) {
        if (state.probeMs > 0) await new Promise((resolve) => setTimeout(resolve, state.probeMs));
        if (state.hangsAt === id) await untilAborted(new Promise(() => {}), o.signal).catch(() => {});
        if (o.signal.aborted) return { failed: 'cancelled', roundTrips: 1 };
        o.onEvidence({
          id,
          at: new Date().toISOString(),
          where: host.name,
          text: state.world[id] ?? '',
          exitCode: 0,
          ms: 1,
          truncated: false,
        });
        o.onLedger({
          at: new Date().toISOString(),
          where: host.name,
          command: `# ${id}`,
          exitCode: 0,
          ms: 1,
          readOnly: true,
        });
        o.onProgress?.(++done, ids.length, id);
      }
      return { roundTrips: 1 };
    },
    judge: (evidence, o) => {
      const byId = new Map(evidence.map((e) => [e.id, e]));
      const asked = Object.keys(STEPS).filter((id) => !o.steps || o.steps.includes(STEPS[id] ?? 'support'));
      const findings = asked.flatMap((id) => findingsOf(id, byId.get(id), o.complete));
      return { findings, coverage: { checks: asked.length, ran: byId.size, couldNot: [] } };
    },
    decideVerdict: (findings) => {
      const cause = findings.find((f) => f.status === 'fail');
      if (cause)
        return {
          status: 'problem',
          cause: { finding: cause, confidence: cause.certainty ?? 'certain', explains: [] },
          next: { key: 'cause', params: {} },
        };
      const unknown = findings.some((f) => f.status === 'unknown');
      return unknown
        ? { status: 'undetermined', cause: null, next: { key: 'run-the-steps', params: {} } }
        : { status: 'ok', cause: null, next: { key: 'connect-instance', params: {} } };
    },
    checks: Object.entries(STEPS).map(([id, step]) => ({ id: `${id}.check`, step, deciding: true, probes: [id] })),
    agentFacts: (evidence) => {
      const text = evidence.map((e) => e.text).join('\n');
      if (!text.includes('locate.found')) return null;
      return {
        agentDir: '/opt/mid/agent',
        midName: 'mid1',
        service: {
          manager: 'systemd',
          unit: 'mid.service',
          state: text.includes('service.running pass') ? 'running' : 'stopped',
          pid: Number(/pid (\d+)/.exec(text)?.[1] ?? 0),
          disabled: false,
          stalePidFile: null,
        },
        runAs: 'mid',
        upgradeInProgress: text.includes('upgrade.in-progress fail'),
      } satisfies AgentFacts;
    },
    agentsFound: (evidence) =>
      evidence.flatMap((e) => [...e.text.matchAll(/^agent (\S+)/gm)].map((m) => ({ dir: m[1] ?? '', name: null }))),
    fixes: [start],
    applyPlan: async (host, plan, o) => {
      state.calls.push(`apply ${plan.hash.slice(0, 4)}`);
      const [command] = plan.commands;
      o.onLine('Starting MID Server');
      o.onLedger({
        at: new Date().toISOString(),
        where: host.name,
        command: command?.display ?? '',
        exitCode: 0,
        ms: 1,
        readOnly: true,
      });
      return { exitCode: 0 };
    },
    lookBack: async () => ({ kind: 'taken-back' }),
    watchStart: async (_host, _facts, o) => {
      state.calls.push(`watch ${o.seconds}`);
      o.onTick(1);
      return state.outcome;
    },
    redact: (text, secrets) => redact(text, secrets),
    createStore: createSessionStore,
    messages: fakeMessages,
    scenarios: async () => [],
    hasOpenssh: async () => true,
    suggestHosts: async () => [],
  };
  return { parts, state };
};

const findingsOf = (id: string, evidence: Evidence | undefined, complete: boolean): readonly Finding[] => {
  const base = { step: STEPS[id] ?? 'support', params: {}, check: `${id}.check` } as const;
  if (!evidence)
    return complete
      ? [{ ...base, code: codeOf(id), status: 'unknown', evidence: [], needs: 'evidence' } satisfies Finding]
      : [];
  return evidence.text.split('\n').flatMap((line, i) => {
    const [code = '', status = ''] = line.split(' ');
    if (!/^[a-z]+\.[a-z-]+$/.test(code)) return [];
    return [
      {
        ...base,
        code: code as FindingCode,
        status: status as FindingStatus,
        params: { line },
        evidence: [{ id, lines: [i + 1] }],
        ...(status === 'unknown' ? { needs: 'evidence' as const } : {}),
      } satisfies Finding,
    ];
  });
};

const CODES: Record<string, FindingCode> = {
  locate: 'locate.not-found',
  service: 'service.stopped',
  upgrade: 'upgrade.in-progress',
  disk: 'host.disk-full',
  verify: 'verify.up',
};
const codeOf = (id: string): FindingCode => CODES[id] ?? 'log.not-classified';
