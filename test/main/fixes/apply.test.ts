import { describe, expect, test } from 'vitest';
import { applyPlan } from '../../../src-main/fixes/apply.ts';
import { sealed } from '../../../src-main/fixes/plan-hash.ts';
import type { FixPlan, PlannedCommand } from '../../../src-main/model/fix.ts';
import type { Host, RunOptions, ScriptResult } from '../../../src-main/model/host.ts';
import type { LedgerEntry } from '../../../src-main/model/ledger.ts';

const command = (name: string, become: string | null = null): PlannedCommand => ({
  display: name,
  script: { text: name },
  args: [name],
  become,
  timeoutMs: 1000,
});
const planOf = (...commands: readonly PlannedCommand[]): FixPlan =>
  sealed({ fix: 'start-service', host: 'h', user: 'root', commands, undo: [], params: {}, state: 's' });

const apply = async (
  plan: FixPlan,
  answer: (name: string, options: RunOptions) => Partial<ScriptResult>,
  signal = new AbortController().signal,
) => {
  const lines: string[] = [];
  const ledger: Omit<LedgerEntry, 'n'>[] = [];
  const ran: RunOptions[] = [];
  const host: Host = {
    os: 'linux',
    name: 'h',
    kind: 'ssh',
    user: 'joe',
    canBecome: true,
    runScript: async (script, options = {}) => {
      ran.push(options);
      return { exitCode: 0, stdout: '', stderr: '', ms: 1, ...answer(script.text, options) };
    },
    readFile: () => Promise.reject(new Error('no')),
    onLost: () => {},
    close: async () => {},
  };
  const result = await applyPlan(host, plan, { signal, onLine: (l) => lines.push(l), onLedger: (e) => ledger.push(e) });
  return { result, lines, ledger, ran };
};

describe('applying', () => {
  test('runs the commands in order, shows what they say, and writes each down', async () => {
    const { result, lines, ledger, ran } = await apply(
      planOf(command('one', 'root'), command('two')),
      (name, { onOutput }) => {
        onOutput?.(`${name} sa`);
        onOutput?.('ys\nmore');
        return { stderr: 'warning\n' };
      },
    );
    expect(result).toEqual({ exitCode: 0 });
    expect(lines).toEqual(['$ one', 'one says', 'more', 'warning', '$ two', 'two says', 'more', 'warning']);
    expect(ledger).toMatchObject([{ command: 'one', exitCode: 0, readOnly: false, where: 'h' }, { command: 'two' }]);
    expect(ran).toMatchObject([{ args: ['one'], become: 'root', timeoutMs: 1000 }, { args: ['two'] }]);
    expect(ran[1]).not.toHaveProperty('become');
    // Whoever has to be asked for rights is asked once for all of them, and anew for the next change.
    expect(ran[0]?.change).toMatch(/./);
    expect(ran[1]?.change).toBe(ran[0]?.change);
    expect((await apply(planOf(command('one')), () => ({}))).ran[0]?.change).not.toBe(ran[0]?.change);
  });

  test('ends with the first command that does not succeed', async () => {
    const { result, ledger } = await apply(planOf(command('one'), command('two')), () => ({ exitCode: 4 }));
    expect(result).toEqual({ exitCode: 4 });
    expect(ledger).toHaveLength(1);
  });

  test('says why a command was not run', async () => {
    const { result, lines } = await apply(planOf(command('one')), () => ({
      exitCode: null,
      failed: 'denied',
      message: 'sudo said no.',
    }));
    expect(result).toEqual({ exitCode: null, failed: 'denied' });
    expect(lines).toEqual(['$ one', 'sudo said no.']);
  });

  test('a host that throws counts as a lost connection', async () => {
    const { result } = await apply(planOf(command('one')), () => {
      throw new Error('boom');
    });
    expect(result).toEqual({ exitCode: null, failed: 'connection' });
  });

  test('runs nothing of a plan that is not the one which was sealed', async () => {
    const plan = planOf(command('one'));
    const { result, ran } = await apply({ ...plan, commands: [command('reboot')] }, () => ({}));
    expect(result).toEqual({ exitCode: null, failed: 'denied' });
    expect(ran).toEqual([]);
  });

  test('runs nothing once it was cancelled', async () => {
    const abort = new AbortController();
    const { result, ran } = await apply(
      planOf(command('one'), command('two')),
      () => {
        abort.abort();
        return {};
      },
      abort.signal,
    );
    expect(result).toEqual({ exitCode: null, failed: 'cancelled' });
    expect(ran).toHaveLength(1);
  });

  test('keeps no endless line', async () => {
    const { lines } = await apply(planOf(command('one')), (_, { onOutput }) => {
      for (let i = 0; i < 100; i++) onOutput?.('x'.repeat(10_000));
      return {};
    });
    expect(lines[1]?.length).toBe(2000);
  });
});
