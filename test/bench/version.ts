import { CLI, needBuild } from './built.ts';
import { interleave } from './measure.ts';
import { timed } from './program.ts';
import { type Item, ratioRow } from './result.ts';

const run = async (args: readonly string[]): Promise<number> => {
  const { exit, ms, stderr } = await timed(process.execPath, args);
  if (exit !== 0) throw new Error(`node ${args.join(' ')}: exit ${exit} ${stderr}`);
  return ms;
};

/** What starting costs, against what Node itself takes to start. */
export const versionItem: Item = {
  id: 'version',
  title: '`midup version` against bare `node -e 0`',
  measure: async (pace) => {
    needBuild();
    const series = await interleave(
      [
        { name: 'midup', run: () => run([CLI, 'version']) },
        { name: 'node', run: () => run(['-e', '0']) },
      ],
      { rounds: 31, budgetMs: 10_000, ...pace },
    );
    const pair = { a: { name: 'midup version', series: series.midup }, b: { name: 'node -e 0', series: series.node } };
    return [ratioRow('start of the command', pair, { text: '≤ 2 ×', met: (ratio) => ratio <= 2 })];
  },
};
