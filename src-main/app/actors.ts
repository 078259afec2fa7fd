import { type ActorRefFrom, fromCallback, fromPromise } from 'xstate';
import { ConnectionError } from '../model/connection-error.ts';
import type { Host } from '../model/host.ts';
import type { Target } from '../model/target.ts';
import type {
  ApplyInput,
  ApplyOutput,
  CollectInput,
  CollectOutput,
  ConnectInput,
  ConnectOutput,
  PlanInput,
  PlanOutput,
  WatchInput,
  WatchOutput,
  WizardEvent,
} from '../wizard/events.ts';
import { type WizardMachine, wizardMachine } from '../wizard/wizard.machine.ts';
import type { EvidenceBook } from './evidence-book.ts';
import type { Fixing, FixingContext } from './fixing.ts';
import type { KeptSecrets } from './kept-secrets.ts';
import type { Ledger } from './ledger.ts';
import { batchLines } from './lines.ts';
import { openEvidence } from './open-evidence.ts';
import { becomeOf, namedOf, type Parts } from './parts.ts';
import { stillAnswers } from './still-answers.ts';
import type { Timings } from './timings.ts';

export type Wiring = {
  readonly parts: Parts;
  readonly kept: KeptSecrets;
  readonly ledger: Ledger;
  readonly book: EvidenceBook;
  readonly fixing: Fixing;
  readonly timings: Timings;
  send(event: WizardEvent): void;
  /** True while a script of the look or of a change runs on the host. */
  isBusy(): boolean;
};

export type Wizard = ActorRefFrom<WizardMachine>;

export type Work = {
  readonly machine: WizardMachine;
  /** Asks the open connection whether it still is one, and tells the machine where it is not. */
  check(): Promise<void>;
  /** Resolves when every connection that was let go is closed, or after a while. */
  closed(): Promise<void>;
};

/** Closing says goodbye to the other side; one that does not answer is not waited for any longer. */
const CLOSE_MS = 2000;

/** The machine with the real work put in. The open connection is held here, for it is no JSON. */
export const provideActors = ({ parts, kept, ledger, book, fixing, timings, send, isBusy }: Wiring): Work => {
  const closing = new Set<Promise<void>>();
  const close = (host: Host) => {
    const closed = host.close().catch(() => {});
    closing.add(closed);
    void closed.then(() => closing.delete(closed));
  };
  let open: { readonly host: Host; target: Target } | null = null;

  const needed = () => {
    if (!open) throw new ConnectionError('lost', 'run', { host: '', why: 'there is no connection' });
    return open;
  };

  const fixContext = (
    signal: AbortSignal,
    agentDir: string | null,
  ): FixingContext & { flush(): void; onTick(seconds: number): void } => {
    const { host, target } = needed();
    const lines = batchLines((batch) => {
      if (!signal.aborted) send({ type: 'output', lines: batch });
    });
    return {
      host,
      agentDir,
      ...namedOf(target, agentDir),
      become: becomeOf(target),
      signal,
      onLedger: ledger.add,
      onLine: lines.add,
      onUndo: (undo) => {
        if (!signal.aborted) send({ type: 'undoable', undo });
      },
      onTick: (seconds) => {
        if (!signal.aborted) send({ type: 'ticked', seconds });
      },
      flush: lines.flush,
    };
  };

  const machine = wizardMachine.provide({
    actors: {
      connect: fromPromise<ConnectOutput, ConnectInput>(async ({ input: { target }, signal }) => {
        if (target.kind === 'evidence') return openEvidence(target, { parts, book, signal });
        const startedAt = performance.now();
        const asker = kept.forConnection(target);
        const host = await parts
          .connect(target, { ask: asker.ask, signal, onLedger: ledger.add })
          .catch(async (error) => {
            if (error instanceof ConnectionError) await asker.failed(error);
            throw error;
          });
        if (signal.aborted) {
          close(host);
          throw new ConnectionError('cancelled', 'tcp', { host: host.name });
        }
        timings.connected(performance.now() - startedAt);
        open = { host, target };
        host.onLost((why) => {
          if (open?.host === host) send({ type: 'lost', why });
        });
        return { name: host.name, user: host.user, os: host.os, kind: host.kind };
      }),

      hold: fromCallback<WizardEvent>(() => {
        const held = open;
        return () => {
          if (open === held) open = null;
          if (held) close(held.host);
        };
      }),

      collect: fromPromise<CollectOutput, CollectInput>(
        async ({ input: { target: asked, scope, agentDir }, signal }) => {
          const held = needed();
          const { host } = held;
          const target = asked ?? held.target;
          held.target = target;
          if (becomeOf(target) !== null) host.allowBecome?.('polkit' in target && target.polkit ? 'polkit' : 'sudo');
          const startedAt = performance.now();
          const run = book.begin(scope, agentDir);
          signal.addEventListener('abort', run.stop, { once: true });
          const { failed, message, error, refused, roundTrips } = await parts.collect(host, {
            agentDir,
            ...namedOf(target, agentDir),
            become: becomeOf(target),
            signal,
            ...(scope === 'all' ? {} : { steps: scope }),
            onEvidence: run.add,
            onLedger: ledger.add,
            onProgress: (done, total) => {
              if (!signal.aborted) send({ type: 'progressed', done, total });
            },
          });
          run.finish(failed);
          timings.collected(performance.now() - startedAt, roundTrips);
          return {
            ...(failed === undefined ? {} : { failed }),
            ...(message === undefined ? {} : { message }),
            ...((error ?? refused) && { error: error ?? refused }),
          };
        },
      ),

      plan: fromPromise<PlanOutput, PlanInput>(async ({ input: { fix, findings, undo } }) =>
        fixing.plan(fix, findings, needed().host, undo),
      ),

      apply: fromPromise<ApplyOutput, ApplyInput>(async ({ input: { hash, agentDir }, signal }) => {
        const context = fixContext(signal, agentDir);
        try {
          return await fixing.apply(hash, context);
        } finally {
          context.flush();
        }
      }),

      watch: fromPromise<WatchOutput, WatchInput>(async ({ input, signal }) => {
        const context = fixContext(signal, null);
        try {
          return await fixing.watch(input, context);
        } finally {
          context.flush();
        }
      }),
    },
  });
  let checking: Host | null = null;
  const check = async (): Promise<void> => {
    if (open === null || checking === open.host) return;
    const { host } = open;
    checking = host;
    const answers = await stillAnswers(host, { isBusy, onLedger: ledger.add });
    checking = null;
    if (!answers && open?.host === host) send({ type: 'lost', why: parts.messages.phrase('lost.no-answer') });
  };

  return {
    machine,
    check,
    closed: async () => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, CLOSE_MS);
      });
      await Promise.race([Promise.all(closing), late]);
      clearTimeout(timer);
    },
  };
};
