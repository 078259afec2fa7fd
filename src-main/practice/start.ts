import type { World } from './scenario.ts';
import { agentStart, JAVA_PID, type LogLine, statusLines, WRAPPER_PID, wrapperStart } from './state.ts';
import { agentLine, wrapperLine } from './transcripts/logs.ts';

/** What `systemctl start` prints, and how it ends; it says nothing where all went well. */
export const startOutput = (
  obstacle: string | null,
): { readonly lines: readonly string[]; readonly exitCode: number } =>
  obstacle === null
    ? { lines: [], exitCode: 0 }
    : {
        lines: [
          'Job for mid.service failed because the control process exited with error code.',
          'See "systemctl status mid.service" and "journalctl -xeu mid.service" for details.',
        ],
        exitCode: 1,
      };

/** What a watch of this many seconds prints, second by second; see `checks/watch.sh`. */
export const watchSeconds = (world: World, seconds: number, obstacle: string | null): readonly string[] => {
  if (world.startedAt === null) return failed(obstacle ?? 'The service was not started.', world.now);
  const start = world.startedAt;
  const agent = [...agentStart(start), ...statusLines(start, start + seconds * 1000)].toSorted((a, b) => a.at - b.at);
  const wrapper = wrapperStart(start);
  return Array.from({ length: seconds + 1 }, (_, second) =>
    [
      ...within(wrapper, start, second).map((line) => `:wrapper-log ${wrapperLine(line)}`),
      ...within(agent, start, second).map((line) => `:agent-log ${agentLine(line)}`),
      `:second ${second} ${WRAPPER_PID} ${second < 1 ? '-' : JAVA_PID}`,
      '',
    ].join('\n'),
  );
};

const within = (lines: readonly LogLine[], start: number, second: number): readonly LogLine[] =>
  lines.filter(({ at }) => Math.floor((at - start) / 1000) === second);

const failed = (obstacle: string, now: number): readonly string[] => [
  [
    `:wrapper-log ${wrapperLine({ at: now, text: '--> Wrapper Started as Daemon' })}`,
    `:wrapper-log ${wrapperLine({ at: now, text: obstacle })}`,
    `:wrapper-log ${wrapperLine({ at: now, text: '<-- Wrapper Stopped' })}`,
    ':second 0 - -',
    '',
  ].join('\n'),
  ...[1, 2, 3, 4, 5].map((second) => `:second ${second} - -\n`),
  ':gone 5\n',
];
