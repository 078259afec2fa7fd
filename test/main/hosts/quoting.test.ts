import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandLine, quote } from '../../../src-main/hosts/quoting.ts';

describe('quote', () => {
  test('any text is one word, as it is, to a shell', () => {
    const samples = fc
      .sample(fc.string({ unit: 'grapheme', maxLength: 40 }), 300)
      .map((text) => text.replaceAll('\0', ''));
    const words = [...samples, '', "'", "''", '\\', '\n', '$(id)', '`id`', '-n', '!', '~', '*'];
    const { stdout } = spawnSync('sh', ['-s'], {
      input: `printf '%s\\0' ${words.map(quote).join(' ')}\n`,
      encoding: 'utf8',
    });
    expect(stdout.split('\0').slice(0, -1)).toEqual(words);
  });

  test('NUL is refused', () => {
    expect(() => quote('a\0b')).toThrow(/NUL/);
  });
});

describe('commandLine', () => {
  test('quotes only what needs it', () => {
    expect(commandLine(['sudo', '-n', '-u', 'svc.mid', '--', 'sh', '-c', 'echo x; exec sh'])).toBe(
      "sudo -n -u svc.mid -- sh -c 'echo x; exec sh'",
    );
    expect(commandLine(['', 'a b'])).toBe("'' 'a b'");
  });

  test.for(["it's", 'a!b', 'a\nb', 'a\\', 'a\\\\b'])('refuses %j, on which shells differ', (word) => {
    expect(() => commandLine([word])).toThrow(/shell/);
  });
});
