import type { SecretBox } from '../../src-main/app/secret-box.ts';

/** A key store in memory; a test may put other functions in. */
export const createFakeBox = () => {
  const held = new Map<string, string>();
  const box: { -readonly [K in keyof SecretBox]: SecretBox[K] } = {
    available: async () => ({ ok: true }),
    get: async (key) => held.get(key) ?? null,
    set: async (key, secret) => void held.set(key, secret),
    remove: async (key) => void held.delete(key),
    removeAll: async () => held.clear(),
    count: () => held.size,
  };
  return { box, held };
};
