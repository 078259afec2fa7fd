import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectHost } from '../../../../src-main/hosts/connect.ts';
import type { PromptAnswer, PromptRequest } from '../../../../src-main/model/prompt.ts';
import type { SshTarget } from '../../../../src-main/model/target.ts';
import { peers } from '../../../peers/needs.ts';
import { createSecurityKey, startSecurityKeyAgent, startSecurityKeyHelper } from '../../../peers/security-key.ts';
import { createSoftToken } from '../../../peers/soft-token.ts';
import { startSshAgent } from '../../../peers/ssh-agent.ts';
import { type Sshd, startSshd } from '../../../peers/sshd.ts';
import { attempt, failureOf, tempHome, values, whoAmI } from '../ssh/harness.ts';

const ready = peers('sshd', 'ssh', 'root');
let server: Sshd;
beforeAll(async () => {
  if (!ready) return;
  server = await startSshd({ config: ['MaxAuthTries 20'] });
  writeFileSync(server.authorizedKeysFile, '');
});
afterAll(() => server?.stop());

const builtin = () => ({ address: server.address, knownHostsFile: server.knownHostsFile });
const openssh = (): SshTarget => ({ kind: 'ssh', client: 'openssh', ...builtin() });

/** Connects, and notes when each question came and went. */
const watched = (
  target: SshTarget,
  env: NodeJS.ProcessEnv,
  answer: (request: PromptRequest) => PromptAnswer | null,
) => {
  const events: string[] = [];
  const outcome = connectHost(target, {
    ask: (request, signal) => {
      const what = request.kind === 'security-key' ? request.wants : request.kind;
      events.push(what);
      return new Promise<PromptAnswer>((resolve) => {
        const said = answer(request);
        if (said) resolve(said);
        signal?.addEventListener('abort', () => {
          if (!said) events.push(`${what} gone`);
          resolve({ kind: 'cancel' });
        });
      });
    },
    signal: AbortSignal.timeout(20_000),
    env: { PATH: process.env['PATH'], ...env },
    home: '/nonexistent',
  });
  return { outcome, events };
};

describe.skipIf(!ready)('a security key', { concurrent: true }, () => {
  test('that an agent holds: named with the built-in client; through ssh one is asked to touch it', async () => {
    const key = createSecurityKey();
    appendFileSync(server.authorizedKeysFile, key.line);
    let touch: (() => void) | undefined;
    const agent = await startSecurityKeyAgent(key, () => new Promise((done) => (touch = done)));
    const env = { SSH_AUTH_SOCK: agent.socket };
    expect(await failureOf(attempt(builtin(), { env }).outcome)).toMatchObject({
      code: 'certificate-unsupported',
      phase: 'auth',
      params: { what: 'the security key “key on a lanyard” (sk-ssh-ed25519@openssh.com) in the agent' },
    });
    const { outcome, events } = watched(openssh(), env, () => null);
    while (!touch) await sleep(10);
    await sleep(100);
    expect(events).toEqual(['touch']);
    touch();
    expect(await whoAmI(outcome)).toBe(server.user);
    expect(events).toEqual(['touch', 'touch gone']);
    await agent.stop();
  });

  test('in its own port: touched while ssh waits', async () => {
    const key = createSecurityKey();
    appendFileSync(server.authorizedKeysFile, key.line);
    const file = join(server.dir, 'id_sk_touch');
    writeFileSync(file, key.file, { mode: 0o600 });
    let touch: (() => void) | undefined;
    const hardware = await startSecurityKeyHelper(key, { touched: () => new Promise((done) => (touch = done)) });
    const target = { ...openssh(), identityFiles: [file] };
    const { outcome, events } = watched(target, { SSH_SK_HELPER: hardware.helper }, () => null);
    while (!touch) await sleep(10);
    await sleep(300);
    expect(events).toEqual(['touch']);
    touch();
    expect(await whoAmI(outcome)).toBe(server.user);
    expect(events).toEqual(['touch', 'touch gone']);
    await hardware.stop();
  });

  test('that wants its PIN: asked for; a wrong one goes to it once, and is said to have been wrong', async () => {
    const key = createSecurityKey('with a PIN', 1 | 4);
    appendFileSync(server.authorizedKeysFile, `verify-required ${key.line}`);
    const file = join(server.dir, 'id_sk_pin');
    writeFileSync(file, key.file, { mode: 0o600 });
    const hardware = await startSecurityKeyHelper(key, { pin: '2468' });
    const target = { ...openssh(), identityFiles: [file] };
    const sign = (pin: string) => {
      const asked: PromptRequest[] = [];
      const { outcome } = watched(target, { SSH_SK_HELPER: hardware.helper }, (request) => {
        if (request.kind === 'security-key' && request.wants === 'touch') return null;
        asked.push(request);
        return values(pin);
      });
      return { outcome, asked };
    };
    const wrong = sign('1357');
    expect(await failureOf(wrong.outcome)).toMatchObject({ code: 'passphrase', phase: 'auth', params: { file } });
    const right = sign('2468');
    expect(await whoAmI(right.outcome)).toBe(server.user);
    for (const { asked } of [wrong, right])
      expect(asked).toEqual([{ kind: 'security-key', key: `ED25519-SK key ${file}`, wants: 'pin', again: false }]);
    expect(hardware.pins()).toEqual(['', '1357', '', '2468']);
    await hardware.stop();
  });

  test('that is not touched: giving up ends it', async () => {
    const key = createSecurityKey();
    appendFileSync(server.authorizedKeysFile, key.line);
    const agent = await startSecurityKeyAgent(key, () => new Promise(() => undefined));
    const { outcome } = watched(openssh(), { SSH_AUTH_SOCK: agent.socket }, () => ({ kind: 'cancel' }));
    expect(await failureOf(outcome)).toMatchObject({ code: 'cancelled', phase: 'auth' });
    await agent.stop();
  });
});

describe.skipIf(!ready || !peers('softhsm'))('a key in a PKCS#11 token', () => {
  test('signs in by way of the agent, with either client', async () => {
    const token = createSoftToken();
    const agent = await startSshAgent(token.env);
    appendFileSync(server.authorizedKeysFile, token.line);
    token.addTo(agent.socket);
    const env = { SSH_AUTH_SOCK: agent.socket };
    for (const target of [builtin(), openssh()]) {
      const { outcome, asked } = attempt(target, { env: { PATH: process.env['PATH'], ...env } });
      expect(await whoAmI(outcome)).toBe(server.user);
      expect(asked).toEqual([]);
    }
    // Without an agent, the configuration names the library: ssh asks for the PIN then, and the built-in client says so.
    const home = tempHome(`PKCS11Provider ${token.library}\n`);
    const alone = { home: home.home, env: { PATH: process.env['PATH'], ...token.env } };
    expect(await failureOf(attempt(builtin(), alone).outcome)).toMatchObject({
      code: 'auth-failed',
      params: { unsupported: 'PKCS11Provider' },
    });
    const { outcome, asked } = attempt(openssh(), { ...alone, answer: () => values(token.pin) });
    expect(await whoAmI(outcome)).toBe(server.user);
    expect(asked).toEqual([{ kind: 'security-key', key: "'midup'", wants: 'pin', again: false }]);
    home.remove();
    await agent.stop();
    token.remove();
  });
});
