import { visible } from '../app/reporting.ts';

/** What is being done right now, on standard error: one line that is written over, or a few plain ones. */
export type ProgressLine = {
  show(label: string, done?: number, total?: number): void;
  /** Takes the line away, so that what follows stands alone. */
  clear(): void;
  stop(): void;
};

type Output = { readonly isTTY?: boolean; readonly columns?: number; write(text: string): unknown };

const SECOND = 1000;
/** A line that is over sooner than this is not worth a flicker. */
const PATIENCE_MS = 300;

export const createProgress = (output: Output, now: () => number = Date.now): ProgressLine =>
  output.isTTY === true ? liveLine(output, now) : plainLines(output);

const liveLine = (output: Output, now: () => number): ProgressLine => {
  let label = '';
  let count = '';
  let since = now();
  let drawn = false;
  const draw = () => {
    if (label === '') return;
    const seconds = Math.floor((now() - since) / SECOND);
    const line = `${label}${count}${seconds > 0 ? `  ${seconds} s` : ''}`;
    output.write(`\r\x1b[K${line.slice(0, Math.max(10, (output.columns ?? 80) - 1))}`);
    drawn = true;
  };
  const timer = setInterval(draw, PATIENCE_MS);
  timer.unref();
  const clear = () => {
    if (drawn) output.write('\r\x1b[K');
    drawn = false;
    label = '';
  };
  return {
    show: (next, done, total) => {
      const shown = visible(next);
      if (shown !== label) since = now();
      label = shown;
      count = total ? `  ${done ?? 0}/${total}` : '';
    },
    clear,
    stop: () => {
      clearInterval(timer);
      clear();
    },
  };
};

/** For logs: each thing once, no counts, no repeats. */
const plainLines = (output: Output): ProgressLine => {
  let label = '';
  return {
    show: (next) => {
      const shown = visible(next);
      if (shown !== label) output.write(`midup: ${shown}\n`);
      label = shown;
    },
    clear: () => {},
    stop: () => {},
  };
};
