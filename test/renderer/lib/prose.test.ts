import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filled, piecesOf } from '../../../src-renderer/lib/prose.ts';

const code = (sentence: string) =>
  piecesOf(sentence)
    .filter((piece) => piece.code)
    .map(({ text }) => text);

test.each([
  ['Free at least 2 GB on /opt, then look again.', ['/opt']],
  ['/opt/servicenow/mid/agent is gone.', ['/opt/servicenow/mid/agent']],
  ['It is in (/srv/a.b/config.xml).', ['/srv/a.b/config.xml']],
  ['yes/no and 3/4 and https://example.com/x', []],
  ['The root / is full', []],
])('%s', (sentence, paths) => {
  expect(code(sentence)).toEqual(paths);
});

test('nothing is lost, whatever the sentence', () => {
  fc.assert(
    fc.property(fc.string(), (sentence) => {
      const joined = piecesOf(sentence).map(({ text }) => text);
      expect(joined.join('')).toBe(sentence);
    }),
  );
});

test('values of a template stand apart, and are never read as one', () => {
  expect(filled('on {host} as {user}:', { host: '{user}', user: 'root' })).toEqual([
    { text: 'on ', code: false },
    { text: '{user}', code: true },
    { text: ' as ', code: false },
    { text: 'root', code: true },
    { text: ':', code: false },
  ]);
  expect(filled('{unknown}', {})).toEqual([{ text: '{unknown}', code: false }]);
});
