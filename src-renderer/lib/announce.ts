import type { StepView, View } from '../../src-main/contract/view.ts';

/** The words that announcements are made of; part of the page's labels. */
export type AnnounceWords = {
  readonly step: (number: number, count: number, question: string) => string;
  readonly looking: string;
  readonly verdict: string;
  readonly lost: (name: string) => string;
  readonly connected: (name: string) => string;
  readonly evidence: (name: string) => string;
  readonly applying: string;
  readonly watching: (seconds: number) => string;
};

/** What a screen reader is told when `before` became `after`; empty for changes that need no word. */
export const announcement = (before: View | null, after: View, words: AnnounceWords): string => {
  if (before === null) return '';
  const parts: string[] = [];
  if (before.host.state !== after.host.state) {
    if (after.host.state === 'lost') parts.push(words.lost(after.host.name));
    if (after.host.state === 'open') parts.push(words.connected(after.host.name));
    if (after.host.state === 'evidence') parts.push(words.evidence(after.host.name));
  }
  parts.push(fixNews(before, after, words));
  if (after.screen === 'verdict' && after.verdict) {
    const said = before.screen === 'verdict' ? before.verdict?.headline : undefined;
    if (said !== after.verdict.headline) parts.push(`${words.verdict} ${after.verdict.headline}`);
  }
  if (after.screen === 'guide') parts.push(stepNews(before, after, words));
  return parts.filter((part) => part !== '').join(' ');
};

const stepNews = (before: View, after: View, words: AnnounceWords): string => {
  const [was, is] = [stepOf(before), stepOf(after)];
  if (!is) return '';
  const moved = before.screen !== 'guide' || was?.id !== is.id;
  const number = after.steps.indexOf(is) + 1;
  const intro = moved ? words.step(number, after.steps.length, is.question) : '';
  const answer = answerOf(is, words);
  return [intro, moved || !was || answerOf(was, words) !== answer ? answer : ''].filter((p) => p !== '').join(' ');
};

const answerOf = ({ state, answer }: StepView, words: AnnounceWords): string =>
  state === 'looking' ? words.looking : `${answer.word} ${answer.sentence}`.trim();

const fixNews = (before: View, after: View, words: AnnounceWords): string => {
  if (!after.fix || before.fix?.phase === after.fix.phase) return '';
  if (after.fix.phase === 'applying') return words.applying;
  if (after.fix.phase === 'watching') return words.watching(after.fix.toWatch);
  return after.fix.result?.sentence ?? '';
};

const stepOf = (view: View): StepView | undefined => view.steps.find(({ id }) => id === view.current);
