import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectHost } from '../../../../src-main/hosts/connect.ts';
import { ConnectionError } from '../../../../src-main/model/connection-error.ts';
import type { Host } from '../../../../src-main/model/host.ts';
import type { LedgerEntry } from '../../../../src-main/model/ledger.ts';
import { type AskUser, isNotice, type PromptAnswer, type PromptRequest } from '../../../../src-main/model/prompt.ts';
import type { SshTarget } from '../../../../src-main/model/target.ts';
import type { Sshd } from '../../../peers/sshd.ts';

export type Answerer = (request: PromptRequest, nth: number) => PromptAnswer | Promise<PromptAnswer>;

/**
 * Connects with a home of its own, and keeps what was asked and noted on the way. What is only shown stands until it is
 * taken away, unless `onNotice` answers it.
 */
export const attempt = (
  target: Partial<SshTarget> & { address: string },
  options: {
    readonly answer?: Answerer;
    readonly onNotice?: () => PromptAnswer;
    readonly signal?: AbortSignal;
    readonly home?: string;
    readonly env?: NodeJS.ProcessEnv;
  } = {},
) => {
  const asked: PromptRequest[] = [];
  const ledger: Omit<LedgerEntry, 'n'>[] = [];
  const standing = new Set<PromptRequest>();
  const stand = (request: PromptRequest, until: AbortSignal | undefined) =>
    new Promise<PromptAnswer>((resolve) => {
      standing.add(request);
      const gone = () => {
        standing.delete(request);
        resolve({ kind: 'cancel' });
      };
      until?.addEventListener('abort', gone, { once: true });
    });
  const ask: AskUser = async (request, until) => {
    asked.push(request);
    if (isNotice(request)) return options.onNotice?.() ?? stand(request, until);
    return (await options.answer?.(request, asked.length)) ?? { kind: 'cancel' };
  };
  const outcome: Promise<Host> = connectHost(
    { kind: 'ssh', ...target },
    {
      ask,
      signal: options.signal ?? AbortSignal.timeout(50_000),
      env: options.env ?? {},
      home: options.home ?? '/nonexistent',
      onLedger: (entry) => ledger.push(entry),
    },
  );
  return { outcome, asked, ledger, standing: () => [...standing] };
};

/** Connects, says who it is there, and closes. */
export const whoAmI = async (outcome: Promise<Host>): Promise<string> => {
  const host = await outcome;
  const { stdout } = await host.runScript({ text: 'id -un' });
  await host.close();
  return stdout.trim();
};

/** The error that connecting ends with. */
export const failureOf = async (outcome: Promise<Host>): Promise<ConnectionError> => {
  const result = await outcome.then(
    async (host) => {
      await host.close();
      return new Error('it connected');
    },
    (error: unknown) => error,
  );
  if (result instanceof ConnectionError) return result;
  throw result;
};

export const byKey = (server: Sshd): Partial<SshTarget> & { address: string } => ({
  address: server.address,
  identityFiles: [server.keyFile],
  knownHostsFile: server.knownHostsFile,
});

export type TempHome = { readonly home: string; readonly ssh: string; remove(): void };

/** A home with `.ssh` and, where given, a config in it. */
export const tempHome = (config = ''): TempHome => {
  const home = mkdtempSync(join(tmpdir(), 'midup-home-'));
  const ssh = join(home, '.ssh');
  mkdirSync(ssh, { mode: 0o700 });
  writeFileSync(join(ssh, 'config'), config, { mode: 0o600 });
  chmodSync(ssh, 0o700);
  return { home, ssh, remove: () => rmSync(home, { recursive: true, force: true }) };
};

export const values = (...given: string[]): PromptAnswer => ({ kind: 'values', values: given });
