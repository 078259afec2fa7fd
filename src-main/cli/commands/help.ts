import { type Call, meant, quoted } from '../args.ts';
import { EXIT } from '../exit-codes.ts';
import { nearest } from '../nearest.ts';
import { print } from '../output.ts';
import { COMMANDS, type CommandSpec, commandNamed } from '../spec.ts';
import { UsageError } from '../usage-error.ts';
import { version } from '../version.ts';

export const helpCommand = async (call: Call): Promise<number> => {
  const [name] = call.words;
  await print(name === undefined ? overview() : ofCommand(find(name)));
  return EXIT.ok;
};

const find = (name: string): CommandSpec => {
  const spec = commandNamed(name);
  if (spec) return spec;
  const near = nearest(
    name,
    COMMANDS.map((c) => c.name),
  );
  throw new UsageError(`there is no command ${quoted(name)}${meant(near)}; see midup --help`);
};

export const overview = (): string => `MID Up ${version()}: brings a ServiceNow MID Server back from Down.

Usage: midup COMMAND [options]

${table(COMMANDS.map((c) => [c.name, c.about]))}

Begin with:  midup diagnose --ssh HOST    or, to practise,  midup practice
Help of one: midup COMMAND --help
`;

export const ofCommand = (spec: CommandSpec): string =>
  [
    `midup ${spec.name}: ${spec.about}`,
    `Usage: ${spec.usage.join('\n       ')}`,
    spec.options.length === 0
      ? ''
      : table(spec.options.map((o) => [`--${o.name}${o.value === undefined ? '' : ` ${o.value}`}`, o.about])),
    spec.notes.join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');

const table = (rows: readonly (readonly [left: string, right: string])[]): string => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
};
