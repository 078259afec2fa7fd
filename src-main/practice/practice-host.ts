import { setTimeout as sleep } from 'node:timers/promises';
import type { Host, RunOptions, Script, ScriptResult } from '../model/host.ts';
import { createPracticeMachine, type PracticeMachine } from './practice-machine.ts';
import { PRACTICE_SCENARIOS } from './scenarios.ts';

/** What there is to practise on. */
export const SCENARIOS: readonly { readonly id: string; readonly title: string; readonly about: string }[] =
  PRACTICE_SCENARIOS.map(({ id, title, about }) => ({ id, title, about }));

export type PracticeOptions = {
  /** Milliseconds that a probe takes; the default is about what a real host takes. */
  readonly pace?: number;
};

const PACE_MS = 90;
const NAME = 'mid-ber-02 (practice)';

/**
 * A simulated MID Server host: it answers the same scripts as a real one, by the ids of their parts, from a scenario.
 * Throws where there is no such scenario.
 */
export const createPracticeHost = (scenarioId: string, { pace = PACE_MS }: PracticeOptions = {}): Host => {
  const scenario = PRACTICE_SCENARIOS.find(({ id }) => id === scenarioId);
  if (!scenario) {
    const known = SCENARIOS.map(({ id }) => id).join(', ');
    throw new Error(`There is no practice named "${scenarioId}". There are: ${known}.`);
  }
  const machine = createPracticeMachine(scenario);
  return {
    os: 'linux',
    name: NAME,
    kind: 'practice',
    user: 'root',
    canBecome: true,
    runScript: (script, options = {}) => run(machine, pace, script, options),
    readFile: () => Promise.reject(new Error('A practice host has no files to read.')),
    onLost: () => {},
    close: () => Promise.resolve(),
  };
};

const run = async (
  machine: PracticeMachine,
  pace: number,
  script: Script,
  { args = [], signal, timeoutMs = 120_000, onOutput }: RunOptions,
): Promise<ScriptResult> => {
  const begun = performance.now();
  const limit = AbortSignal.timeout(timeoutMs);
  const ended = signal ? AbortSignal.any([signal, limit]) : limit;
  let stdout = '';
  const result = (rest: Omit<ScriptResult, 'stdout' | 'stderr' | 'ms'>): ScriptResult => ({
    stdout,
    stderr: '',
    ms: Math.round(performance.now() - begun),
    ...rest,
  });
  try {
    ended.throwIfAborted();
    const answer = machine.answer(script, args);
    if (answer === null)
      return result({ exitCode: null, failed: 'not-started', message: 'The practice host cannot do this.' });
    for (const { afterMs, text } of answer.pieces) {
      await sleep(afterMs ?? pace, undefined, { signal: ended });
      stdout += text;
      onOutput?.(text);
    }
    answer.done?.();
    return result({ exitCode: answer.exitCode });
  } catch (error) {
    if (!ended.aborted) throw error;
    const cancelled = signal?.aborted === true;
    return result({
      exitCode: null,
      failed: cancelled ? 'cancelled' : 'timeout',
      message: cancelled ? 'It was cancelled.' : `It did not end within ${timeoutMs / 1000} s.`,
    });
  }
};
