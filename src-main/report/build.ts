import { type Language, type Messages, messagesFor } from '../messages/index.ts';
import { stepOfCode } from '../model/codes.ts';
import type { ConnectionError } from '../model/connection-error.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Finding } from '../model/finding.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { Report } from '../model/report.ts';
import type { PathEntry } from '../model/session.ts';
import type { Coverage, Verdict } from '../model/verdict.ts';
import { redact } from '../redact/redact.ts';

type WayIn = Pick<ConnectionError, 'code' | 'phase' | 'params'>;

/** Everything that a run or a session knows, before it is put into words. */
export type ReportInput = {
  readonly tool: { readonly version: string; readonly platform: string };
  /** ISO 8601, as are all times. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly target: Report['target'];
  readonly instance?: Report['instance'];
  readonly verdict: Verdict;
  readonly path: readonly PathEntry[];
  readonly findings: readonly Finding[];
  readonly evidence: readonly Evidence[];
  readonly coverage: Coverage;
  readonly ledger: readonly LedgerEntry[];
  readonly timings: Report['timings'];
  /** Why MID Up could not look, where it could not. */
  readonly error?: WayIn | null;
  /** Root rights were asked for and refused: it was all looked at without. */
  readonly refused?: WayIn;
  readonly language?: Language;
  /** Passwords and the like that this session used: taken out wherever they stand. */
  readonly secrets?: readonly string[];
};

/** Pure: the same input gives the same report, whenever it is asked for. */
export const buildReport = (input: ReportInput): Report => {
  const ofHost = messagesFor(input.language ?? 'en', () => new Date(input.finishedAt));
  const messages = input.target.kind === 'evidence' ? ofHost.ofEvidence() : ofHost;
  const clean = (text: string) => redact(text, input.secrets ?? []);
  const error = input.error ? wayIn(input.error, messages, clean) : null;
  return {
    schema: 'midup.report/1',
    tool: { name: 'midup', ...input.tool },
    startedAt: input.startedAt,
    finishedAt: input.finishedAt,
    target: targetOf(input.target, clean),
    instance: input.instance ?? null,
    verdict: error
      ? { status: 'undetermined', cause: null, nextAction: error.next }
      : verdictOf(input.verdict, messages, clean),
    path: input.path.map(({ step, outcome, at }) => ({ step, outcome, at })),
    findings: input.findings.map((f) => findingOf(f, messages, clean)),
    evidence: input.evidence.map((e) => ({
      id: e.id,
      at: e.at,
      where: clean(e.where),
      text: clean(e.text),
      truncated: e.truncated,
      exitCode: e.exitCode,
      ms: e.ms,
      failed: e.failed ?? null,
    })),
    error,
    coverage: coverageOf(input, messages, clean),
    ledger: input.ledger.map(({ n, at, where, command, exitCode, ms, readOnly }) => ({
      n,
      at,
      where: clean(where),
      command: clean(command),
      exitCode,
      ms,
      readOnly,
    })),
    timings: input.timings,
  };
};

type Clean = (text: string) => string;

/** Names and folders are the host's, or those of a file that somebody else wrote. */
const targetOf = (target: Report['target'], clean: Clean): Report['target'] => ({
  ...target,
  name: clean(target.name),
  agentDir: target.agentDir === null ? null : clean(target.agentDir),
  midName: target.midName === null ? null : clean(target.midName),
});

const verdictOf = (verdict: Verdict, messages: Messages, clean: Clean): Report['verdict'] => ({
  status: verdict.status,
  cause: verdict.cause && {
    code: verdict.cause.finding.code,
    title: clean(messages.finding(verdict.cause.finding).title),
    step: verdict.cause.finding.step,
    confidence: verdict.cause.confidence,
    explains: [...verdict.cause.explains],
  },
  nextAction: clean(messages.next(verdict)),
});

const findingOf = (finding: Finding, messages: Messages, clean: Clean): Report['findings'][number] => {
  const said = messages.finding(finding);
  return {
    code: finding.code,
    step: finding.step,
    status: finding.status,
    title: clean(said.title),
    saw: clean(said.saw),
    // An unknown one has no reason but what it lacks.
    because: clean(said.because || said.needs),
    doThis: said.doThis.map(clean),
    kbSection: said.kbSection,
    links: said.links.map(({ title, url }) => ({ title, url })),
    evidence: [...new Set(finding.evidence.map(({ id }) => id))],
    byHand: finding.byHand ?? false,
  };
};

const coverageOf = (
  { coverage, findings, refused }: Pick<ReportInput, 'coverage' | 'findings' | 'refused'>,
  messages: Messages,
  clean: Clean,
): Report['coverage'] => ({
  checks: coverage.checks,
  ran: coverage.ran,
  couldNot: [
    ...(refused ? [withoutRights(wayIn(refused, messages, clean))] : []),
    ...coverage.couldNot.map(({ check, code, needs }) => {
      const found = findings.find((f) => f.status === 'unknown' && f.check === check && f.code === code);
      const said = messages.finding(found ?? { ...NOT_SEEN, code, check, step: stepOfCode(code) });
      return { check, why: clean(said.title), needs: clean(said.needs || messages.need(needs)) };
    }),
  ],
});

const withoutRights = ({ code, message, next }: Exclude<Report['error'], null>) => ({
  check: code,
  why: message,
  needs: next,
});

/** What a check that could not run says where it left no finding. */
const NOT_SEEN = { status: 'unknown', params: {}, evidence: [] } as const;

const wayIn = (error: WayIn, messages: Messages, clean: Clean): Exclude<Report['error'], null> => {
  const { message, next } = messages.connection(error);
  return {
    code: `connection.${error.code}`,
    phase: error.phase,
    message: clean(message),
    next: clean(next.join(' ')),
  };
};
