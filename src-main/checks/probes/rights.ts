import { defineScriptProbe } from '../define.ts';
import { type Transcript, wholeNumber } from '../transcript.ts';
import accessLists from './access-lists.sh?raw';
import script from './rights.sh?raw';
import runAs from './run-as.sh?raw';

export type Lack = {
  readonly right: 'enter' | 'read' | 'write' | 'run';
  /** The kernel or the access list said so; else only the mode bits do. */
  readonly sure: boolean;
  /** The mode bits grant it, and something else takes it away. */
  readonly despiteMode: boolean;
  readonly mode: string;
  readonly owner: string;
  readonly group: string;
  readonly path: string;
  readonly line: number;
};

export type RightsEvidence = {
  readonly runAs: string | undefined;
  readonly runAsFrom: string | undefined;
  readonly userMissing: boolean;
  readonly uid: number | undefined;
  readonly lacks: readonly Lack[];
  /** How many there are, also those that are not listed; undefined where the search did not end. */
  readonly count: number | undefined;
  readonly incomplete: boolean;
  /** Paths whose access list says more than their mode and cannot be read. */
  readonly listsUnread: readonly string[];
  /** Only the mode bits were asked: neither the kernel nor access lists could be. */
  readonly modesOnly: boolean;
  /** Parts of the agent that are links, whose targets were looked at as well. */
  readonly linked: readonly string[];
  /** Those that lead to what is not there. */
  readonly dangling: readonly { readonly path: string; readonly target: string; readonly line: number }[];
  /** That of the agent's folder first; the others hold one of its parts, or are that for temporary files. */
  readonly mounts: readonly Mount[];
  /** Paths that not even root may write to, or rename and delete. */
  readonly fixed: readonly {
    readonly path: string;
    readonly why: 'immutable' | 'append-only' | undefined;
    readonly line: number;
  }[];
};

export type Mount = {
  readonly part: 'agent' | 'logs' | 'work' | 'bin' | 'jre' | 'tmp';
  readonly mount: string;
  readonly options: readonly string[];
  readonly line: number;
};

/** Effective rights of the user that the agent runs as. Source: KB0535040 (write access to the folder and below). */
export const rightsProbe = defineScriptProbe<RightsEvidence>({
  id: 'rights',
  step: 'host',
  script: `${accessLists}\n${runAs}\n${script}`,
  limitS: 12,
  needsAgent: true,
  parse: (t) => ({
    runAs: t.value('run-as') || undefined,
    runAsFrom: t.value('run-as-from'),
    userMissing: t.value('user-missing') === 'yes',
    uid: t.number('run-as-uid'),
    lacks: t.all('lacks').flatMap(({ value, line }): Lack[] => {
      const [, word, said, mode = '', owner = '', group = '', path] =
        /^(\S+) (no|unknown|denied) (\S+) (\S+) (\S+) (\/.*)$/s.exec(value) ?? [];
      const right = RIGHTS.find((r) => r === word);
      return right && path
        ? [{ right, sure: said !== 'unknown', despiteMode: said === 'denied', mode, owner, group, path, line }]
        : [];
    }),
    count: wholeNumber(t.value('lacking')),
    incomplete: t.value('incomplete') === 'yes',
    listsUnread: t.all('list-unread').map(({ value }) => value),
    modesOnly: t.value('asked') === 'modes',
    linked: t.all('linked').map(({ value }) => value),
    dangling: t.all('dangling').map(({ value, line }, i) => ({
      path: value,
      target: t.all('dangling-to')[i]?.value ?? '',
      line,
    })),
    mounts: mountsOf(t),
    fixed: [
      ...t.all('attribute').flatMap(({ value, line }) => {
        const [, why, path] = /^(immutable|append-only) (\/.*)$/s.exec(value) ?? [];
        return path
          ? [{ path, why: why === 'immutable' ? ('immutable' as const) : ('append-only' as const), line }]
          : [];
      }),
      ...t.all('unwritable').map(({ value, line }) => ({ path: value, why: undefined, line })),
    ],
  }),
});

const mountsOf = (t: Transcript): readonly Mount[] => {
  const own = t.value('mount');
  const options = t.fact('mount-options');
  const others = t.all('mounted').flatMap(({ value, line }): Mount[] => {
    const [, name, written = '', mount] = /^(\w+) (\S*) (\/.*)$/s.exec(value) ?? [];
    const part = PARTS.find((p) => p === name);
    return part && mount ? [{ part, mount, options: listed(written), line }] : [];
  });
  if (!own) return others;
  return [{ part: 'agent', mount: own, options: listed(options?.value ?? ''), line: options?.line ?? 1 }, ...others];
};

const listed = (options: string) => options.split(',').filter(Boolean);
const PARTS = ['logs', 'work', 'bin', 'jre', 'tmp'] as const;
const RIGHTS = ['enter', 'read', 'write', 'run'] as const;
