import { describe, expect, test } from 'vitest';
import { locateProbe } from '../../../../src-main/checks/probes/locate.ts';
import { folderWith, parsed, runProbe, SHELLS, type Shell } from '../../../fakes/run-probe.ts';

const config = (name: string) => `<parameters>\n<parameter value="${name}"\n name="name"/></parameters>\n`;

/** Agents side by side, each by its folder and the name that its config.xml has; and what is chosen of them by name. */
const chosen = (shell: Shell, named: string, agents: Readonly<Record<string, string>>) => {
  const files = Object.entries(agents).flatMap(([folder, name]) => [
    [`${folder}/agent/bin/mid.sh`, ''] as const,
    ...(name === '' ? [] : [[`${folder}/agent/config.xml`, config(name)] as const]),
  ]);
  using made = folderWith(Object.fromEntries(files));
  // One of them is told by a unit of the user's own, the others stand beside it.
  const [first] = Object.keys(agents);
  using home = folderWith({
    '.config/systemd/user/mid.service': `[Service]\nExecStart="${made.dir}/${first}/agent/bin/mid.sh" start\n`,
  });
  const text = runProbe(locateProbe, '', shell, { MIDUP_AGENT_GIVEN: '', MIDUP_NAME_GIVEN: named, HOME: home.dir });
  const seen = parsed(locateProbe, text);
  return seen.chosen?.slice(made.dir.length + 1, -'/agent'.length) ?? null;
};

describe.each(SHELLS)('the agent of a name, in %s', (shell) => {
  test.each([
    ['two', { a: 'one', b: 'two' }, 'b'],
    ['TWO', { a: 'one', b: 'Two' }, 'b'],
    ['R&D "1"', { 'a b': 'R&amp;D &quot;1&quot;', c: 'R' }, 'a b'],
    ["it's; $(id) \\n", { a: "it's; $(id) \\n", b: 'b' }, 'a'],
    ['two', { a: 'one', b: 'three' }, null],
    // A copy of a folder has the same name, and nothing starts it.
    ['two', { a: 'two', b: 'two' }, 'a'],
    ['two', { c: 'one', a: 'two', b: 'two' }, null],
    ['two', { a: 'one' }, null],
    ['two', { a: '', b: '' }, null],
    ['', { a: 'one', b: 'two' }, null],
  ] as const)('“%s” of %o: %s', (named, agents, expected) => {
    expect(chosen(shell, named, agents)).toBe(expected);
  });
});
