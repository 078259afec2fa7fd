/** Collects bytes up to a limit, or with `keep` false only counts them; says whether there was more. */
export const boundedBytes = (limit: number, keep = true) => {
  const chunks: Buffer[] = [];
  let kept = 0;
  return {
    /** Returns the part that was kept, or null where the limit is reached. */
    add: (chunk: Buffer): Buffer | null => {
      const room = limit - kept;
      if (room <= 0) return null;
      const part = chunk.length > room ? chunk.subarray(0, room) : chunk;
      if (keep) chunks.push(part);
      kept += part.length;
      return part;
    },
    get bytes() {
      return Buffer.concat(chunks);
    },
  };
};

/** Text for a message: one line, printable, at most `max` characters. What a host says is never more than that. */
export const excerpt = (text: string, max = 200): string => {
  const line = text
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .trim();
  return line.length > max ? `${line.slice(0, max - 1)}…` : line;
};
