import type { AnyAuthMethod, NextAuthHandler } from 'ssh2';
import type { ConnectionError } from '../../../model/connection-error.ts';
import type { AskUser, PromptAnswer, PromptRequest } from '../../../model/prompt.ts';
import { connectionError } from '../../connection-params.ts';
import type { SshSettings } from '../config/resolve.ts';
import { OneKeyAgent, type Sign } from './agent.ts';
import type { KeyCandidate, KeyTrouble } from './candidates.ts';
import { createInteractive } from './interactive.ts';

export type AuthContext = {
  readonly settings: SshSettings;
  readonly candidates: readonly KeyCandidate[];
  readonly troubles: readonly KeyTrouble[];
  /** Keys already offered on an earlier connection to this host that ended at its limit of tries. */
  readonly offeredBefore: Set<string>;
  readonly ask: AskUser;
  readonly signal: AbortSignal;
  /** Stops the clock: an agent may ask a person before it signs. */
  readonly whileWaiting: <T>(work: () => Promise<T>) => Promise<T>;
  /** Ends the connection: an answer was refused while the server waits. */
  readonly giveUp: (error: ConnectionError) => void;
  /** What the server says with its questions. */
  readonly heard: (words: string) => void;
};

const NOT_SIGNED = 'the host would take it, but whoever holds it did not sign';
const ORDER = ['publickey', 'keyboard-interactive', 'password'];
/** As ssh's NumberOfPasswordPrompts. Each is asked for anew; none is ever sent twice. */
const MOST_PASSWORDS = 3;

/** Decides what to try next, from what the server still takes. */
export const createAuthenticator = (context: AuthContext) => {
  const { settings, signal } = context;
  const { alias: host, user } = settings;
  const tried: string[] = [];
  let left: readonly string[] | null = null;
  let offered: readonly string[] = [];
  let passwords = 0;
  let last = '';
  let failure: ConnectionError | null = null;
  /** A key that the host would have taken. */
  let unsigned: ConnectionError | null = null;

  // What could not be asked first is what would have helped most.
  const ask = (request: PromptRequest): Promise<PromptAnswer> =>
    context.ask(request, signal).catch((error: unknown) => {
      throw unasked(context.troubles) ?? error;
    });
  const refusedByUser = (again: boolean): ConnectionError =>
    again && !signal.aborted ? authFailed() : connectionError('cancelled', 'auth', { host });
  const askPassword = async (said = ''): Promise<string> => {
    const again = passwords > 0;
    const answer = await ask({ kind: 'password', host, user, again, ...(said !== '' && { said }) });
    const password = answer.kind === 'values' && !signal.aborted ? answer.values[0] : undefined;
    if (password === undefined) throw refusedByUser(again);
    passwords++;
    return password;
  };
  const { giveUp, heard } = context;
  const interactive = createInteractive({ settings, ask, askPassword, refusedByUser, giveUp, heard, signal });

  const note = (what: string) => {
    if (!tried.includes(what)) tried.push(what);
  };

  const keyAttempt = async (): Promise<AnyAuthMethod | null> => {
    for (const candidate of context.candidates) {
      if (context.offeredBefore.has(candidate.id)) continue;
      context.offeredBefore.add(candidate.id);
      const opened = await candidate.open();
      if (!opened) continue;
      note(`key ${candidate.label}`);
      const sign: Sign = (data, hash) =>
        context
          .whileWaiting(() => opened.sign(data, hash))
          .catch((error: unknown) => {
            unsigned = connectionError(
              'key-unreadable',
              'auth',
              { host, file: candidate.label, why: NOT_SIGNED },
              error,
            );
            throw error;
          });
      return { type: 'agent', username: user, agent: new OneKeyAgent(opened.key, sign) };
    }
    return null;
  };

  const attempt = async (method: string): Promise<AnyAuthMethod | null> => {
    switch (method) {
      case 'publickey':
        return settings.methods.publickey ? keyAttempt() : null;
      case 'keyboard-interactive':
        if (!settings.methods.interactive || interactive.usedUp() || passwords >= MOST_PASSWORDS) return null;
        note('keyboard-interactive');
        return { type: 'keyboard-interactive', username: user, prompt: interactive.begin() };
      case 'password': {
        if (!settings.methods.password || passwords >= MOST_PASSWORDS) return null;
        const password = await askPassword();
        note('password');
        return { type: 'password', username: user, password };
      }
      default:
        return null;
    }
  };

  const next = async (): Promise<AnyAuthMethod | false> => {
    const preferred = settings.preferredAuthentications.filter((method) => ORDER.includes(method));
    // Before the server has said what it takes, a key may be offered; where there is none, it is asked.
    const accepted = left ?? ['publickey'];
    for (const method of preferred.length > 0 ? preferred : ORDER) {
      if (!accepted.includes(method)) continue;
      const found = await attempt(method);
      last = method;
      if (found) return found;
    }
    return left === null ? { type: 'none', username: user } : false;
  };

  const authFailed = (): ConnectionError => {
    // A server that takes nothing that MID Up can do: Kerberos, or the word of another host.
    if (offered.length > 0 && !offered.some((method) => ORDER.includes(method))) {
      const what = offered.map((method) => (/^gssapi/.test(method) ? `Kerberos (${method})` : method)).join(', ');
      return connectionError('certificate-unsupported', 'auth', { host, what });
    }
    return connectionError('auth-failed', 'auth', {
      host,
      user,
      tried: tried.join(', ') || 'nothing',
      offered: offered.join(', '),
    });
  };

  return {
    /** ssh2 asks here for each attempt. */
    handler: (authsLeft: readonly string[] | null, _partial: boolean | null, callback: NextAuthHandler): void => {
      if (left === null && authsLeft) left = authsLeft;
      next().then(
        (method) => {
          if (!signal.aborted) callback(method as AnyAuthMethod);
        },
        (error) => {
          failure = error;
          giveUp(error);
        },
      );
    },
    /** What the server takes now. ssh2 does not pass it on after a key's attempt, so that it is read from its trace. */
    onFailureTrace: (methods: readonly string[]): void => {
      // What is not asked for any more was right: a password after it is a new one.
      if (!methods.includes(last)) passwords = 0;
      left = methods;
      if (offered.length === 0) offered = methods;
    },
    get tried() {
      return tried.join(', ');
    },
    get keysLeft() {
      return context.candidates.some((candidate) => !context.offeredBefore.has(candidate.id));
    },
    /** Why nobody got in, in the words that help most. */
    failure: (): ConnectionError => {
      // Where keys are not taken, or something typed was refused, one that cannot be used is not what was wrong.
      const byKeys = offered.includes('publickey') && !tried.some((what) => !what.startsWith('key '));
      const troubles = context.troubles.filter(({ kind }) => kind !== 'only-ssh' || byKeys);
      return failure ?? byTrouble(troubles, host, tried.length > 0) ?? (byKeys ? unsigned : null) ?? authFailed();
    },
  };
};

const unasked = (troubles: readonly KeyTrouble[]): ConnectionError | undefined =>
  troubles.find((trouble) => trouble.kind === 'unasked')?.error;

const byTrouble = (troubles: readonly KeyTrouble[], host: string, triedSome: boolean): ConnectionError | null => {
  const open = unasked(troubles);
  if (open) return open;
  for (const trouble of troubles) {
    if (trouble.kind === 'passphrase') return connectionError('passphrase', 'auth', { host, file: trouble.file });
    if (trouble.kind === 'only-ssh')
      return connectionError('certificate-unsupported', 'auth', { host, what: trouble.what });
  }
  for (const trouble of troubles)
    if (trouble.kind === 'unusable' && trouble.onlySsh)
      return connectionError('key-unreadable', 'auth', { host, file: trouble.file, why: trouble.why });
  if (triedSome) return null;
  for (const trouble of troubles) {
    const { kind } = trouble;
    if (kind === 'unusable')
      return connectionError('key-unreadable', 'auth', { host, file: trouble.file, why: trouble.why });
    if (kind === 'agent') return connectionError('agent', 'auth', { host, socket: trouble.socket, why: trouble.why });
  }
  return null;
};
