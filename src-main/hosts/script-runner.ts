import { randomBytes } from 'node:crypto';
import { StringDecoder } from 'node:string_decoder';
import type { RunOptions, Script, ScriptResult } from '../model/host.ts';
import type { Become } from './become/become.ts';
import { DEFAULT_TIMEOUT_MS, notStarted, type RawResult, type RunRequest, runIn } from './run.ts';
import { wrapScript } from './script-wrapper.ts';
import { sentenceOf } from './sentences.ts';
import type { OpenShell } from './shell-process.ts';

export type RunnerContext = {
  readonly host: string;
  readonly user: string;
  readonly shell: OpenShell;
  readonly become: Become;
};

/** Runs scripts through any way of starting a shell. What differs between hosts is only `shell`. */
export const createScriptRunner = ({ host, user, shell, become }: RunnerContext) => {
  const wordsFor = (as: string | undefined) => (as === undefined ? ['sh'] : become.words(as));

  const raw = async (script: string, options: RunOptions, onBytes?: (chunk: Buffer) => void): Promise<RawResult> => {
    const signal = options.signal ?? new AbortController().signal;
    try {
      const { args, stdin, become: as } = options;
      const mark = randomBytes(16).toString('hex');
      const request: RunRequest = {
        // Refuses what cannot be passed on before anything is opened.
        text: wrapScript(script, { mark, ...(args ? { args } : {}), ...(stdin === undefined ? {} : { stdin }) }),
        mark,
        options,
        host,
        user,
        signal,
        // The time that a person takes to type a password is not the script's.
        timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
        ...(onBytes ? { onBytes } : {}),
      };
      for (let words = wordsFor(as); words !== null; words = wordsFor(as)) {
        const first = await runIn(await shell(words, signal), request);
        if (first.started || as === undefined || first.failed !== 'not-started') return first;
        const error = become.judge(as, first.stderr);
        if (error) return { ...first, failed: 'denied', error };
      }
      return await runIn(await become.open(as ?? 'root', shell, signal, options.change), request);
    } catch (error) {
      return notStarted(error, host);
    }
  };

  const runScript = async (script: Script, options: RunOptions = {}): Promise<ScriptResult> => {
    const began = performance.now();
    const decoder = new StringDecoder('utf8');
    const say = (text: string) => {
      if (text) options.onOutput?.(text);
    };
    const result = await raw(script.text, options, (chunk) => say(decoder.write(chunk)));
    say(decoder.end());
    const { exitCode, stderr, failed, error } = result;
    const ms = Math.round(performance.now() - began);
    const stdout = result.stdout.toString('utf8');
    if (!failed) return { exitCode, stdout, stderr, ms };
    const message = sentenceOf(failed, { host, error, timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS });
    return { exitCode, stdout, stderr, ms, failed, message, ...(error ? { error } : {}) };
  };

  return { raw, runScript };
};
