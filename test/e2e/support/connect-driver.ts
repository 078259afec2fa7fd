import { readFileSync, writeFileSync } from 'node:fs';
import { connectHost } from '../../../src-main/hosts/connect.ts';
import { ConnectionError } from '../../../src-main/model/connection-error.ts';
import type { PromptRequest } from '../../../src-main/model/prompt.ts';
import type { SshTarget } from '../../../src-main/model/target.ts';

/** One connection to try: where, with which home, and what is typed into every question but that for a host key. */
export type DrivenTarget = {
  readonly name: string;
  readonly target: SshTarget;
  readonly home: string;
  readonly typed?: string;
};

/** `who` is what `id -un` said there; else the error's code and params. */
export type DrivenResult = {
  readonly name: string;
  readonly ms: number;
  readonly asked: readonly PromptRequest['kind'][];
  readonly who?: string;
  readonly code?: string;
  readonly params?: Readonly<Record<string, unknown>>;
};

/** Runs in whatever runtime it is started by; files named by MIDUP_DRIVER_IN and _OUT are its work and its answer. */
const drive = async ({ name, target, home, typed }: DrivenTarget): Promise<DrivenResult> => {
  const asked: PromptRequest['kind'][] = [];
  const began = performance.now();
  const ms = () => Math.round(performance.now() - began);
  try {
    const host = await connectHost(target, {
      ask: async ({ kind }) => {
        asked.push(kind);
        if (kind === 'host-key') return { kind: 'once' };
        return typed === undefined ? { kind: 'cancel' } : { kind: 'values', values: [typed] };
      },
      signal: AbortSignal.timeout(30_000),
      env: { PATH: process.env['PATH'] },
      home,
    });
    const { stdout } = await host.runScript({ text: 'id -un' });
    await host.close();
    return { name, ms: ms(), asked, who: stdout.trim() };
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    return { name, ms: ms(), asked, code: error.code, params: error.params };
  }
};

const results: DrivenResult[] = [];
for (const one of JSON.parse(readFileSync(process.env['MIDUP_DRIVER_IN'] ?? '', 'utf8')) as DrivenTarget[])
  results.push(await drive(one).catch((error) => ({ name: one.name, ms: 0, asked: [], code: String(error.stack) })));
writeFileSync(process.env['MIDUP_DRIVER_OUT'] ?? '', JSON.stringify(results));
process.exit(0);
