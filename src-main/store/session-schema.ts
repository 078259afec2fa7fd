import { z } from 'zod';
import { captureFactsSchema } from '../model/capture.ts';
import { isFindingCode } from '../model/codes.ts';
import type { Session } from '../model/session.ts';
import { STEP_IDS } from '../model/steps.ts';
import { targetSchema } from '../model/target.ts';

const step = z.enum(STEP_IDS);
const iso = z.iso.datetime();
const failure = z.enum(['timeout', 'cancelled', 'connection', 'denied', 'overflow', 'not-started']);

const code = z.custom<Session['findings'][number]['code']>(
  (v) => typeof v === 'string' && isFindingCode(v),
  'unknown code',
);

const finding = z.object({
  code,
  step,
  status: z.enum(['pass', 'warn', 'fail', 'unknown', 'info']),
  variant: z.string().optional(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  evidence: z.array(z.object({ id: z.string(), lines: z.array(z.number().int()).optional() })),
  check: z.string(),
  certainty: z.enum(['certain', 'likely', 'possible']).optional(),
  needs: z.string().optional(),
  byHand: z.literal(true).optional(),
  onHold: z.enum(['upgrade', 'upgrade-unknown']).optional(),
});

const coverage = z.object({
  checks: z.number(),
  ran: z.number(),
  couldNot: z.array(z.object({ check: z.string(), code, needs: z.string() })),
});

const evidence = z.object({
  id: z.string(),
  at: iso,
  where: z.string(),
  text: z.string(),
  exitCode: z.number().nullable(),
  ms: z.number(),
  truncated: z.boolean(),
  failed: failure.optional(),
});

const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('held'), seconds: z.number(), healthyLine: z.string().nullable() }),
  z.object({ kind: z.literal('died'), afterSeconds: z.number(), reason: z.string().nullable() }),
  z.object({ kind: z.literal('not-started'), exitCode: z.number().nullable(), reason: z.string().nullable() }),
  z.object({ kind: z.literal('changed') }),
  z.object({ kind: z.literal('not-changed'), exitCode: z.number().nullable() }),
  z.object({ kind: z.literal('taken-back') }),
  z.object({ kind: z.literal('refused'), why: z.string() }),
  z.object({ kind: z.literal('unproven'), why: z.string() }),
]);

/** Only values: what would be run with them is planned, shown and consented to anew. */
const undo = z.object({
  agentDir: z.string(),
  paths: z.array(z.object({ path: z.string(), before: z.string(), after: z.string() })),
});

/** What stands in `session.json`. Unknown keys are dropped, so that a later version's additions do no harm. */
export const sessionSchema = z.object({
  version: z.literal(1),
  id: z.string(),
  startedAt: iso,
  savedAt: iso,
  target: targetSchema,
  hostName: z.string(),
  captured: captureFactsSchema.optional(),
  agentDir: z.string().nullable(),
  current: step,
  screen: z.enum(['guide', 'verdict']),
  path: z.array(
    z.object({ step, outcome: z.enum(['pass', 'warn', 'fail', 'unknown', 'skipped', 'answered']), at: iso }),
  ),
  answers: z.partialRecord(step, z.enum(['yes', 'no', 'unsure'])),
  skipped: z.array(step),
  evidence: z.array(evidence),
  findings: z.array(finding),
  coverage: coverage.optional(),
  ledger: z.array(
    z.object({
      n: z.number().int(),
      at: iso,
      where: z.string(),
      command: z.string(),
      exitCode: z.number().nullable(),
      ms: z.number(),
      readOnly: z.boolean(),
    }),
  ),
  fixes: z.array(
    z.object({
      fix: z.string(),
      at: iso,
      commands: z.array(z.string()),
      outcome,
      undo: undo.optional(),
      takesBack: z.number().int().positive().optional(),
    }),
  ),
  note: z.string().optional(),
});

/** Throws an error that names the first thing that does not fit; never the value, which is somebody's host's. */
export const parseSession = (json: unknown): Session => {
  const version = typeof json === 'object' && json !== null && 'version' in json ? json.version : undefined;
  if (typeof version === 'number' && version > 1)
    throw new Error(`it was written by a later version of MID Up (format ${version}, this one reads 1)`);
  const result = sessionSchema.safeParse(json);
  if (result.success) return result.data as Session;
  const issue = result.error.issues[0];
  throw new Error(`${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'not understood'}`);
};
