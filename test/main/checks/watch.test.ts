import { describe, expect, test } from 'vitest';
import { judgeWatch, watchStart } from '../../../src-main/checks/watch.ts';
import type { AgentFacts } from '../../../src-main/model/agent.ts';
import type { Host, RunOptions, Script } from '../../../src-main/model/host.ts';
import type { LedgerEntry } from '../../../src-main/model/ledger.ts';

const FACTS: AgentFacts = {
  agentDir: '/opt/mid/agent',
  midName: 'm',
  service: { manager: 'sysv', unit: 'mid', state: 'stopped', pid: null, disabled: false, stalePidFile: null },
  runAs: 'mid',
  upgradeInProgress: false,
};
const ticks = (to: number, wrapper = '500', java = '520') =>
  Array.from({ length: to + 1 }, (_, n) => `:second ${n} ${wrapper} ${java}`);
const wrapperLog = (message: string) => `:wrapper-log 2026/11/22 10:00:05 | ${message}`;
const agentLog = (level: string, message: string) =>
  `:agent-log 2026-11-22T10:00:05.000+0000 ${level} (MIDServer) [X:1] ${message}`;
const judged = (...lines: readonly string[]) => judgeWatch(`${lines.join('\n')}\n`, 10);

describe('a start', () => {
  test('held, and the agent says that it is up', () => {
    const line = agentLog('INFO', 'MID Server started');
    expect(judged(...ticks(5), line, ...ticks(10).slice(6))).toEqual({
      kind: 'held',
      seconds: 10,
      healthyLine: line.slice(':agent-log '.length),
    });
  });

  test('held, but the agent says nothing of the kind', () => {
    expect(judged(...ticks(10))).toEqual({ kind: 'held', seconds: 10, healthyLine: null });
  });

  test('held although Java took a while to come', () => {
    expect(judged(...ticks(3, '500', '-'), ...ticks(10).slice(4))).toMatchObject({ kind: 'held' });
  });

  test.each([
    ['its wrapper has gone', [...ticks(4), ':second 5 - -', ':gone 5']],
    ['its Java has gone', [...ticks(4), ':second 5 500 -', ':gone 5']],
    ['its Java is another one', [...ticks(4), ':second 5 500 777', ':gone 5']],
    ['its Java was another one for a while', [...ticks(4), ':second 5 500 777', ...ticks(10).slice(6)]],
  ])('died: %s', (_, lines) => {
    expect(judged(...lines, wrapperLog('Launching a JVM...'), wrapperLog('JVM exited unexpectedly.'))).toEqual({
      kind: 'died',
      afterSeconds: 5,
      reason: 'JVM exited unexpectedly.',
    });
  });

  test('died for the reason that the agent gives rather than for how the wrapper saw it', () => {
    const lines = [
      ...ticks(4),
      ':second 5 - -',
      ':gone 5',
      wrapperLog('Launching a JVM...'),
      agentLog('ERROR', 'No space left on device'),
      wrapperLog('JVM exited unexpectedly.'),
    ];
    expect(judged(...lines)).toMatchObject({ kind: 'died', reason: 'No space left on device' });
  });

  test('never came to Java', () => {
    expect(
      judged(':second 0 500 -', ':second 1 - -', ':gone 1', wrapperLog('Unable to start JVM: Permission denied (13)')),
    ).toEqual({
      kind: 'not-started',
      exitCode: null,
      reason: 'Unable to start JVM: Permission denied (13)',
    });
    expect(judged(':second 5 - -', ':gone 5')).toEqual({ kind: 'not-started', exitCode: null, reason: null });
  });

  test('was not seen to its end', () => {
    expect(judged(...ticks(4))).toEqual({ kind: 'unproven', why: 'timeout' });
    expect(judged()).toMatchObject({ kind: 'unproven' });
  });
});

describe('watching', () => {
  const run = async (
    answer: (mark: string, options: RunOptions) => Awaited<ReturnType<Host['runScript']>>,
    signal = new AbortController().signal,
  ) => {
    const lines: string[] = [];
    const seconds: number[] = [];
    const ledger: Omit<LedgerEntry, 'n'>[] = [];
    let ran: { script: Script; options: RunOptions } | undefined;
    const host: Host = {
      os: 'linux',
      name: 'h',
      kind: 'ssh',
      user: 'root',
      canBecome: true,
      runScript: async (script, options = {}) => {
        ran = { script, options };
        return answer(script.parts?.mark ?? '', options);
      },
      readFile: () => Promise.reject(new Error('no')),
      onLost: () => {},
      close: async () => {},
    };
    const outcome = await watchStart(host, FACTS, {
      seconds: 10,
      become: 'root',
      signal,
      onLine: (l) => lines.push(l),
      onTick: (s) => seconds.push(s),
      onLedger: (e) => ledger.push(e),
    });
    return { outcome, lines, seconds, ledger, ran };
  };
  const ok = { exitCode: 0, stdout: '', stderr: '', ms: 1 };

  test('shows ticks and lines as they come, in pieces of any size', async () => {
    const { outcome, lines, seconds, ran, ledger } = await run((mark, { onOutput }) => {
      const text = `banner\n:second 99 1 1\n${mark} begin watch\n:agent-log a\\\\b <img>\n${ticks(10).join('\n')}\n\n${mark} end watch 0\n${mark} done\n`;
      for (const piece of text.match(/[\s\S]{1,7}/g) ?? []) onOutput?.(piece);
      return ok;
    });
    expect(outcome).toMatchObject({ kind: 'held' });
    expect(lines).toEqual(['a\\b <img>']);
    expect(seconds).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(ran?.options).toMatchObject({ args: ['/opt/mid/agent', '10', ran?.script.parts?.mark], become: 'root' });
    expect(ledger).toMatchObject([{ readOnly: true, exitCode: 0 }]);
  });

  test('that is cut off proves nothing', async () => {
    const cut = await run((mark, { onOutput }) => {
      onOutput?.(`${mark} begin watch\n${ticks(10).join('\n')}\n`);
      return { ...ok, exitCode: null, failed: 'connection' };
    });
    expect(cut.outcome).toEqual({ kind: 'unproven', why: 'connection' });
    const abort = new AbortController();
    abort.abort();
    expect((await run(() => ({ ...ok, failed: 'cancelled' }), abort.signal)).outcome).toEqual({
      kind: 'unproven',
      why: 'cancelled',
    });
  });

  test('on a host that throws proves nothing', async () => {
    const { outcome } = await run(() => {
      throw new Error('boom');
    });
    expect(outcome).toEqual({ kind: 'unproven', why: 'connection' });
  });
});
