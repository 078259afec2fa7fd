import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/**
 * Where nobody looks on, what drives many real programs on a small machine may be late once, or twice:
 * `test/run.mjs` says what did not pass at its first try.
 */
const MORE_TRIES = process.env['CI'] ? { alone: 1, withPrograms: 2 } : { alone: 0, withPrograms: 0 };

/** `unit` needs nothing but this repo; `peers` starts real programs; `e2e` drives what `npm run build` made. */
export default defineConfig({
  test: {
    passWithNoTests: true,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/architecture.test.ts', 'test/docs/**/*.test.ts', 'test/main/**/*.test.ts'],
          exclude: ['test/main/**/*.peer.test.ts'],
          testTimeout: 10_000,
          retry: MORE_TRIES.alone,
        },
      },
      {
        plugins: [svelte()],
        resolve: { conditions: ['module', 'browser', 'development'] },
        test: {
          name: 'renderer',
          include: ['test/renderer/**/*.test.ts'],
          testTimeout: 10_000,
          retry: MORE_TRIES.alone,
        },
      },
      {
        test: {
          name: 'peers',
          include: ['test/main/**/*.peer.test.ts', 'test/conformance/**/*.peer.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          retry: MORE_TRIES.withPrograms,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.spec.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // They wait for real programs more than they reckon: two at a time on however few cores.
          maxWorkers: 2,
          maxConcurrency: 3,
          retry: MORE_TRIES.withPrograms,
        },
      },
      {
        // The long matrix of real hosts: `npm run test:hosts`. The short one is part of e2e.
        test: {
          name: 'hosts',
          include: ['test/hosts/**/*.spec.ts'],
          // One host waits five minutes for an agent that has hung.
          testTimeout: 900_000,
          fileParallelism: false,
          maxConcurrency: 6,
          retry: 1,
        },
      },
      {
        // `npm run test:fuzz`; the same files with fewer inputs are part of `unit`.
        test: { name: 'fuzz', include: ['test/main/fuzz/**/*.test.ts'], maxWorkers: 2, testTimeout: 3_600_000 },
      },
    ],
  },
});
