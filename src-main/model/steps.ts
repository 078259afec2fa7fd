/** The ten boxes of KB0535040's flowchart, in the order in which MID Up asks them. */
export const STEP_IDS = [
  'status',
  'locate',
  'service',
  'upgrade',
  'host',
  'network',
  'credentials',
  'instance',
  'verify',
  'support',
] as const;

export type StepId = (typeof STEP_IDS)[number];

export const isStepId = (value: string): value is StepId => (STEP_IDS as readonly string[]).includes(value);

/** How a step ended, as the path of a report records it. `answered` is an answer by hand. */
export type StepOutcome = 'pass' | 'warn' | 'fail' | 'unknown' | 'skipped' | 'answered';

/** What an admin can say of a step that the tool could not see. */
export type HandAnswer = 'yes' | 'no' | 'unsure';
