import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localTime, wrapperRuns } from '../../../../src-main/checks/service/wrapper-log.ts';

const at = (time: string, message: string) => `2026/11/22 ${time} | ${message}`;

describe('wrapper.log', () => {
  test('a run goes from Started to Stopped, with its launches', () => {
    const runs = wrapperRuns([
      at('09:00:00', '--> Wrapper Started as Daemon'),
      at('09:00:01', 'Launching a JVM...'),
      at('09:30:00', 'TERM trapped.  Shutting down.'),
      at('09:30:02', '<-- Wrapper Stopped'),
      at('10:00:00', '--> Wrapper Started as Service'),
      at('10:00:01', 'Launching a JVM...'),
      at('10:00:09', 'JVM exited unexpectedly.'),
      at('10:00:14', 'Launching a JVM...'),
      at('10:00:20', 'MID Server started'),
    ]);
    expect(runs).toMatchObject([
      { stopped: true, asked: true, gaveUp: null, launches: [{ failure: null }] },
      { stopped: false, asked: false, launches: [{ failure: { index: 6 } }, { failure: null, healthy: true }] },
    ]);
    expect(runs[1]?.launches[0]).toMatchObject({
      at: localTime('2026/11/22 10:00:01'),
      endedAt: localTime('2026/11/22 10:00:09'),
    });
  });

  test.each([
    ['TM', '2026/11/22 10:00:01 | Launching a JVM...'],
    ['LPTM', 'STATUS | wrapper  | 2026/11/22 10:00:01 | Launching a JVM...'],
    ['TPM', '2026/11/22 10:00:01 | wrapper  | Launching a JVM...'],
    ['LPDTM', 'STATUS | wrapper  | main     | 2026/11/22 10:00:01 | Launching a JVM...'],
    ['LPTUM', 'STATUS | wrapper  | 2026/11/22 10:00:01 |       12 | Launching a JVM...'],
    ['LPTM with milliseconds', 'STATUS | wrapper  | 2026/11/22 10:00:01.123 | Launching a JVM...'],
  ])('is read in layout %s', (_, line) => {
    expect(Math.floor((wrapperRuns([line])[0]?.launches[0]?.at ?? 0) / 1000)).toBe(
      Date.UTC(2026, 10, 22, 10, 0, 1) / 1000,
    );
  });

  test('without times in layout PM', () => {
    expect(wrapperRuns(['wrapper  | Launching a JVM...'])[0]?.launches).toMatchObject([{ at: undefined }]);
  });

  test.each([
    'Unable to start JVM: No such file or directory (2)',
    'Unable to start JVM: Permission denied (13)',
    'Could not reserve enough space for 102400000000KB object heap',
    'Invalid maximum heap size: -Xmx9x',
    'There is insufficient memory for the Java Runtime Environment to continue.',
    'ERROR: Could not write pid file /opt/x/work/mid.pid: Permission denied',
    '275 pid file, /opt/x/work/mid.pid, already exists.',
    'java.lang.UnsupportedClassVersionError: com/service_now/mid/Main',
  ])('names the problem: %s', (message) => {
    const [run] = wrapperRuns([
      at('10:00:00', 'Launching a JVM...'),
      at('10:00:01', message),
      at('10:00:02', 'JVM exited while loading the application.'),
    ]);
    expect(run?.problem?.message).toBe(message);
  });

  test.each([
    'JVM exited unexpectedly.',
    'JVM exited while starting the application.',
    'JVM process exited with a code of 134, setting the Wrapper exit code to 134.',
    'JVM appears hung: Timed out waiting for signal from JVM.',
    'Startup failed: Timed out waiting for signal from JVM.',
    'JVM process is gone.',
    'The JVM has run out of memory.',
  ])('sees a launch that went wrong: %s', (message) => {
    const [run] = wrapperRuns([at('10:00:00', 'Launching a JVM...'), at('10:00:01', message)]);
    expect(run?.launches[0]?.failure?.message).toBe(message);
  });

  test.each([
    'JVM process exited with a code of 0, setting the Wrapper exit code to 0.',
    'JVM requested a restart.',
    'Restarting JVM.',
  ])('does not take for one: %s', (message) => {
    expect(
      wrapperRuns([at('10:00:00', 'Launching a JVM...'), at('10:00:01', message)])[0]?.launches[0]?.failure,
    ).toBeNull();
  });

  test('what a program complained of counts where nothing better is there', () => {
    const said = 'Problem reading config.xml: org.xml.sax.SAXParseException';
    expect(wrapperRuns([at('10:00:00', 'Launching a JVM...'), at('10:00:01', said)])[0]?.problem?.message).toBe(said);
  });

  test('any text is read without a throw', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (lines) => Array.isArray(wrapperRuns(lines))),
      { numRuns: 1000 },
    );
  });
});
