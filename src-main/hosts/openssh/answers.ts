import type { ConnectionError, ConnectionPhase } from '../../model/connection-error.ts';
import { type AskUser, isNotice, type PromptRequest } from '../../model/prompt.ts';
import type { SshTarget } from '../../model/target.ts';
import { excerpt, passage } from '../bounded.ts';
import { connectionError } from '../connection-params.ts';
import { APPROVAL_S, BANNER_WAITS_MS, createNotices } from '../notices.ts';
import type { SshSettings } from '../ssh/config/resolve.ts';
import { knownHostName } from '../ssh/known-hosts/entries.ts';
import { fileForNew, readKnownHosts, rememberHostKey } from '../ssh/known-hosts/files.ts';
import { fingerprintOf } from '../ssh/known-hosts/judge.ts';
import type { AskpassQuestion } from './askpass.ts';
import { type Question, readQuestion, touchRequest } from './questions.ts';
import type { Words } from './words.ts';

export type AnswersContext = {
  readonly target: SshTarget;
  readonly route: readonly SshSettings[];
  /** Where ssh writes the keys that it was told to accept. */
  readonly learned: string;
  readonly ask: AskUser;
  /** The same, without stopping the clock. */
  readonly notify: AskUser;
  readonly phase: (phase: ConnectionPhase, seconds?: number) => void;
  readonly giveUp: (error: ConnectionError) => void;
  readonly signal: AbortSignal;
};

/** Answers ssh's questions through the page's prompts. */
export const createAnswers = (context: AnswersContext) => {
  const { target, route, signal } = context;
  const last = route.at(-1);
  const host = last?.alias ?? '';
  const asked = new Set<string>();
  const accepted: { readonly settings: SshSettings; readonly fingerprint: string }[] = [];
  let hostKeys = 0;
  /** What the host has said that asks next. */
  let saidBefore = '';
  let told = '';
  const notices = createNotices({
    ask: context.notify,
    signal,
    onShown: () => context.phase('auth', APPROVAL_S),
    giveUp: context.giveUp,
  });

  const nameOf = (settings: SshSettings) => settings.hostKeyAlias ?? knownHostName(settings.hostName, settings.port);
  const fileOf = ({ userKnownHosts }: SshSettings) =>
    fileForNew(target.knownHostsFile === undefined ? userKnownHosts : [target.knownHostsFile]);

  const hostKey = async (question: Extract<Question, { kind: 'host-key' }>, until: AbortSignal) => {
    const { name, keyType, fingerprint } = question;
    const index = Math.max(
      0,
      route.findIndex((settings, i) => nameOf(settings) === name.toLowerCase() && i >= hostKeys),
    );
    const settings = route[index];
    hostKeys = index;
    context.phase('host-key');
    const shown = { host: settings?.alias ?? excerpt(name, 120), keyType: excerpt(keyType, 64), fingerprint };
    const unknown = () => context.giveUp(connectionError('host-key-unknown', 'host-key', shown));
    let remember = target.acceptNewHostKey === true;
    if (!remember) {
      const file = (settings && fileOf(settings)) ?? '';
      const request = { kind: 'host-key', ...shown, hop: index + 1, hops: route.length, file } as const;
      const answer = await context.ask(request, until);
      if (until.aborted) return null;
      if (answer.kind !== 'once' && answer.kind !== 'remember') {
        unknown();
        return null;
      }
      remember = answer.kind === 'remember';
    }
    if (remember && settings) accepted.push({ settings, fingerprint });
    context.phase('key-exchange');
    return 'yes';
  };

  /** Shown until `until` is aborted, or it is put away; nothing is typed. Closing it is to give up. */
  const noticed = async (request: PromptRequest, until: AbortSignal): Promise<string | null> => {
    const said = await context.ask(request, until).catch((error: ConnectionError) => {
      context.giveUp(error);
      return { kind: 'values', values: [] } as const;
    });
    if (until.aborted) return null;
    if (said.kind !== 'cancel') return '';
    context.giveUp(connectionError('cancelled', 'auth', { host }));
    return null;
  };

  /** Null refuses. Where that would make ssh send an empty password, the connection is ended instead. */
  const answer = async (asking: AskpassQuestion, gone: AbortSignal): Promise<string | null> => {
    const until = AbortSignal.any([signal, gone]);
    notices.end();
    const question = readQuestion(asking, { host, user: last?.user ?? '' });
    if (question.kind === 'refuse') return null;
    if (question.kind === 'host-key')
      return hostKey(question, until).catch((error: ConnectionError) => {
        context.giveUp(error);
        return null;
      });
    context.phase('auth');
    const { subject } = question;
    const request = withWords(question.request, saidBefore);
    saidBefore = '';
    told = wordsIn(request) || told;
    if (isNotice(request)) return noticed(request, until);
    const again = asked.has(subject);
    asked.add(subject);
    const said = await context
      .ask('again' in request ? { ...request, again } : request, until)
      .catch((error: ConnectionError) => {
        context.giveUp(error);
        return { kind: 'cancel' } as const;
      });
    if (until.aborted) return null;
    if (said.kind === 'values') return said.values[0] ?? '';
    if (request.kind === 'passphrase') return null;
    // Who gives no other password after a wrong one was refused; what was tried is known elsewhere.
    const refused = { host, user: last?.user ?? '', tried: '', offered: '' };
    context.giveUp(
      request.kind === 'password' && again
        ? connectionError('auth-failed', 'auth', refused)
        : connectionError('cancelled', 'auth', { host }),
    );
    return null;
  };

  /** Writes down the keys that were to be remembered, out of what ssh has learned. */
  const rememberAll = async () => {
    const learned = readKnownHosts([context.learned]);
    for (const { settings, fingerprint } of accepted.splice(0)) {
      const entry = learned.find((one) => fingerprintOf(one.key) === fingerprint);
      const file = fileOf(settings);
      if (!entry || file === undefined) continue;
      const name = { host: settings.hostName, port: settings.port, alias: settings.hostKeyAlias };
      try {
        await rememberHostKey(file, name, entry.key, settings.hashKnownHosts);
      } catch (error) {
        const why = `${file} cannot be written: ${excerpt(String((error as Error).message))}`;
        throw connectionError('failed', 'host-key', { host: settings.alias, why }, error);
      }
    }
  };

  const words = ({ hop, text, before }: Words) => {
    const settings = route[Math.min(hop, route.length - 1)];
    if (before !== 'banner' && text.trim() !== '') told = text;
    if (before === 'question') {
      notices.end();
      saidBefore = text;
    } else if (settings) {
      const said = { host: settings.alias, user: settings.user, title: '', instruction: text };
      notices.show(said, before === 'banner' ? BANNER_WAITS_MS : 0);
    }
  };

  return {
    answer,
    words,
    wentOn: () => void notices.end(),
    /** What the host said last to this person. */
    told: () => excerpt(told, 300),
    /** For a security key that an agent holds: ssh says nothing while that waits for a touch. Ends with the signal. */
    touch: (key: string, until: AbortSignal) =>
      void noticed(touchRequest(key), AbortSignal.any([signal, until])).catch(() => undefined),
    remember: rememberAll,
  };
};

const wordsIn = (request: PromptRequest): string => {
  if (request.kind === 'password') return request.said ?? '';
  return request.kind === 'interactive' ? request.instruction : '';
};

/** Questions come one by one and without what the host said before them. */
const withWords = (request: PromptRequest, words: string): PromptRequest => {
  if (request.kind === 'password') {
    const said = passage([words, request.said ?? ''].join('\n'));
    return said === '' ? request : { ...request, said };
  }
  if (request.kind !== 'interactive') return request;
  return { ...request, instruction: passage([words, request.instruction].join('\n')) };
};
