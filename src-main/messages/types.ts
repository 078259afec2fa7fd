import type { FindingCode } from '../model/codes.ts';
import type { ConnectionCode, ConnectionPhase } from '../model/connection-error.ts';
import type { EvidenceErrorCode } from '../model/evidence-error.ts';
import type { NeedCode } from '../model/finding.ts';
import type { FixRefusal } from '../model/fix.ts';
import type { StepId } from '../model/steps.ts';
import type { NextKey } from '../model/verdict.ts';
import type { PhraseKey } from './en/phrases.ts';

/**
 * Templates. `{name}` is filled from a finding's params; `{name:bytes}`, `{name:duration}` (seconds), `{name:count}`
 * format a number, `{name:ago}` an ISO time, `{name|launch|launches}` chooses by whether the number is one;
 * `{name:list}` is long because each of its entries counts. A param that is missing shows as its name in brackets, and
 * a test fails.
 */
export type FindingText = {
  /** Short; a noun phrase or a sentence without a full stop. */
  readonly title: string;
  /** What was seen, not what was assumed. */
  readonly saw?: string;
  readonly because?: string;
  /** One action each, the first being the next one to take. */
  readonly doThis?: readonly string[];
};

export type Link = { readonly title: string; readonly url: string };

/** Everything that is said under one code. A `variant` of a finding is looked up in `variants` first. */
export type CodeText = {
  readonly pass?: FindingText;
  readonly warn?: FindingText;
  readonly fail?: FindingText;
  readonly info?: FindingText;
  readonly unknown?: FindingText;
  readonly variants?: Readonly<Record<string, FindingText>>;
  /** What `midup explain` prints beside the above. */
  readonly explain: {
    readonly title: string;
    readonly meaning: string;
    /** How MID Up sees it; says so where it does not look for it yet. */
    readonly how: string;
    readonly doThis: readonly string[];
    /** The heading in KB0535040 that it belongs under, or "not in KB0535040". */
    readonly kbSection: string;
    /** KB number, documentation page's title, or the word inference. */
    readonly source: string;
    readonly links?: readonly Link[];
  };
};

/** How a step can have come out, as far as words for it are needed. */
export type AnswerOutcome = 'pass' | 'warn' | 'fail' | 'unknown';

export type StepText = {
  readonly label: string;
  readonly question: string;
  /** The first word of the answer, by outcome: "Yes." or "No." depends on how the question is put. */
  readonly words: Readonly<Record<AnswerOutcome, string>>;
  /**
   * The first word where the finding that decides asks for another one ("Paused." instead of "Down."), in every
   * outcome or in some; its title is then the sentence, also where it passes.
   */
  readonly wordsFor?: Readonly<Partial<Record<FindingCode, string | Readonly<Partial<Record<AnswerOutcome, string>>>>>>;
  /** The sentence after the word where no finding gives one. */
  readonly sentences: Readonly<Record<AnswerOutcome | 'skipped' | 'todo', string>>;
  readonly byHandHint: string;
  /** What to do when the answer by hand is the bad one. */
  readonly byHandDo: string;
  readonly onYes: string;
  readonly onNo: string;
  readonly aside: string;
};

export type ConnectionText = {
  readonly title: string;
  readonly message: string;
  /** Instead of `message`, where the phase it happened in says more. */
  readonly byPhase?: Readonly<Partial<Record<ConnectionPhase, string>>>;
  /** `viaOpenssh`: only where this computer's own ssh can be gone through, and is not yet. */
  readonly next: readonly (string | { readonly viaOpenssh: string })[];
};

export type EvidenceErrorText = Pick<ConnectionText, 'title' | 'message'> & { readonly next: readonly string[] };

/** Sentences, where they stand in the catalogue, that are others where saved evidence is judged and no host is at hand. */
export type OfEvidence = {
  readonly findings: Readonly<Partial<Record<FindingCode, Partial<Omit<CodeText, 'explain'>>>>>;
  readonly steps: Readonly<Partial<Record<StepId, Partial<StepText>>>>;
  readonly needs: Readonly<Partial<Record<NeedCode, string>>>;
  readonly next: Readonly<Partial<Record<Exclude<NextKey, 'cause'>, string>>>;
  readonly phrases: Readonly<Partial<Record<PhraseKey, string>>>;
};

/** All sentences of one language. A second language is a second object of this type. */
export type Catalogue = {
  readonly findings: Readonly<Record<FindingCode, CodeText>>;
  readonly steps: Readonly<Record<StepId, StepText>>;
  readonly needs: Readonly<Record<NeedCode, string>>;
  /** What a piece of evidence is called, by its id. */
  readonly evidence: Readonly<Record<string, string>>;
  readonly next: Readonly<Record<Exclude<NextKey, 'cause'>, string>>;
  readonly connection: Readonly<Record<ConnectionCode, ConnectionText>>;
  readonly evidenceErrors: Readonly<Record<EvidenceErrorCode, EvidenceErrorText>>;
  readonly refusals: Readonly<Record<FixRefusal, string>>;
  /** Everything else that the main process says: fix dialogs, progress, verdict headlines, report labels. */
  readonly phrases: Readonly<Record<PhraseKey, string>>;
  readonly ofEvidence: OfEvidence;
};
