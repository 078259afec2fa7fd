import { defineScriptProbe } from '../define.ts';
import { wholeNumber } from '../transcript.ts';
import script from './rights.sh?raw';

export type Lack = {
  readonly right: 'enter' | 'read' | 'write' | 'run';
  /** The kernel said so; else only the mode bits do. */
  readonly sure: boolean;
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
  readonly mount: string | undefined;
  readonly mountOptions: readonly string[];
  readonly mountLine: number;
  /** Paths that not even root may write to. */
  readonly unwritable: readonly { readonly path: string; readonly line: number }[];
};

/** Effective rights of the user that the agent runs as. Source: KB0535040 (write access to the folder and below). */
export const rightsProbe = defineScriptProbe<RightsEvidence>({
  id: 'rights',
  step: 'host',
  script,
  limitS: 12,
  needsAgent: true,
  parse: (t) => ({
    runAs: t.value('run-as') || undefined,
    runAsFrom: t.value('run-as-from'),
    userMissing: t.value('user-missing') === 'yes',
    uid: t.number('run-as-uid'),
    lacks: t.all('lacks').flatMap(({ value, line }): Lack[] => {
      const [, word, said, mode = '', owner = '', group = '', path] =
        /^(\S+) (no|unknown) (\S+) (\S+) (\S+) (\/.*)$/s.exec(value) ?? [];
      const right = RIGHTS.find((r) => r === word);
      return right && path ? [{ right, sure: said === 'no', mode, owner, group, path, line }] : [];
    }),
    count: wholeNumber(t.value('lacking')),
    incomplete: t.value('incomplete') === 'yes',
    mount: t.value('mount') || undefined,
    mountOptions: (t.value('mount-options') ?? '').split(',').filter(Boolean),
    mountLine: t.fact('mount-options')?.line ?? 1,
    unwritable: t.all('unwritable').map(({ value, line }) => ({ path: value, line })),
  }),
});

const RIGHTS = ['enter', 'read', 'write', 'run'] as const;
