import type { Answers, Ask } from '../contract/asks.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Report } from '../model/report.ts';
import type { Target } from '../model/target.ts';
import type { Verdict } from '../model/verdict.ts';
import type { WizardContext } from '../wizard/context.ts';
import { allFindings } from '../wizard/outcome.ts';
import type { EvidenceBook } from './evidence-book.ts';
import type { Ledger } from './ledger.ts';
import type { Parts } from './parts.ts';
import type { ReportInput } from './reporting.ts';
import type { Timings } from './timings.ts';

export type ReportContext = {
  readonly context: WizardContext;
  readonly verdict: Verdict;
  readonly book: EvidenceBook;
  readonly ledger: Ledger;
  readonly timings: Timings;
  readonly secrets: readonly string[];
  readonly version: string;
  readonly parts: Pick<Parts, 'agentFacts'>;
};

/** The session as it stands, for a report. Null where there is none. */
export const reportInputOf = (o: ReportContext): ReportInput | null => {
  const { context, parts, book } = o;
  const { captured } = context;
  if (context.target === null || context.startedAt === null || context.failure?.phase === 'evidence') return null;
  return {
    tool: { version: o.version, platform: process.platform },
    startedAt: captured?.startedAt ?? context.startedAt,
    finishedAt: captured?.finishedAt ?? newest(context.startedAt, book.all()),
    target: reportTarget(
      context.target,
      captured?.host ?? context.host,
      parts.agentFacts(book.all()),
      context.agentDir,
    ),
    verdict: o.verdict,
    path: context.path,
    findings: allFindings(context),
    evidence: book.all(),
    coverage: context.seen.coverage,
    ledger: o.ledger.entries(),
    timings: o.timings.read(),
    error: context.failure,
    secrets: o.secrets,
  };
};

const newest = (startedAt: string, evidence: readonly Evidence[]): string =>
  [startedAt, ...evidence.map(({ at }) => at)].toSorted().at(-1) ?? startedAt;

export const reportTarget = (
  target: Target,
  host: { readonly name: string; readonly os: Report['target']['os'] } | null,
  facts: { readonly agentDir: string; readonly midName: string | null } | null,
  agentDir: string | null,
): Report['target'] => ({
  kind: target.kind,
  name: host?.name || nameOf(target),
  os: host?.os ?? null,
  agentDir: facts?.agentDir ?? agentDir,
  midName: facts?.midName ?? null,
});

const nameOf = (target: Target): string => {
  switch (target.kind) {
    case 'local':
      return 'this computer';
    case 'ssh':
      return target.address;
    case 'practice':
      return target.scenario;
    case 'evidence':
      return target.file;
  }
};

type Format = Extract<Ask, { type: 'report' }>['format'];

/** In words, in the form asked for. What makes reports is loaded when the first one is asked for. */
export const renderReport = async (input: ReportInput, format: Format): Promise<Answers['report']> => {
  const { buildReport, jsonText, renderHtml, renderText } = await import('./reporting.ts');
  const report = buildReport(input);
  const name = `midup-${report.target.name.replace(/[^A-Za-z0-9.-]+/g, '-').slice(0, 60)}-${input.finishedAt.slice(0, 10)}`;
  switch (format) {
    case 'json':
      return { fileName: `${name}.json`, mediaType: 'application/json', text: `${jsonText(report)}\n` };
    case 'text':
      return {
        fileName: `${name}.txt`,
        mediaType: 'text/plain',
        text: renderText(report, { colour: false, width: 100 }),
      };
    case 'html':
      return { fileName: `${name}.html`, mediaType: 'text/html', text: renderHtml(report, {}) };
  }
};
