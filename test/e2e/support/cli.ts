import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Report, reportSchema } from '../../../src-main/model/report.ts';

export const ROOT = resolve(import.meta.dirname, '../../..');
const PROGRAM = join(ROOT, 'out/main/cli.js');

export type Ran = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
};

/** What is seen, and what is typed then; a function is called when it was seen. */
export type Answer = readonly [question: string, typed: string | (() => string)];

/** The built command line with a home of its own, where nobody is to be asked unless a terminal is made for it. */
export type Cli = {
  readonly home: string;
  start(args: readonly string[], env?: NodeJS.ProcessEnv): ChildProcess;
  finish(child: ChildProcess): Promise<Ran>;
  midup(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ran>;
  /** At a terminal: `answers` are typed, each after its question (a part of it) was seen. What was on the screen. */
  atTerminal(
    args: readonly string[],
    answers: readonly Answer[],
  ): Promise<{ readonly code: number | null; readonly screen: string }>;
  close(): void;
};

export const createCli = (): Cli => {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is not there: npm run build`);
  const home = mkdtempSync(join(tmpdir(), 'midup-cli-'));
  const env = { PATH: process.env['PATH'], HOME: home, XDG_CONFIG_HOME: join(home, '.config') };
  const start: Cli['start'] = (args, more = {}) =>
    spawn(process.execPath, [PROGRAM, ...args], {
      // A session of its own has no terminal, whoever runs the tests.
      detached: true,
      env: { ...env, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  return {
    home,
    start,
    finish,
    midup: (args, more) => finish(start(args, more)),
    atTerminal: (args, answers) => {
      const command = [process.execPath, PROGRAM, ...args]
        .map((word) => `'${word.replaceAll("'", `'\\''`)}'`)
        .join(' ');
      const child = spawn('script', ['-qfec', command, '/dev/null'], { env: { ...env, TERM: 'xterm' }, stdio: 'pipe' });
      return typeAnswers(child, answers);
    },
    close: () => rmSync(home, { recursive: true, force: true }),
  };
};

const finish: Cli['finish'] = (child) =>
  new Promise((done, fail) => {
    const started = performance.now();
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
    });
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
    });
    child.once('error', fail);
    child.once('close', (code) => done({ code, stdout, stderr, ms: performance.now() - started }));
  });

const typeAnswers = (child: ChildProcess, answers: readonly Answer[]) =>
  new Promise<{ code: number | null; screen: string }>((done, fail) => {
    const left = [...answers];
    let screen = '';
    let seen = 0;
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      screen += chunk;
      const at = left[0] ? screen.indexOf(left[0][0], seen) : -1;
      if (at < 0) return;
      seen = screen.length;
      const typed = left.shift()?.[1] ?? '';
      child.stdin?.write(typeof typed === 'string' ? typed : typed());
    });
    child.once('error', fail);
    child.once('close', (code) => done({ code, screen }));
  });

/** What was printed, as the published schema has it. */
export const reportOf = ({ stdout, stderr }: Ran): Report => {
  if (stdout === '') throw new Error(`there is no report: ${stderr}`);
  return reportSchema.parse(JSON.parse(stdout));
};
