/** How a probe ended, as its end line says. */
export type ProbeEnd = { readonly kind: 'exit'; readonly code: number } | { readonly kind: 'timeout' | 'skipped' };

export type StreamEvents = {
  /** `uptime`: the host's own, in seconds, where it said one. */
  begin(id: string, uptime: number | null): void;
  /** `end` is null where the output stopped in the middle of this probe. */
  end(id: string, text: string, end: ProbeEnd | null, truncated: boolean, uptime: number | null): void;
};

/** Characters and lines kept of one probe's output; the longest, a config.xml, is read to its first megabyte. */
const MAX_PROBE_TEXT = 2 * 1024 * 1024;
const MAX_PROBE_LINES = 100_000;

/**
 * Cuts the script's output into the probes' own while it comes: `<mark> begin <id>`, what the probe printed,
 * `<mark> end <id> <exit status|timeout|skipped>`, at last `<mark> done`. The first two may end with the host's uptime. Banners and shell noise between them are
 * passed over. Both lines come after a newline of their own, which is taken off again.
 */
export const createStreamParser = (mark: string, events: StreamEvents) => {
  let open: { id: string; pieces: string[]; length: number; truncated: boolean } | null = null;
  let tail: string[] = [];
  let tailLength = 0;
  let done = false;

  const close = (end: ProbeEnd | null, uptime: number | null = null) => {
    if (!open) return;
    const text = open.pieces.join('');
    const { id, truncated } = open;
    open = null;
    // The newline before the end line belongs to the end line.
    events.end(id, end && text.endsWith('\n') ? text.slice(0, -1) : text, end, truncated, uptime);
  };

  const line = (text: string, newline: string) => {
    if (text.startsWith(mark)) {
      const [verb, id = '', ...rest] = text.slice(mark.length).trim().split(' ');
      if (verb === 'begin') {
        close(null);
        open = { id, pieces: [], length: 0, truncated: false };
        events.begin(id, uptimeOf(rest[0]));
      } else if (verb === 'end' && open?.id === id) close(endOf(rest[0] ?? ''), uptimeOf(rest[1]));
      else if (verb === 'done') done = true;
      return;
    }
    if (!open) return;
    const room = MAX_PROBE_TEXT - open.length;
    if (room <= 0 || open.pieces.length >= MAX_PROBE_LINES) {
      open.truncated = true;
      return;
    }
    const kept = `${text}${newline}`.slice(0, room);
    if (kept.length < text.length) open.truncated = true;
    open.pieces.push(kept);
    open.length += kept.length;
  };

  const keep = (piece: string) => {
    // One character over the limit is enough to tell that the line was longer.
    const kept = piece.slice(0, Math.max(0, MAX_PROBE_TEXT + 1 - tailLength));
    if (kept) tail.push(kept);
    tailLength += kept.length;
  };
  const flush = (newline: string) => {
    line(tail.join(''), newline);
    tail = [];
    tailLength = 0;
  };

  return {
    push(chunk: string): void {
      let from = 0;
      for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', from)) {
        keep(chunk.slice(from, at));
        flush('\n');
        from = at + 1;
      }
      keep(chunk.slice(from));
    },
    /** The output has ended. Returns true where the script reached its own end. */
    finish(): boolean {
      if (tail.length > 0) flush('');
      close(null);
      return done;
    },
  };
};

const uptimeOf = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,10}\.\d{1,3}$/.test(text) ? Number(text) : null;

const endOf = (status: string): ProbeEnd | null => {
  if (status === 'timeout' || status === 'skipped') return { kind: status };
  return /^\d{1,3}$/.test(status) ? { kind: 'exit', code: Number(status) } : null;
};
