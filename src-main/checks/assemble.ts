import type { Script } from '../model/host.ts';
import type { ScriptProbe } from './define.ts';
import prelude from './prelude.sh?raw';
import lib from './probes/lib.sh?raw';

/** Where tools may live that a login's PATH leaves out. */
const PATH_TAIL = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The first probe: it says which agent the others look at. */
export const LOCATE = 'locate';

/** How many probes run at once, as the prelude has it. */
const LANES = [1, 2, 3];

/**
 * One program out of the prelude and the probes: `locate` first, then the others dealt out to the lanes in their order,
 * so that the first ones are heard of first. It takes two arguments, each
 * maybe empty: the agent folder that the user gave, and the MID Server's name. The probes' texts are ours and go in as
 * quoted strings: a here-document would make bash write a temporary file.
 */
export const assembleScript = (
  probes: readonly ScriptProbe<unknown>[],
  o: { readonly mark: string; readonly pathTail?: string },
): Script => {
  const first = probes.filter((p) => p.id === LOCATE);
  const rest = probes.filter((p) => p.id !== LOCATE);
  const lines = [
    `midup_mark=${quote(o.mark)}`,
    `midup_path=${quote(o.pathTail ?? PATH_TAIL)}`,
    `midup_lib=${quote(withoutComments(lib))}`,
    prelude,
    ...first.map((p) => `midup_locate ${p.limitS} ${quote(p.script)}`),
    ...LANES.map((lane, at) => {
      const probes = rest.filter((_, i) => i % LANES.length === at).map(callOf);
      return [`midup_lane_${lane}() {`, ':', ...probes, '}'].join('\n');
    }),
    'midup_lanes',
    `printf '\\n%s done\\n' "$midup_mark"`,
    '',
  ];
  return { text: lines.join('\n'), parts: { mark: o.mark, ids: [...first, ...rest].map((p) => p.id) } };
};

const callOf = ({ id, limitS, needsAgent, script }: ScriptProbe<unknown>): string =>
  `midup_probe ${quote(id)} ${limitS} ${needsAgent ? 'agent' : '-'} ${quote(script)}`;

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Whole-line comments are for readers of the source: the library travels with every probe. */
export const withoutComments = (text: string): string => text.replaceAll(/^\s*#.*\n/gm, '');
