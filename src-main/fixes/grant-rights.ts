import type { AgentFacts, MissingRight } from '../model/agent.ts';
import type { Fix, FixRefusal, PlannedCommand } from '../model/fix.ts';
import { type Becoming, becoming, shown, typedSteps } from './commands.ts';
import { giveBackUndo, stepsOf } from './give-back.ts';
import grantRight from './grant-right.sh?raw';
import { stateOf, upgradeForbids } from './guard.ts';
import { isPlain, octal } from './mode.ts';
import plainPath from './plain-path.sh?raw';
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
    const become = becoming('root', host);
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
  undo: giveBackUndo,
};

type Path = Omit<MissingRight, 'right'> & { readonly bits: string };

const refusal = ({ agentDir, missingRights }: AgentFacts): FixRefusal | null => {
  if (!missingRights) return 'nothing-to-do';
  const { all, paths } = missingRights;
  if (paths.length === 0) return all ? 'nothing-to-do' : 'by-hand';
  // A folder on the way to the agent is somebody else's; and a part of many is not worth a plan.
  const plain = paths.every(({ path, mode }) => isPlain(path, agentDir) && octal(mode) !== undefined);
  return all && plain ? null : 'by-hand';
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

const grant = (path: Path, user: string, agentDir: string, become: Becoming | null): PlannedCommand => ({
  display: typedSteps(become, [
    ...(path.owner === user ? [] : [`chown -h ${shown(user)} ${shown(path.path)}`]),
    `chmod u+${path.bits} ${shown(path.path)}`,
  ]),
  script: { text: `${plainPath}\n${grantRight}`, parts: { mark: '', ids: ['grant-right'] } },
  args: [agentDir, path.path, user, path.bits, seen(path)],
  become: become?.user ?? null,
  timeoutMs: GRANT_MS,
});

/** What it will take to take this back, for who is to consent to it. */
const undoOf = (path: Path, user: string): readonly string[] =>
  stepsOf({ path: path.path, before: seen(path), after: `${path.mode} ${user} ${path.group}` });

const seen = ({ mode, owner, group }: Path): string => `${mode} ${owner} ${group}`;
