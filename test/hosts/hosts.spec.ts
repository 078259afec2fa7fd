import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { assertVerdict } from '../e2e/hosts/assert.ts';
import { diagnose, midup, sshArgs, stage } from '../e2e/hosts/diagnose.ts';
import { SCENARIOS } from '../e2e/hosts/scenarios.ts';
import { peers } from '../peers/needs.ts';
import { ANSWERS } from './scenarios/answers.ts';
import { CONFIG } from './scenarios/config.ts';
import { HALF_MENDED } from './scenarios/half-mended.ts';
import { HEALTHY } from './scenarios/healthy.ts';
import { HOST } from './scenarios/host.ts';
import { LOCATE } from './scenarios/locate.ts';
import { LOGS } from './scenarios/logs.ts';
import { MACHINE } from './scenarios/machine.ts';
import { MISLEADING } from './scenarios/misleading.ts';
import { NAMES } from './scenarios/names.ts';
import { NETWORK } from './scenarios/network.ts';
import { PROXIES } from './scenarios/proxies.ts';
import { SERVICE } from './scenarios/service.ts';
import { KILLED, SERVICE_HELD } from './scenarios/service-held.ts';
import { SYSTEMD } from './scenarios/systemd.ts';
import { UPGRADE } from './scenarios/upgrade.ts';
import { HUNG, WRAPPER_LOG } from './scenarios/wrapper-log.ts';
import { storedFixture } from './stored.ts';

const ALL = [
  ...HUNG,
  ...SCENARIOS,
  ...LOCATE,
  ...SERVICE,
  ...SERVICE_HELD,
  ...SYSTEMD,
  ...UPGRADE,
  ...WRAPPER_LOG,
  ...HOST,
  ...MACHINE,
  ...CONFIG,
  ...NETWORK,
  ...ANSWERS,
  ...NAMES,
  ...PROXIES,
  ...LOGS,
  ...MISLEADING,
  ...HALF_MENDED,
  ...HEALTHY,
  ...KILLED,
].filter(({ needs = [] }) => peers(...needs));
/** `MIDUP_RECORD=1` saves each host's evidence anew for `test/main/checks/replay.test.ts`. */
const RECORD = process.env['MIDUP_RECORD'] === '1';
const FIXTURES = join(import.meta.dirname, '../fixtures/hosts');

describe.skipIf(!peers('root', 'namespaces', 'wrapper', 'java', 'sshd', 'openssl', 'busybox', 'sudo'))(
  'many real hosts, through ssh',
  () => {
    test('no two have one name', ({ expect }) => {
      expect(new Set(ALL.map(({ id }) => id)).size).toBe(ALL.length);
    });

    const slowFirst = [...ALL.filter(({ slow }) => slow), ...ALL.filter(({ slow }) => !slow)];
    test.concurrent.for(slowFirst)('$id: $title', async (scenario, { expect }) => {
      const staged = await stage(scenario);
      try {
        const args = [...sshArgs(staged.sshd, scenario.login), ...(scenario.args ?? [])];
        const ran = await diagnose(args);
        if (scenario.wrongToday !== undefined) {
          expect(() => assertVerdict(scenario, ran, expect), 'is right now: take wrongToday out').toThrow();
          return;
        }
        assertVerdict(scenario, ran, expect);
        if (!RECORD) return;
        mkdirSync(FIXTURES, { recursive: true });
        const file = join(FIXTURES, `${scenario.id}.json`);
        rmSync(file, { force: true });
        const saved = await midup(['capture', ...args, '--output', file], staged.sshd.dir);
        expect(saved.exit, saved.stderr).toBe(0);
        const replayed = await diagnose(['--evidence', file]);
        assertVerdict(scenario, replayed, expect);
        writeFileSync(file, storedFixture(readFileSync(file, 'utf8'), scenario.title, replayed.report));
      } finally {
        await staged.close();
      }
    });
  },
);
