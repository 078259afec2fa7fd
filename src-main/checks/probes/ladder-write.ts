/** Builds a transcript (see `transcript.ts`) in this process, for probes that look from here through the host. */
export type TranscriptWriter = {
  fact(key: string, value: string): void;
  section(name: string, command: string, output: readonly string[], exitCode: number): void;
  /** A whole transcript of a script, as it stands. */
  append(text: string): void;
  text(): string;
};

const MAX_LINE = 2000;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

export const createTranscriptWriter = (): TranscriptWriter => {
  const lines: string[] = [];
  return {
    fact: (key, value) => lines.push(`:${key} ${oneLine(value)}`),
    section: (name, command, output, exitCode) => {
      lines.push(`@${name} ${oneLine(command)}`);
      // Whatever breaks a line, in any program that shows it, must not start one without its leading space.
      for (const chunk of output)
        for (const line of chunk.split(/\r\n|[\n\r\u2028\u2029]/))
          lines.push(` ${line.replaceAll('\0', '').slice(0, MAX_LINE)}`);
      lines.push(`=${exitCode}`);
    },
    append: (text) => lines.push(text.replace(/\n$/, '')),
    text: () => `${lines.join('\n')}\n`,
  };
};

const oneLine = (value: string) =>
  value
    .slice(0, MAX_LINE)
    .replace(/[\\\n\r\t]/g, (c) => ESCAPES[c] ?? '')
    .replaceAll('\0', '');
