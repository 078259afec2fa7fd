/** What the main process says beside findings, steps and errors. */
export const phrases = {
  'progress.connecting': 'Connecting to {host}',
  'progress.looking': 'Looking at {host}',
  'side.not-connected': 'not connected',
} as const;

export type PhraseKey = keyof typeof phrases;
