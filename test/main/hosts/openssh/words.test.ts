import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createWords, unmarked, type Words } from '../../../../src-main/hosts/openssh/words.ts';

const read = (lines: readonly string[]) => {
  const heard: Words[] = [];
  let others = 0;
  const words = createWords({ words: (one) => heard.push(one), else: () => others++ });
  for (const line of lines) words.read(line);
  return { heard, others };
};
/** As OpenSSH 9.2 marks a line, and as 10.0 does. */
const old = (name: string, text: string, pid = 77) => `sshconnect2.c:${name}():2135 (pid=${pid}): ${text}`;
const recent = (name: string, text: string, pid = 77) => `sshconnect2.c:${name}():2211 (bin=ssh, pid=${pid}): ${text}`;
const ASKED = 'input_userauth_info_req';

describe.each([
  ['9.2', old],
  ['10.0', recent],
])('what a host says during sign-in, out of the lines of OpenSSH %s', (_, mark) => {
  test('before a question, and where ssh has answered by itself', () => {
    const { heard } = read([
      `debug2: ${mark(ASKED, 'entering')}`,
      mark(ASKED, 'Duo'),
      mark(ASKED, 'Two ways:'),
      ' 1. a push',
      ' 2. a call',
      `debug2: ${mark(ASKED, 'num_prompts 1')}`,
      'debug1: read_passphrase: requested to askpass',
      `debug2: ${mark(ASKED, 'entering')}`,
      mark(ASKED, 'Pushed a login request…'),
      `debug2: ${mark(ASKED, 'num_prompts 0')}`,
    ]);
    expect(heard).toEqual([
      { hop: 0, text: 'Duo\nTwo ways:\n 1. a push\n 2. a call', before: 'question' },
      { hop: 0, text: 'Pushed a login request…', before: 'nothing' },
    ]);
  });

  test('a banner, as far as it has come; what follows it is something else', () => {
    const { heard, others } = read([
      `debug3: ${mark('input_userauth_banner', 'entering')}`,
      'To sign in, visit',
      'https://example.org/a/1',
      'debug1: Authentications that can continue: none',
      'Permission denied, please try again.',
    ]);
    expect(heard).toMatchObject([
      { text: 'To sign in, visit', before: 'banner' },
      { text: 'To sign in, visit\nhttps://example.org/a/1', before: 'banner' },
    ]);
    expect(others).toBe(1);
  });

  test('which hop it is', () => {
    const { heard } = read([
      `debug2: ${mark('kex_buf2prop', 'first_kex_follows 0 ', 90)}`.replace('sshconnect2', 'kex'),
      `debug2: ${mark('kex_buf2prop', 'first_kex_follows 0 ', 89)}`.replace('sshconnect2', 'kex'),
      `debug2: ${mark(ASKED, 'entering', 89)}`,
      mark(ASKED, 'Hello', 89),
      `debug2: ${mark(ASKED, 'num_prompts 0', 89)}`,
    ]);
    expect(heard).toEqual([{ hop: 1, text: 'Hello', before: 'nothing' }]);
  });

  test('the mark is no part of what was said', () => {
    expect(unmarked(mark(ASKED, 'The account is locked.'))).toBe('The account is locked.');
    expect(unmarked('Permission denied, please try again.')).toBe('Permission denied, please try again.');
  });
});

test('whatever ssh writes, words are kept in bounds', () => {
  const line = fc.constantFrom(
    `debug2: ${old(ASKED, 'entering')}`,
    `debug2: ${old(ASKED, 'num_prompts 0')}`,
    `debug3: ${old('input_userauth_banner', 'entering')}`,
    old(ASKED, 'words'),
    old(ASKED, 'num_prompts 99999999999999'),
    'more words',
    'debug1: else',
    '',
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 400 }), (lines) => {
      for (const { text, hop } of read(lines).heard) {
        expect(text.split('\n').length).toBeLessThanOrEqual(100);
        expect(hop).toBe(0);
      }
    }),
  );
});
