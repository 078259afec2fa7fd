import { expect, test } from 'vitest';
import type { View } from '../../../src-main/contract/view.ts';
import { announcement } from '../../../src-renderer/lib/announce.ts';
import { labelsEn } from '../../../src-renderer/lib/labels-en.ts';
import { views } from '../../e2e/gallery/views.ts';

const view = (name: string): View => {
  const found = views[name];
  if (!found) throw new Error(name);
  return found;
};
const say = (before: View | null, after: View) => announcement(before, after, labelsEn.announce);

test('nothing at first, and nothing for what changed nothing that is said', () => {
  expect(say(null, view('guide-fail'))).toBe('');
  expect(say(view('guide-fail'), { ...view('guide-fail'), savedAt: null, revision: 99 })).toBe('');
});

test('the answer when a look ends', () => {
  expect(say(view('guide-streaming'), view('guide-fail'))).toBe('No. The disk that holds the agent is full.');
});

test('question and answer when the step changes', () => {
  expect(say(view('guide-fail'), view('guide-pass'))).toBe(
    'Step 4 of 10. Is it upgrading right now? No. No upgrade is running.',
  );
});

test('the verdict once', () => {
  expect(say(view('guide-fail'), view('verdict-problem'))).toBe('Verdict. The disk that holds the agent is full.');
  expect(say(view('verdict-problem'), { ...view('verdict-problem'), revision: 99 })).toBe('');
  expect(say(view('verdict-problem'), view('verdict-ok'))).toBe('Verdict. Nothing is wrong on the host’s side.');
});

test('saved evidence that was opened, and the step that it begins with', () => {
  expect(say(view('connect-evidence-busy'), view('guide-evidence'))).toBe(
    'Saved evidence of mid-ber-02. Step 5 of 10. Can the MID Server run on this host? No. The disk that holds the agent is full.',
  );
});

test('a lost connection, and how a change goes', () => {
  expect(say(view('guide-fail'), view('guide-lost'))).toBe('The connection to mid-ber-02 was lost.');
  expect(say(view('fix-consent'), view('fix-applying'))).toBe('Running the change.');
  expect(say(view('fix-applying'), view('fix-watching'))).toBe('Watching for 60 seconds.');
  expect(say(view('fix-watching'), view('fix-died'))).toContain('It started and died again');
  expect(say(view('fix-watching'), view('fix-watching'))).toBe('');
});
