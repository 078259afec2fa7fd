/** Every change that MID Up can make. Apart from the rest of a fix, so that the page can know it without Node's types. */
export const FIX_IDS = ['start-service', 'restart-service', 'remove-stale-pid', 'grant-rights'] as const;
export type FixId = (typeof FIX_IDS)[number];
