import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { algorithmsFor, slowExchanges } from '../../../../src-main/hosts/ssh/algorithms.ts';

const NONE = { hostkeyalgorithms: null, kexalgorithms: null, ciphers: null, macs: null };
const electron = slowExchanges({ ...process.versions, electron: '45.0.0' });

// As ssh2's client makes the list of its offer.
const require = createRequire(import.meta.url);
type Lists = (change: unknown, usual: readonly string[], all: readonly string[]) => readonly string[];
const { generateAlgorithmList }: { generateAlgorithmList: Lists } = require('ssh2/lib/utils.js');
const known: {
  DEFAULT_KEX: readonly string[];
  SUPPORTED_KEX: readonly string[];
} = require('ssh2/lib/protocol/constants.js');

const exchanges = (kexalgorithms: string | null, without = electron): readonly string[] => {
  const { kex } = algorithmsFor({ algorithms: { ...NONE, kexalgorithms } }, [], without);
  return generateAlgorithmList(kex, known.DEFAULT_KEX, known.SUPPORTED_KEX);
};

describe('key exchanges that Electron takes seconds for', () => {
  test('are offered by Node, and not by Electron', () => {
    expect(slowExchanges()).toEqual([]);
    const inNode = exchanges(null, []);
    const inElectron = exchanges(null);
    for (const name of ['diffie-hellman-group18-sha512', 'diffie-hellman-group-exchange-sha256']) {
      expect(inNode).toContain(name);
      expect(inElectron).not.toContain(name);
    }
    expect(inElectron.length).toBeGreaterThan(5);
    expect(inElectron[0]).toBe(inNode[0]);
  });

  test.for(['+diffie-hellman-*', '^diffie-hellman-group18-sha512,diffie-hellman-group1-sha1', 'diffie-hellman-group*'])(
    'stay out where the configuration says %s',
    (spec) => {
      const offered = exchanges(spec);
      expect(offered).toContain('diffie-hellman-group1-sha1');
      expect(offered.filter((name) => electron.includes(name))).toEqual([]);
    },
  );
});

describe('the type of a host key', () => {
  test('that is known comes first, and RSA with SHA-2 only', () => {
    const { serverHostKey } = algorithmsFor({ algorithms: NONE }, ['ssh-rsa'], []);
    const { append } = serverHostKey as unknown as { append: readonly RegExp[] };
    const order = ['ssh-ed25519', 'rsa-sha2-256', 'rsa-sha2-512', 'ssh-rsa'].map((name) =>
      append.findIndex((pattern) => pattern.test(name)),
    );
    expect(order).toEqual([2, 1, 0, -1]);
  });
});
