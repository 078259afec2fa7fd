import { randomBytes } from 'node:crypto';
import type { ConnectionError } from '../../model/connection-error.ts';
import type { BecomesBy } from '../../model/host.ts';
import type { AskUser } from '../../model/prompt.ts';
import { excerpt } from '../bounded.ts';
import { connectionError } from '../connection-params.ts';
import type { OpenShell, ShellProcess } from '../shell-process.ts';
import { polkitError, polkitWords } from './polkit.ts';
import { createSharedShells } from './shared-shells.ts';
import { type SudoQuestion, talk } from './sudo-talk.ts';
import { onTerminal, takingOneScript } from './sudo-terminal.ts';

/** How one may become someone else: by sudo (or doas where there is none), or as polkit allows. */
export type BecomeBy = 'sudo' | 'polkit';

export type BecomeContext = {
  readonly host: string;
  /** Who signed in. */
  readonly user: string;
  readonly isRoot: boolean;
  /** What the user allowed for this connection; null where nothing. Asked anew each time. */
  readonly by: () => BecomeBy | null;
  /** Whether its shells can have a terminal. */
  readonly terminal: boolean;
  readonly ask: AskUser;
};

/** A shell as another user, or what to run instead of `sh` to get one without a password. */
export type Become = {
  /** The words of a shell that needs nobody; null where somebody or a terminal is known to be needed. */
  words(become: string): readonly string[] | null;
  /** Why a shell started with `words` never began; null: ask `words` again, and `open` where it has none. */
  judge(become: string, stderr: string): ConnectionError | null;
  /**
   * Asks (each password once for the whole connection), and opens a shell that waits for its script. What cannot be
   * answered twice (polkit's prompt, a one-time code) is asked once for scripts that follow each other: those of a
   * look, or of one `change`.
   */
  open(become: string, shell: OpenShell, signal: AbortSignal, change?: string): Promise<ShellProcess>;
  /** What a person would type to do the same, as far as is known by now. */
  by(): BecomesBy;
  /** Ends shells that wait for another script. */
  close(): void;
};

/** Its own words are read, so they are to be English. */
const ENGLISH = ['env', 'LC_ALL=C', 'LANGUAGE=C'];

type Tool = 'sudo' | 'doas';
/** As env and shells say it. */
const MISSING = /(sudo|doas)\W*: (No such file|not found|command not found)/i;
const NEEDS_PASSWORD =
  /password is required|no password was provided|a terminal is required|authentication (is )?required/i;
const NEEDS_TERMINAL = /must have a tty|tty required/i;

export const createBecome = (context: BecomeContext): Become => {
  const { host, user } = context;
  let tool: Tool = 'sudo';
  let passwordNeeded = false;
  let terminalNeeded = false;
  /** By whose they are: targetpw and rootpw ask for those of others. */
  const passwords = new Map<string, string>();
  /** sudo wants more than a password, each time. */
  let codeNeeded = false;
  const shared = createSharedShells(host);
  let settled = false;
  let asking: Promise<unknown> = Promise.resolve();

  const denied = (become: string, said: string) =>
    connectionError('sudo-denied', 'sudo', { host, user, become, said: excerpt(withoutOurs(said)) });

  const words = (become: string): readonly string[] | null => {
    if (!/^[\w.@$+][\w.@$+-]*$/.test(become)) throw denied(become, `“${excerpt(become, 64)}” is not a user's name`);
    if (become === user || (context.isRoot && become === 'root')) return ['sh'];
    if (context.isRoot) return ['sh', '-c', AS_ROOT, 'sh', become];
    const by = context.by();
    if (by === null) throw denied(become, 'sudo was not chosen for this connection');
    if (by === 'polkit' || passwordNeeded || terminalNeeded) return null;
    if (tool === 'doas') return [...ENGLISH, 'doas', '-n', '-u', become, 'sh'];
    // -k makes it judge by sudoers alone, and not by who typed a password lately.
    return [...ENGLISH, 'sudo', '-k', '-n', '-u', become, '--', 'sh'];
  };

  const judge = (become: string, stderr: string): ConnectionError | null => {
    if (context.isRoot) return denied(become, stderr.trim() || 'it gave no shell');
    if (MISSING.test(stderr)) {
      if (tool === 'doas') return denied(become, 'there is neither sudo nor doas on this host');
      tool = 'doas';
      return null;
    }
    if (NEEDS_PASSWORD.test(stderr)) {
      passwordNeeded = true;
      // doas reads a password from a terminal only.
      terminalNeeded = tool === 'doas';
    } else if (NEEDS_TERMINAL.test(stderr)) terminalNeeded = true;
    const canGoOn = terminalNeeded ? context.terminal : passwordNeeded;
    return canGoOn ? null : denied(become, stderr.trim() || `${tool} gave no shell`);
  };

  const start = (become: string, shell: OpenShell, signal: AbortSignal, marks: Marks) => {
    const { prompt, ready } = marks;
    if (context.by() === 'polkit') return shell(polkitWords(become, ready), signal);
    // Not by -p, which would also hide what PAM asks for in words of its own: a one-time code.
    const sudo = [...ENGLISH, `SUDO_PROMPT=${prompt}%p.`, 'sudo', '-k', '-S', '-u', become, '--'];
    const way = tool === 'doas' ? [...ENGLISH, 'doas', '-u', become] : sudo;
    if (!terminalNeeded) return shell([...way, 'sh', '-c', `echo ${ready}; exec sh`], signal);
    return onTerminal(shell, way, marks, signal).catch((error: ConnectionError) => {
      throw error.code === 'failed' ? denied(become, `${tool} wants a terminal, and the host gives none`) : error;
    });
  };

  const attempt = async (
    become: string,
    shell: OpenShell,
    signal: AbortSignal,
    again: boolean,
  ): Promise<ShellProcess | 'wrong' | 'late'> => {
    const marks: Marks = { prompt: `midup-${hex(8)}-`, ready: hex(16), end: `midup-${hex(16)}` };
    const by = context.by();
    const used: string[] = [];
    const ended = (owner: string) => {
      if (signal.aborted) return connectionError('cancelled', 'sudo', { host });
      return connectionError('sudo-password', 'sudo', { host, user, become, owner });
    };
    const answer = async (question: SudoQuestion): Promise<string> => {
      if (question.kind === 'other') {
        codeNeeded = true;
        const fields = [{ label: question.words, echo: false }];
        const request = { kind: 'interactive', host, user, title: '', instruction: '', fields, about: 'sudo' } as const;
        const said = await context.ask(request, signal);
        const value = said.kind === 'values' && !signal.aborted ? said.values[0] : undefined;
        if (value === undefined) throw ended(user);
        return value;
      }
      const owner = question.owner ?? user;
      used.push(owner);
      const known = passwords.get(owner);
      if (known !== undefined) return known;
      const said = await context.ask({ kind: 'sudo-password', host, user, become, owner, again }, signal);
      const secret = said.kind === 'values' && !signal.aborted ? said.values[0] : undefined;
      if (secret === undefined) throw ended(owner);
      passwords.set(owner, secret);
      return secret;
    };
    const process = await start(become, shell, signal, marks);
    const refused = (said: string) => (by === 'polkit' ? polkitError(host, user, become, said) : denied(become, said));
    const end = await talk(process, { host, ...marks, signal, answer, denied: refused, patient: by === 'polkit' });
    // Refused: never sent again, neither to this one nor to the next.
    if (end === 'wrong') for (const owner of used) passwords.delete(owner);
    return typeof end !== 'string' && terminalNeeded && by === 'sudo' ? takingOneScript(end, marks.end) : end;
  };

  // On a terminal, sudo's shell takes one script and no more.
  const isAskedEachTime = () => context.by() === 'polkit' || (codeNeeded && !terminalNeeded);

  const untilOpen = async (become: string, shell: OpenShell, signal: AbortSignal): Promise<ShellProcess> => {
    for (let again = false; ; ) {
      const end = await attempt(become, shell, signal, again);
      if (typeof end !== 'string') {
        settled = true;
        return end;
      }
      if (end === 'wrong') again = true;
    }
  };

  return {
    words,
    judge,
    by: () => (context.by() === 'polkit' ? 'pkexec' : tool),
    // One after the other until the first is in, so that nobody is asked twice for the same.
    open: (become, shell, signal, change = '') => {
      const begin = async () => {
        const name = `${become} ${change}`;
        const open = () => untilOpen(become, shell, signal);
        if (isAskedEachTime()) return shared.take(name, open, signal);
        const process = await open();
        return isAskedEachTime() ? shared.take(name, async () => process, signal) : process;
      };
      if (settled) return begin();
      const turn = asking.then(begin);
      asking = turn.catch(() => undefined);
      return turn;
    },
    close: shared.close,
  };
};

type Marks = { readonly prompt: string; readonly ready: string; readonly end: string };

const hex = (bytes: number) => randomBytes(bytes).toString('hex');

/** What sudo quotes of our own command, and that env started it, tells nobody anything. */
const withoutOurs = (said: string) => said.replace(/^env: /, '').replace(/ -c echo [0-9a-f]{32};[^'\n]*/, '');

/** Root needs no password to become someone; where there is no sudo, su does it. Fixed text; the name is an argument. */
const AS_ROOT =
  'if command -v sudo >/dev/null 2>&1; then exec sudo -n -u "$1" -- sh; else exec su -s /bin/sh "$1" -c sh; fi';
