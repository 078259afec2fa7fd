import type { StepView } from '../../src-main/contract/view.ts';
import { visible } from './visible.ts';

/** A step's answer in one line, for rail and chart; empty while there is none. */
export const shortAnswer = ({ state, answer }: Pick<StepView, 'state' | 'answer'>, looking: string): string => {
  if (state === 'todo') return '';
  if (state === 'looking') return looking;
  // By hand, the word is all there is to know.
  const [first, second] = state === 'answered' ? [answer.word, answer.sentence] : [answer.sentence, answer.word];
  return visible(first || second);
};
