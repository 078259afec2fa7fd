import { and, raise } from 'xstate';
import { STEP_IDS, type StepId } from '../model/steps.ts';
import { following } from './outcome.ts';
import { wizardSetup } from './setup.ts';

const at = (step: StepId) => `#wizard.flow.guide.${step}` as const;
const VERDICT = '#wizard.flow.verdict';
const LEAVING = ['leave', 'remember the way back'] as const;
/** From the verdict one comes back to the step on screen before; that is no step of the way back. */
const ENDING = ['leave'] as const;

/** One box of the flowchart. There are ten; they differ in where they lead. */
const box = (step: StepId) => {
  const to = following(step);
  const target = to === null ? VERDICT : at(to);
  const leaving = to === null ? ENDING : LEAVING;
  const toHost = { type: 'leads to', params: 'host' } as const;
  return wizardSetup.createStateConfig({
    entry: { type: 'enter', params: step },
    on: {
      next: [
        { guard: toHost, target: at('host'), actions: ['give the reason', ...LEAVING] },
        { target, actions: [...leaving] },
      ],
      skip: { target, actions: ['skip', ...leaving] },
    },
    always: [
      { guard: 'upgrade began', target: at('upgrade'), actions: [...LEAVING, 'tell of the upgrade'] },
      { guard: and(['may walk on', toHost]), target: at('host'), actions: ['give the reason', ...LEAVING] },
      { guard: 'may walk on', target, actions: [...leaving] },
    ],
  });
};

const everyBox = <T>(make: (step: StepId) => T): T[] => STEP_IDS.map(make);

/** What the wizard shows: the connect screen, the ten boxes, the verdict. */
export const flow = wizardSetup.createStateConfig({
  initial: 'connect',
  on: {
    connect: { target: '.connecting', actions: 'begin' },
    disconnect: { target: '.connect', actions: 'clear' },
    restored: [
      ...everyBox((step) => ({
        guard: { type: 'was saved at', params: step } as const,
        target: at(step),
        actions: 'restore' as const,
      })),
      { target: VERDICT, actions: 'restore' },
    ],
  },
  states: {
    connect: {},
    connecting: { on: { opened: at('status'), 'not-opened': 'connect' } },
    guide: {
      initial: 'status',
      on: {
        goto: everyBox((step) => ({
          guard: and([{ type: 'asks for', params: step } as const, 'is elsewhere']),
          target: at(step),
          actions: [...LEAVING],
        })),
        back: everyBox((step) => ({
          guard: { type: 'came from', params: step } as const,
          target: at(step),
          actions: ['leave', 'go back'] as const,
        })),
        answer: { actions: 'answer' },
        recheck: { actions: raise(({ context }) => ({ type: 'look', scope: [context.current] })) },
        'show-verdict': { target: VERDICT, actions: 'leave' },
      },
      states: {
        status: box('status'),
        locate: box('locate'),
        service: box('service'),
        upgrade: box('upgrade'),
        host: box('host'),
        network: box('network'),
        credentials: box('credentials'),
        instance: box('instance'),
        verify: box('verify'),
        support: box('support'),
      },
    },
    verdict: {
      id: 'verdict',
      entry: 'stop walking',
      always: { guard: 'upgrade began', target: at('upgrade'), actions: 'tell of the upgrade' },
      on: {
        goto: everyBox((step) => ({ guard: { type: 'asks for', params: step } as const, target: at(step) })),
        back: everyBox((step) => ({ guard: { type: 'stands at', params: step } as const, target: at(step) })),
        'show-guide': everyBox((step) => ({ guard: { type: 'stands at', params: step } as const, target: at(step) })),
        recheck: { actions: 'look at everything' },
      },
    },
  },
});
