import type { Host } from '../../../model/host.ts';
import { withoutComments } from '../../assemble.ts';
import { parseTranscript } from '../../transcript.ts';
import lib from '../lib.sh?raw';
import askScript from './ask.sh?raw';
import { shownTools } from './by-tools.ts';
import type { Goal } from './goal.ts';
import toolsLib from './lib.sh?raw';
import { failureIn, said } from './words.ts';

const LIMIT_MS = 12_000;
const MAX_BYTES = 64 * 1024;

/** How a server that was asked by plain HTTP answered; `status` 0 where it did not. `untried`: no tool could. */
export type ToolAnswer = {
  readonly url: string;
  readonly outcome: 'answered' | 'untried' | NonNullable<ReturnType<typeof failureIn>>;
  readonly ms: number;
  readonly status: number;
  readonly detail: string;
};

/**
 * Asks servers, one URL each, with the host's own tools; through the proxy, where the agent has one, at that address.
 * Never rejects. `text` is what the tools said, as evidence shows it.
 */
export const askWithTools = async (
  host: Host,
  { proxy }: Goal,
  urls: readonly string[],
  o: { readonly signal: AbortSignal; readonly via: string | undefined },
): Promise<{ readonly text: string; readonly answers: readonly ToolAnswer[] }> => {
  const servers = urls.map((url, at) => {
    const { hostname, port, pathname } = new URL(url);
    return `${at} ${hostname.replace(/^\[(.*)\]$/, '$1')} ${port || 80} ${pathname}`;
  });
  const args = [(proxy && (o.via ?? proxy.host)) ?? '', proxy ? String(proxy.port) : '', ...servers];
  const result = await host
    .runScript(
      { text: withoutComments([lib, toolsLib, askScript].join('\n')), parts: { mark: '', ids: ['ladder.revocation'] } },
      { args, signal: o.signal, timeoutMs: LIMIT_MS, maxBytes: MAX_BYTES },
    )
    .catch(() => null);
  const stdout = result?.stdout ?? '';
  const t = parseTranscript(stdout);
  const answers = urls.map((url, at): ToolAnswer => {
    const section = t.section(`revocation-${at}`);
    const ms = Math.min(Math.max(t.number(`revocation-${at}-ms`) ?? 0, 0), 60_000);
    const untried = { url, outcome: 'untried', ms, status: 0, detail: '' } as const;
    if (!section || section.exitCode === null) return untried;
    // What comes after it a server may say of itself.
    const head = section.output.find((line) => /^ {0,2}HTTP\//.test(line));
    const status = Number(/^ {0,2}HTTP\/[\d.]{1,4} (\d{3})\b/.exec(head ?? '')?.[1] ?? 0);
    if (status > 0) return { url, outcome: 'answered', ms, status, detail: `HTTP ${status}` };
    const silent = [124, 143, 28].includes(section.exitCode);
    const closed = section.exitCode === 0 && said(section).trim() === '';
    const outcome = failureIn(said(section)) ?? (silent ? 'timeout' : closed ? 'reset' : undefined);
    return outcome ? { ...untried, outcome, detail: section.output.at(-1)?.slice(0, 200) ?? '' } : untried;
  });
  return { text: shownTools(stdout, ''), answers };
};
