import { z } from 'zod';
import { FIX_IDS } from '../model/fix-id.ts';
import { STEP_IDS } from '../model/steps.ts';
import { targetSchema } from '../model/target.ts';

const step = z.enum(STEP_IDS);
const id = z.string().min(1).max(128);

const answer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('remember') }),
  z.strictObject({ kind: z.literal('once') }),
  z.strictObject({
    kind: z.literal('values'),
    values: z.array(z.string().max(16_384)).max(16),
    keep: z.boolean().exactOptional(),
  }),
  z.strictObject({ kind: z.literal('cancel') }),
]);

/**
 * Everything that can be asked of the wizard. A command is accepted or refused; what it did shows in the next view.
 * A command that makes no sense where the wizard is (say `apply` with no plan) is accepted and changes nothing.
 */
export const commandSchema = z.discriminatedUnion('type', [
  /** Leave what is there and begin with a new target. */
  z.strictObject({ type: z.literal('connect'), target: targetSchema }),
  /** Back to the connect screen; the session is saved and the connection closed. */
  z.strictObject({ type: z.literal('disconnect') }),
  /** Make a lost connection again, keeping the session. */
  z.strictObject({ type: z.literal('reconnect') }),
  /** Look at everything anew as root, or as `user`, keeping the session and its connection. polkit is this computer's only. */
  z.strictObject({
    type: z.literal('look-as'),
    by: z.enum(['sudo', 'polkit']),
    user: z
      .string()
      .regex(/^[^\u0000-\u001f\u007f]{1,64}$/)
      .exactOptional(),
  }),
  z.strictObject({ type: z.literal('open-session'), id }),
  z.strictObject({ type: z.literal('delete-session'), id }),
  z.strictObject({ type: z.literal('next') }),
  z.strictObject({ type: z.literal('back') }),
  z.strictObject({ type: z.literal('skip') }),
  z.strictObject({ type: z.literal('goto'), step }),
  /** Collect the current step's evidence anew (all of it, from the verdict screen). */
  z.strictObject({ type: z.literal('recheck') }),
  z.strictObject({ type: z.literal('answer'), answer: z.enum(['yes', 'no', 'unsure']) }),
  z.strictObject({ type: z.literal('run-to-end'), on: z.boolean() }),
  z.strictObject({ type: z.literal('show-verdict') }),
  /** Back from the verdict to the step that was on screen. */
  z.strictObject({ type: z.literal('show-guide') }),
  /** One of several agents, or a folder given by hand. */
  z.strictObject({ type: z.literal('choose-agent'), agentDir: z.string().min(1).max(4096) }),
  /** Stop what is under way. What was collected stays. */
  z.strictObject({ type: z.literal('cancel') }),
  z.strictObject({ type: z.literal('prompt-answer'), id, answer }),
  /** Remove every secret that was kept in the system's key store. */
  z.strictObject({ type: z.literal('forget-secrets') }),
  /** Ask for the plan of a fix; it then stands in `view.fix`. */
  z.strictObject({ type: z.literal('plan-fix'), fix: z.enum(FIX_IDS) }),
  /** Consent to exactly the plan with this hash, and apply it. */
  z.strictObject({ type: z.literal('apply-fix'), hash: z.string().length(64) }),
  /** Ask for the plan that takes a change of this session back: its number, as `view.changes` has it. */
  z.strictObject({ type: z.literal('undo'), change: z.number().int().min(1).max(10_000) }),
  z.strictObject({ type: z.literal('close-fix') }),
  z.strictObject({ type: z.literal('note'), text: z.string().max(20_000) }),
]);

export type Command = z.infer<typeof commandSchema>;
