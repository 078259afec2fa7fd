import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { assertVerdict } from '../e2e/hosts/assert.ts';
import { diagnose, midup, sshArgs, stage } from '../e2e/hosts/diagnose.ts';
import { peers } from '../peers/needs.ts';
import { ALL_HOSTS } from './all.ts';
import { storedFixture } from './stored.ts';

const ALL = ALL_HOSTS.filter(({ needs = [] }) => peers(...needs));
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
