import type { Host } from '../../../model/host.ts';
import { parseTranscript } from '../../transcript.ts';
import lib from '../lib.sh?raw';
import { addressesIn } from '../net.ts';
import hints from '../proxy-hints.sh?raw';
import besideScript from './beside.sh?raw';

/** What the host's own tools said beside the ladder; empty where they said nothing. */
export type Beside = {
  /** The transcript as it stands. */
  readonly text: string;
  /** Of the name that the agent connects to, in the order that the host's resolver gives. */
  readonly addresses: readonly string[];
  /** `host:port` of proxies that other programs of the host use. */
  readonly hints: readonly string[];
};

const LIMIT_MS = 12_000;
const MAX_BYTES = 64 * 1024;

/** Runs while the ladder is climbed, so that it takes no time of its own. Never rejects. */
export const lookBeside = async (
  host: Host,
  o: { readonly first: string; readonly instance: string; readonly signal: AbortSignal },
): Promise<Beside> => {
  const result = await host
    .runScript(
      { text: `${lib}\n${hints}\n${besideScript}`, parts: { mark: '', ids: ['ladder.beside'] } },
      { args: [o.first, o.instance], signal: o.signal, timeoutMs: LIMIT_MS, maxBytes: MAX_BYTES },
    )
    .catch(() => null);
  const text = result?.stdout ?? '';
  const t = parseTranscript(text);
  return {
    text,
    addresses: addressesIn(t.section('addresses')),
    hints: t.all('proxy-hint').flatMap(({ value }) => (/^[A-Za-z0-9.-]+:\d{1,5}$/.test(value) ? [value] : [])),
  };
};
