import type { Section } from '../../transcript.ts';
import { type HttpOutcome, type HttpResult, shownField } from './http.ts';
import { said } from './words.ts';

export type ToolHttp = Omit<HttpResult, 'ms'>;

/** What curl, wget, openssl, Python or a bare connection says of an answer; undefined where that says nothing of the server. */
export const httpOf = (section: Section): ToolHttp | undefined => {
  // BusyBox speaks too little of TLS for its failure to say anything of the server.
  if (/^wget: (TLS error|not an http or ftp url)/m.test(said(section))) return undefined;
  // An option that a very old curl does not have.
  if (section.exitCode === 2 && /^curl: option /m.test(said(section))) return undefined;
  // GNU wget puts two spaces in front of the header; curl shows the proxy's own answer first, and the real one last.
  const lines = section.output.map((line) => line.replace(/\r$/, ''));
  const starts = lines.flatMap((line, i) =>
    /^ {0,2}HTTP\/[\d.]+ \d{3}/.test(line) && !/connection established/i.test(line) ? [i] : [],
  );
  const start = starts.at(-1);
  const detail = lines.find((line) => /^(curl|wget|error): /.test(line))?.slice(0, 200) ?? '';
  if (start === undefined) {
    const outcome: HttpOutcome = /certificate required/i.test(said(section))
      ? 'client-certificate'
      : /timed? ?out|\(28\)/i.test(detail)
        ? 'timeout'
        : 'error';
    // A tool that broke down, or said nothing of its own, says nothing of the server.
    if (detail === '') return undefined;
    return { outcome, detail, status: null, headers: [], body: '' };
  }
  const headers: (readonly [string, string])[] = [];
  let i = start + 1;
  for (; i < lines.length; i++) {
    const [, name, value] = /^\s*([A-Za-z0-9-]+):\s*(.*)$/.exec(lines[i] ?? '') ?? [];
    if (name === undefined || value === undefined) break;
    const field = shownField(name, value);
    if (field) headers.push(field);
  }
  const status = Number(/^ *HTTP\/[\d.]+ (\d{3})/.exec(lines[start] ?? '')?.[1]);
  const body = lines.slice(i).join('\n').trimStart().slice(0, 2048);
  return { outcome: 'ok', detail, status, headers, body };
};
