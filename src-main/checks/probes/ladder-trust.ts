import { gunzipSync } from 'node:zlib';
import type { Host, RunOptions } from '../../model/host.ts';
import { pemsIn } from '../network/chain.ts';
import { trustedIn } from '../network/trust-store.ts';
import { parseTranscript, type Transcript } from '../transcript.ts';
import lib from './lib.sh?raw';
import trustScript from './truststore.sh?raw';

/** What the agent's Java trusts: the script's facts, the command that told it, and the certificates. */
export type Trusted = {
  readonly facts: ReadonlyMap<string, string>;
  readonly command: string;
  /** DER or PEM. */
  readonly certificates: readonly (Buffer | string)[];
};

export type WhichStore = {
  readonly agentDir: string;
  /** As the agent's settings name them; empty: the usual ones. */
  readonly trustStore: string;
  readonly javaCommand: string;
};

const TRUST_MS = 20_000;
/** Of a store's file. One of a Java has 150 to 250 KB. */
const MAX_STORE = 4 * 1024 * 1024;

/** Lists the agent's trust store; null where the host could not be asked. A file that is not understood is left to keytool. */
export const listTrusted = async (
  host: Host,
  store: WhichStore,
  o: Pick<RunOptions, 'signal' | 'become'>,
): Promise<Trusted | null> => {
  const seen = await ask(host, store, 'file', o);
  if (!seen?.section('store')) return seen && printed(seen);
  return read(seen) ?? (await ask(host, store, 'keytool', o).then((again) => again && printed(again)));
};

const ask = async (
  host: Host,
  { agentDir, trustStore, javaCommand }: WhichStore,
  how: 'file' | 'keytool',
  o: Pick<RunOptions, 'signal' | 'become'>,
): Promise<Transcript | null> => {
  const result = await host
    .runScript(
      { text: `${lib}\n${trustScript}`, parts: { mark: '', ids: ['ladder.truststore'] } },
      { ...o, args: [agentDir, trustStore, javaCommand, how], timeoutMs: TRUST_MS, maxBytes: 8 * 1024 * 1024 },
    )
    .catch(() => null);
  return result && !result.failed ? parseTranscript(result.stdout) : null;
};

const factsOf = (t: Transcript) => new Map(t.facts.map((f) => [f.key, f.value]));

/** What keytool printed. */
const printed = (t: Transcript): Trusted => {
  const listed = t.section('keytool');
  return {
    facts: factsOf(t),
    command: listed?.command ?? '',
    certificates: pemsIn((listed?.output ?? []).join('\n')),
  };
};

/** What the store's file holds; null where it did not come whole or has no form that is known. */
const read = (t: Transcript): Trusted | null => {
  const sent = t.section('store');
  if (sent?.exitCode !== 0) return null;
  const [packing, encoding] = (t.value('store-form') ?? '').split(' ');
  const bytes = Buffer.from(sent.output.join(''), encoding === 'hex' ? 'hex' : 'base64');
  try {
    const store = packing === 'gzip' ? gunzipSync(bytes, { maxOutputLength: MAX_STORE }) : bytes;
    const certificates = trustedIn(store);
    return certificates && { facts: factsOf(t), command: sent.command, certificates };
  } catch {
    return null;
  }
};
