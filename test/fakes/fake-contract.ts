import type { AnswerOf, Ask } from '../../src-main/contract/asks.ts';
import type { Command } from '../../src-main/contract/commands.ts';
import type { Contract } from '../../src-main/contract/contract.ts';
import type { View } from '../../src-main/contract/view.ts';
import { STEP_IDS } from '../../src-main/model/steps.ts';

/** A view with every region at rest; give what differs. */
export const fakeView = (over: Partial<View> = {}): View => ({
  revision: 1,
  screen: 'connect',
  sessionId: null,
  savedAt: null,
  target: null,
  host: { name: '', detail: 'not connected', state: 'none' },
  instance: { name: '', detail: 'not connected', state: 'none' },
  noHost: null,
  steps: STEP_IDS.map((id) => ({
    id,
    label: id,
    question: `${id}?`,
    state: 'todo',
    answer: { word: '', sentence: '' },
    reason: '',
    byHandOnly: false,
    byHandHint: '',
    onYes: 'yes',
    onNo: 'no',
    aside: '',
    visitedAt: null,
  })),
  current: 'status',
  findings: [],
  next: { text: '', actions: [] },
  verdict: null,
  guard: null,
  runToEnd: false,
  canBack: false,
  coverage: { checks: 0, pass: 0, warn: 0, fail: 0, unknown: 0, couldNot: [] },
  progress: null,
  prompts: [],
  changes: [],
  fix: null,
  error: null,
  note: '',
  ...over,
});

export type FakeContract = Contract & {
  readonly dispatched: Command[];
  readonly asked: Ask[];
  /** How many listen at present. */
  readonly listeners: () => number;
  /** Shows a view to all who listen; its revision is one more than the last. */
  push(over?: Partial<View>): View;
  /** What the next questions are answered with; an error is thrown. */
  answers: (question: Ask) => unknown;
  /** Called with every command before it is accepted; may throw. */
  accept: (command: Command) => void;
};

/** A contract with nothing behind it, for what lies in front of it. */
export const createFakeContract = (first: Partial<View> = {}): FakeContract => {
  const listeners = new Set<(view: View) => void>();
  let view = fakeView(first);
  const fake: FakeContract = {
    dispatched: [],
    asked: [],
    listeners: () => listeners.size,
    answers: () => null,
    accept: () => {},
    push: (over = {}) => {
      view = { ...view, ...over, revision: view.revision + 1 };
      for (const listener of listeners) listener(view);
      return view;
    },
    dispatch: async (command) => {
      fake.accept(command);
      fake.dispatched.push(command);
    },
    ask: async <A extends Ask>(question: A) => {
      fake.asked.push(question);
      return fake.answers(question) as AnswerOf<A>;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      listener(view);
      return () => listeners.delete(listener);
    },
  };
  return fake;
};
