import fc from 'fast-check';
import { expect, test } from 'vitest';
import { passage } from '../../../src-main/hosts/bounded.ts';
import { isPasswordPrompt, splitPrompt } from '../../../src-main/hosts/prompt-words.ts';

/** As Duo's PAM module words it. */
const DUO = `Duo two-factor login for jo

Enter a passcode or select one of the following options:

 1. Duo Push to XXX-XXX-1234
 2. Phone call to XXX-XXX-1234
 3. SMS passcodes to XXX-XXX-1234 (next code starts with: 2)

Passcode or option (1-3): `;

test('the last line of a prompt is the question, the others stand above it', () => {
  const { above, label } = splitPrompt(DUO);
  expect(label).toBe('Passcode or option (1-3):');
  expect(above.split('\n')).toHaveLength(5);
  expect(above).toContain('\n 1. Duo Push to XXX-XXX-1234\n 2. Phone call');
  expect(splitPrompt('Code: ')).toEqual({ above: '', label: 'Code:' });
  expect(splitPrompt('\r\nCode:\r\n')).toEqual({ above: '', label: 'Code:' });
  expect(splitPrompt('')).toEqual({ above: '', label: '' });
});

test.each([
  ['Password: ', true],
  ["jo's password:", true],
  ['The account is locked due to 3 failed logins.\n(9 minutes left to unlock)\nPassword: ', true],
  ['New password: ', false],
  ['You are required to change your password immediately (password expired).\nPassword: ', false],
  ['One-time password: ', false],
  ['Password and token: ', false],
  ['Password', false],
  [DUO, false],
])('%j is the plain question for a password: %s', (prompt, is) => {
  expect(isPasswordPrompt(prompt)).toBe(is);
});

test('whatever a host sends is short, and moves or hides nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), (text) => {
      const { above, label } = splitPrompt(text);
      expect(label.length).toBeLessThanOrEqual(200);
      expect(label).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
      for (const words of [above, passage(text)]) {
        expect(words.length).toBeLessThanOrEqual(1000);
        expect(words).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]|\n\n|^\n|\n$/);
      }
    }),
  );
});
