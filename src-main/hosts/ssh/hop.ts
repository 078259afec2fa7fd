import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Client } from 'ssh2';
import type { ConnectionError } from '../../model/connection-error.ts';
import type { AskUser } from '../../model/prompt.ts';
import { AFTER_KEY, tellsOfAccount, tellsOfLoad } from '../account.ts';
import { excerpt } from '../bounded.ts';
import { connectionError, withParams } from '../connection-params.ts';
import { APPROVAL_S, BANNER_WAITS_MS, createNotices } from '../notices.ts';
import { algorithmsFor } from './algorithms.ts';
import { createAuthenticator } from './auth/authenticate.ts';
import type { KeyCandidate, KeyTrouble } from './auth/candidates.ts';
import { onWordsAlone } from './auth/words-alone.ts';
import type { SshSettings } from './config/resolve.ts';
import { createHostKeyJudge } from './host-key.ts';
import { createTrace } from './trace.ts';
import { createWatchdog } from './watchdog.ts';

const BANNER_S = 15;
const KEY_EXCHANGE_S = 20;
const AUTH_S = 30;
/** Four of these without an answer: a connection that is gone is noticed within 16 seconds. */
const KEEPALIVE_MS = 4000;
const KEEPALIVES = 3;

export type HopOptions = {
  readonly socket: Duplex;
  readonly settings: SshSettings;
  readonly hop: number;
  readonly hops: number;
  readonly knownHostsFile: string | undefined;
  readonly acceptNew: boolean;
  readonly candidates: readonly KeyCandidate[];
  readonly troubles: readonly KeyTrouble[];
  readonly offeredBefore: Set<string>;
  readonly ask: AskUser;
  readonly signal: AbortSignal;
};

export type Hop = {
  readonly client: Client;
  readonly ident: string;
  /** Why the connection was lost; null while it is open, or was closed by us. */
  readonly lost: () => string | null;
  readonly onLost: (listener: (why: string) => void) => void;
  readonly close: () => void;
};

/** Thrown as `too-many-attempts` with this set: there are keys that were not offered yet. */
export const moreToTry = new WeakSet<ConnectionError>();

/** SSH over a stream that is open already: key exchange, host key, sign-in. Throws a `ConnectionError`. */
export const openHop = (options: HopOptions): Promise<Hop> =>
  new Promise((resolve, reject) => {
    const { socket, settings, signal } = options;
    const { alias: host, port, user } = settings;
    const client = new Client();
    let settled = false;
    let lost: string | null = null;
    let closing = false;
    let firstBytes = Buffer.alloc(0);
    /** What it said last during sign-in: before it hangs up on an account, it mostly says why. */
    let heard = '';
    /** The same, with its questions or instead of one: to this person, and not to everybody. */
    let told = '';
    const listeners: ((why: string) => void)[] = [];

    const handshakeS = settings.connectTimeout || KEY_EXCHANGE_S;
    const stop = () => {
      watchdog.stop();
      notices.end();
      signal.removeEventListener('abort', cancel);
      socket.removeListener('data', keepFirstBytes);
    };
    const fail = (error: ConnectionError) => {
      if (settled) return;
      settled = true;
      stop();
      over.abort();
      client.destroy();
      socket.destroy();
      reject(error);
    };
    const cancel = () => fail(connectionError('cancelled', watchdog.phase, { host }));
    const keepFirstBytes = (chunk: Buffer) => {
      if (firstBytes.length < 512) firstBytes = Buffer.concat([firstBytes, chunk.subarray(0, 512)]);
    };
    const telling = (error: ConnectionError) => (told === '' ? error : withParams(error, { told: excerpt(told, 300) }));
    /** What it came to, in the words of the host where it had any. */
    const refusal = (error: ConnectionError) => {
      const account = [told, heard].find(tellsOfAccount);
      if (account === undefined) return telling(error);
      return connectionError('account-refused', 'auth', { host, user, said: excerpt(account, 300) }, error);
    };
    const watchdog = createWatchdog((phase, seconds) =>
      fail(telling(connectionError('timeout', phase, { host, port, seconds }))),
    );
    // Ends questions that are still open when the connection has failed meanwhile.
    const over = new AbortController();
    const until = AbortSignal.any([signal, over.signal]);
    const notices = createNotices({
      ask: options.ask,
      signal: until,
      onShown: () => watchdog.enter('auth', APPROVAL_S),
      giveUp: fail,
    });
    const goesOn = () => {
      if (notices.end()) watchdog.enter('auth', AUTH_S);
    };
    /** The host would take a key, and has not said since that it did not. */
    let accepting = false;
    const ask: AskUser = (request) => {
      goesOn();
      return watchdog.whileWaiting(() => options.ask(request, until));
    };
    const judge = createHostKeyJudge({
      ...options,
      ask,
      signal: until,
      offersCertificate: () => trace.offersCertificate,
    });
    const hear = (words: string) => {
      told = words.slice(-2000);
    };
    const giveUp = (error: ConnectionError) => fail(error.code === 'auth-failed' ? refusal(error) : error);
    const auth = createAuthenticator({
      ...options,
      ask,
      signal: until,
      giveUp,
      heard: hear,
      whileWaiting: watchdog.whileWaiting,
    });
    const trace = createTrace({
      ident: () => watchdog.enter('key-exchange', handshakeS),
      keyAccepted: () => {
        goesOn();
        accepting = true;
      },
      authFailure: (methods) => {
        goesOn();
        accepting = false;
        watchdog.reset();
        auth.onFailureTrace(methods);
      },
    });

    const explain = (error: unknown): ConnectionError => {
      const why = inWords(error);
      const level = (error as { level?: unknown } | null)?.level;
      switch (watchdog.phase) {
        case 'banner': {
          const said = firstBytes.toString('latin1');
          if (tellsOfLoad(said))
            return connectionError('lost', 'banner', { host, why: `it said ${excerpt(said, 80)}` }, error);
          if (firstBytes.length === 0 || said.startsWith('SSH-'))
            return connectionError('lost', 'banner', { host, why }, error);
          return connectionError('not-ssh', 'banner', { host, port, said: excerpt(said, 80) }, error);
        }
        case 'auth':
          if (/too many authentication failures|no.more.auth/i.test(why)) {
            const many = telling(connectionError('too-many-attempts', 'auth', { host, user, tried: auth.tried }));
            if (auth.keysLeft) moreToTry.add(many);
            return many;
          }
          if (level === 'client-authentication') return refusal(auth.failure());
          return refusal(
            connectionError('lost', 'auth', { host, why: accepting ? `${why} ${AFTER_KEY}` : why }, error),
          );
        default:
          if (/no matching/i.test(why))
            return connectionError('algorithms', 'key-exchange', { host, ...trace.negotiation });
          return connectionError('lost', watchdog.phase, { host, why }, error);
      }
    };

    const gone = (why: string) => {
      if (lost !== null || closing) return;
      lost = why;
      for (const listener of listeners.splice(0)) listener(why);
    };
    client.on('error', (error) => {
      // One key that could not sign; the next one is tried.
      if ((error as { level?: unknown }).level === 'agent' && !settled) return;
      if (settled) gone(inWords(error));
      else fail(explain(error));
    });
    client.on('close', () => {
      if (settled) gone('the host closed the connection');
      else fail(explain(new Error('the host closed the connection')));
    });
    // A way through a jump host stays half open when the other end hangs up, and ssh2 then asks no more whether it lives.
    socket.once('end', () => {
      if (!settled) return fail(explain(new Error('the host closed the connection')));
      gone('the host closed the connection');
      client.destroy();
      socket.destroy();
    });
    client.on('handshake', () => {
      if (!settled) watchdog.enter('auth', AUTH_S);
    });
    client.on('banner', (text) => {
      heard = text.slice(-2000);
      notices.show({ host, user, title: '', instruction: text }, BANNER_WAITS_MS);
    });
    client.on('change password', () =>
      fail(
        connectionError('failed', 'auth', {
          host,
          why: `the password of ${user} has expired and must be changed there first`,
        }),
      ),
    );
    client.on('ready', () => {
      if (settled) return;
      settled = true;
      stop();
      resolve({
        client,
        ident: trace.ident,
        lost: () => lost,
        onLost: (listener) => void (lost === null ? listeners.push(listener) : listener(lost)),
        close: () => {
          closing = true;
          client.end();
          setTimeout(() => socket.destroy(), 300).unref();
          // A command that has said all it has to need not wait for the other side to hang up, too.
          if (socket instanceof Socket) socket.unref();
        },
      });
    });

    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel, { once: true });
    socket.on('data', keepFirstBytes);
    watchdog.enter('banner', settings.connectTimeout || BANNER_S);
    try {
      client.connect({
        sock: socket,
        username: user,
        readyTimeout: 0,
        keepaliveInterval: keepaliveMs(settings.serverAliveInterval),
        keepaliveCountMax: KEEPALIVES,
        algorithms: algorithmsFor(settings, judge.knownTypes),
        debug: trace.read,
        hostVerifier: (key: Buffer, accept: (ok: boolean) => void) => {
          if (!settled) watchdog.enter('host-key', 0);
          judge.verify(Buffer.from(key)).then(
            () => {
              if (!settled) watchdog.enter('key-exchange', handshakeS);
              accept(true);
            },
            (error) => {
              fail(error);
              if (!socket.destroyed) accept(false);
            },
          );
        },
        authHandler: auth.handler as never,
      });
      onWordsAlone(client, (title, instruction) => {
        if (instruction.trim() !== '') hear(instruction);
        notices.show({ host, user, title, instruction });
      });
    } catch (error) {
      fail(connectionError('failed', 'key-exchange', { host, why: excerpt(String((error as Error).message)) }, error));
    }
  });

/** Which of these one gets of a host that hangs up is a matter of microseconds. */
const HUNG_UP = /ECONNRESET|EPIPE|Connection lost before handshake/;

const inWords = (error: unknown): string => {
  const said = error instanceof Error ? error.message : String(error);
  return HUNG_UP.test(said) ? 'the host closed the connection' : excerpt(said);
};

/** The user's own interval (in seconds) where it is the stricter one. */
const keepaliveMs = (own: number | null): number =>
  own !== null && own > 0 ? Math.min(own * 1000, KEEPALIVE_MS) : KEEPALIVE_MS;
