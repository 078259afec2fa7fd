import { z } from 'zod';

const id = z.string().min(1).max(128);

/** Questions with an answer. Each names its input's schema and its output's type; nothing here changes anything. */
export const askSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('about') }),
  z.strictObject({ type: z.literal('list-sessions') }),
  /** Scenarios to practise with. */
  z.strictObject({ type: z.literal('list-scenarios') }),
  /** Aliases of ~/.ssh/config that begin with `prefix`, and what they resolve to. */
  z.strictObject({ type: z.literal('suggest-hosts'), prefix: z.string().max(512) }),
  z.strictObject({ type: z.literal('read-evidence'), id }),
  z.strictObject({ type: z.literal('read-ledger') }),
  z.strictObject({ type: z.literal('explain'), code: z.string().max(64) }),
  /** The report of the session as it stands, in the form asked for. */
  z.strictObject({ type: z.literal('report'), format: z.enum(['json', 'text', 'html']) }),
  /** Opens a file dialog where the shell has one; null where it has none or it was closed. */
  z.strictObject({ type: z.literal('pick-key-file') }),
  /** The same for a file of saved evidence. Only its path goes to the page; the main process reads it. */
  z.strictObject({ type: z.literal('pick-evidence-file') }),
  /** Opens a documentation link of the current view in the system's browser; refused for any other address. */
  z.strictObject({ type: z.literal('open-link'), url: z.string().max(2048) }),
]);

export type Ask = z.infer<typeof askSchema>;

export type EvidenceView = {
  readonly id: string;
  readonly title: string;
  readonly at: string;
  readonly where: string;
  readonly ms: number;
  readonly exitCode: number | null;
  readonly failed: string | null;
  readonly truncated: boolean;
  /** The whole redacted text; lines count from 1 and findings' line numbers point into them. */
  readonly lines: readonly EvidenceLine[];
};

/** `command` lines show what was run, `fact` lines a value that the probe worked out, `output` what the machine said. */
export type EvidenceLine = {
  readonly n: number;
  readonly kind: 'command' | 'fact' | 'output' | 'status';
  readonly text: string;
};

export type ExplainView = {
  readonly code: string;
  readonly title: string;
  readonly meaning: string;
  readonly how: string;
  readonly doThis: readonly string[];
  readonly kbSection: string;
  readonly source: string;
  readonly links: readonly { readonly title: string; readonly url: string }[];
};

export type Answers = {
  about: {
    readonly version: string;
    readonly shell: 'desktop' | 'browser' | 'terminal';
    readonly user: string;
    readonly computer: string;
    /** False where a saved file cannot be written through a dialog and is downloaded instead. */
    readonly canPickFiles: boolean;
    /** A connection can go through this computer's own ssh. */
    readonly hasOpenssh: boolean;
  };
  'list-sessions': {
    readonly sessions: readonly {
      readonly id: string;
      readonly savedAt: string;
      readonly name: string;
      readonly status: 'ok' | 'warning' | 'problem' | 'undetermined';
      readonly title: string;
    }[];
    readonly unreadable: readonly string[];
  };
  'list-scenarios': readonly { readonly id: string; readonly title: string; readonly about: string }[];
  'suggest-hosts': readonly { readonly alias: string; readonly resolved: string }[];
  'read-evidence': EvidenceView | null;
  'read-ledger': readonly {
    readonly n: number;
    readonly at: string;
    readonly where: string;
    readonly command: string;
    readonly exitCode: number | null;
    readonly ms: number;
    readonly readOnly: boolean;
  }[];
  explain: ExplainView | null;
  report: { readonly fileName: string; readonly mediaType: string; readonly text: string };
  'pick-key-file': string | null;
  'pick-evidence-file': string | null;
  'open-link': boolean;
};

export type AnswerOf<A extends Ask> = Answers[A['type']];
