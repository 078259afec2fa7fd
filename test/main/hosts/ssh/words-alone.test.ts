import { PassThrough } from 'node:stream';
import { Client } from 'ssh2';
import { describe, expect, test } from 'vitest';
import { onWordsAlone } from '../../../../src-main/hosts/ssh/auth/words-alone.ts';

const unpacker = () => {
  const seen: unknown[][] = [];
  const heard: (readonly [string, string])[] = [];
  const handlers = { USERAUTH_INFO_REQUEST: (...unpacked: unknown[]) => void seen.push(unpacked) };
  const found = onWordsAlone({ _protocol: { _handlers: handlers } }, (title, words) => heard.push([title, words]));
  return { handlers, seen, heard, found };
};

describe('rounds without a question', () => {
  // Should this fail after an update of ssh2: connecting still works, but nobody sees "Pushed a login request…".
  test('are where this ssh2 unpacks them', () => {
    const client = new Client().on('error', () => undefined);
    client.connect({ sock: new PassThrough(), username: 'jo', password: 'x' });
    expect(onWordsAlone(client, () => undefined)).toBe(true);
    client.destroy();
  });

  test('are heard, and go on to ssh2 as they were; those with questions are its own', () => {
    const { handlers, seen, heard, found } = unpacker();
    expect(found).toBe(true);
    handlers.USERAUTH_INFO_REQUEST('protocol', 'Duo', 'Pushed a login request', []);
    handlers.USERAUTH_INFO_REQUEST('protocol', 'Duo', 'Code?', [{ prompt: 'Code: ', echo: false }]);
    handlers.USERAUTH_INFO_REQUEST('protocol', undefined, undefined, []);
    handlers.USERAUTH_INFO_REQUEST('protocol', 'cut off', 'in the middle', undefined);
    expect(heard).toEqual([
      ['Duo', 'Pushed a login request'],
      ['', ''],
    ]);
    expect(seen).toHaveLength(4);
    expect(seen[0]).toEqual(['protocol', 'Duo', 'Pushed a login request', []]);
  });

  test.each([
    [{}],
    [{ _protocol: undefined }],
    [{ _protocol: {} }],
    [{ _protocol: { _handlers: null } }],
    [{ _protocol: { _handlers: {} } }],
    [{ _protocol: { _handlers: { USERAUTH_INFO_REQUEST: 'x' } } }],
    [{ _protocol: { _handlers: Object.freeze({ USERAUTH_INFO_REQUEST: () => undefined }) } }],
  ])('an ssh2 that is built in another way is left as it is: %j', (client) => {
    const before = JSON.stringify(client);
    expect(onWordsAlone(client, () => undefined)).toBe(false);
    expect(JSON.stringify(client)).toBe(before);
  });
});
