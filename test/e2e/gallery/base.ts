import type { FindingView, StepView, View } from '../../../src-main/contract/view.ts';
import { steps as texts } from '../../../src-main/messages/en/steps.ts';
import { STEP_IDS, type StepId } from '../../../src-main/model/steps.ts';

/** When the gallery is looked at. */
export const NOW = Date.parse('2026-11-23T02:13:21.000Z');

export type StepState = Pick<StepView, 'state'> & {
  readonly word?: string;
  readonly sentence?: string;
  readonly reason?: string;
  readonly at?: string | null;
};

export const stepView = (
  id: StepId,
  { state, word = '', sentence = '', reason = '', at = null }: StepState,
): StepView => {
  const text = texts[id];
  return {
    id,
    label: text.label,
    question: text.question,
    state,
    answer: { word, sentence },
    reason,
    byHandOnly: id === 'status' || id === 'instance',
    byHandHint: text.byHandHint,
    onYes: text.onYes,
    onNo: text.onNo,
    aside: text.aside,
    visitedAt: at,
  };
};

export const stepsOf = (states: Partial<Record<StepId, StepState>>): readonly StepView[] =>
  STEP_IDS.map((id) => stepView(id, states[id] ?? { state: 'todo' }));

export const finding = (
  more: Partial<FindingView> & Pick<FindingView, 'code' | 'step' | 'status' | 'title'>,
): FindingView => ({
  key: `${more.code} ${more.status}`,
  saw: '',
  because: '',
  doThis: [],
  needs: '',
  kbSection: '',
  links: [],
  evidence: [],
  byHand: false,
  ...more,
});

/** A session in the middle of the host's step; fixtures change what they are about. */
export const base: View = {
  revision: 12,
  screen: 'guide',
  sessionId: '2026-11-23-mid-ber-02',
  savedAt: '2026-11-23T02:13:00.000Z',
  target: { kind: 'ssh', address: 'mid-ber-02' },
  host: { name: 'mid-ber-02', detail: 'SSH as ops · Debian 12 · /opt/servicenow/mid-ber-02/agent', state: 'open' },
  instance: { name: 'Instance', detail: 'not connected; answer its steps by hand', state: 'none' },
  noHost: null,
  steps: stepsOf({}),
  current: 'host',
  findings: [],
  next: { text: '', actions: [] },
  verdict: null,
  guard: null,
  runToEnd: false,
  canBack: true,
  coverage: { checks: 38, pass: 26, warn: 2, fail: 3, unknown: 7, couldNot: [] },
  progress: null,
  prompts: [],
  fix: null,
  changes: [],
  error: null,
  note: '',
};
