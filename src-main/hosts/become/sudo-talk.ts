import type { ConnectionError } from '../../model/connection-error.ts';
import { excerpt } from '../bounded.ts';
import { connectionError } from '../connection-params.ts';
import type { ShellProcess } from '../shell-process.ts';

/** How long sudo may take to judge an answer (PAM makes a wrong one wait); a person may take as long as they like. */
const JUDGING_MS = 30_000;
/** A line that is not ended and not followed by anything for this long is a question. */
const QUIET_MS = 400;
const KEPT = 4096;

/** What sudo asks: for the password of a user, or, in words of its own, for whatever PAM wants besides. */
export type SudoQuestion =
  | { readonly kind: 'password'; readonly owner: string | null }
  | { readonly kind: 'other'; readonly words: string };

export type Talk = {
  readonly host: string;
  /** The new shell says this when it is there. Nothing but answers to questions is sent before. */
  readonly ready: string;
  /** How sudo was told to ask: `<prompt><owner>.` */
  readonly prompt: string;
  readonly signal: AbortSignal;
  /** Throws where there is no answer. */
  answer(question: SudoQuestion): Promise<string>;
  /** Somebody is asked elsewhere, by a prompt that is not ours: however long that takes. */
  readonly patient: boolean;
  /** Why there is no shell, out of what was said instead. */
  denied(said: string): ConnectionError;
};

/** `late`: it had ended by the time that the answer was there; no answer was sent. */
export type TalkEnd = ShellProcess | 'wrong' | 'late';

/** Answers what a started sudo (or doas, or pkexec) asks, each question once, until the shell is there. */
export const talk = (
  process: ShellProcess,
  { host, ready, prompt, signal, answer, denied, patient }: Talk,
): Promise<TalkEnd> =>
  new Promise((resolve, reject) => {
    const own = new RegExp(`${prompt}([^\\n]{0,256}?)\\.`);
    let out = '';
    let pending = '';
    let said = '';
    let passwords = 0;
    let answering = false;
    let ended = false;
    let over = false;
    let limit: NodeJS.Timeout | undefined;
    let quiet: NodeJS.Timeout | undefined;
    const settle = (act: () => void, kill = true) => {
      if (over) return;
      over = true;
      clearTimeout(limit);
      clearTimeout(quiet);
      signal.removeEventListener('abort', cancel);
      if (kill) process.kill();
      act();
    };
    const cancel = () => settle(() => reject(connectionError('cancelled', 'sudo', { host })));
    const watch = () => {
      clearTimeout(limit);
      if (patient) return;
      limit = setTimeout(
        () => settle(() => reject(connectionError('timeout', 'sudo', { host, port: 0, seconds: JUDGING_MS / 1000 }))),
        JUDGING_MS,
      );
    };
    const ask = async (question: SudoQuestion) => {
      clearTimeout(limit);
      answering = true;
      pending = '';
      try {
        const value = await answer(question);
        answering = false;
        if (over) return;
        // sudo waits for an answer only so long: what was typed is for the next one.
        if (ended) return settle(() => resolve('late'), false);
        watch();
        process.write(`${value}\n`);
      } catch (error) {
        settle(() => reject(error));
      }
    };
    const read = (text: string) => {
      if (over || answering) return;
      pending = (pending + text).slice(-KEPT);
      said = (said + text).slice(-KEPT);
      clearTimeout(quiet);
      if (isRefusal(said)) return settle(() => resolve('wrong'));
      const asked = own.exec(pending);
      // Asked for the same once more, whatever the insults between them: the first was wrong.
      if (asked && ++passwords > 1) return settle(() => resolve('wrong'));
      if (asked) return void ask({ kind: 'password', owner: asked[1] || null });
      const line = excerpt(pending.slice(pending.lastIndexOf('\n') + 1), 300);
      if (line === '' || pending.includes(prompt)) return;
      quiet = setTimeout(() => {
        if (over || answering) return;
        if (!isPassword(line)) return void ask({ kind: 'other', words: line });
        if (++passwords > 1) return settle(() => resolve('wrong'));
        void ask({ kind: 'password', owner: null });
      }, QUIET_MS);
    };
    process.onStdout((chunk) => {
      if (over) return;
      const text = chunk.toString('utf8');
      out = (out + text).slice(-KEPT);
      if (out.includes(`${ready}\n`)) settle(() => resolve(process), false);
      else read(text);
    });
    process.onStderr((chunk) => read(chunk.toString('utf8')));
    process.ended.then((end) => {
      ended = true;
      if (answering && end.lost === undefined) return;
      settle(() => {
        if (end.lost !== undefined) reject(connectionError('lost', 'sudo', { host, why: end.lost }));
        else if (isRefusal(said)) resolve('wrong');
        else reject(denied(said.replace(own, '')));
      }, false);
    });
    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel, { once: true });
    watch();
  });

/** An expired account is told to "reset your password and try again" too: that is no wrong password. */
const isRefusal = (said: string): boolean =>
  /try again|incorrect password|authentication fail|no password was provided/i.test(said) &&
  !/expired|locked/i.test(said);

const isPassword = (words: string): boolean =>
  /password/i.test(words) && !/new|current|old|one-time|otp|token|code|expired/i.test(words);
