import { appendFileSync } from 'node:fs';
import type { Reporter, TestCase } from 'vitest/node';

/**
 * Tells `test/run.mjs` what passed only when it was tried again: one line each, in the file that it names. A test that
 * waits for many real programs on a small machine may be late; nobody should have to look for which ones are.
 */
export default class SecondTries implements Reporter {
  onTestCaseResult(test: TestCase): void {
    const file = process.env['MIDUP_TRIED_AGAIN'];
    if (file && test.diagnostic()?.flaky) appendFileSync(file, `${test.fullName}\n`);
  }
}
