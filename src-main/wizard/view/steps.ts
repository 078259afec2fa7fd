import type { StepView } from '../../contract/view.ts';
import type { Finding } from '../../model/finding.ts';
import { STEP_IDS, type StepId } from '../../model/steps.ts';
import { handFinding, stepState, upgradeRuns } from '../outcome.ts';
import { failFirst, type Scene, say } from './say.ts';

export const stepViews = (scene: Scene): readonly StepView[] => STEP_IDS.map((id) => stepView(scene, id));

const stepView = (scene: Scene, id: StepId): StepView => {
  const { context, messages } = scene;
  const text = messages.step(id);
  return {
    id,
    label: text.label,
    question: text.question,
    state: stepState(context, id),
    answer: answerOf(scene, id),
    reason: reasonOf(scene, id),
    byHandOnly: !context.looksAt.includes(id),
    byHandHint: text.byHandHint,
    onYes: text.onYes,
    onNo: text.onNo,
    aside: text.aside,
    visitedAt: context.visited[id] ?? null,
  };
};

const answerOf = (scene: Scene, id: StepId): StepView['answer'] => {
  const { context, messages } = scene;
  const state = stepState(context, id);
  switch (state) {
    case 'todo':
      return { word: '', sentence: '' };
    case 'looking':
      return { word: messages.phrase('answer.looking'), sentence: '' };
    case 'skipped':
      return { word: messages.phrase('answer.skipped'), sentence: messages.step(id).sentences.skipped };
    case 'answered': {
      const { status } = handFinding(id, context.answers[id] ?? 'unsure');
      const { word } = messages.answer(id, status === 'pass' || status === 'fail' ? status : 'unknown');
      return { word, sentence: messages.phrase('answer.by-hand') };
    }
    default: {
      const { word, sentence } = messages.answer(id, state, deciding(scene, id));
      // A finding's own word says that it is so; of an unknown one nothing is said to be.
      const first = state === 'unknown' ? messages.answer(id, state).word : word;
      return { word: first, sentence: say(scene, sentence) };
    }
  }
};

/** The finding that a step's answer speaks of: the verdict's cause where it is here, else the worst. */
export const deciding = (scene: Scene, id: StepId): Finding | undefined => {
  const state = stepState(scene.context, id);
  const here = failFirst(scene.findings, scene.verdict).filter(({ step }) => step === id);
  const first = here.find(({ status }) => status === state);
  return first ?? (state === 'unknown' ? here.find(({ status }) => status === 'info') : undefined);
};

const reasonOf = (scene: Scene, id: StepId): string => {
  const { context, messages } = scene;
  if (id === 'upgrade' && upgradeRuns(context)) return messages.phrase('reason.upgrade');
  const code = context.reasons[id];
  switch (code) {
    case undefined:
      return '';
    case 'service.crash-loop':
      return messages.phrase('reason.crash-loop');
    case 'service.failed-to-start':
      return messages.phrase('reason.failed-to-start');
    default:
      return messages.phrase('reason.finding', { title: messages.explain(code).title });
  }
};
