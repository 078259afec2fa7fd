import type { FindingCode } from '../model/codes.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Certainty, EvidenceRef, Finding, FindingStatus, NeedCode, Params } from '../model/finding.ts';
import type { Host } from '../model/host.ts';
import type { StepId } from '../model/steps.ts';
import type { Transcript } from './transcript.ts';

/** What both kinds of probe have: an id, a home, and a pure parser of the transcript that they bring back. */
type ProbeBase<E> = {
  readonly id: string;
  readonly step: StepId;
  /** What it leaves out looks like a fault (no process: stopped), so a part of what it says shows nothing. */
  readonly wholeOnly?: true;
  /** Typed data out of a transcript. Never throws: garbage gives data with `undefined` in it. */
  parse(transcript: Transcript, evidence: Evidence): E;
};

/** Read-only collection by a part of the one script that goes to the host. */
export type ScriptProbe<E> = ProbeBase<E> & {
  readonly kind: 'script';
  /** The text of the `.sh` file beside the probe. */
  readonly script: string;
  readonly limitS: number;
  /** Needs to know the agent's folder; is left out where there is none, or several. */
  readonly needsAgent: boolean;
};

/** Read-only collection from this process through the host (its network), after the evidence that it stands on is in. */
export type LiveProbe<E> = ProbeBase<E> & {
  readonly kind: 'live';
  readonly limitS: number;
  /** Begins as soon as these script probes have brought theirs, beside the rest of the script. Absent: at the script's end. */
  readonly standsOn?: readonly string[];
  collect(context: LiveContext): Promise<LiveOutput>;
};

export type LiveContext = {
  readonly host: Host;
  readonly signal: AbortSignal;
  readonly become: string | null;
  /** Parsed evidence of another probe, or undefined where it was not collected. */
  get<E>(probe: Probe<E>): E | undefined;
};

/**
 * `text` is a transcript; null means that there was nothing to look at (say no URL), and no evidence is saved. `way`: how
 * it was looked, for the ledger, where that was not through the connection to the host.
 */
export type LiveOutput = { readonly text: string; readonly exitCode: number | null; readonly way?: string } | null;

export type Probe<E> = ScriptProbe<E> | LiveProbe<E>;

export const defineScriptProbe = <E>(probe: Omit<ScriptProbe<E>, 'kind'>): ScriptProbe<E> => ({
  kind: 'script',
  ...probe,
});
export const defineLiveProbe = <E>(probe: Omit<LiveProbe<E>, 'kind'>): LiveProbe<E> => ({ kind: 'live', ...probe });

/** What a judge says findings with; step and check are filled in. */
export type Say = {
  pass(code: FindingCode, params?: Params, more?: SayMore): Finding;
  warn(code: FindingCode, params?: Params, more?: SayMore): Finding;
  fail(code: FindingCode, params?: Params, more?: SayMore): Finding;
  info(code: FindingCode, params?: Params, more?: SayMore): Finding;
  unknown(code: FindingCode, needs: NeedCode, params?: Params, more?: SayMore): Finding;
};

export type SayMore = {
  readonly variant?: string;
  readonly certainty?: Certainty;
  readonly evidence?: readonly EvidenceRef[];
  /** Where the code's own step is not the one that saw it. */
  readonly step?: StepId;
};

type Needs = Readonly<Record<string, Probe<unknown>>>;
type Data<N extends Needs> = { readonly [K in keyof N]: N[K] extends Probe<infer E> ? E : never };

/**
 * A pure function from evidence to findings. With evidence missing for one of `needs` it is not called, and the
 * runner says `unknown` under `code`. `uses` are looked at where they are there, and are undefined where not.
 */
export type Check = {
  readonly id: string;
  readonly step: StepId;
  /** The code under which "could not tell" is said: the main condition that the check is there for. */
  readonly code: FindingCode;
  /** With this unknown and nothing failing, the verdict is undetermined. */
  readonly deciding: boolean;
  readonly needs: Needs;
  readonly uses: Needs;
  judge(data: Readonly<Record<string, unknown>>, say: Say): readonly Finding[];
};

export const defineCheck = <N extends Needs, U extends Needs = Record<never, never>>(check: {
  readonly id: string;
  readonly step: StepId;
  readonly code: FindingCode;
  readonly deciding?: boolean;
  readonly needs: N;
  readonly uses?: U;
  judge(data: Data<N> & Partial<Data<U>>, say: Say): readonly Finding[];
}): Check => ({
  deciding: false,
  uses: {},
  ...check,
  judge: (data, say) => check.judge(data as Data<N> & Partial<Data<U>>, say),
});

export const sayFor = (
  check: { readonly id: string; readonly step: StepId },
  defaultEvidence: readonly EvidenceRef[],
): Say => {
  const make =
    (status: FindingStatus) =>
    (code: FindingCode, params: Params = {}, more: SayMore = {}): Finding => ({
      code,
      step: more.step ?? check.step,
      status,
      params,
      evidence: more.evidence ?? defaultEvidence,
      check: check.id,
      ...(more.variant === undefined ? {} : { variant: more.variant }),
      ...(more.certainty === undefined ? {} : { certainty: more.certainty }),
    });
  return {
    pass: make('pass'),
    warn: make('warn'),
    fail: make('fail'),
    info: make('info'),
    unknown: (code, needs, params, more) => ({ ...make('unknown')(code, params, more), needs }),
  };
};
