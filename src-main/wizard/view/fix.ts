import type { ChangeView, FixView } from '../../contract/view.ts';
import type { Messages } from '../../messages/index.ts';
import type { FindingStatus } from '../../model/finding.ts';
import { FIX_IDS, type FixOutcome } from '../../model/fix.ts';
import { undoOf } from '../../model/session.ts';
import type { FixContext } from '../context.ts';
import { hostName, quote, type Scene, say } from './say.ts';

const PHASES = ['planning', 'consent', 'refused', 'applying', 'watching', 'done'] as const;

/** Lines of live output on the page; the ledger and the host's own logs have the rest. */
const MAX_SHOWN = 60;
/** Consent is given to whole commands, so these are cut far later than sentences. */
const MAX_COMMAND = 8000;

export const fixView = (scene: Scene): FixView | null => {
  const { context, messages, fixState } = scene;
  const phase = PHASES.find((p) => p === fixState);
  const { fix } = context;
  if (!fix || !phase) return null;
  return {
    fix: fix.fix,
    phase,
    takesBack: fix.takesBack !== null,
    ...wordsOf(scene, fix, phase === 'done'),
    host: hostName(scene),
    user: quote(scene, fix.plan?.user ?? context.host?.user ?? ''),
    hash: fix.plan?.hash ?? '',
    commands: (fix.plan?.commands ?? []).map((text) => say(scene, text, MAX_COMMAND)),
    undo: (fix.plan?.undo ?? []).map((text) => say(scene, text, MAX_COMMAND)),
    ...(fix.fix === 'restart-service' ? { loses: messages.phrase('fix.restart-service.loses') } : {}),
    ...(phase === 'done' && canUndo(scene, context.fixes.length) && { canUndo: context.fixes.length }),
    output: fix.output.slice(-MAX_SHOWN).map((text) => quote(scene, text)),
    watched: phase === 'watching' ? fix.watched : 0,
    toWatch: phase === 'watching' ? context.toWatch : 0,
    result: resultOf(scene, fix),
  };
};

const wordsOf = ({ messages, context }: Scene, { fix, takesBack }: FixContext, done: boolean) => {
  if (takesBack !== null) {
    const change = messages.phrase(`fix.${fix}.done`);
    return {
      title: messages.phrase(done ? 'fix.undo.done' : 'fix.undo.title', { change }),
      noUndo: messages.phrase('fix.undo.no-undo'),
      provedBy: messages.phrase('fix.undo.proved-by'),
      refusedIf: messages.phrase('fix.undo.refused-if'),
    };
  }
  return {
    title: messages.phrase(`fix.${fix}.${done ? 'done' : 'title'}`),
    noUndo: fix === 'grant-rights' ? '' : messages.phrase(`fix.${fix}.no-undo`),
    provedBy: messages.phrase(`fix.${fix}.proved-by`, { seconds: context.toWatch }),
    refusedIf: messages.phrase(`fix.${fix}.refused-if`),
  };
};

const MAX_CHANGES = 20;

/** What was changed in this session, for who wants to know or to take it back. */
export const changeViews = (scene: Scene): readonly ChangeView[] =>
  scene.context.fixes
    .map((fix, i) => {
      const id = FIX_IDS.find((one) => one === fix.fix) ?? 'start-service';
      const done = scene.messages.phrase(`fix.${id}.done`);
      return {
        n: i + 1,
        title: fix.takesBack === undefined ? done : scene.messages.phrase('fix.undo.done', { change: done }),
        at: fix.at,
        commands: fix.commands.map((text) => quote(scene, text)),
        result: { status: statusOf(fix.outcome), sentence: say(scene, sentenceOf(scene, fix.outcome)) },
        canUndo: canUndo(scene, i + 1),
      };
    })
    .slice(-MAX_CHANGES);

/** Asked for where it can be planned: with a connection, and with nothing else under way. */
const canUndo = ({ context, link, fixState }: Scene, change: number): boolean =>
  link === 'open' && (fixState === 'none' || fixState === 'done') && undoOf(context.fixes, change) !== null;

const resultOf = (scene: Scene, { refused, outcome }: FixContext): FixView['result'] => {
  const { messages } = scene;
  if (refused)
    return {
      status: 'warn',
      sentence: messages.phrase('fix.result.refused', { why: messages.refusal(refused) }),
    };
  return outcome && { status: statusOf(outcome), sentence: say(scene, sentenceOf(scene, outcome)) };
};

const statusOf = (outcome: FixOutcome): FindingStatus => {
  switch (outcome.kind) {
    case 'held':
      return outcome.healthyLine === null ? 'warn' : 'pass';
    case 'changed':
    case 'taken-back':
      return 'pass';
    case 'died':
    case 'not-started':
    case 'not-changed':
      return 'fail';
    case 'refused':
      return 'warn';
    case 'unproven':
      return 'unknown';
  }
};

const sentenceOf = (scene: Scene, outcome: FixOutcome): string => {
  const { messages } = scene;
  switch (outcome.kind) {
    case 'held':
      return outcome.healthyLine === null
        ? messages.phrase('fix.result.held-no-line', { seconds: outcome.seconds })
        : messages.phrase('fix.result.held-healthy', {
            seconds: outcome.seconds,
            line: quote(scene, outcome.healthyLine),
          });
    case 'died':
      return outcome.reason === null
        ? messages.phrase('fix.result.died', { seconds: outcome.afterSeconds })
        : messages.phrase('fix.result.died-reason', {
            seconds: outcome.afterSeconds,
            reason: quote(scene, outcome.reason),
          });
    case 'not-started': {
      const exitCode = outcome.exitCode ?? '?';
      return outcome.reason === null
        ? messages.phrase('fix.result.not-started', { exitCode })
        : messages.phrase('fix.result.not-started-reason', { exitCode, reason: quote(scene, outcome.reason) });
    }
    case 'changed':
      return messages.phrase('fix.result.changed');
    case 'taken-back':
      return messages.phrase('fix.result.taken-back');
    case 'not-changed':
      return messages.phrase('fix.result.not-changed', { exitCode: outcome.exitCode ?? '?' });
    case 'refused':
      return messages.phrase('fix.result.refused', { why: messages.refusal(outcome.why) });
    case 'unproven':
      return unproven(messages, quote(scene, outcome.why));
  }
};

const unproven = (messages: Messages, why: string): string => {
  switch (why) {
    case 'connection':
      return messages.phrase('fix.result.connection');
    case 'cancelled':
      return messages.phrase('fix.result.cancelled');
    case 'still':
      return messages.phrase('fix.result.still');
    case 'timeout':
    case 'denied':
    case 'overflow':
    case 'not-started':
      return messages.phrase('fix.result.unproven', { why: messages.phrase(`failure.${why}`) });
    default:
      return messages.phrase('fix.result.unproven', { why });
  }
};
