import { parseLogLine } from './line.ts';
import { HEALTHY, type LogKind, SIGNATURES, type Signature } from './signatures.ts';

/** A line with its place in the log (rising), as `grep -n` gives it. */
export type NumberedLine = { readonly n: number; readonly text: string };

export type LogHit = NumberedLine & {
  readonly signature: Signature;
  /** Local time of the host, as in `LogLine`; that of the last line before it where it has none of its own. */
  readonly at: string | null;
  /** Who wrote it; of a line that has none of its own, as those of a stack trace have not, that of the last before it. */
  readonly thread: string | null;
  /** How often the signature was met. */
  readonly count: number;
  /** Something that ends it was logged later. */
  readonly over: boolean;
};

export type Scan = {
  /** The last hit of each signature, in the order of the log. */
  readonly hits: readonly LogHit[];
  /** The last line of a healthy start. */
  readonly healthy: (NumberedLine & { readonly at: string | null }) | null;
};

/** The signature that a line belongs to: the first that fits. Plain comparing of text, no expression of the log's own. */
export const signatureOf = (text: string, kind: LogKind): Signature | undefined => {
  const lower = text.toLowerCase();
  return PREPARED.find(
    ({ signature, lowered }) => signature.where.includes(kind) && lowered.every((f) => lower.includes(f)),
  )?.signature;
};

/** Looks for every signature in the lines of one log. Never throws, whatever the lines. */
export const scanLog = (lines: readonly NumberedLine[], kind: LogKind): Scan => {
  const last = new Map<string, Omit<LogHit, 'over'>>();
  const ends: { readonly n: number; readonly lower: string }[] = [];
  let healthy: Scan['healthy'] = null;
  let at: string | null = null;
  let thread: string | null = null;
  for (const { n, text } of lines) {
    const line = parseLogLine(text);
    if (line.at !== null) ({ at, thread } = line);
    const lower = text.toLowerCase();
    if (ENDS.some((end) => lower.includes(end))) {
      ends.push({ n, lower });
      if (HEALTHY.some((h) => lower.includes(h.toLowerCase()))) healthy = { n, text, at };
      continue;
    }
    const signature = signatureOf(text, kind);
    if (!signature) continue;
    const count = (last.get(signature.id)?.count ?? 0) + 1;
    last.set(signature.id, { signature, n, text, at, thread, count });
  }
  const hits = [...last.values()]
    .map((hit) => ({
      ...hit,
      over: ends.some(
        (end) => end.n > hit.n && (hit.signature.until ?? HEALTHY).some((u) => end.lower.includes(u.toLowerCase())),
      ),
    }))
    .toSorted((a, b) => a.n - b.n);
  return { hits, healthy };
};

const PREPARED = SIGNATURES.map((signature) => ({
  signature,
  lowered: signature.fragments.map((f) => f.toLowerCase()),
}));
const ENDS = [...new Set([...HEALTHY, ...SIGNATURES.flatMap((s) => s.until ?? [])])].map((end) => end.toLowerCase());
