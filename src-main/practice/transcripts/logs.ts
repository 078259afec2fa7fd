import { AGENT, type HostState, type LogLine } from '../state.ts';
import { agentTime, epoch, wrapperTime } from '../times.ts';
import { fact, section, transcript } from './write.ts';

/** Of the lines that a practice writes, those that a reader of logs would look for: errors, and how a start went. */
const KNOWN =
  /SEVERE|WARN|ERROR|MID Server (?:started|stopping|stopped)|Initializing MID|Successfully connected|necessary roles|No space|Permission denied|failed launches/;

/** The ends of both logs. */
export const logs = (state: HostState): string =>
  transcript(
    fact('now', epoch(state.now)),
    fact('now-local', new Date(state.now).toISOString().slice(0, 19)),
    log('agent', `${AGENT}/logs/agent0.log.0`, state.agentLog, agentLine),
    log('wrapper', `${AGENT}/logs/wrapper.log`, state.wrapperLog, wrapperLine),
    fact('logs-kb', 48_212),
  );

export const agentLine = ({ at, text }: LogLine): string => `${agentTime(at)} ${text}`;
export const wrapperLine = ({ at, text }: LogLine): string => `${wrapperTime(at)} | ${text}`;

const log = (key: string, path: string, lines: readonly LogLine[], write: (line: LogLine) => string): string => {
  const written = lines.map(write);
  return transcript(
    fact(`${key}-path`, path),
    fact(`${key}-state`, 'read'),
    fact(`${key}-bytes`, written.join('\n').length + 1),
    fact(`${key}-from`, 1),
    fact(`${key}-mtime`, epoch(lines.at(-1)?.at ?? 0)),
    section(
      `${key}-known`,
      `grep -F -i -n (messages that are known) ${path}`,
      written.flatMap((text, i) => (KNOWN.test(text) ? [`${i + 1}:${text}`] : [])),
    ),
    section(`${key}-tail`, `tail -n 120 ${path}`, written.slice(-120)),
  ).trimEnd();
};
