import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createActor } from 'xstate';
import type { Command } from '../contract/commands.ts';
import type { Contract } from '../contract/contract.ts';
import { ContractError } from '../contract/errors.ts';
import type { ErrorView } from '../contract/view.ts';
import type { Finding } from '../model/finding.ts';
import type { Target } from '../model/target.ts';
import { allFindings } from '../wizard/outcome.ts';
import { projectView, type WizardPicture } from '../wizard/project-view.ts';
import { provideActors } from './actors.ts';
import { createAnswering } from './answering.ts';
import { createEvidenceBook } from './evidence-book.ts';
import { createEvidenceCleaner } from './evidence-cleaner.ts';
import { createFixing } from './fixing.ts';
import { createKeptSecrets } from './kept-secrets.ts';
import { createLedger } from './ledger.ts';
import type { Parts } from './parts.ts';
import { createPrompts } from './prompts.ts';
import { createPusher } from './pusher.ts';
import { createSaver } from './saver.ts';
import type { SecretBox } from './secret-box.ts';
import { createSecrets } from './secrets.ts';
import { restoredFrom, sessionOf, stepsLookedAt, worthSaving } from './session.ts';
import { reportInputOf } from './session-report.ts';
import { createTimings } from './timings.ts';
import { watchForWake } from './wake-watch.ts';

export type AppOptions = {
  /** Where sessions are kept, in a folder below. */
  readonly dataDir: string;
  readonly shell: 'desktop' | 'browser' | 'terminal';
  readonly version: string;
  /** Opens a file dialog; absent where the shell has none. */
  readonly pickKeyFile?: () => Promise<string | null>;
  /** The same for saved evidence. */
  readonly pickEvidenceFile?: () => Promise<string | null>;
  /** Opens an address in the system's browser. */
  readonly openLink?: (url: string) => Promise<boolean>;
  /** Keeps secrets on request; absent where the shell has no key store to keep them in. */
  readonly secretBox?: SecretBox;
  /** Seconds that a started service is watched for; absent: 60, and less in practice. */
  readonly watchSeconds?: number;
};

export type App = Contract & {
  /** The computer has slept, or may have: the open connection is asked at once whether it still is one. */
  wake(): void;
  close(): Promise<void>;
};

/** Source: design of the proof; `checks/thresholds.ts` says why. */
const WATCH_S = 60;
const PRACTICE_WATCH_S = 10;

/** One wizard, its host, its session on disk, and whoever looks at it, out of the parts given. */
export const wireApp = (parts: Parts, o: AppOptions): App => {
  const store = parts.createStore(join(o.dataDir, 'sessions'));
  const secrets = createSecrets();
  const clean = (text: string) => parts.redact(text, secrets.all());
  const cleanEvidence = createEvidenceCleaner(clean, () => secrets.all().length);
  const ledger = createLedger(clean);
  const timings = createTimings();
  const prompts = createPrompts(
    { shown: (prompt) => send({ type: 'prompted', prompt }), gone: (id) => send({ type: 'prompt-gone', id }) },
    secrets,
  );
  const book = createEvidenceBook(parts, (seen) => send({ type: 'seen', seen }));
  const fixing = createFixing(parts, book);
  const looksAt = stepsLookedAt(parts.checks);
  const kept = createKeptSecrets({
    prompts,
    secrets,
    box: o.secretBox,
    sayWhy: (why) => parts.messages.phrase(`secret.${why}`),
    told: {
      changed: () => pusher.changed(),
      failed: (error) =>
        say({
          code: 'secret.unkept',
          title: parts.messages.phrase('error.keep.title'),
          message: clean(messageOf(error)),
          next: [parts.messages.phrase('error.keep.next')],
        }),
    },
  });
  const work = provideActors({
    parts,
    kept,
    ledger,
    book,
    fixing,
    timings,
    send: (event) => send(event),
    isBusy: () => {
      const { look, fix } = picture().value;
      return look === 'looking' || fix === 'applying' || fix === 'watching';
    },
  });
  const wizard = createActor(work.machine, { input: { looksAt, toWatch: o.watchSeconds ?? WATCH_S } });
  const send = (event: Parameters<typeof wizard.send>[0]) => wizard.send(event);
  const picture = (): WizardPicture => wizard.getSnapshot();
  // What the agent's log says of the instance is the host's side of it; nothing looks at the instance itself yet.
  const decide = (findings: readonly Finding[]) => parts.decideVerdict(findings, { instanceLooked: false });

  /** What went wrong outside the machine: saving, opening a session. */
  let trouble: ErrorView | null = null;
  const draw = () => {
    const view = projectView(picture(), { messages: parts.messages, decide, fixes: parts.fixes, clean });
    const count = kept.count();
    return { ...view, error: view.error ?? trouble, ...(count > 0 && { keptSecrets: count }) };
  };
  const pusher = createPusher(draw, (error) => ({
    code: 'unexpected',
    title: parts.messages.phrase('error.unexpected.title'),
    message: clean(messageOf(error)),
    next: [parts.messages.phrase('error.unexpected.next')],
  }));
  const say = (error: ErrorView | null) => {
    trouble = error;
    pusher.changed();
  };

  const saver = createSaver(
    store,
    () =>
      sessionOf(
        picture(),
        {
          evidence: book.all().map(cleanEvidence),
          ledger: ledger.entries(),
          at: new Date().toISOString(),
        },
        clean,
      ),
    {
      saved: ({ id, savedAt }) => {
        if (trouble?.code === 'session.unsaved') say(null);
        if (picture().context.sessionId === id) send({ type: 'saved', at: savedAt });
      },
      failed: (error) =>
        say({
          code: 'session.unsaved',
          title: parts.messages.phrase('error.save.title'),
          message: messageOf(error),
          next: [parts.messages.phrase('error.save.next', { folder: o.dataDir })],
        }),
    },
  );

  let before = picture();
  wizard.subscribe((now) => {
    if (worthSaving(before, now)) saver.changed();
    before = now;
    pusher.changed();
  });
  wizard.start();

  const toWatch = (target: Target) => o.watchSeconds ?? (target.kind === 'practice' ? PRACTICE_WATCH_S : WATCH_S);

  const leave = async () => {
    const written = saver.flush();
    prompts.cancelAll();
    trouble = null;
    await written;
  };

  /** Only once `leave` has taken what is to be saved, which it does at once. */
  const forget = () => {
    book.restart();
    ledger.restart();
    secrets.forget();
  };

  const open = async (id: string) => {
    await leave();
    try {
      const session = await store.load(id);
      forget();
      book.restart(session.evidence);
      ledger.restart(session.ledger);
      timings.restart();
      send({ type: 'restored', session: restoredFrom(session, book, toWatch(session.target)) });
    } catch (error) {
      const { messages } = parts;
      say({
        code: 'session.unreadable',
        title: messages.phrase('error.session.title'),
        message: messageOf(error),
        next: [messages.phrase('error.session.next')],
      });
    }
  };

  const dispatch = async (command: Command): Promise<void> => {
    switch (command.type) {
      case 'connect': {
        const written = leave();
        forget();
        timings.restart();
        const { target } = command;
        send({ type: 'connect', target, sessionId: randomUUID(), toWatch: toWatch(target) });
        return written;
      }
      case 'disconnect': {
        const written = leave();
        forget();
        send({ type: 'disconnect' });
        return written;
      }
      case 'open-session':
        return open(command.id);
      case 'delete-session':
        if (picture().context.sessionId === command.id)
          throw new ContractError('refused', 'This session is open: close it before it is deleted.');
        return store.remove(command.id);
      case 'prompt-answer':
        prompts.answer(command.id, command.answer);
        return;
      case 'forget-secrets':
        return kept.forgetAll().catch((error: unknown) => {
          const why = clean(messageOf(error));
          throw new ContractError('failed', parts.messages.phrase('secret.forget-failed', { why }));
        });
      case 'cancel':
        prompts.cancelAll();
        return send(command);
      default:
        return send(command);
    }
  };

  const ask = createAnswering({
    parts,
    store,
    book,
    ledger,
    version: o.version,
    shell: o.shell,
    cleanEvidence,
    reportInput: () => {
      const { context } = picture();
      const verdict = decide(allFindings(context));
      return reportInputOf({
        context,
        verdict,
        book,
        ledger,
        timings,
        secrets: secrets.all(),
        version: o.version,
        parts,
      });
    },
    ...(o.pickKeyFile && { pickKeyFile: o.pickKeyFile }),
    ...(o.pickEvidenceFile && { pickEvidenceFile: o.pickEvidenceFile }),
    ...(o.openLink && { openLink: o.openLink }),
  });

  const wake = () => void work.check();
  // The desktop is told by the system; the other shells can only see that time has passed.
  const stopWatching = o.shell === 'desktop' ? () => {} : watchForWake(wake);

  return {
    dispatch,
    ask,
    subscribe: pusher.subscribe,
    wake,
    close: async () => {
      stopWatching();
      prompts.cancelAll();
      await saver.close();
      book.restart();
      wizard.stop();
      pusher.close();
      await work.closed();
    },
  };
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
