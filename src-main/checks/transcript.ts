/**
 * The one text format of evidence: readable as it stands, and parsed line by line.
 *
 *     @df df -Pk /opt/mid/agent      a section: its name, and the command as it was run
 *      Filesystem 1024-blocks …      what the command printed, each line after one space
 *     =0                             its exit status
 *     :mount /opt                    a fact that the probe worked out: a key, and the rest of the line as value
 *
 * A line from the machine always starts with a space, so nothing it prints can pass for a section or a fact.
 * Values have `\n`, `\t`, `\r` and `\\` written as escapes. Lines of other shapes (shell noise) are passed over.
 */
export type Section = {
  readonly name: string;
  readonly command: string;
  /** Line number (from 1) of the `@` line in the evidence's text; output line `i` stands at `line + 1 + i`. */
  readonly line: number;
  readonly output: readonly string[];
  /** Null where the probe was cut off before the command ended. */
  readonly exitCode: number | null;
};

export type Fact = { readonly key: string; readonly value: string; readonly line: number };

export type Transcript = {
  readonly sections: readonly Section[];
  readonly facts: readonly Fact[];
  /** The first section of that name. */
  section(name: string): Section | undefined;
  /** The first fact of that key. */
  fact(key: string): Fact | undefined;
  value(key: string): string | undefined;
  /** The value as a whole number; undefined where it is none. */
  number(key: string): number | undefined;
  all(key: string): readonly Fact[];
};

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\' };

export const parseTranscript = (text: string): Transcript => {
  const sections: { name: string; command: string; line: number; output: string[]; exitCode: number | null }[] = [];
  const facts: Fact[] = [];
  let open: (typeof sections)[number] | undefined;
  text.split('\n').forEach((raw, index) => {
    const line = index + 1;
    const rest = raw.slice(1);
    switch (raw[0]) {
      case '@': {
        const [name = '', command = ''] = cut(rest);
        open = { name, command: unescaped(command), line, output: [], exitCode: null };
        sections.push(open);
        break;
      }
      case ' ':
        open?.output.push(rest);
        break;
      case '=':
        if (open && /^\d{1,3}$/.test(rest)) open.exitCode = Number(rest);
        open = undefined;
        break;
      case ':': {
        const [key = '', value = ''] = cut(rest);
        facts.push({ key, value: unescaped(value), line });
        break;
      }
    }
  });
  const fact = (key: string) => facts.find((f) => f.key === key);
  return {
    sections,
    facts,
    section: (name) => sections.find((s) => s.name === name),
    fact,
    value: (key) => fact(key)?.value,
    number: (key) => wholeNumber(fact(key)?.value),
    all: (key) => facts.filter((f) => f.key === key),
  };
};

/** Digits only, and exact: anything else (also what does not fit a double) is no number. */
export const wholeNumber = (value: string | undefined): number | undefined => {
  if (value === undefined || !/^-?\d{1,16}$/.test(value)) return undefined;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : undefined;
};

const cut = (rest: string): [string, string] => {
  const at = rest.indexOf(' ');
  return at < 0 ? [rest, ''] : [rest.slice(0, at), rest.slice(at + 1)];
};

const unescaped = (value: string): string => value.replace(/\\([ntr\\])/g, (_, c: string) => ESCAPES[c] ?? c);
