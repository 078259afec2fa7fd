import type { Fix, FixPlan, PlanHost, RanCommand, Undo } from '../model/fix.ts';
import { becoming, shown, typedSteps } from './commands.ts';
import giveBack from './give-back.sh?raw';
import { upgradeForbids } from './guard.ts';
import { isPlain, ownership } from './mode.ts';
import plainPath from './plain-path.sh?raw';
import { sealed } from './plan-hash.ts';

const GIVE_BACK_MS = 30_000;
/** As many paths as a plan can have been made for, and more. */
const MAX_PATHS = 200;

/** Takes granted rights back: the same paths get the owner and the mode that they had before. Nothing on the host remembers them. */
export const giveBackUndo: NonNullable<Fix['undo']> = {
  keep: (ran, agentDir) => {
    const paths = ran.flatMap((one) => changed(one) ?? []);
    return paths.length === 0 ? null : { agentDir, paths };
  },
  check: (undo, facts, findings) => {
    const forbidden = upgradeForbids(facts, findings);
    if (forbidden) return forbidden;
    // Another agent's upgrade was looked at than the one whose files these are.
    if (facts.agentDir !== undo.agentDir) return 'no-agent';
    const fits = undo.paths.every(
      ({ path, before, after }) => isPlain(path, undo.agentDir) && ownership(before) && ownership(after),
    );
    return fits && undo.paths.length > 0 && undo.paths.length <= MAX_PATHS ? null : 'by-hand';
  },
  plan: (undo, host) => plan(undo, host),
  look: {
    display: 'ls -ld (the paths whose rights were taken back)',
    script: { text: `${plainPath}\n${giveBack}`, parts: { mark: '', ids: ['look-back'] } },
    args: (undo) => argsOf('look', undo),
  },
};

/** What a grant did to its path; nothing where it was as wanted already. */
const changed = ({ command, stdout }: RanCommand): Undo['paths'] | null => {
  const [, path, , , before] = command.args;
  if (path === undefined || before === undefined) return null;
  const line = stdout.split('\n').findLast((text) => text.startsWith(`${path}: `));
  const after = line?.slice(path.length + 2).trim() ?? '';
  return ownership(after) && after !== before ? [{ path, before, after }] : null;
};

const plan = (undo: Undo, host: PlanHost): FixPlan => {
  const become = becoming('root', host);
  return sealed({
    fix: 'grant-rights',
    takesBack: true,
    host: host.name,
    user: 'root',
    commands: [
      {
        display: undo.paths.map((one) => typedSteps(become, stepsOf(one))).join(' &&\n'),
        script: { text: `${plainPath}\n${giveBack}`, parts: { mark: '', ids: ['give-back'] } },
        args: argsOf('restore', undo),
        become: become?.user ?? null,
        timeoutMs: GIVE_BACK_MS,
      },
    ],
    undo: [],
    params: { count: undo.paths.length, dir: undo.agentDir },
    state: JSON.stringify(undo),
  });
};

const argsOf = (verb: 'restore' | 'look', { agentDir, paths }: Undo): readonly string[] => [
  verb,
  agentDir,
  ...paths.flatMap(({ path, before, after }) => [path, before, ownership(before)?.octal ?? '', after]),
];

/** As a person types it. */
export const stepsOf = ({ path, before, after }: Undo['paths'][number]): readonly string[] => {
  const was = ownership(before);
  return [
    ...(was?.owner === ownership(after)?.owner ? [] : [`chown -h ${shown(was?.owner ?? '')} ${shown(path)}`]),
    `chmod ${was?.octal ?? ''} ${shown(path)}`,
  ];
};
