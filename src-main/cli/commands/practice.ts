import { wrap } from '../../app/reporting.ts';
import type { Call } from '../args.ts';
import { EXIT } from '../exit-codes.ts';
import { languageOf } from '../language.ts';
import { print, widthOf } from '../output.ts';
import { knownScenario, scenarios } from '../scenarios.ts';
import { UsageError } from '../usage-error.ts';
import { diagnoseTarget } from './diagnose.ts';

/** Without a name: what there is to practise on. With one: a diagnosis of it. */
export const practiceCommand = async (call: Call): Promise<number> => {
  const [name] = call.words;
  if (name !== undefined) return diagnoseTarget({ kind: 'practice', scenario: await knownScenario(name) }, call);
  const stray = ['step', 'timeout', 'json', 'report'].find((option) => call.on(option));
  if (stray !== undefined)
    throw new UsageError(`--${stray} needs something to practise on: midup practice NAME --${stray}`);
  languageOf(call);
  const all = await scenarios();
  const indent = Math.max(...all.map(({ id }) => id.length)) + 4;
  const width = Math.min(widthOf(process.stdout), 100) - indent;
  await print(
    all
      .map(({ id, title, about }) =>
        [title, ...wrap(about, width)].map((line, i) => (i === 0 ? `  ${id}` : '').padEnd(indent) + line).join('\n'),
      )
      .join('\n\n')
      .concat('\n'),
  );
  return EXIT.ok;
};
