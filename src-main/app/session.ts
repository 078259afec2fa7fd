import type { Evidence } from '../model/evidence.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { Session } from '../model/session.ts';
import type { WizardContext } from '../wizard/context.ts';
import type { RestoredSession } from '../wizard/events.ts';
import type { WizardPicture } from '../wizard/project-view.ts';
import { cleanParams } from '../wizard/view/say.ts';
import type { EvidenceBook } from './evidence-book.ts';
import type { CheckIndex } from './parts.ts';

/** What is saved of where the wizard is; null while there is nothing worth it. `evidence` is redacted by then. */
export const sessionOf = (
  { context, value }: WizardPicture,
  saved: { readonly evidence: readonly Evidence[]; readonly ledger: readonly LedgerEntry[]; readonly at: string },
  clean: (text: string) => string,
): Session | null => {
  if (context.sessionId === null || context.startedAt === null || context.target === null) return null;
  if (value.flow === 'connect' || value.flow === 'connecting') return null;
  return {
    version: 1,
    id: context.sessionId,
    startedAt: context.startedAt,
    savedAt: saved.at,
    target: context.target,
    hostName: context.host?.name ?? '',
    ...(context.captured && { captured: context.captured }),
    agentDir: context.agentDir,
    current: context.current,
    screen: value.flow === 'verdict' ? 'verdict' : 'guide',
    path: context.path.map(({ step, outcome, at }) => ({ step, outcome, at })),
    answers: context.answers,
    skipped: context.skipped,
    evidence: saved.evidence,
    findings: context.seen.findings.map((finding) => ({
      ...finding,
      params: cleanParams(finding.params, clean),
    })),
    coverage: context.seen.coverage,
    ledger: saved.ledger,
    fixes: context.fixes.map(({ undo, ...fix }) => ({
      ...fix,
      outcome: JSON.parse(cleanJson(fix.outcome, clean)),
      // With a value that had to be masked it could take nothing back.
      ...(undo && cleanJson(undo, clean) === JSON.stringify(undo) && { undo }),
    })),
    note: clean(context.note),
  };
};

/** Every string of a small plain value, cleaned. */
const cleanJson = (value: object, clean: (text: string) => string): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === 'string' ? clean(one) : one));

/** What the machine takes up again; the evidence goes into the book before. */
export const restoredFrom = (session: Session, book: EvidenceBook, toWatch: number): RestoredSession => {
  const { evidence: _, ledger: __, findings, coverage, ...rest } = session;
  return { ...rest, toWatch, seen: book.restored(findings, coverage) };
};

/** True where something has changed that a saved session holds. */
export const worthSaving = (before: WizardPicture, now: WizardPicture): boolean =>
  JSON.stringify(before.value.flow) !== JSON.stringify(now.value.flow) ||
  KEPT.some((key) => before.context[key] !== now.context[key]);

const KEPT = [
  'sessionId',
  'host',
  'agentDir',
  'current',
  'path',
  'answers',
  'skipped',
  'seen',
  'fixes',
  'note',
] as const satisfies readonly (keyof WizardContext)[];

/** The steps that have checks, in no particular order. */
export const stepsLookedAt = (checks: CheckIndex) => [...new Set(checks.map(({ step }) => step))];
