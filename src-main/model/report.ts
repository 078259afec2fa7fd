import { z } from 'zod';
import { STEP_IDS } from './steps.ts';

const step = z.enum(STEP_IDS);
const iso = z.iso.datetime();
const link = z.object({ title: z.string(), url: z.string() });

export const reportFindingSchema = z.object({
  code: z.string(),
  step,
  status: z.enum(['pass', 'warn', 'fail', 'unknown', 'info']),
  title: z.string(),
  saw: z.string(),
  because: z.string(),
  doThis: z.array(z.string()),
  kbSection: z.string(),
  links: z.array(link),
  evidence: z.array(z.string()).describe('ids of `evidence`'),
  byHand: z.boolean(),
});

/** The published shape of `midup diagnose --json`. Additions keep the name; anything else makes a `/2`. */
export const reportSchema = z.object({
  schema: z.literal('midup.report/1'),
  tool: z.object({ name: z.literal('midup'), version: z.string(), platform: z.string() }),
  startedAt: iso,
  finishedAt: iso,
  target: z.object({
    kind: z.enum(['local', 'ssh', 'winrm', 'practice', 'evidence']),
    name: z.string(),
    os: z.enum(['linux', 'windows', 'other']).nullable(),
    agentDir: z.string().nullable(),
    midName: z.string().nullable(),
  }),
  instance: z
    .object({ url: z.string(), status: z.string().nullable(), lastHeartbeat: z.string().nullable() })
    .nullable(),
  verdict: z.object({
    status: z.enum(['ok', 'warning', 'problem', 'undetermined']),
    cause: z
      .object({
        code: z.string(),
        title: z.string(),
        step,
        confidence: z.enum(['certain', 'likely', 'possible']),
        explains: z.array(z.string()),
      })
      .nullable(),
    nextAction: z.string(),
  }),
  path: z.array(
    z.object({ step, outcome: z.enum(['pass', 'warn', 'fail', 'unknown', 'skipped', 'answered']), at: iso }),
  ),
  findings: z.array(reportFindingSchema),
  evidence: z.array(
    z.object({
      id: z.string(),
      at: iso,
      where: z.string(),
      text: z.string().describe('redacted'),
      truncated: z.boolean(),
      exitCode: z.number().nullable(),
      ms: z.number(),
      failed: z.string().nullable(),
    }),
  ),
  error: z.object({ code: z.string(), phase: z.string(), message: z.string(), next: z.string() }).nullable(),
  coverage: z.object({
    checks: z.number().int(),
    ran: z.number().int(),
    couldNot: z.array(z.object({ check: z.string(), why: z.string(), needs: z.string() })),
  }),
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
  timings: z.object({
    connectMs: z.number(),
    collectMs: z.number(),
    totalMs: z.number(),
    roundTrips: z.number().int().describe('channels and connections opened, the first connection included'),
  }),
});

export type Report = z.infer<typeof reportSchema>;
