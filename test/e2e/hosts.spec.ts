import { describe, test } from 'vitest';
import { ALL_HOSTS } from '../hosts/all.ts';
import { peers } from '../peers/needs.ts';
import { assertVerdict } from './hosts/assert.ts';
import { diagnose, sshArgs, stage } from './hosts/diagnose.ts';
import { SCENARIOS } from './hosts/scenarios.ts';

/** One of each family of the long matrix, so that with those that everybody meets it is a tenth of it. */
const OF_THE_MATRIX = [
  'upgrade-stuck',
  'version-mismatch',
  'wrapper-include-missing',
  'config-latin1',
  'tls-expired',
  'duplicate-name',
  'java-option-unknown',
  'several-by-name',
  'control-crlf',
  'log-of-yesterday',
];
const HOSTS = [...SCENARIOS, ...ALL_HOSTS.filter(({ id }) => OF_THE_MATRIX.includes(id))];

describe.skipIf(!peers('root', 'namespaces', 'wrapper', 'java', 'sshd', 'openssl'))('real hosts, through ssh', () => {
  test.concurrent.for(HOSTS)('$id: $title', async (scenario, { expect }) => {
    const staged = await stage(scenario);
    try {
      const ran = await diagnose([...sshArgs(staged.sshd, scenario.login), ...(scenario.args ?? [])]);
      assertVerdict(scenario, ran, expect);
    } finally {
      await staged.close();
    }
  });
});
