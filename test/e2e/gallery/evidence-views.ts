import type { ActionView, NextView, VerdictView, View } from '../../../src-main/contract/view.ts';

const FILE = '/home/ada/evidence/mid-ber-02.json';
const LONG = `mid-${'very-long-name-'.repeat(13)}end`;
const NEEDS_A_HOST: readonly ActionView['kind'][] = ['recheck', 'plan-fix', 'choose-agent', 'reconnect', 'look-as'];

const noHost = (name: string) =>
  `This is saved evidence of ${name}: to look at it anew or change anything, connect to the host, or have midup capture run again.`;
/** From then, and with nothing to be done from here. */
const ofThen = (verdict: VerdictView | null, text = verdict?.next.text ?? ''): VerdictView | null =>
  verdict && { ...verdict, at: '2026-11-20T17:45:00.000Z', next: still({ ...verdict.next, text }) };
const still = (next: NextView): NextView => ({
  text: next.text.replace(/ Then start the service.*/, ''),
  actions: next.actions.filter(({ kind }) => !NEEDS_A_HOST.includes(kind)),
});

/** The same states where there is no host, but what `midup capture` saved of one. */
export const evidenceViews = (views: Readonly<Record<string, View>>): Readonly<Record<string, View>> => {
  const found = (name: string): View => {
    const view = views[name];
    if (!view) throw new Error(`There is no view "${name}"`);
    return view;
  };
  const target = { kind: 'evidence', file: FILE } as const;
  const of = (name: string, more: Partial<View> = {}): View => {
    const view = found(name);
    return {
      ...view,
      target,
      host: {
        name: 'mid-ber-02',
        detail: '',
        state: 'evidence',
        at: '2026-11-20T17:45:00.000Z',
      },
      noHost: noHost('mid-ber-02'),
      next: still(view.next),
      verdict: ofThen(view.verdict),
      ...more,
    };
  };
  return {
    'connect-evidence': { ...found('connect'), target },
    'connect-evidence-busy': {
      ...found('connect'),
      target,
      host: { name: FILE, detail: 'reading', state: 'connecting' },
      progress: { label: `Reading ${FILE}`, since: '2026-11-23T02:13:20.000Z', done: 0, total: 0 },
    },
    'connect-evidence-error': {
      ...found('connect'),
      target,
      host: { name: FILE, detail: 'could not be opened', state: 'failed' },
      error: {
        code: 'evidence.cut-off',
        title: 'The file is not whole',
        message: `${FILE} begins as saved evidence does, or is empty, and ends too early: it was cut off on its way.`,
        next: [
          'Copy it once more, and compare its size with that of the original.',
          'Ask for the file as midup capture --output saved it.',
        ],
      },
    },
    'guide-evidence': of('guide-fail'),
    'guide-evidence-pass': of('guide-pass'),
    'guide-evidence-by-hand': of('guide-by-hand'),
    'guide-evidence-agents': of('guide-agents', {
      next: {
        text: 'Several agents were on this host. Capture again with --agent-dir and the folder of the one that is Down.',
        actions: [{ kind: 'next', step: 'service', label: 'Next: Service' }],
      },
    }),
    'guide-evidence-guard': of('guide-guard', {
      guard:
        'An upgrade was running on this host when this was saved. Make sure that it has ended before anything there starts, stops or restarts the MID Server.',
    }),
    'guide-evidence-long': of('guide-long', {
      host: { name: LONG, detail: '', state: 'evidence', at: '2025-10-02T09:00:00.000Z' },
      noHost: noHost(LONG),
    }),
    'verdict-evidence': of('verdict-problem'),
    'verdict-evidence-undetermined': of('verdict-undetermined', {
      verdict: ofThen(
        found('verdict-undetermined').verdict,
        'It needs root rights: capture again with --sudo, or as root.',
      ),
    }),
  };
};
