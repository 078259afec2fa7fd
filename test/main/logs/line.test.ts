import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLogLine, secondsBetween } from '../../../src-main/logs/line.ts';

const line = (
  at: string | null,
  level: string | null,
  source: string | null,
  thread: string | null,
  message: string,
) => ({
  at,
  level,
  source,
  thread,
  message,
});

describe('each layout of a log line', () => {
  test.each([
    [
      '2022-11-03T10:15:30.123+0000 INFO (StartupSequencer) [Main:42] MID Server started',
      line('2022-11-03T10:15:30.123', 'info', null, 'StartupSequencer', 'MID Server started'),
    ],
    [
      '2024-01-02T03:04:05.006-0800 SEVERE (Worker-Standard:a b) [X:1] broken',
      line('2024-01-02T03:04:05.006', 'error', null, 'Worker-Standard:a b', 'broken'),
    ],
    ['2024-01-02 03:04:05 WARN text', line('2024-01-02T03:04:05', 'warn', null, null, 'text')],
    ['2024-01-02T03:04:05 Something else', line(null, null, null, null, '2024-01-02T03:04:05 Something else')],
    [
      '11/03/22 10:15:30 (123) MIDServer MID Server started',
      line('2022-11-03T10:15:30.123', 'info', null, 'MIDServer', 'MID Server started'),
    ],
    [
      '2019/03/05 10:15:30 (7) StartupSequencer WARNING *** WARNING *** slow',
      line('2019-03-05T10:15:30.007', 'warn', null, 'StartupSequencer', 'slow'),
    ],
    [
      '11/03/22 10:15:30 (123) StartupSequencer SEVERE *** ERROR *** Unable to connect',
      line('2022-11-03T10:15:30.123', 'error', null, 'StartupSequencer', 'Unable to connect'),
    ],
    [
      '11/03/22 10:15:30 (123) ECCSender.1 DEBUG: sending',
      line('2022-11-03T10:15:30.123', 'debug', null, 'ECCSender.1', 'sending'),
    ],
    ['2022/11/03 10:15:30 | Launching a JVM...', line('2022-11-03T10:15:30', null, null, null, 'Launching a JVM...')],
    [
      'INFO   | jvm 1    | 2022/11/03 10:15:30.456 | text | with a bar',
      line('2022-11-03T10:15:30.456', 'info', 'jvm 1', null, 'text | with a bar'),
    ],
    [
      'FATAL  | wrapper  | 2022/11/03 10:15:30 | Giving up.',
      line('2022-11-03T10:15:30', 'fatal', 'wrapper', null, 'Giving up.'),
    ],
    ['wrapper  | Launching a JVM...', line(null, null, 'wrapper', null, 'Launching a JVM...')],
    ['jvm 1    | hello\r', line(null, null, 'jvm 1', null, 'hello')],
    ['main SEVERE *** ERROR *** Could not find', line(null, 'error', null, 'main', 'Could not find')],
    ['\tat java.base/java.net.Socket.connect', line(null, null, null, null, '\tat java.base/java.net.Socket.connect')],
    ['', line(null, null, null, null, '')],
  ])('%s', (text, expected) => {
    expect(parseLogLine(text)).toEqual(expected);
  });
});

test('any text gives a line and no error, quickly', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(typeof parseLogLine(text).message).toBe('string');
    }),
    { numRuns: 1000 },
  );
  for (const evil of ['a '.repeat(500_000), `11/03/22 10:15:30 (1) ${'x '.repeat(50_000)}`, ' '.repeat(1_000_000)])
    parseLogLine(evil);
});

test('seconds between two times of the host', () => {
  expect(secondsBetween('2022-11-03T10:15:30', '2022-11-03T10:16:30.500')).toBe(60.5);
  expect(secondsBetween(null, '2022-11-03T10:16:30')).toBeUndefined();
  expect(secondsBetween('9999-99-99T10:16:30', '2022-11-03T10:16:30')).toBeUndefined();
});
