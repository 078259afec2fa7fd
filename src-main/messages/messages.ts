import { FINDING_CODES, type FindingCode, isFindingCode, stepOfCode } from '../model/codes.ts';
import { CONNECTION_CODES, type ConnectionError } from '../model/connection-error.ts';
import { EVIDENCE_ERRORS, type EvidenceError } from '../model/evidence-error.ts';
import type { Finding, FindingStatus, NeedCode, Params } from '../model/finding.ts';
import type { FixRefusal } from '../model/fix.ts';
import type { StepId } from '../model/steps.ts';
import type { Verdict } from '../model/verdict.ts';
import type { PhraseKey, PhraseParams } from './en/phrases.ts';
import { fill, placeholders } from './format.ts';
import { catalogueOfEvidence } from './of-evidence.ts';
import type {
  AnswerOutcome,
  Catalogue,
  CodeText,
  ConnectionText,
  EvidenceErrorText,
  FindingText,
  Link,
  StepText,
} from './types.ts';

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

export type Trouble = { readonly title: string; readonly message: string; readonly next: readonly string[] };

/** Every sentence that a person reads, in one language. Page, terminal, report and `explain` all ask here. */
export type Messages = {
  finding(finding: Finding): FindingSentences;
  step(id: StepId): StepText;
  /** A step's answer: its first word, and the sentence that the deciding finding (or the step itself) gives. */
  answer(id: StepId, outcome: AnswerOutcome, finding?: Finding): { readonly word: string; readonly sentence: string };
  /** The verdict's next action as one sentence. */
  next(verdict: Pick<Verdict, 'next' | 'cause'>): string;
  /** The sentence of a need; what is no {@link NeedCode} is a sentence already. */
  need(code: NeedCode | string): string;
  connection(error: Pick<ConnectionError, 'code' | 'phase' | 'params'>): Trouble & {
    /** One of `next` is to go through this computer's own ssh. */
    readonly viaOpenssh: boolean;
  };
  evidenceError(error: Pick<EvidenceError, 'code' | 'params'>): Trouble;
  refusal(why: FixRefusal): string;
  /** What a piece of evidence is called; its id where it has no name. */
  evidence(id: string): string;
  phrase<K extends PhraseKey>(key: K, ...params: PhraseParams<K>): string;
  explain(code: FindingCode): CodeText['explain'];
  /** The long text of any code, MID Up's own `connection.` and `evidence.` ones too; null for what is none. */
  explainCode(code: string): Explained | null;
  /** All codes that {@link explainCode} knows, by family. */
  codes(): readonly string[];
  /** The same of saved evidence: it is from then, and no host is at hand. */
  ofEvidence(): Messages;
};

export type Explained = Required<CodeText['explain']> & { readonly code: string };

/** `now` is what "14 min ago" counts from: a report that is read later must not change. */
export const createMessages = (catalogue: Catalogue, now: () => Date = () => new Date()): Messages => {
  const put = (template: string | undefined, params: Params) =>
    template === undefined ? '' : fill(template, params, now());

  const finding = (f: Finding): FindingSentences => {
    const code = catalogue.findings[f.code];
    if (f.byHand)
      return { ...byHand(catalogue, f), kbSection: code.explain.kbSection, links: code.explain.links ?? [] };
    const text: FindingText | undefined = variantOf(code, f.variant) ?? fromLog(catalogue, f, code) ?? code[f.status];
    return {
      title: text ? put(text.title, f.params) : titleWithout(catalogue, f, code),
      saw: put(text?.saw, f.params),
      because: put(text?.because, f.params),
      doThis: held(
        f,
        (text?.doThis ?? []).map((t) => put(t, f.params)),
      ),
      needs: f.status === 'unknown' && f.needs ? put(catalogue.needs[f.needs], f.params) : '',
      kbSection: code.explain.kbSection,
      links: code.explain.links ?? [],
    };
  };

  /** While an upgrade runs, or may run, nothing is to be done yet. */
  const held = (f: Finding, doThis: readonly string[]): readonly string[] =>
    f.onHold && doThis.length > 0
      ? [catalogue.phrases[f.onHold === 'upgrade' ? 'finding.on-hold' : 'finding.on-hold-unknown'], ...doThis]
      : doThis;

  /** The verdict names the finding that its next action is about by its code; here it gets words. */
  const aboutNext = ({ key, params }: Verdict['next']): Params => {
    const { code, needs, variant } = params;
    if (typeof code !== 'string' || !isFindingCode(code)) return params;
    const status: FindingStatus = key === 'look-at-warning' ? 'warn' : 'unknown';
    const about: Finding = {
      ...{ code, status, params, step: stepOfCode(code), check: '', evidence: [] },
      ...(typeof variant === 'string' ? { variant } : {}),
    };
    const what = typeof needs === 'string' && isNeed(catalogue, needs) ? put(catalogue.needs[needs], params) : '';
    return { ...params, title: finding(about).title, what };
  };

  let saved: Messages | undefined;

  return {
    finding,
    step: (id) => catalogue.steps[id],
    answer: (id, outcome, f) => {
      const step = catalogue.steps[id];
      const given = f && step.wordsFor?.[f.code];
      const own = typeof given === 'string' ? given : given?.[outcome];
      return {
        word: own ?? step.words[outcome],
        sentence:
          f && (own !== undefined || outcome !== 'pass') ? asSentence(finding(f).title) : step.sentences[outcome],
      };
    },
    next: ({ next, cause }) => {
      if (next.key !== 'cause') return put(catalogue.next[next.key], aboutNext(next));
      if (!cause) return '';
      return finding(cause.finding).doThis[0] ?? catalogue.findings[cause.finding.code].explain.doThis[0] ?? '';
    },
    need: (code) => (isNeed(catalogue, code) ? catalogue.needs[code] : code),
    connection: ({ code, phase, params }) => {
      // A question that nobody was there to answer has the code of what it was about, and says what would answer it.
      const text = catalogue.connection[params['unanswered'] ? 'prompt-needed' : code];
      const all = { ...params, ...addressFault(catalogue, params), phase: catalogue.phrases[`phase.${phase}`] };
      const limited = code === 'timeout' && params['lookLimit'] !== undefined;
      const canGo = params['noOpenssh'] === undefined;
      const first = [
        ...(limited ? [catalogue.phrases['connection.more-time']] : []),
        ...(params['unsupported'] ? [catalogue.phrases[canGo ? 'connection.unsupported' : 'connection.only-ssh']] : []),
      ];
      const further = text.next.flatMap((one) => (typeof one === 'string' ? [one] : canGo ? [one.viaOpenssh] : []));
      const message = limited ? catalogue.phrases['connection.time-limit'] : (text.byPhase?.[phase] ?? text.message);
      return {
        title: put(text.title, all),
        message: [message, ...(params['told'] ? [catalogue.phrases['connection.told']] : [])]
          .map((sentence) => put(sentence, all))
          .join(' '),
        next: [...first, ...further].map((n) => put(n, all)),
        viaOpenssh: canGo && Boolean(params['unsupported'] || text.next.some((one) => typeof one !== 'string')),
      };
    },
    evidenceError: ({ code, params }) => {
      const { title, message, next } = catalogue.evidenceErrors[code];
      return { title: put(title, params), message: put(message, params), next: next.map((n) => put(n, params)) };
    },
    refusal: (why) => catalogue.refusals[why],
    evidence: (id) => (Object.hasOwn(catalogue.evidence, id) ? (catalogue.evidence[id] ?? id) : id),
    phrase: (key, ...[params]) => put(catalogue.phrases[key], params ?? {}),
    explain: (code) => catalogue.findings[code].explain,
    explainCode: (code) => {
      if (isFindingCode(code)) return { code, links: [], ...catalogue.findings[code].explain };
      const way = CONNECTION_CODES.find((c) => `connection.${c}` === code);
      if (way) return explainOwn(code, catalogue.connection[way], 'connection', catalogue);
      const file = EVIDENCE_ERRORS.find((c) => `evidence.${c}` === code);
      return file ? explainOwn(code, catalogue.evidenceErrors[file], 'evidence', catalogue) : null;
    },
    codes: () => [
      ...FINDING_CODES,
      ...CONNECTION_CODES.map((c) => `connection.${c}`),
      ...EVIDENCE_ERRORS.map((c) => `evidence.${c}`),
    ],
    ofEvidence: () => {
      saved ??= createMessages(catalogueOfEvidence(catalogue), now);
      return saved;
    },
  };
};

/** Where what was typed is no address: why, out of what is wrong with it. */
const addressFault = ({ phrases }: Catalogue, { address, fault }: Params): { readonly why?: string } => {
  const key = `address.${fault}`;
  return Object.hasOwn(phrases, key) ? { why: `“${address}” ${phrases[key as PhraseKey]}` } : {};
};

/** Own properties only: a variant may be named by data, and `constructor` is none. */
const variantOf = (code: CodeText, variant: string | undefined): FindingText | undefined =>
  variant !== undefined && code.variants && Object.hasOwn(code.variants, variant) ? code.variants[variant] : undefined;

/** A title for a status that the code has no text of its own for; never the bare condition where it was not seen. */
const titleWithout = (catalogue: Catalogue, f: Finding, code: CodeText): string => {
  const { title } = code.explain;
  if (f.status === 'pass') return fill(catalogue.phrases['finding.pass'], { title });
  if (f.status === 'unknown') return fill(catalogue.phrases['finding.unknown'], { title });
  return title;
};

const isNeed = (catalogue: Catalogue, code: string): code is NeedCode => Object.hasOwn(catalogue.needs, code);

const asSentence = (title: string): string => (/[.:?]$/.test(title) ? title : `${title}.`);

/** The texts of what MID Up itself could not do, with their values named instead of given. */
const explainOwn = (
  code: string,
  text: ConnectionText | EvidenceErrorText,
  family: 'connection' | 'evidence',
  { phrases }: Catalogue,
): Explained => {
  const generic = (template: string) =>
    fill(template, Object.fromEntries(placeholders(template).map(({ name }) => [name, `<${name}>`])));
  return {
    code,
    title: generic(text.title),
    meaning: generic(text.message),
    how: phrases[`explain.${family}-how`],
    doThis: text.next.map((one) => {
      if (typeof one === 'string') return generic(one);
      return fill(phrases['explain.connection-openssh'], { sentence: generic(one.viaOpenssh) });
    }),
    kbSection: phrases['explain.not-in-kb'],
    source: phrases[`explain.${family}-source`],
    links: [],
  };
};

/** An answer by hand is the step's own sentence, and says that it was an answer. */
const byHand = ({ steps, phrases }: Catalogue, f: Finding): Omit<FindingSentences, 'kbSection' | 'links'> => {
  const step = steps[f.step];
  const outcome: AnswerOutcome = f.status === 'info' ? 'unknown' : f.status;
  // "Is it upgrading right now?" is the one question to which yes is the bad answer.
  const [good, bad] = f.step === 'upgrade' ? (['no', 'yes'] as const) : (['yes', 'no'] as const);
  const said = { pass: good, warn: good, fail: bad, unknown: 'unsure' } as const;
  return {
    title: step.sentences[outcome].replace(/\.$/, ''),
    saw: phrases[`finding.by-hand-${said[outcome]}`],
    because: '',
    doThis: f.status === 'fail' ? [step.byHandDo] : [],
    needs: '',
  };
};

/**
 * What a known message of a log says under a code that has no text of its own for that: the line itself, and the long
 * text of the code. Its other texts speak of what was seen in other ways.
 */
const fromLog = ({ phrases }: Catalogue, f: Finding, code: CodeText): FindingText | undefined => {
  const saw = phrases['finding.log-saw'];
  const { title, doThis } = code.explain;
  if (f.variant === 'log-past') return { title: fill(phrases['finding.log-past'], { title }), saw };
  if (f.variant === 'log-changed')
    return { title: fill(phrases['finding.log-changed'], { title, changed: '{changed}' }), saw };
  if (f.variant === 'log-restart')
    return {
      title: fill(phrases['finding.log-restart'], { title, changed: '{changed}' }),
      saw,
      doThis: [phrases['finding.log-restart-do'], ...doThis],
    };
  if (f.variant === 'log-old') return { title: fill(phrases['finding.log-old'], { title }), saw, doThis };
  if (f.variant !== 'log') return undefined;
  const { fail } = code;
  const plain = (text: string | undefined) =>
    text !== undefined && placeholders(text).length === 0 ? text : undefined;
  return {
    title: plain(fail?.title) ?? title,
    saw,
    because: plain(fail?.because) ?? '',
    doThis: fail?.doThis?.every((t) => plain(t)) ? fail.doThis : doThis,
  };
};
