import type { Script } from '../model/host.ts';
import type { PracticeScenario, World } from './scenario.ts';
import { startOutput, watchSeconds } from './start.ts';
import { TRANSCRIPTS } from './transcripts/index.ts';

/** Output as it comes: each piece after its own pause, or after the host's usual one. */
export type Answer = {
  readonly pieces: readonly { readonly afterMs?: number; readonly text: string }[];
  readonly exitCode: number;
  /** What is true once all of it has been said. */
  done?(): void;
};

export type PracticeMachine = {
  /** Null where the script is none that the machine knows. */
  answer(script: Script, args: readonly string[]): Answer | null;
};

/** The scenario and what has happened to it so far. */
export const createPracticeMachine = (scenario: PracticeScenario, clock: () => number = Date.now): PracticeMachine => {
  const open = clock();
  const looks = new Map<string, number>();
  let mendedAt: number | null = null;
  let startedAt: number | null = null;
  const world = (): World => ({ now: clock(), open, mendedAt, startedAt });

  /** One look by these probes: whoever else is at work may be done by now, and all of them see the same moment. */
  const look = (ids: readonly string[]): ReadonlyMap<string, string> => {
    for (const id of ids) {
      const seen = looks.get(id) ?? 0;
      looks.set(id, seen + 1);
      if (scenario.mends?.probe === id && seen >= scenario.mends.looks) mendedAt ??= clock();
    }
    const state = scenario.state(world());
    return new Map(ids.flatMap((id) => (TRANSCRIPTS[id] ? [[id, TRANSCRIPTS[id](state)] as const] : [])));
  };

  /** As the script of a real host prints it: each probe between two lines with the mark; see `checks/assemble.ts`. */
  const collected = (mark: string, ids: readonly string[]): Answer => {
    const seen = look(ids);
    const pieces = ids.map((id) => {
      const text = seen.get(id);
      const end = text === undefined ? 'skipped' : '0';
      return { text: `\n${mark} begin ${id}\n${text ?? ''}\n${mark} end ${id} ${end}\n` };
    });
    return { pieces: [...pieces, { afterMs: 0, text: `\n${mark} done\n` }], exitCode: 0 };
  };

  const start = (): Answer => {
    const obstacle = scenario.obstacle?.(world()) ?? null;
    const { lines, exitCode } = startOutput(obstacle);
    return {
      pieces: [{ text: '' }, { text: lines.map((line) => `${line}\n`).join('') }],
      exitCode,
      done: () => {
        if (obstacle === null) startedAt = clock();
      },
    };
  };

  /** One path at a time; see `fixes/grant-right.sh`. */
  const granted = ([, path = '', user = '', , seen = '']: readonly string[]): Answer => {
    const [mode = '', , group = ''] = seen.split(' ');
    return {
      pieces: [{ afterMs: 0, text: `${path}: ${mode} ${user} ${group}\n` }],
      exitCode: 0,
      done: () => {
        mendedAt ??= clock();
      },
    };
  };

  /** As it was, for all paths; the colleague begins anew. See `fixes/give-back.sh`. */
  const givenBack = ([, , ...paths]: readonly string[]): Answer => ({
    pieces: paths.flatMap((path, i) => (i % 4 === 0 ? [{ afterMs: 0, text: `${path}: ${paths[i + 1]}\n` }] : [])),
    exitCode: 0,
    done: () => {
      mendedAt = null;
      looks.clear();
    },
  });

  /** The seconds of practice are short ones; when they are over, the start lies as far back as it would have. */
  const watch = (mark: string, seconds: number): Answer => {
    const obstacle = scenario.obstacle?.(world()) ?? null;
    return {
      pieces: [
        { afterMs: 0, text: `\n${mark} begin watch\n` },
        ...watchSeconds(world(), seconds, obstacle).map((text) => ({ text })),
        { afterMs: 0, text: `\n${mark} end watch 0\n${mark} done\n` },
      ],
      exitCode: 0,
      done: () => {
        if (startedAt !== null) startedAt = Math.min(startedAt, clock() - seconds * 1000);
      },
    };
  };

  return {
    answer: ({ parts }, args) => {
      if (!parts) return null;
      const { mark, ids } = parts;
      const [only = ''] = ids;
      if (only === 'start-service') return start();
      if (only === 'grant-right') return granted(args);
      if (only === 'give-back') return givenBack(args);
      if (only === 'look-back') return { pieces: [], exitCode: mendedAt === null ? 0 : 1 };
      if (only === 'stop-service') return { pieces: [], exitCode: 0 };
      if (only === 'remove-pid-file') return { pieces: [], exitCode: 0 };
      if (only === 'watch') return watch(mark, Math.min(600, Math.max(1, Number(args[1]) || 1)));
      if (only.startsWith('ladder.')) {
        const text = look(ids).get(only);
        return text === undefined ? null : { pieces: [{ text }], exitCode: 0 };
      }
      return collected(mark, ids);
    },
  };
};
