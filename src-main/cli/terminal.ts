import { openSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { ReadStream, WriteStream } from 'node:tty';

/** A person at a keyboard. Null from {@link openTerminal} where there is none: then nothing can be asked. */
export type Terminal = {
  write(text: string): void;
  /** One line; null where it was ended with Ctrl-C, Ctrl-D or the signal. What is typed shows only with `echo`. */
  readLine(prompt: string, options: { readonly echo: boolean; readonly signal?: AbortSignal }): Promise<string | null>;
  close(): void;
};

/** The controlling terminal, so that prompts work with standard input and output both redirected. */
export const openTerminal = (onInterrupt: () => void): Terminal | null => {
  const streams = openStreams();
  if (!streams) return null;
  const { input, output } = streams;
  return {
    write: (text) => void output.write(text),
    readLine: (prompt, { echo, signal }) =>
      readLine(input, output, { prompt, echo, onInterrupt, ...(signal && { signal }) }),
    close: () => {
      if (input !== process.stdin) input.destroy();
      if (output !== process.stderr) output.destroy();
    },
  };
};

const openStreams = (): { input: ReadStream; output: WriteStream } | null => {
  if (process.platform !== 'win32') {
    try {
      return { input: new ReadStream(openSync('/dev/tty', 'r')), output: new WriteStream(openSync('/dev/tty', 'w')) };
    } catch {
      // No controlling terminal: a job, a container, a pipeline of a scheduler.
      return null;
    }
  }
  return process.stdin.isTTY && process.stderr.isTTY ? { input: process.stdin, output: process.stderr } : null;
};

const MAX_TYPED = 16_384;

/** Raw mode, so that no secret is ever shown or left in the terminal's own line buffer. */
const readLine = (
  input: ReadStream,
  output: WriteStream,
  o: { prompt: string; echo: boolean; signal?: AbortSignal; onInterrupt: () => void },
): Promise<string | null> =>
  new Promise((resolve) => {
    const decoder = new StringDecoder('utf8');
    let typed = '';
    const end = (line: string | null) => {
      input.off('data', onData);
      o.signal?.removeEventListener('abort', onAbort);
      input.setRawMode(false);
      input.pause();
      output.write('\n');
      resolve(line);
    };
    const onAbort = () => end(null);
    const onData = (chunk: Buffer) => {
      for (const key of decoder.write(chunk)) {
        if (key === '\r' || key === '\n') return end(typed);
        if (key === '\x03') {
          end(null);
          return o.onInterrupt();
        }
        if (key === '\x04' && typed === '') return end(null);
        if (key === '\x7f' || key === '\b') {
          if (o.echo && typed !== '') output.write('\b \b');
          typed = [...typed].slice(0, -1).join('');
        } else if (key === '\x15') {
          if (o.echo) output.write('\b \b'.repeat([...typed].length));
          typed = '';
        } else if (key >= ' ' && typed.length < MAX_TYPED) {
          typed += key;
          if (o.echo) output.write(key);
        }
      }
    };
    if (o.signal?.aborted) return resolve(null);
    // Before the question: who types fast must not see it echoed.
    input.setRawMode(true);
    output.write(o.prompt);
    input.on('data', onData);
    input.resume();
    o.signal?.addEventListener('abort', onAbort, { once: true });
  });
