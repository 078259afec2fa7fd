import { z } from 'zod';

const line = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'must not contain control characters');

const reach = {
  /** The agent folder, where the user knows it better than MID Up. */
  agentDir: line(4096).optional(),
  /** Which of several agents: the MID Server's name, as the instance's record has it. */
  midName: line(200).optional(),
  /** Use sudo for what the user may not read. */
  sudo: z.boolean().optional(),
  /** Look as this user instead of root. */
  becomeUser: line(64).optional(),
};

export const localTargetSchema = z.strictObject({
  kind: z.literal('local'),
  ...reach,
  /** With `sudo`: ask by this desktop's own prompt (pkexec) instead. */
  polkit: z.boolean().optional(),
});

export const sshTargetSchema = z.strictObject({
  kind: z.literal('ssh'),
  /** `[user@]host[:port]`, an alias of ~/.ssh/config, or `[v6]:port`. */
  address: line(512).min(1),
  user: line(256).optional(),
  identityFiles: z.array(line(4096)).max(20).optional(),
  jumps: z.array(line(512)).max(8).optional(),
  knownHostsFile: line(4096).optional(),
  acceptNewHostKey: z.boolean().optional(),
  /** `openssh`: through the ssh of this computer, for certificates, security keys and GSSAPI. Default `builtin`. */
  client: z.enum(['builtin', 'openssh']).optional(),
  ...reach,
});

export const practiceTargetSchema = z.strictObject({ kind: z.literal('practice'), scenario: line(64) });

export const evidenceTargetSchema = z.strictObject({
  kind: z.literal('evidence'),
  /** A file of `midup capture` on this computer; `~/` is the user's home. */
  file: line(4096).min(1),
});

/** Where there is a host to look at. */
export const hostTargetSchema = z.discriminatedUnion('kind', [
  localTargetSchema,
  sshTargetSchema,
  practiceTargetSchema,
]);

export const targetSchema = z.discriminatedUnion('kind', [hostTargetSchema, evidenceTargetSchema]);

export type LocalTarget = z.infer<typeof localTargetSchema>;
export type SshTarget = z.infer<typeof sshTargetSchema>;
export type PracticeTarget = z.infer<typeof practiceTargetSchema>;
export type EvidenceTarget = z.infer<typeof evidenceTargetSchema>;
/** Where the MID Server is. Holds no secret; those are asked for through prompts. */
export type Target = z.infer<typeof targetSchema>;
export type HostTarget = z.infer<typeof hostTargetSchema>;
