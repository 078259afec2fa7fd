export { createPracticeHost, type PracticeOptions, SCENARIOS } from './practice-host.ts';
