import { expect, test } from 'vitest';
import { hostPort, parseAddress } from '../../../../src-main/hosts/ssh/address.ts';
import { messagesFor } from '../../../../src-main/messages/index.ts';
import type { ConnectionError } from '../../../../src-main/model/connection-error.ts';

test.for([
  ['jo@', 'the address', 'In the address: “jo@” names no host.'],
  ['mid1:0', 'a jump host', 'In a jump host: “mid1:0” has a port that is not a number from 1 to 65535.'],
  ['\u001b[2Ja;b', 'the address', 'In the address: “a;b” is not a host name.'],
] as const)('%j is refused with a sentence', ([text, where, sentence]) => {
  expect(parseAddress('jo@mid1')).toEqual({ host: 'mid1', user: 'jo' });
  let error: ConnectionError | undefined;
  try {
    parseAddress(text, where);
  } catch (thrown) {
    error = thrown as ConnectionError;
  }
  expect(error).toMatchObject({ code: 'config-invalid', phase: 'config' });
  expect(error && messagesFor('en').connection(error).message).toBe(sentence);
});

test('is written with brackets where it needs them', () => {
  expect(hostPort('::1', 22)).toBe('[::1]:22');
  expect(hostPort('mid1', 22)).toBe('mid1:22');
});
