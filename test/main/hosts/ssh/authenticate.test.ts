import ssh2, { type AnyAuthMethod, type BaseAgent } from 'ssh2';
import { expect, test } from 'vitest';
import { createAuthenticator } from '../../../../src-main/hosts/ssh/auth/authenticate.ts';
import { resolveSettings } from '../../../../src-main/hosts/ssh/config/resolve.ts';

test('an agent that asks a person before it signs has all the time in the world', async () => {
  const settings = await resolveSettings(
    { host: 'mid1', user: 'jo' },
    { home: '/nonexistent', env: {}, files: [], exec: async () => false },
  );
  const key = ssh2.utils.parseKey(ssh2.utils.generateKeyPairSync('ed25519').private);
  if (key instanceof Error) throw key;
  const waited: string[] = [];
  const { handler } = createAuthenticator({
    settings,
    candidates: [
      {
        ...{ id: 'k', label: 'k' },
        open: async () => ({
          key,
          sign: async (data) => {
            waited.push('signs');
            return data;
          },
        }),
      },
    ],
    troubles: [],
    offeredBefore: new Set(),
    ask: async () => ({ kind: 'cancel' }),
    signal: new AbortController().signal,
    giveUp: (error) => {
      throw error;
    },
    heard: () => undefined,
    whileWaiting: async (work) => {
      waited.push('stopped');
      const done = await work();
      waited.push('goes on');
      return done;
    },
  });
  const method = await new Promise<AnyAuthMethod>((resolve) =>
    handler(null, null, resolve as Parameters<typeof handler>[2]),
  );
  const { agent } = method as { agent: BaseAgent };
  const signed = await new Promise((resolve) =>
    agent.sign(key, Buffer.from('x'), {}, (_, signature) => resolve(signature)),
  );
  expect(String(signed)).toBe('x');
  expect(waited).toEqual(['stopped', 'signs', 'goes on']);
});
