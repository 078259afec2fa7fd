import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { quote } from '../quoting.ts';

/** What ssh wants to know. `hint` is ssh's SSH_ASKPASS_PROMPT: `confirm`, `none` (only a notice), or empty. */
export type AskpassQuestion = { readonly hint: string; readonly text: string };

export type Askpass = {
  /** The helper, for SSH_ASKPASS. */
  readonly file: string;
  close(): void;
};

const MAX_QUESTION = 16 * 1024;
const ANSWER_MS = 5000;

/**
 * The helper that ssh runs for every question. The question goes into a file, its number through one FIFO, and the
 * answer comes back through another: a secret is in no argument, no environment and no file. `printf` and `read` are
 * built into the shell. All of it stands in a folder that only this user may open, and a request without the token
 * of this connection is not answered.
 */
const helper = (dir: string, token: string) => `#!/bin/sh
umask 077
d=${quote(dir)}
n=$$
mkfifo "$d/answer.$n" || exit 1
gone() {
  rm -f "$d/answer.$n" "$d/question.$n"
  printf '%s\\n' ${token}" gone $n" >"$d/requests"
  exit 1
}
trap gone HUP INT TERM
printf '%s\\n%s' "$SSH_ASKPASS_PROMPT" "$1" >"$d/question.$n"
printf '%s\\n' ${token}" ask $n" >"$d/requests"
IFS= read -r said <"$d/answer.$n"
rm -f "$d/answer.$n"
case $said in
+*) printf '%s\\n' "\${said#+}" ;;
*) exit 1 ;;
esac
`;

/**
 * Puts the helper into `dir` (which must be private) and answers it by `answer`: null is a refusal. The signal is
 * aborted where ssh does not wait for the answer any more. Rejects where this computer has no FIFOs.
 */
export const createAskpass = async (
  dir: string,
  answer: (question: AskpassQuestion, signal: AbortSignal) => Promise<string | null>,
): Promise<Askpass> => {
  const token = randomBytes(16).toString('hex');
  const file = join(dir, 'askpass');
  const requests = join(dir, 'requests');
  await makeFifo(requests);
  writeFileSync(file, helper(dir, token), { mode: 0o700, flag: 'wx' });
  // Open for both, so that it has no end when a helper closes its side.
  const pipe = new Socket({ fd: openSync(requests, constants.O_RDWR | constants.O_NONBLOCK), writable: false });
  const open = new Map<string, AbortController>();

  const serve = async (number: string) => {
    const stop = new AbortController();
    open.set(number, stop);
    let said: string | null = null;
    try {
      const question = join(dir, `question.${number}`);
      const whole = statSync(question).size <= MAX_QUESTION ? readFileSync(question, 'utf8') : '\n';
      rmSync(question, { force: true });
      const [hint = '', ...lines] = whole.split('\n');
      said = await answer({ hint, text: lines.join('\n') }, stop.signal);
    } catch {
      said = null;
    }
    open.delete(number);
    if (!stop.signal.aborted) await reply(join(dir, `answer.${number}`), said);
  };

  let pending = '';
  pipe.setEncoding('latin1');
  pipe.on('error', () => undefined);
  pipe.on('data', (text: string) => {
    const lines = (pending + text).slice(-4096).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) {
      const [given, what, number] = line.split(' ');
      if (given !== token || number === undefined || !/^\d{1,10}$/.test(number)) continue;
      if (what === 'gone') open.get(number)?.abort();
      else if (what === 'ask' && !open.has(number)) void serve(number);
    }
  });
  return {
    file,
    close: () => {
      for (const stop of open.values()) stop.abort();
      pipe.destroy();
    },
  };
};

const makeFifo = (path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn('mkfifo', ['-m', '600', path], { stdio: 'ignore' });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('mkfifo failed'))));
  });

/** The helper opens its side a moment after it has asked; one that is gone is not waited for. */
const reply = async (fifo: string, said: string | null): Promise<void> => {
  // A line end would end the answer; no password that can be typed holds one.
  const line = said === null || /[\n\r\0]/.test(said) ? '-\n' : `+${said}\n`;
  for (const until = Date.now() + ANSWER_MS; Date.now() < until; await sleep(20)) {
    try {
      const fd = openSync(fifo, constants.O_WRONLY | constants.O_NONBLOCK);
      try {
        writeSync(fd, line);
      } finally {
        closeSync(fd);
      }
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') return;
    }
  }
};
