import type { TcpFailure } from '../../../model/host.ts';
import type { Section } from '../../transcript.ts';

/** How a connection came about, as a tool of the host says it. */
export type ToolTcp = { readonly outcome: 'ok' | TcpFailure; readonly ms: number; readonly detail: string };

export const said = (section: Section | undefined): string => (section?.output ?? []).join('\n');

/** Of a tool that only connects; undefined where it was cut off. */
export const tcpOf = (section: Section, ms: number): ToolTcp | undefined => {
  const { exitCode } = section;
  if (exitCode === null) return undefined;
  const detail = section.output.at(-1)?.slice(0, 200) ?? '';
  if (exitCode === 0) return { outcome: 'ok', ms, detail };
  const silent = exitCode === 124 || exitCode === 143 || exitCode === 28;
  const outcome = failureIn(said(section)) ?? (silent ? 'timeout' : 'unknown');
  return { outcome, ms, detail: detail || (silent ? 'no answer in time' : '') };
};

/** The words that bash, nc, curl, wget and openssl have for it; they run with LC_ALL=C. */
export const failureIn = (text: string): TcpFailure | undefined => {
  if (/refused|errno=111\b/i.test(text)) return 'refused';
  if (/unreachable|no route|errno=(101|113)\b/i.test(text)) return 'unreachable';
  if (/reset by peer/i.test(text)) return 'reset';
  if (/timed? ?out|errno=110\b/i.test(text)) return 'timeout';
  if (/not known|resolve|bad address|name resolution|unknown host/i.test(text)) return 'name';
  return undefined;
};
