import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { ScriptProbe } from '../../src-main/checks/define.ts';
import lib from '../../src-main/checks/probes/lib.sh?raw';
import { parseTranscript } from '../../src-main/checks/transcript.ts';
import type { Evidence } from '../../src-main/model/evidence.ts';

/** Shells that probes must work in. `busybox` runs with BusyBox's own tools and no others. */
export const SHELLS = ['dash', 'bash', 'busybox'] as const;
export type Shell = (typeof SHELLS)[number];

/** Files to lay out, by name relative to a new folder; removed by `close`. */
export const folderWith = (files: Readonly<Record<string, string | Uint8Array>>) => {
  const dir = mkdtempSync(join(tmpdir(), 'midup-probe-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }) };
};

/** Runs one probe as the prelude does, on this computer, as `uid` where one is given; returns what it printed. */
export const runProbe = (
  probe: Pick<ScriptProbe<unknown>, 'script'>,
  agent: string,
  shell: Shell = 'dash',
  env: Readonly<Record<string, string>> = {},
  uid?: number,
): string => {
  const path = shell === 'busybox' ? busyboxOnly() : (process.env['PATH'] ?? '');
  const [program, ...args] = shell === 'busybox' ? [`${path}/sh`] : [shell];
  const result = spawnSync(program ?? 'sh', [...args, '-s'], {
    input: `${lib}\n${probe.script}`,
    env: { PATH: path, LC_ALL: 'C', MIDUP_AGENT: agent, ...env },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 20_000,
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  if (result.error) throw result.error;
  if (result.stderr) throw new Error(`the probe wrote on stderr: ${result.stderr}`);
  return result.stdout;
};

/** One for all runs of a test file: its links are many. */
let busybox: string | undefined;
afterAll(() => {
  if (busybox !== undefined) rmSync(busybox, { recursive: true, force: true });
});
const busyboxOnly = (): string => {
  if (busybox !== undefined) return busybox;
  const { dir } = folderWith({});
  chmodSync(dir, 0o755);
  spawnSync('busybox', ['--install', '-s', dir]);
  busybox = dir;
  return dir;
};

export const evidenceOf = (id: string, text: string): Evidence => ({
  id,
  at: '2026-05-18T10:00:00.000Z',
  where: 'mid1',
  text,
  exitCode: 0,
  ms: 1,
  truncated: false,
});

/** A probe's typed data out of a transcript's text. */
export const parsed = <E>(probe: ScriptProbe<E>, text: string): E =>
  probe.parse(parseTranscript(text), evidenceOf(probe.id, text));
