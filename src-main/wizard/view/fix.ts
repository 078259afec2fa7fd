import type { FixView } from '../../contract/view.ts';
import type { Messages } from '../../messages/index.ts';
import type { FixOutcome } from '../../model/fix.ts';
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
    title: messages.phrase(phase === 'done' ? `fix.${fix.fix}.done` : `fix.${fix.fix}.title`),
    host: hostName(scene),
    user: quote(scene, fix.plan?.user ?? context.host?.user ?? ''),
    hash: fix.plan?.hash ?? '',
    commands: (fix.plan?.commands ?? []).map((text) => say(scene, text, MAX_COMMAND)),
    undo: (fix.plan?.undo ?? []).map((text) => say(scene, text, MAX_COMMAND)),
    ...(fix.fix === 'restart-service' ? { loses: messages.phrase('fix.restart-service.loses') } : {}),
    provedBy: messages.phrase(`fix.${fix.fix}.proved-by`, { seconds: context.toWatch }),
    refusedIf: messages.phrase(`fix.${fix.fix}.refused-if`),
    output: fix.output.slice(-MAX_SHOWN).map((text) => quote(scene, text)),
    watched: phase === 'watching' ? fix.watched : 0,
    toWatch: phase === 'watching' ? context.toWatch : 0,
    result: resultOf(scene, fix),
  };
};

const resultOf = (scene: Scene, { refused, outcome }: FixContext): FixView['result'] => {
  const { messages } = scene;
  if (refused)
    return {
      status: 'warn',
      sentence: messages.phrase('fix.result.refused', { why: messages.refusal(refused) }),
    };
  return outcome && { status: statusOf(outcome), sentence: say(scene, sentenceOf(scene, outcome)) };
};

const statusOf = (outcome: FixOutcome) => {
  switch (outcome.kind) {
    case 'held':
      return outcome.healthyLine === null ? 'warn' : 'pass';
    case 'changed':
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
