import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { excerpt } from '../../../../src-main/hosts/bounded.ts';
import { readKeyFile, unlock } from '../../../../src-main/hosts/ssh/auth/key-file.ts';
import { configLines, splitWords } from '../../../../src-main/hosts/ssh/config/lines.ts';
import { isFor, parseKnownHosts } from '../../../../src-main/hosts/ssh/known-hosts/entries.ts';
import { judgeHostKey } from '../../../../src-main/hosts/ssh/known-hosts/judge.ts';
import { matchesPattern } from '../../../../src-main/hosts/ssh/patterns.ts';
import { createTrace } from '../../../../src-main/hosts/ssh/trace.ts';
import { ConnectionError } from '../../../../src-main/model/connection-error.ts';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'midup-fuzz-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const config = fc.string({
  unit: fc.constantFrom(
    'Host ',
    'Match ',
    'User',
    '=',
    ' ',
    '\t',
    '\n',
    '"',
    "'",
    '\\',
    '#',
    '*',
    '!',
    'a',
    'é',
    '\0',
    '%',
  ),
  maxLength: 60,
});
const keyish = fc.string({
  unit: fc.constantFrom(
    '-----BEGIN OPENSSH PRIVATE KEY-----',
    '-----END OPENSSH PRIVATE KEY-----',
    'PuTTY-User-Key-File-2: ssh-rsa\n',
    'Public-Lines: 3\n',
    'b3BlbnNzaC1rZXktdjEA',
    'AAAA',
    '\n',
    '=',
    'x',
  ),
  maxLength: 20,
});

describe('hostile text', () => {
  test('a configuration is read or refused as such, never anything else', () => {
    fc.assert(
      fc.property(config, (text) => {
        try {
          configLines(text, 'f');
        } catch (error) {
          expect(error).toBeInstanceOf(ConnectionError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('words are split, or the quote is open', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '"', "'", '\\', '#', '\t') }), (text) => {
        const words = splitWords(text);
        if (words === null) expect(text).toMatch(/["']/);
        else expect(words.join('').length).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  test('known_hosts: nothing throws, nothing foreign is known', () => {
    const line = fc.string({
      unit: fc.constantFrom(
        '@revoked ',
        '|1|',
        'host',
        ' ',
        ',',
        '*',
        '!',
        'ssh-ed25519',
        'AAAA',
        '=',
        '\n',
        '\r',
        '\0',
      ),
      maxLength: 40,
    });
    fc.assert(
      fc.property(line, (text) => {
        const entries = parseKnownHosts(text, 'f');
        for (const entry of entries) isFor(entry, 'host');
        expect(judgeHostKey(entries, { host: 'host', port: 22, alias: null }, Buffer.from('nobody')).kind).not.toBe(
          'known',
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('key files: nothing throws, and no reason quotes the file', () => {
    fc.assert(
      fc.property(fc.oneof(keyish, fc.string()), (text) => {
        const file = join(dir, 'key');
        writeFileSync(file, text, { mode: 0o600 });
        const read = readKeyFile(file);
        expect(['public', 'unusable', 'locked']).toContain(read.kind);
        expect(unlock(text, 'x')).toBeNull();
        if (read.kind === 'unusable' && text.length > 8) expect(read.why).not.toContain(text);
      }),
      { numRuns: 300 },
    );
  });

  test('a pattern of many stars is quick', () => {
    const before = performance.now();
    expect(matchesPattern('a'.repeat(5000), `${'a*'.repeat(500)}b`)).toBe(false);
    expect(performance.now() - before).toBeLessThan(1000);
  });

  test('an excerpt is one short printable line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const said = excerpt(text);
        expect(said.length).toBeLessThanOrEqual(200);
        expect(said).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
      }),
    );
  });

  test('the trace is read in bounds', () => {
    const methods: string[] = [];
    const trace = createTrace({
      ident: () => undefined,
      keyAccepted: () => undefined,
      authFailure: (left) => methods.push(...left),
    });
    trace.read("Remote ident: 'SSH-2.0-OpenSSH_9.2p1 Debian-2\\r\\n'");
    trace.read('Inbound: Received USERAUTH_FAILURE (publickey,password)');
    trace.read('Handshake: (remote) KEX method: a,b');
    trace.read(`Handshake: (local) KEX method: ${'x'.repeat(100_000)}`);
    expect(trace.ident).toBe('OpenSSH_9.2p1 Debian-2');
    expect(methods).toEqual(['publickey', 'password']);
    expect(trace.negotiation.theirs).toBe('a, b');
    expect(trace.negotiation.ours.length).toBeLessThanOrEqual(4000);
  });
});
