import { describe, test } from 'vitest';
import { peers } from '../peers/needs.ts';
import { diagnose, sshArgs, stage } from './hosts/diagnose.ts';
import { SCENARIOS } from './hosts/scenarios.ts';

describe.skipIf(!peers('root', 'namespaces', 'wrapper', 'java', 'sshd', 'openssl'))('real hosts, through ssh', () => {
  test.concurrent.for(SCENARIOS)('$id: $title', async (scenario, { expect }) => {
    const staged = await stage(scenario);
    try {
      const { exit, report, stderr } = await diagnose([...sshArgs(staged.sshd), ...(scenario.args ?? [])]);
      const { verdict } = report;
      const seen = report.findings.filter((f) => !['pass', 'info'].includes(f.status));
      const summary = seen.map((f) => `${f.status} ${f.code}: ${f.saw}`).join('\n');
      const { status, cause, confidence } = scenario.expect;
      expect({ status: verdict.status, cause: verdict.cause?.code ?? null }, `${summary}\n${stderr}`).toEqual({
        status,
        cause,
      });
      if (confidence) expect(verdict.cause?.confidence).toBe(confidence);
      expect(exit).toBe(scenario.expect.exit);
      const unexplained = report.findings
        .filter((f) => f.status === 'fail' && f.code !== cause && !verdict.cause?.explains.includes(f.code))
        .map((f) => `${f.code}: ${f.saw}`);
      expect(unexplained, 'failing findings that the cause does not explain').toEqual([]);
      scenario.expect.also?.(report);
    } finally {
      await staged.close();
    }
  });
});
