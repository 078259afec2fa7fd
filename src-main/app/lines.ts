const EVERY_MS = 50;
const MAX_LINE = 2000;
/** Of what a program prints within one interval, the newest lines; a page shows far fewer. */
const MAX_BATCH = 200;

/** Gathers lines that may come by the thousand, and hands them on a few times a second. */
export const batchLines = (handOn: (lines: readonly string[]) => void) => {
  let lines: string[] = [];
  let timer: NodeJS.Timeout | null = null;
  const flush = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (lines.length === 0) return;
    const batch = lines;
    lines = [];
    handOn(batch);
  };
  return {
    add: (line: string) => {
      lines.push(line.length > MAX_LINE ? `${line.slice(0, MAX_LINE).toWellFormed()}…` : line);
      if (lines.length > MAX_BATCH * 2) lines = lines.slice(-MAX_BATCH);
      timer ??= setTimeout(flush, EVERY_MS);
    },
    flush,
  };
};
