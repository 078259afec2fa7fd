import { z } from 'zod';
import type { Evidence } from './evidence.ts';
import { EvidenceError } from './evidence-error.ts';

export const CAPTURE_SCHEMA = 'midup.capture/1';

/** Twice what is kept of any probe's output. */
export const MAX_CAPTURED_TEXT = 4 * 1024 * 1024;
const MAX_EVIDENCE = 64;

const line = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not contain control characters');
const failure = z.enum(['timeout', 'cancelled', 'connection', 'denied', 'overflow', 'not-started']);

/** What `midup capture` saves: all that a verdict stands on, redacted. Unknown keys are dropped, so additions keep the name. */
export const captureSchema = z.object({
  schema: z.literal(CAPTURE_SCHEMA),
  tool: z.object({ name: z.literal('midup'), version: line(64), platform: line(64) }),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  host: z.object({ name: line(512), os: z.enum(['linux', 'windows', 'other']).nullable() }),
  /** As it was given or chosen; the evidence says what was found there. */
  agentDir: line(4096).nullable(),
  /** Why looking ended early, where it did. */
  failed: failure.nullable(),
  evidence: z
    .array(
      z.object({
        id: line(64).regex(/^[a-z][a-z0-9.-]*$/, "is not a probe's name"),
        at: z.iso.datetime(),
        where: line(512),
        text: z.string().max(MAX_CAPTURED_TEXT),
        exitCode: z.number().int().nullable(),
        ms: z.number().min(0),
        truncated: z.boolean(),
        failed: failure.optional(),
      }),
    )
    .min(1, 'there is no evidence in it')
    .max(MAX_EVIDENCE),
});

export type Capture = Omit<z.infer<typeof captureSchema>, 'evidence'> & { readonly evidence: readonly Evidence[] };

/** What a capture says of itself, beside its evidence. */
export const captureFactsSchema = captureSchema.omit({ schema: true, tool: true, evidence: true });
export type CaptureFacts = Readonly<z.infer<typeof captureFactsSchema>>;

/** Throws an {@link EvidenceError} that names the first thing that does not fit; never a value, which is somebody's host's. */
export const parseCapture = (text: string): Capture => {
  const json = parsed(text.startsWith('\ufeff') ? text.slice(1) : text);
  const schema = typeof json === 'object' && json !== null && 'schema' in json ? json.schema : undefined;
  if (typeof schema === 'string' && schema !== CAPTURE_SCHEMA) throw foreign(schema);
  const result = captureSchema.safeParse(json);
  if (result.success) return result.data as Capture;
  const issue = result.error.issues[0];
  if (schema === undefined) throw notOurs();
  const [place, what] = [issue?.path.map(String).join('.') || 'the file', issue?.message ?? 'not understood'];
  throw new EvidenceError('invalid', `it is not what midup capture saves: ${place}: ${what}`, { place, what });
};

/** As `midup capture` begins its files. */
const BEGINS = /^\s*\{\s*"schema"\s*:\s*"midup\.capture\//;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    const isOurs = text.trim() === '' || BEGINS.test(text.slice(0, 200));
    const said = 'it is not whole JSON, so it was cut off or not saved by midup capture';
    throw new EvidenceError(isOurs ? 'cut-off' : 'foreign', said);
  }
};

const notOurs = () => new EvidenceError('foreign', 'it was not saved by midup capture');

const foreign = (schema: string): EvidenceError => {
  if (/^midup\.capture\/\d{1,6}$/.test(schema)) {
    const said = `it was saved by another version of MID Up (${schema}, this one reads ${CAPTURE_SCHEMA})`;
    return new EvidenceError('version', said, { theirs: schema, ours: CAPTURE_SCHEMA });
  }
  if (/^midup\.report\/\d{1,6}$/.test(schema))
    return new EvidenceError('report', 'it is a report, which is judged already; midup capture saves evidence');
  return notOurs();
};
