import { parseArgs } from 'node:util';
import { nearest } from './nearest.ts';
import { COMMANDS, type CommandSpec, commandNamed } from './spec.ts';
import { UsageError } from './usage-error.ts';

/** A call as understood: the command, its options' values in the order given, and the words after it. */
export type Call = {
  readonly command: string;
  readonly words: readonly string[];
  /** Whether a switch was given. */
  on(name: string): boolean;
  /** The value of an option that may be given once. */
  one(name: string): string | undefined;
  all(name: string): readonly string[];
};

/** Throws a {@link UsageError} whose message says what is wrong with the call and what to do. */
export const parseCall = (argv: readonly string[]): Call => {
  const [first, ...rest] = argv;
  if (first === undefined) throw new UsageError(`give a command, one of ${names()}; see midup --help`);
  if (first === '--help' || first === '-h') return noOptions('help', rest);
  if (first === '--version' || first === '-V') return noOptions('version', rest);
  const spec = commandNamed(first);
  if (spec) return parseCommand(spec, rest);
  if (first.startsWith('-'))
    throw new UsageError(`the command comes first, before ${quoted(first)}; it is one of ${names()}`);
  throw new UsageError(
    `there is no command ${quoted(first)}${meant(
      nearest(
        first,
        COMMANDS.map((c) => c.name),
      ),
    )}; see midup --help`,
  );
};

const parseCommand = (spec: CommandSpec, argv: readonly string[]): Call => {
  const values = new Map<string, string[]>();
  const words: string[] = [];
  const help = `see midup ${spec.name} --help`;
  for (const token of tokens(spec, argv)) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      words.push(token.value);
      continue;
    }
    const { rawName, value } = token;
    if (rawName === '--help' || rawName === '-h') return noOptions('help', [spec.name]);
    const option = spec.options.find((o) => `--${o.name}` === rawName);
    if (!option) {
      const near = nearest(
        rawName,
        spec.options.map((o) => `--${o.name}`),
      );
      throw new UsageError(`midup ${spec.name} has no option ${quoted(rawName)}${meant(near)}; ${help}`);
    }
    if (option.value === undefined && value !== undefined)
      throw new UsageError(`${rawName} is a switch and takes no value; write it as ${rawName} alone`);
    if (
      option.value !== undefined &&
      (value === undefined ||
        value === '' ||
        (!token.inlineValue && value.startsWith('-') && !(value === '-' && option.dash)))
    )
      throw new UsageError(`${rawName} needs a value: ${rawName} ${option.value}`);
    const before = values.get(option.name);
    if (before && !option.many) throw new UsageError(`${rawName} can be given once only`);
    values.set(option.name, [...(before ?? []), value ?? '']);
  }
  const extra = words[spec.words.most];
  if (extra !== undefined)
    throw new UsageError(`${quoted(extra)} is one word too many for midup ${spec.name}; ${help}`);
  return call(spec.name, words, values);
};

const tokens = (spec: CommandSpec, argv: readonly string[]) =>
  parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      spec.options.map((o) => [
        o.name,
        { type: o.value === undefined ? 'boolean' : 'string', multiple: true } as const,
      ]),
    ),
  }).tokens;

const noOptions = (command: 'help' | 'version', rest: readonly string[]): Call => {
  const [extra] = command === 'help' ? rest.slice(1) : rest;
  if (extra !== undefined)
    throw new UsageError(`${quoted(extra)} is one word too many for midup ${command}; see midup --help`);
  return call(command, command === 'help' ? rest : [], new Map());
};

const call = (command: string, words: readonly string[], values: ReadonlyMap<string, readonly string[]>): Call => ({
  command,
  words,
  on: (name) => values.has(name),
  one: (name) => values.get(name)?.at(-1),
  all: (name) => values.get(name) ?? [],
});

const names = () => COMMANDS.map((c) => c.name).join(', ');

/** "; did you mean --ssh or --step?" */
export const meant = (near: readonly string[]): string =>
  near.length === 0 ? '' : ` (did you mean ${near.join(' or ')}?)`;

/** What was typed, on one line and of a bearable length: it may hold anything. */
export const quoted = (word: string): string =>
  JSON.stringify(word.length > 80 ? `${word.slice(0, 80)}…` : word).replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`,
  );
