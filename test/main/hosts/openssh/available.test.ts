import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { parseCall } from '../../../../src-main/cli/args.ts';
import { targetOf } from '../../../../src-main/cli/target.ts';
import { connectHost } from '../../../../src-main/hosts/connect.ts';
import { whyNoOpenssh } from '../../../../src-main/hosts/openssh/available.ts';
import { messagesFor } from '../../../../src-main/messages/index.ts';
import { ConnectionError } from '../../../../src-main/model/connection-error.ts';
import type { SshTarget } from '../../../../src-main/model/target.ts';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'midup-path-'));
  for (const [name, mode] of [
    ['with', 0o755],
    ['not-executable', 0o644],
  ] as const) {
    mkdirSync(join(dir, name));
    writeFileSync(join(dir, name, 'ssh'), '#!/bin/sh\n');
    chmodSync(join(dir, name, 'ssh'), mode);
  }
  mkdirSync(join(dir, 'folder/ssh'), { recursive: true });
});
afterAll(() => rmSync(dir, { recursive: true }));
const onWindows = () => vi.spyOn(process, 'platform', 'get').mockReturnValue('win32');
afterEach(() => void vi.restoreAllMocks());

const pathOf = (...names: readonly string[]) => ({ PATH: names.map((name) => join(dir, name)).join(':') });

test.each([
  [['with'], null],
  [['nowhere', 'folder', 'not-executable', 'with'], null],
  [['nowhere', 'folder', 'not-executable'], 'there is no ssh on this computer'],
  [[], 'there is no ssh on this computer'],
] as const)('an ssh in %j: %s', (names, why) => {
  expect(whyNoOpenssh({ env: pathOf(...names), platform: 'linux' })).toBe(why);
});

test('never on Windows, whatever is there', () => {
  const why = 'going through the ssh of this computer does not work on Windows yet';
  expect(whyNoOpenssh({ env: pathOf('with'), platform: 'win32' })).toBe(why);
});

describe('an error offers it only where it is another way on', () => {
  const failed = async (target: Partial<SshTarget>, env: NodeJS.ProcessEnv): Promise<ConnectionError> => {
    const all = { kind: 'ssh', address: 'mid1', ...target } as const;
    const options = { ask: async () => ({ kind: 'cancel' }) as const, signal: new AbortController().signal };
    const error = await connectHost({ ...all, jumps: ['jo@'] }, { ...options, env, home: dir }).catch((e) => e);
    if (!(error instanceof ConnectionError)) throw new Error('it connected');
    return error;
  };
  const offers = ({ params }: ConnectionError) =>
    messagesFor('en').connection({ code: 'certificate-unsupported', phase: 'auth', params }).viaOpenssh;

  test('here', async () => {
    const error = await failed({}, pathOf('with'));
    expect(error).toMatchObject({ code: 'config-invalid', params: { fault: 'no-host' } });
    expect(offers(error)).toBe(true);
  });

  test('not where there is none, nor where it is gone through already', async () => {
    const none = await failed({}, pathOf('nowhere'));
    expect(none).toMatchObject({ code: 'config-invalid', phase: 'config', params: { fault: 'no-host' } });
    expect(offers(none)).toBe(false);
    expect(offers(await failed({ client: 'openssh' }, pathOf('with')))).toBe(false);
    const chosen = await failed({ client: 'openssh' }, pathOf('nowhere'));
    expect(messagesFor('en').connection(chosen).message).toMatch(/there is no ssh on this computer; use the built-in/);
  });

  test('not on Windows, where choosing it all the same is refused before anything is connected', async () => {
    onWindows();
    expect(offers(await failed({}, pathOf('with')))).toBe(false);
    const chosen = await failed({ client: 'openssh' }, pathOf('with'));
    expect(messagesFor('en').connection(chosen).message).toMatch(
      /does not work on Windows yet; use the built-in client/,
    );
    const call = (client: string) => () => targetOf(parseCall(['diagnose', '--ssh', 'mid1', '--ssh-client', client]));
    expect(call('openssh')).toThrow('--ssh-client openssh does not work on Windows yet');
    expect(call('builtin')()).toMatchObject({ client: 'builtin' });
  });
});
