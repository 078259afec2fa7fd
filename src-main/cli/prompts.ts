import { visible } from '../app/reporting.ts';
import type { Messages } from '../messages/index.ts';
import { type ConnectionCode, ConnectionError, type ConnectionPhase } from '../model/connection-error.ts';
import { type AskUser, isNotice, type PromptAnswer, type PromptRequest } from '../model/prompt.ts';
import type { Terminal } from './terminal.ts';

/** Secrets that may stand in the environment. Never an argument: those are seen by every user of the computer. */
export const SECRET_VARIABLES = {
  password: 'MIDUP_PASSWORD',
  passphrase: 'MIDUP_PASSPHRASE',
  'sudo-password': 'MIDUP_SUDO_PASSWORD',
} as const;

export type PromptOptions = {
  readonly env: NodeJS.ProcessEnv;
  readonly messages: Messages;
  /** Opened when something is to be asked, and not before. */
  readonly terminal: () => Terminal | null;
  /** Told of a variable whose value was not accepted, where there is nobody to ask for another one. */
  readonly onRefused?: (variable: string) => void;
  /** Told what a host says that waits for something else than an answer, where there is no terminal. */
  readonly onNotice?: (text: string) => void;
};

const CANCEL: PromptAnswer = { kind: 'cancel' };

/**
 * Answers from the environment first (each variable once: a password that was refused is not sent again), then at the
 * terminal. With neither, throws a {@link ConnectionError} that names what would answer it.
 */
export const createAsk = ({ env, messages: m, terminal, onRefused, onNotice }: PromptOptions): AskUser => {
  const used = new Map<string, PromptRequest['kind']>();
  const variable = (request: PromptRequest): string | null => {
    if (request.kind === 'interactive') return isSignInPassword(request) ? SECRET_VARIABLES.password : null;
    return request.kind in SECRET_VARIABLES ? SECRET_VARIABLES[request.kind as keyof typeof SECRET_VARIABLES] : null;
  };

  return async (request, signal) => {
    const name = variable(request);
    // A passphrase belongs to one file, a password to one user on one host: each may be tried once for each.
    const key = name === null ? '' : `${name} ${subject(request)}`;
    const value = name === null ? undefined : env[name];
    if (value !== undefined && value !== '' && !used.has(key)) {
      used.set(key, request.kind);
      return { kind: 'values', values: [value] };
    }
    const at = terminal();
    // Nothing to answer: whoever has the key or the phone may do it without reading this.
    if (!at && isNotice(request)) {
      if (request.kind === 'interactive') onNotice?.(m.phrase('terminal.host-says', wordsOf(request)));
      return { kind: 'values', values: [] };
    }
    if (!at) {
      // Asked again in the same way: whoever asks knows that it was wrong, and says so better than we could.
      if (name === null || used.get(key) !== request.kind) throw promptNeeded(request, used.has(key) ? name : null);
      onRefused?.(name);
      return CANCEL;
    }
    return askAt(at, m, request, signal);
  };
};

/** Most servers that ask for a password this way ask for nothing else; what sudo asks for this way is no password. */
const isSignInPassword = (request: Extract<PromptRequest, { kind: 'interactive' }>): boolean =>
  request.about === undefined &&
  request.fields.length === 1 &&
  request.fields[0]?.echo === false &&
  // A password given as a code would be one wrong try of few.
  !/\b(code|otp|token|pin|passcode|one-time)\b/i.test(request.fields[0].label);

const subject = (request: PromptRequest): string => {
  if (request.kind === 'passphrase') return request.file;
  if (request.kind === 'run-command') return request.command;
  if (request.kind === 'host-key') return request.host;
  if (request.kind === 'security-key') return request.key;
  // Password and keyboard-interactive send the same secret in two ways: both together it is tried once.
  return `${request.kind === 'sudo-password' ? request.owner : request.user}@${request.host}`;
};

const askAt = async (
  at: Terminal,
  m: Messages,
  request: PromptRequest,
  signal: AbortSignal | undefined,
): Promise<PromptAnswer> => {
  const o = signal ? { signal } : {};
  const hidden = async (prompt: string): Promise<PromptAnswer> => {
    const value = await at.readLine(visible(prompt), { echo: false, ...o });
    return value === null ? CANCEL : { kind: 'values', values: [value] };
  };
  switch (request.kind) {
    case 'password':
      hostWords(at, request.said);
      return hidden(m.phrase(request.again ? 'terminal.password-again' : 'terminal.password', request));
    case 'passphrase':
      return hidden(m.phrase(request.again ? 'terminal.passphrase-again' : 'terminal.passphrase', request));
    case 'sudo-password':
      return hidden(m.phrase(request.again ? 'terminal.sudo-password-again' : 'terminal.sudo-password', request));
    case 'security-key':
      if (request.wants === 'pin')
        return hidden(m.phrase(request.again ? 'terminal.pin-again' : 'terminal.pin', request));
      lines(at, m.phrase('terminal.touch', request));
      return { kind: 'values', values: [] };
    case 'interactive':
      if (!isNotice(request)) return askFields(at, request, o);
      hostWords(at, m.phrase('terminal.host-says', wordsOf(request)));
      lines(at, m.phrase('terminal.host-waits'));
      return { kind: 'values', values: [] };
    case 'host-key': {
      lines(at, m.phrase('terminal.host-key', request));
      if (request.hops > 1) lines(at, m.phrase('terminal.host-key-hop', request));
      const said =
        request.file === ''
          ? await choose(at, m, m.phrase('terminal.host-key-once'), ['once', 'no'], o)
          : await choose(at, m, m.phrase('terminal.host-key-choice', request), ['yes', 'once', 'no'], o);
      return said === 'yes' ? { kind: 'remember' } : said === 'once' ? { kind: 'once' } : CANCEL;
    }
    case 'run-command': {
      lines(at, m.phrase('terminal.run-command', request));
      const said = await choose(at, m, m.phrase('terminal.run-command-choice'), ['yes', 'no'], o);
      return said === 'yes' ? { kind: 'once' } : CANCEL;
    }
  }
};

const askFields = async (
  at: Terminal,
  request: Extract<PromptRequest, { kind: 'interactive' }>,
  o: { signal?: AbortSignal },
): Promise<PromptAnswer> => {
  for (const words of [request.title, request.instruction]) hostWords(at, words);
  const values: string[] = [];
  for (const { label, echo } of request.fields) {
    const value = await at.readLine(`${visible(label.trim().slice(0, 200))} `, { echo, ...o });
    if (value === null) return CANCEL;
    values.push(value);
  }
  return { kind: 'values', values };
};

const choose = async <C extends string>(
  at: Terminal,
  m: Messages,
  prompt: string,
  choices: readonly C[],
  o: { signal?: AbortSignal },
): Promise<C | null> => {
  for (;;) {
    const said = await at.readLine(visible(prompt), { echo: true, ...o });
    if (said === null) return null;
    const chosen = choices.find((choice) => choice === said.trim().toLowerCase());
    if (chosen !== undefined) return chosen;
    lines(at, m.phrase('terminal.yes-or-no', { choices: choices.join(', ') }));
  }
};

const wordsOf = ({ host, title, instruction }: Extract<PromptRequest, { kind: 'interactive' }>) => ({
  host,
  said: [title, instruction].filter((words) => words.trim() !== '').join('\n'),
});

/** The server's own words are hostile text like all it sends. */
const hostWords = (at: Terminal, words = '') => {
  if (words.trim() !== '') lines(at, words.trim().slice(0, 2000));
};

const lines = (at: Terminal, text: string) => {
  for (const line of text.split('\n')) at.write(`${visible(line)}\n`);
};

/** What stands in the report, and on the one line of exit 4, where there is nobody to ask. */
const promptNeeded = (request: PromptRequest, refused: string | null): ConnectionError => {
  const { phase, prompt, answer } = unanswered(request, refused);
  const host = 'host' in request ? request.host : '';
  return new ConnectionError(codeOf(request), phase, { host, prompt, answer, unanswered: 1 });
};

/** What it comes to that nobody answered, as if somebody had said no. */
const codeOf = (request: PromptRequest): ConnectionCode => {
  switch (request.kind) {
    case 'host-key':
      return 'host-key-unknown';
    case 'password':
      return 'auth-failed';
    case 'passphrase':
    case 'sudo-password':
      return request.kind;
    case 'interactive':
      return isSignInPassword(request) ? 'auth-failed' : 'prompt-needed';
    case 'security-key':
    case 'run-command':
      return 'prompt-needed';
  }
};

const unanswered = (
  request: PromptRequest,
  refused: string | null,
): { phase: ConnectionPhase; prompt: string; answer: string } => {
  const set = (variable: string) =>
    refused === null ? `set ${variable}` : `correct ${variable}: its value was tried once and not accepted`;
  switch (request.kind) {
    case 'host-key':
      return {
        phase: 'host-key',
        prompt: `whether the ${request.keyType} key ${request.fingerprint} is really its own`,
        answer: 'add it to known_hosts, or give --accept-new-host-key to trust it and remember it',
      };
    case 'password':
      return { phase: 'auth', prompt: `the password of ${request.user}`, answer: set(SECRET_VARIABLES.password) };
    case 'passphrase':
      return { phase: 'auth', prompt: `the passphrase of ${request.file}`, answer: set(SECRET_VARIABLES.passphrase) };
    case 'sudo-password':
      return {
        phase: 'sudo',
        prompt: `the password of ${request.owner} for sudo`,
        answer: set(SECRET_VARIABLES['sudo-password']),
      };
    case 'interactive':
      return {
        phase: request.about ?? 'auth',
        prompt: request.fields.map(({ label }) => label.trim()).join(', ') || 'an answer',
        answer: isSignInPassword(request)
          ? set(SECRET_VARIABLES.password)
          : request.about === 'sudo'
            ? 'leave out --sudo, and sign in as a user who needs none'
            : 'sign in with a key, --identity FILE',
      };
    case 'security-key':
      return {
        phase: 'auth',
        prompt: `the PIN of the security key ${request.key}`,
        answer: 'sign in with another key, --identity FILE',
      };
    case 'run-command':
      return {
        phase: 'config',
        prompt: `whether your ssh config may run ${request.command}`,
        answer: 'name the hosts on the way with --jump',
      };
  }
};
