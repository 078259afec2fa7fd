import { gunzipSync } from 'node:zlib';
import type { Host, RunOptions } from '../../../model/host.ts';
import { pemsIn } from '../../network/chain.ts';
import { trustedIn } from '../../network/trust-store.ts';
import { parseTranscript, type Transcript } from '../../transcript.ts';
import lib from '../lib.sh?raw';
import trustScript from './truststore.sh?raw';

/** What the agent's Java trusts: the script's facts, the command that told it, and the certificates. */
export type Trusted = {
  readonly facts: ReadonlyMap<string, string>;
  readonly command: string;
  readonly certificates: readonly Certificate[];
  /** Those of them that came with Java; undefined where this is not the store that it marks them in. */
  readonly marked: Marked;
};

export type Marked = readonly Certificate[] | undefined;

/** DER or PEM. */
type Certificate = Buffer | string;

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

/** What came with the agent's Java, out of its own `cacerts`, where it uses another store; undefined where that cannot be read. */
export const listMarked = async (
  host: Host,
  store: WhichStore,
  o: Pick<RunOptions, 'signal' | 'become'>,
): Promise<Marked> => {
  const seen = await ask(host, store, 'own', o);
  const own = seen?.section('store') ? read(seen) : seen && printed(seen);
  return own?.facts.get('store-state') === 'read' ? own.marked : undefined;
};

const ask = async (
  host: Host,
  { agentDir, trustStore, javaCommand }: WhichStore,
  how: 'file' | 'keytool' | 'own',
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

type Listed = { readonly certificate: Certificate; readonly alias: string };

const trustedOf = (t: Transcript, command: string, listed: readonly Listed[]): Trusted => {
  const marked = listed.flatMap(({ certificate, alias }) => (cameWithJava(alias) ? [certificate] : []));
  return {
    facts: factsOf(t),
    command,
    certificates: listed.map(({ certificate }) => certificate),
    marked: t.value('store-own') === 'yes' ? marked : undefined,
  };
};

/** Source: JDK sources, sun.security.util.AnchorCertificates. */
const cameWithJava = (alias: string): boolean => alias.includes(' [jdk');

/** What keytool printed: of the names, those that matter here. */
const printed = (t: Transcript): Trusted => {
  const section = t.section('keytool');
  const entries = (section?.output ?? []).join('\n').split(/(?<=-----END CERTIFICATE-----)\n/);
  const listed = entries.flatMap((entry) => {
    const alias = /^Alias name: (.*)$/m.exec(entry)?.[1] ?? '';
    return pemsIn(entry).map((certificate) => ({ certificate, alias }));
  });
  return trustedOf(t, section?.command ?? '', listed);
};

/** What the store's file holds; null where it did not come whole or has no form that is known. */
const read = (t: Transcript): Trusted | null => {
  const sent = t.section('store');
  if (sent?.exitCode !== 0) return null;
  const [packing, encoding] = (t.value('store-form') ?? '').split(' ');
  const bytes = Buffer.from(sent.output.join(''), encoding === 'hex' ? 'hex' : 'base64');
  try {
    const store = packing === 'gzip' ? gunzipSync(bytes, { maxOutputLength: MAX_STORE }) : bytes;
    const listed = trustedIn(store);
    return listed && trustedOf(t, sent.command, listed);
  } catch {
    return null;
  }
};
