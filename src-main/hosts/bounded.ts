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

const printable = (text: string): string =>
  text
    .replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ');

const cut = (text: string, max: number): string => (text.length > max ? `${text.slice(0, max - 1)}…` : text);

/** Text for a message: one line, printable, at most `max` characters. What a host says is never more than that. */
export const excerpt = (text: string, max = 200): string => cut(printable(text).trim(), max);

const MOST_LINES = 40;

/** The same of several lines, where they matter: a list to choose from, say. No more than 40, and no gaps. */
export const passage = (text: string, max = 1000): string =>
  cut(
    text
      .slice(0, max * 10)
      .split(/\r*\n|\r/)
      .map((line) => printable(line).trimEnd())
      .filter((line) => line !== '')
      .slice(0, MOST_LINES)
      .join('\n'),
    max,
  );
