import type { Evidence, RunFailure } from '../model/evidence.ts';
import type { Finding, NeedCode } from '../model/finding.ts';
import type { StepId } from '../model/steps.ts';
import type { Coverage } from '../model/verdict.ts';
import { type AgentsSeen, agentsSeen } from './agents.ts';
import { LOCATE } from './assemble.ts';
import { CHECKS } from './catalogue.ts';
import { type Check, type Probe, sayFor } from './define.ts';
import { type UpgradeEvidence, upgradeProbe } from './probes/upgrade.ts';
import { parseTranscript } from './transcript.ts';
import { upgradeState } from './upgrade/state.ts';

export type JudgeOptions = {
  /** False while evidence still comes: checks whose evidence is not there yet are left out, not unknown. */
  readonly complete: boolean;
  readonly steps?: readonly StepId[];
  /** Why collecting stopped early, where it did: what is then missing needs that. */
  readonly failed?: RunFailure;
};

export type Judgement = { readonly findings: readonly Finding[]; readonly coverage: Coverage };

/** From evidence to findings. Pure and total: a check that throws has said nothing, and is `unknown` (tool). */
export const judge = (evidence: readonly Evidence[], o: JudgeOptions): Judgement => judgeWith(CHECKS, evidence, o);

/** {@link judge} with checks of its own. */
export const judgeWith = (checks: readonly Check[], evidence: readonly Evidence[], o: JudgeOptions): Judgement => {
  const parsed = parseOnce(evidence);
  const agents = agentsSeen(evidence);
  const lacks = lacksOf(evidence);
  const asked = o.steps === undefined ? checks : checks.filter((c) => o.steps?.includes(c.step));
  const findings: Finding[] = [];
  let considered = 0;
  let ran = 0;
  const couldNot: Coverage['couldNot'][number][] = [];
  for (const check of asked) {
    const found = lacks === null ? judgeOne(check, parsed, agents, o) : withoutTools(check, lacks);
    if (found === null) continue;
    considered++;
    findings.push(...found);
    if (found.length === 0 || found.some((f) => f.status !== 'unknown')) ran++;
    for (const f of found)
      if (f.status === 'unknown') couldNot.push({ check: check.id, code: f.code, needs: f.needs ?? 'evidence' });
  }
  return { findings: onHold(findings, parsed), coverage: { checks: considered, ran, couldNot } };
};

/**
 * While an upgrade runs, what else is to be done waits for its end; where that could not be seen, what has the service
 * started does. Also where only other steps were asked for.
 */
const onHold = (findings: readonly Finding[], parsed: ParseOnce): readonly Finding[] => {
  const upgrade = parsed(upgradeProbe);
  if (!upgrade || upgrade.threw) return findings;
  const { kind } = upgradeState(upgrade.data as UpgradeEvidence);
  const why = kind === 'in-progress' || kind === 'stuck' ? 'upgrade' : kind === 'unknown' ? 'upgrade-unknown' : null;
  if (why === null) return findings;
  return findings.map((f) => {
    const asks = f.status === 'fail' || (f.status === 'warn' && why === 'upgrade');
    const concerned = why === 'upgrade' ? f.step !== 'upgrade' : f.step === 'service';
    return asks && concerned ? { ...f, onHold: why } : f;
  });
};

/** The tools that the prelude misses on the host; with one of them missing it runs no probe. */
const lacksOf = (evidence: readonly Evidence[]): string | null => {
  const locate = evidence.findLast((e) => e.id === LOCATE);
  const [, tools] = /^:lacks ([a-z ]{1,200})\n?$/.exec(locate?.text.slice(0, 300) ?? '') ?? [];
  return tools?.replaceAll(' ', ', ') ?? null;
};

const withoutTools = (check: Check, tools: string): readonly Finding[] | null =>
  Object.keys(check.needs).length === 0
    ? null
    : [sayFor(check, []).unknown(check.code, 'basic-tools', { tools }, { evidence: [] })];

type Parsed = { readonly evidence: Evidence; readonly data: unknown; readonly threw: boolean };
type ParseOnce = (probe: Probe<unknown>) => Parsed | undefined;

/** While evidence comes in, all of it is judged again and again; parsing is pure, and each is parsed once. */
const parsedBefore = new WeakMap<Evidence, Map<Probe<unknown>, Parsed>>();

const parseOnce = (evidence: readonly Evidence[]): ParseOnce => {
  // The last of an id counts: looking again appends.
  const byId = new Map(evidence.map((e) => [e.id, e]));
  return (probe) => {
    const found = byId.get(probe.id);
    if (!found) return undefined;
    const cache = parsedBefore.get(found) ?? new Map<Probe<unknown>, Parsed>();
    parsedBefore.set(found, cache);
    const known = cache.get(probe);
    if (known) return known;
    let parsed: Parsed;
    try {
      parsed = { evidence: found, data: probe.parse(parseTranscript(found.text), found), threw: false };
    } catch {
      parsed = { evidence: found, data: undefined, threw: true };
    }
    cache.set(probe, parsed);
    return parsed;
  };
};

const judgeOne = (check: Check, parsed: ParseOnce, agents: AgentsSeen, o: JudgeOptions): readonly Finding[] | null => {
  const needs = Object.entries(check.needs);
  const say = sayFor(
    check,
    needs.map(([, probe]) => ({ id: probe.id })),
  );
  const unknown = (code: NeedCode) => [say.unknown(check.code, code, {}, { evidence: [] })];
  const data: Record<string, unknown> = {};
  let partial: NeedCode | undefined;
  /** What is left out looks like a fault, and something was left out. */
  let broken = false;
  for (const [key, probe] of needs) {
    const have = parsed(probe);
    if (!have) return o.complete ? unknown(missing(probe, agents, o)) : null;
    if (have.threw) return unknown('tool');
    const { failed, truncated } = have.evidence;
    // The time limit of the whole look ends a probe by cancelling it.
    if (failed) partial ??= needOf(failed === 'cancelled' ? (o.failed ?? failed) : failed);
    else if (truncated) partial ??= 'evidence';
    if ((failed || truncated) && probe.wholeOnly) broken = true;
    data[key] = have.data;
  }
  for (const [key, probe] of Object.entries(check.uses)) {
    const have = parsed(probe);
    if (have && !have.threw && !(have.evidence.failed && probe.wholeOnly)) data[key] = have.data;
  }
  // Stands on nothing that was looked at: it has not run, and nobody misses it.
  if (needs.length === 0 && Object.keys(data).length === 0) return null;
  try {
    const said = check.judge(data, say);
    const lack = partial ?? 'evidence';
    const shown = (f: Finding): Finding => {
      if (!broken) return f;
      return f.status === 'unknown' ? { ...f, needs: lack } : isFault(f) ? say.unknown(check.code, lack) : f;
    };
    return said.map((f) => honest(shown(f), partial, agents));
  } catch {
    return unknown('tool');
  }
};

/** Half of the evidence can show a fault, but not that there is none. */
const honest = (finding: Finding, partial: NeedCode | undefined, agents: AgentsSeen): Finding => {
  if (finding.status === 'pass' && partial) {
    const { variant: _, ...rest } = finding;
    return { ...rest, status: 'unknown', needs: partial };
  }
  if (finding.status === 'unknown' && finding.needs === 'evidence') {
    if (partial) return { ...finding, needs: partial };
    if (agents.unreadable) return { ...finding, needs: 'read-rights' };
  }
  return finding;
};

/** A running upgrade counts, whatever else was not seen: hands off is the safe side. */
const isFault = ({ status, code }: Finding): boolean =>
  (status === 'fail' || status === 'warn') && code !== 'upgrade.in-progress';

const missing = (probe: Probe<unknown>, agents: AgentsSeen, o: JudgeOptions): NeedCode => {
  if (o.failed) return needOf(o.failed);
  if (probe.kind === 'live') return agents.looked && agents.chosen === null ? 'agent-folder' : 'earlier-step';
  return probe.needsAgent && agents.looked && agents.chosen === null ? 'agent-folder' : 'evidence';
};

const needOf = (failed: RunFailure): NeedCode => {
  switch (failed) {
    case 'timeout':
      return 'more-time';
    case 'denied':
      return 'root';
    case 'overflow':
      return 'evidence';
    case 'cancelled':
    case 'connection':
    case 'not-started':
      return 'connection';
  }
};
