import type { FindingCode } from '../model/codes.ts';
import type { ConnectionError } from '../model/connection-error.ts';
import type { Finding, Params } from '../model/finding.ts';
import type { FixRefusal } from '../model/fix.ts';
import type { StepId } from '../model/steps.ts';
import type { NextAction, Verdict } from '../model/verdict.ts';
import type { PhraseKey } from './en/phrases.ts';
import { fill } from './format.ts';
import type { Catalogue, CodeText, Link, StepText } from './types.ts';

export type FindingSentences = {
  readonly title: string;
  readonly saw: string;
  readonly because: string;
  readonly doThis: readonly string[];
  /** With `unknown`: what it needs; else empty. */
  readonly needs: string;
  readonly kbSection: string;
  readonly links: readonly Link[];
};

/** Every sentence that a person reads, in one language. Page, terminal, report and `explain` all ask here. */
export type Messages = {
  finding(finding: Finding): FindingSentences;
  step(id: StepId): StepText;
  /** The verdict's next action as one sentence. */
  next(verdict: Pick<Verdict, 'next' | 'cause'>): string;
  connection(error: Pick<ConnectionError, 'code' | 'phase' | 'params'>): {
    title: string;
    message: string;
    next: string[];
  };
  refusal(why: FixRefusal): string;
  phrase(key: PhraseKey, params?: Params): string;
  explain(code: FindingCode): CodeText['explain'];
};

export const createMessages = (catalogue: Catalogue): Messages => {
  const nextOf = (action: NextAction) =>
    action.key === 'cause' ? '' : fill(catalogue.next[action.key], action.params);
  const finding = (f: Finding): FindingSentences => {
    const code = catalogue.findings[f.code];
    const text = (f.variant === undefined ? undefined : code.variants?.[f.variant]) ?? code[f.status];
    const put = (template: string | undefined) => (template === undefined ? '' : fill(template, f.params));
    return {
      title: text === undefined ? code.explain.title : put(text.title),
      saw: put(text?.saw),
      because: put(text?.because),
      doThis: (text?.doThis ?? []).map(put),
      needs: f.status === 'unknown' && f.needs ? fill(catalogue.needs[f.needs], f.params) : '',
      kbSection: code.explain.kbSection,
      links: code.explain.links ?? [],
    };
  };
  return {
    finding,
    step: (id) => catalogue.steps[id],
    next: (verdict) => {
      if (verdict.next.key !== 'cause' || !verdict.cause) return nextOf(verdict.next);
      const { doThis } = finding(verdict.cause.finding);
      return doThis[0] ?? catalogue.findings[verdict.cause.finding.code].explain.doThis[0] ?? '';
    },
    connection: ({ code, phase, params }) => {
      const text = catalogue.connection[code];
      const all = { phase, ...params };
      return {
        title: fill(text.title, all),
        message: fill(text.message, all),
        next: text.next.map((n) => fill(n, all)),
      };
    },
    refusal: (why) => catalogue.refusals[why],
    phrase: (key, params = {}) => fill(catalogue.phrases[key] ?? key, params),
    explain: (code) => catalogue.findings[code].explain,
  };
};
