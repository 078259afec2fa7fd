import type { AgentFacts, MissingRight } from '../model/agent.ts';
import type { Fix, FixRefusal, PlannedCommand } from '../model/fix.ts';
import { becoming, shown, typed } from './commands.ts';
import grantRight from './grant-right.sh?raw';
import { stateOf, upgradeForbids } from './guard.ts';
import { sealed } from './plan-hash.ts';

const GRANT_MS = 15_000;
const BITS: Readonly<Record<MissingRight['right'], string>> = { enter: 'x', read: 'r', write: 'w', run: 'x' };

/**
 * Gives the paths at which the run-as user lacks rights to that user, and sets its own bits there; nothing is opened to
 * others, and nothing outside of the agent folder is touched. Source: KB0535040 (write access to the folder and below).
 */
export const grantRightsFix: Fix = {
  id: 'grant-rights',
  answers: ['host.permissions'],
  proof: 'look',
  looksAt: ['host'],
  check: (facts, findings) => upgradeForbids(facts, findings) ?? refusal(facts),
  plan: (facts, host) => {
    const become = becoming('root', host.user);
    const paths = byPath(facts);
    const user = facts.missingRights?.user ?? '';
    return sealed({
      fix: 'grant-rights',
      host: host.name,
      user: 'root',
      commands: paths.map((path) => grant(path, user, facts.agentDir, become)),
      undo: paths.map((path) => typedSteps(become, undoOf(path, user))),
      params: { user, count: paths.length, dir: facts.agentDir },
      state: JSON.stringify([stateOf(facts), facts.missingRights]),
    });
  },
};

type Path = Omit<MissingRight, 'right'> & { readonly bits: string };

const refusal = ({ agentDir, missingRights }: AgentFacts): FixRefusal | null => {
  if (!missingRights) return 'nothing-to-do';
  const { all, paths } = missingRights;
  if (paths.length === 0) return all ? 'nothing-to-do' : 'by-hand';
  // A folder on the way to the agent is somebody else's; and a part of many is not worth a plan.
  const inside = paths.every(({ path }) => path === agentDir || path.startsWith(`${agentDir}/`));
  const plain = paths.every((p) => octal(p.mode) !== undefined && !/[\u0000-\u001f\u007f]/.test(p.path));
  return all && inside && plain ? null : 'by-hand';
};

const byPath = ({ missingRights }: AgentFacts): readonly Path[] => {
  const paths = Map.groupBy(missingRights?.paths ?? [], (p) => p.path);
  return [...paths.values()].flatMap((rights) => {
    const [first] = rights;
    if (!first) return [];
    const bits = ['r', 'w', 'x'].filter((bit) => rights.some(({ right }) => BITS[right] === bit)).join('');
    return [{ path: first.path, mode: first.mode, owner: first.owner, group: first.group, bits }];
  });
};

const grant = (path: Path, user: string, agentDir: string, become: string | null): PlannedCommand => ({
  display: typedSteps(become, [
    ...(path.owner === user ? [] : [`chown -h ${shown(user)} ${shown(path.path)}`]),
    `chmod u+${path.bits} ${shown(path.path)}`,
  ]),
  script: { text: grantRight, parts: { mark: '', ids: ['grant-right'] } },
  args: [agentDir, path.path, user, path.bits, `${path.mode} ${path.owner} ${path.group}`],
  become,
  timeoutMs: GRANT_MS,
});

const undoOf = (path: Path, user: string): readonly string[] => [
  ...(path.owner === user ? [] : [`chown -h ${shown(path.owner)} ${shown(path.path)}`]),
  `chmod ${octal(path.mode) ?? ''} ${shown(path.path)}`,
];

const typedSteps = (become: string | null, steps: readonly string[]): string =>
  steps.map((step) => typed(become, step)).join(' && ');

/** `drwxr-x--T` as ls writes it, as chmod takes it; undefined for what is no mode. */
const octal = (mode: string): string | undefined => {
  const [, bits] = /^[-d]([r-][w-][xsS-][r-][w-][xsS-][r-][w-][xtT-])[.+@]?$/.exec(mode) ?? [];
  if (bits === undefined) return undefined;
  const digits = [0, 3, 6].map((at) => {
    const [r, w, x = '-'] = bits.slice(at, at + 3);
    return (r === 'r' ? 4 : 0) + (w === 'w' ? 2 : 0) + (/[xst]/.test(x) ? 1 : 0);
  });
  const special =
    (/[sS]/.test(bits[2] ?? '') ? 4 : 0) + (/[sS]/.test(bits[5] ?? '') ? 2 : 0) + (/[tT]/.test(bits[8] ?? '') ? 1 : 0);
  return `${special}${digits.join('')}`;
};
