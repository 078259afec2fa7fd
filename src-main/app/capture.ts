import { CAPTURE_SCHEMA, type Capture } from '../model/capture.ts';
import type { Evidence } from '../model/evidence.ts';
import type { StepId } from '../model/steps.ts';
import { type DiagnoseOptions, diagnoseWith, judgedWith } from './diagnose.ts';
import type { Parts } from './parts.ts';
import type { RunResult } from './reporting.ts';

export type CaptureResult =
  | { readonly error: NonNullable<RunResult['error']>; readonly run: RunResult }
  | {
      readonly error: null;
      readonly capture: Capture;
      /** Judging it gives what judging the host gave. False where only a secret made the difference. */
      readonly faithful: boolean;
    };

type Tool = { readonly version: string; readonly platform: string };

/** Looks at a host as {@link diagnoseWith} does, all steps, and keeps the redacted evidence instead of the findings. */
export const capture = async (o: Omit<DiagnoseOptions, 'steps'>, tool: Tool): Promise<CaptureResult> => {
  const { realParts } = await import('./real-parts.ts');
  return captureWith(realParts(), o, tool);
};

export const captureWith = async (
  parts: Parts,
  o: Omit<DiagnoseOptions, 'steps'>,
  tool: Tool,
): Promise<CaptureResult> => {
  const run = await diagnoseWith(parts, o);
  if (run.error) return { error: run.error, run };
  const { evidence, faithful } = redacted(parts, run);
  return {
    error: null,
    faithful,
    capture: {
      schema: CAPTURE_SCHEMA,
      tool: { name: 'midup', ...tool },
      startedAt: run.startedAt,
      finishedAt: run.finishedAt,
      host: { name: parts.redact(run.target.name, run.secrets ?? []), os: run.target.os },
      agentDir: run.target.agentDir,
      failed: run.failed ?? null,
      evidence,
    },
  };
};

/** What was saved, judged with no host. Nothing was sent anywhere, so the ledger is empty. */
export const judgeCapture = async (saved: Capture, steps?: readonly StepId[]): Promise<RunResult> => {
  const { realParts } = await import('./real-parts.ts');
  return judgeCaptureWith(realParts(), saved, steps);
};

export const judgeCaptureWith = (parts: Parts, saved: Capture, steps?: readonly StepId[]): RunResult => {
  const facts = parts.agentFacts(saved.evidence);
  return {
    startedAt: saved.startedAt,
    finishedAt: saved.finishedAt,
    target: {
      kind: 'evidence',
      name: saved.host.name,
      os: saved.host.os,
      agentDir: facts?.agentDir ?? saved.agentDir,
      midName: facts?.midName ?? null,
    },
    ...judgedWith(parts, saved.evidence, {
      at: saved.finishedAt,
      ...(steps && { steps }),
      ...(saved.failed && { failed: saved.failed }),
    }),
    evidence: saved.evidence,
    ledger: [],
    timings: { connectMs: 0, collectMs: 0, totalMs: 0, roundTrips: 0 },
    error: null,
    secrets: [],
  };
};

/**
 * Redacting must not change what is judged. Where it does, it is by masking a malformed config.xml once more, whose
 * secrets were masked on the host character by character so that the fault stays where it is: that mask then stays.
 */
const redacted = (parts: Parts, run: RunResult): { evidence: readonly Evidence[]; faithful: boolean } => {
  const secrets = run.secrets ?? [];
  const clean = (text: string) => parts.redact(text, secrets);
  const wholly = run.evidence.map((e) => ({ ...e, text: clean(e.text) }));
  const wanted = essence(parts, run, run.evidence, clean);
  if (essence(parts, run, wholly, clean) === wanted) return { evidence: wholly, faithful: true };
  const less = run.evidence.map((e) => ({ ...e, text: cleanOutside(e.text, clean) }));
  return { evidence: less, faithful: essence(parts, run, less, clean) === wanted };
};

const CONFIG = '@config.xml ';
/** What the host's mask leaves of a value: stars, entities, and the characters that XML itself is made of. */
const MASKED = /^(?:&(?:amp|lt|gt|quot|apos|#[09]+|#[09]*42|#x[09]+|#x0*2a);|[*<>&;"'\s/=?![\]${}()#%_-])*$/;
/** What says of a value where it is from; the host leaves it, too. */
const ORIGIN = /^(["']?)(?:encrypted:|cyberark:|vault:|op:|arn:aws:|\$ANSIBLE_VAULT;|ENC(?=\())/;
/** Values as they are shipped, which the host leaves as they are: no secret of anybody's. */
const SHIPPED = /^["']?YOUR_(?:INSTANCE_PASSWORD_HERE|PROXY_PASSWORD|UPGRADE_PROXY_PASSWORD)["']?$/;

/** Redacts all but the parts of config.xml that the host has masked. */
const cleanOutside = (text: string, clean: (text: string) => string): string => {
  const whole = clean(text).split('\n');
  let inside = false;
  return text
    .split('\n')
    .map((raw, i) => {
      if (raw.startsWith('@')) inside = raw.startsWith(CONFIG);
      else if (!raw.startsWith(' ')) inside = false;
      const line = whole[i] ?? '';
      return inside && raw.startsWith(' ') && hostMasked(raw, line) ? raw : line;
    })
    .join('\n');
};

/** True where all that redacting would take out of the line was masked before. */
const hostMasked = (raw: string, line: string): boolean => {
  const pieces = line.split('****');
  const [first = ''] = pieces;
  const last = pieces.at(-1) ?? '';
  if (pieces.length < 2 || !raw.startsWith(first) || !raw.endsWith(last)) return raw === line;
  let at = first.length;
  for (const piece of pieces.slice(1)) {
    const next = piece === '' ? raw.length : raw.indexOf(piece, at);
    const taken = raw.slice(at, next);
    if (next < 0 || !(SHIPPED.test(taken) || MASKED.test(taken.replace(ORIGIN, '$1')))) return false;
    at = next + piece.length;
  }
  return true;
};

/** All that a report says of the evidence, secrets apart. */
const essence = (parts: Parts, run: RunResult, evidence: readonly Evidence[], clean: (text: string) => string) => {
  const { findings, verdict } = judgedWith(parts, evidence, {
    at: run.finishedAt,
    ...(run.failed && { failed: run.failed }),
  });
  return JSON.stringify([findings, verdict], (_key, value) => (typeof value === 'string' ? clean(value) : value));
};
