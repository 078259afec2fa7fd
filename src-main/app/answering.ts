import { hostname, userInfo } from 'node:os';
import type { AnswerOf, Answers, Ask, ExplainView } from '../contract/asks.ts';
import { ContractError } from '../contract/errors.ts';
import { isFindingCode } from '../model/codes.ts';
import type { Evidence } from '../model/evidence.ts';
import type { SessionStore } from '../model/session.ts';
import type { EvidenceBook } from './evidence-book.ts';
import { evidenceView } from './evidence-view.ts';
import type { Ledger } from './ledger.ts';
import { createLinks } from './links.ts';
import type { Parts } from './parts.ts';
import type { ReportInput } from './reporting.ts';
import { renderReport } from './session-report.ts';
import { summaries } from './summaries.ts';

export type AnsweringContext = {
  readonly parts: Parts;
  readonly store: SessionStore;
  readonly book: EvidenceBook;
  readonly ledger: Ledger;
  readonly version: string;
  readonly shell: Answers['about']['shell'];
  cleanEvidence(evidence: Evidence): Evidence;
  reportInput(): ReportInput | null;
  readonly pickKeyFile?: () => Promise<string | null>;
  readonly pickEvidenceFile?: () => Promise<string | null>;
  readonly openLink?: (url: string) => Promise<boolean>;
};

type Handlers = { readonly [T in Ask['type']]: (ask: Extract<Ask, { type: T }>) => Promise<Answers[T]> };

/** The questions of the contract. None changes anything. */
export const createAnswering = (context: AnsweringContext): (<A extends Ask>(ask: A) => Promise<AnswerOf<A>>) => {
  const { parts, store, book, ledger } = context;
  const isLink = createLinks(parts.messages);
  const handlers: Handlers = {
    about: async () => ({
      version: context.version,
      shell: context.shell,
      user: userName(),
      computer: hostname(),
      canPickFiles: context.pickKeyFile !== undefined,
      hasOpenssh: await parts.hasOpenssh(),
    }),
    'list-sessions': () => summaries(store, parts),
    'list-scenarios': () => parts.scenarios(),
    'suggest-hosts': ({ prefix }) => parts.suggestHosts(prefix),
    'read-evidence': async ({ id }) => {
      const evidence = book.get(id);
      return evidence ? evidenceView(context.cleanEvidence(evidence), parts.messages.evidence(id)) : null;
    },
    'read-ledger': async () => ledger.entries(),
    explain: async ({ code }) => (isFindingCode(code) ? explained(parts.messages, code) : null),
    report: async ({ format }) => {
      const input = context.reportInput();
      if (!input) throw new ContractError('refused', 'There is no session to report on: connect to a host first.');
      return renderReport(input, format);
    },
    'pick-key-file': async () => (await context.pickKeyFile?.()) ?? null,
    'pick-evidence-file': async () => (await context.pickEvidenceFile?.()) ?? null,
    'open-link': async ({ url }) => {
      if (!isLink(url)) throw new ContractError('refused', 'Only the links that MID Up itself shows are opened.');
      return (await context.openLink?.(url)) ?? false;
    },
  };
  return <A extends Ask>(ask: A) => (handlers[ask.type] as (a: A) => Promise<unknown>)(ask) as Promise<AnswerOf<A>>;
};

const explained = (messages: Parts['messages'], code: Parameters<Parts['messages']['explain']>[0]): ExplainView => {
  const { title, meaning, how, doThis, kbSection, source, links } = messages.explain(code);
  return { code, title, meaning, how, doThis, kbSection, source, links: links ?? [] };
};

/** Throws on systems where the user's id has no name. */
const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
};
