import { describe, test } from 'vitest';
import { peers } from '../peers/needs.ts';
import { assertVerdict } from './hosts/assert.ts';
import { diagnose, sshArgs, stage } from './hosts/diagnose.ts';
import { SCENARIOS } from './hosts/scenarios.ts';

describe.skipIf(!peers('root', 'namespaces', 'wrapper', 'java', 'sshd', 'openssl'))('real hosts, through ssh', () => {
  test.concurrent.for(SCENARIOS)('$id: $title', async (scenario, { expect }) => {
    const staged = await stage(scenario);
    try {
      const ran = await diagnose([...sshArgs(staged.sshd, scenario.login), ...(scenario.args ?? [])]);
      assertVerdict(scenario, ran, expect);
    } finally {
      await staged.close();
    }
  });
});
