import type { FindingStatus, NeedCode } from '../model/finding.ts';
import type { FixId } from '../model/fix-id.ts';
import type { Prompt } from '../model/prompt.ts';
import type { StepId, StepOutcome } from '../model/steps.ts';
import type { Target } from '../model/target.ts';

export type Screen = 'connect' | 'guide' | 'verdict';

export type FindingView = {
  /** Unique within the view. */
  readonly key: string;
  readonly code: string;
  readonly step: StepId;
  readonly status: FindingStatus;
  readonly title: string;
  readonly saw: string;
  readonly because: string;
  readonly doThis: readonly string[];
  /** With `unknown`: what it needs, as a sentence. */
  readonly needs: string;
  /** The same as a code, so that the page can offer it where it is said. */
  readonly need?: NeedCode;
  readonly kbSection: string;
  readonly links: readonly { readonly title: string; readonly url: string }[];
  readonly evidence: readonly { readonly id: string; readonly lines: readonly number[] }[];
  readonly byHand: boolean;
};

export type StepView = {
  readonly id: StepId;
  /** As the rail says it: "Service". */
  readonly label: string;
  readonly question: string;
  /** `todo`: not asked yet; `looking`: being collected; else how it came out. */
  readonly state: 'todo' | 'looking' | StepOutcome;
  /** "No." / "Yes." / "Can't tell." and the sentence after it; empty while there is none. */
  readonly answer: { readonly word: string; readonly sentence: string };
  /** Why one is here, where it is not simply the next: "because the service is in a crash loop". */
  readonly reason: string;
  /** True where the tool cannot look by itself and the step can only be answered by hand (so far). */
  readonly byHandOnly: boolean;
  /** What to check by hand, as one instruction. */
  readonly byHandHint: string;
  /** On the chart: the word on the arrow down, the word on the arrow aside, the action beside the box. */
  readonly onYes: string;
  readonly onNo: string;
  readonly aside: string;
  /** When this step was last entered, ISO, or null. */
  readonly visitedAt: string | null;
};

export type ActionView =
  | { readonly kind: 'recheck'; readonly label: string }
  | { readonly kind: 'next'; readonly label: string; readonly step: StepId }
  | { readonly kind: 'plan-fix'; readonly label: string; readonly fix: FixId }
  | { readonly kind: 'choose-agent'; readonly label: string; readonly agentDir: string }
  | { readonly kind: 'reconnect'; readonly label: string }
  /** Asks first as whom and how: `look-as` says the answer. */
  | { readonly kind: 'look-as'; readonly label: string }
  | { readonly kind: 'goto'; readonly label: string; readonly step: StepId }
  | { readonly kind: 'show-verdict'; readonly label: string };

/** The one box of a step: the next action first, others beside it. */
export type NextView = { readonly text: string; readonly actions: readonly ActionView[] };

/** A change that was made, or was tried, in this session. */
export type ChangeView = {
  /** Counts from 1. */
  readonly n: number;
  readonly title: string;
  /** ISO. */
  readonly at: string;
  readonly commands: readonly string[];
  readonly result: { readonly status: FindingStatus; readonly sentence: string };
  /** `undo` can be asked for now. */
  readonly canUndo: boolean;
};

export type FixView = {
  readonly fix: FixId;
  /** It takes an earlier change back. */
  readonly takesBack: boolean;
  /** With `done`: the number of the change that was made, where it can be taken back. */
  readonly canUndo?: number;
  readonly phase: 'planning' | 'consent' | 'refused' | 'applying' | 'watching' | 'done';
  readonly title: string;
  readonly host: string;
  readonly user: string;
  readonly hash: string;
  readonly commands: readonly string[];
  readonly undo: readonly string[];
  /** What there is to say of taking it back, where MID Up does not do it; else empty. */
  readonly noUndo: string;
  /** What is lost by it, as a sentence; absent where nothing is. */
  readonly loses?: string;
  readonly provedBy: string;
  readonly refusedIf: string;
  /** Live output, newest last, bounded. */
  readonly output: readonly string[];
  /** Seconds watched and to watch; zero both outside `watching`. */
  readonly watched: number;
  readonly toWatch: number;
  /** With `refused` and `done`: what happened, and whether that is good. */
  readonly result: { readonly status: FindingStatus; readonly sentence: string } | null;
};

export type VerdictView = {
  readonly status: 'ok' | 'warning' | 'problem' | 'undetermined';
  readonly headline: string;
  /** "Verdict · certain · 02:14": without the time, which the page formats. */
  readonly confidence: string;
  /** Cause first, then what it explains, then what the instance sees. */
  readonly chain: readonly { readonly title: string; readonly detail: string; readonly status: FindingStatus }[];
  readonly next: NextView;
  readonly shown: readonly FindingView[];
  readonly passed: number;
  readonly notChecked: readonly { readonly title: string; readonly needs: string }[];
  readonly at: string;
};

export type SideView = {
  readonly name: string;
  readonly detail: string;
  readonly state: 'none' | 'connecting' | 'open' | 'lost' | 'failed' | 'saved' | 'evidence';
  /** With `evidence`: when it was looked at, ISO. */
  readonly at?: string;
};

export type ErrorView = {
  readonly code: string;
  readonly title: string;
  readonly message: string;
  /** What to do, each a sentence; never empty. */
  readonly next: readonly string[];
  /** Going through this computer's own ssh is one of them. */
  readonly viaOpenssh?: boolean;
};

/** The whole picture of where the wizard is: plain, small, free of secrets. Pushed whole at every change. */
export type View = {
  /** Grows by one with every push; a page that sees it fall knows that the main process was started anew. */
  readonly revision: number;
  readonly screen: Screen;
  readonly sessionId: string | null;
  readonly savedAt: string | null;
  /** What connect was last asked for, to fill the form with. */
  readonly target: Target | null;
  readonly host: SideView;
  readonly instance: SideView;
  /** Set where there is no host, but saved evidence of one: why nothing is looked at anew or changed from here. */
  readonly noHost: string | null;
  readonly steps: readonly StepView[];
  readonly current: StepId;
  readonly findings: readonly FindingView[];
  readonly next: NextView;
  readonly verdict: VerdictView | null;
  /** Set while an upgrade runs on the host: nothing that starts or stops is offered. */
  readonly guard: string | null;
  readonly runToEnd: boolean;
  readonly canBack: boolean;
  readonly coverage: {
    readonly checks: number;
    readonly pass: number;
    readonly warn: number;
    readonly fail: number;
    readonly unknown: number;
    readonly couldNot: readonly { readonly title: string; readonly needs: string }[];
  };
  /** What is being done right now and since when (ISO); null when nothing is. */
  readonly progress: {
    readonly label: string;
    readonly since: string;
    readonly done: number;
    readonly total: number;
  } | null;
  readonly prompts: readonly Prompt[];
  /** How many secrets are kept in the system's key store; absent where there are none. */
  readonly keptSecrets?: number;
  readonly fix: FixView | null;
  /** Oldest first, the last of many. */
  readonly changes: readonly ChangeView[];
  readonly error: ErrorView | null;
  readonly note: string;
};
