import { randomUUID } from 'node:crypto';
import type { RunFailure } from '../model/evidence.ts';
import type { FixPlan, PlannedCommand, RanCommand } from '../model/fix.ts';
import type { Host, ScriptResult } from '../model/host.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import { isSealed } from './plan-hash.ts';

export type ApplyOptions = {
  readonly signal: AbortSignal;
  /** What the commands print, line by line; `$ command` goes before each. */
  onLine(line: string): void;
  /** A command has succeeded; told at once, for the next one may never end. */
  onRan?(ran: RanCommand): void;
  onLedger(entry: Omit<LedgerEntry, 'n'>): void;
};

/** `exitCode` is that of the last command that was run: the first that did not succeed ends the plan. */
export type ApplyResult = { readonly exitCode: number | null; readonly failed?: RunFailure };

/** Longer lines are cut; what a service prints when it is started is short. */
const MAX_LINE = 2000;

/** Runs a plan as it was consented to. A plan that was altered since it was made is not run. */
export const applyPlan = async (host: Host, plan: FixPlan, o: ApplyOptions): Promise<ApplyResult> => {
  if (!isSealed(plan)) return { exitCode: null, failed: 'denied' };
  const change = randomUUID();
  let last: ApplyResult = { exitCode: 0 };
  for (const command of plan.commands) {
    if (o.signal.aborted) return { exitCode: null, failed: 'cancelled' };
    last = await runOne(host, command, change, o);
    if (last.failed || last.exitCode !== 0) return last;
  }
  return last;
};

const runOne = async (host: Host, command: PlannedCommand, change: string, o: ApplyOptions): Promise<ApplyResult> => {
  const started = Date.now();
  o.onLine(`$ ${command.display}`);
  const lines = lineByLine(o.onLine);
  const result = await host
    .runScript(command.script, {
      args: command.args,
      signal: o.signal,
      timeoutMs: command.timeoutMs,
      maxBytes: 1024 * 1024,
      onOutput: lines.push,
      change,
      ...(command.become === null ? {} : { become: command.become }),
    })
    .catch((error: unknown): ScriptResult => {
      const stderr = error instanceof Error ? error.message : String(error);
      return { exitCode: null, stdout: '', stderr, ms: 0, failed: 'connection' };
    });
  lines.end();
  for (const line of `${result.stderr}\n${result.message ?? ''}`.split('\n'))
    if (line.trim()) o.onLine(line.slice(0, MAX_LINE));
  o.onLedger({
    at: new Date(started).toISOString(),
    where: host.name,
    command: command.display,
    exitCode: result.exitCode,
    ms: Date.now() - started,
    readOnly: false,
  });
  if (result.exitCode === 0 && !result.failed) o.onRan?.({ command, stdout: result.stdout });
  return { exitCode: result.exitCode, ...(result.failed ? { failed: result.failed } : {}) };
};

const lineByLine = (onLine: (line: string) => void) => {
  let rest = '';
  return {
    push: (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      // A line without an end is kept only as long as it would be shown.
      rest = (lines.pop() ?? '').slice(0, MAX_LINE);
      for (const line of lines) onLine(line.slice(0, MAX_LINE));
    },
    end: () => {
      if (rest) onLine(rest);
      rest = '';
    },
  };
};
