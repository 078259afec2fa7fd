import { rootCertificates } from 'node:tls';
import { anchorsFor, certificateOf, fingerprintOf, issuerKnown, judgeChain } from '../../network/chain.ts';
import type { Marked, Trusted } from './trust.ts';
import type { TranscriptWriter } from './write.ts';

export type VouchOptions = {
  /** The name that the chain is for. */
  readonly host: string;
  readonly trusted: Trusted | null;
  /** Looks what came with the agent's Java, where that stands in another store. */
  readonly marks: () => Promise<Marked>;
};

/** A trust store has well over a hundred certificates; the evidence keeps those that this chain can end at. */
export const writeTrust = async (
  out: TranscriptWriter,
  chain: readonly string[],
  { host, trusted, marks }: VouchOptions,
): Promise<void> => {
  const state = trusted?.facts.get('store-state') ?? 'not-run';
  const judged = (anchors: readonly string[]) => judgeChain(chain, { anchors, marked: 'unknown' }, host, Date.now());
  const vouches = (anchors: readonly string[]) => judged(anchors)?.trusted === true;
  const anchors = state === 'read' ? anchorsFor(chain, trusted?.certificates ?? []) : [];
  // Where the agent has a store of its own, what came with Java lies in another one; it matters to few chains.
  const marked = trusted?.marked ?? (judged(anchors)?.undecided ? await marks() : []);
  const fingerprints = (pems: readonly string[]) => pems.flatMap((pem) => certificateOf(pem) ?? []).map(fingerprintOf);
  const own = fingerprints(anchors);
  const known = marked && fingerprints(anchorsFor(chain, marked)).filter((one) => own.includes(one));
  // In one line, so that no part of it can be cut off without the rest.
  out.fact('store-state', state === 'read' ? `read marks=${known?.length ?? 'unknown'}` : state);
  for (const one of known ?? []) out.fact('came-with-java', one);
  if (trusted?.facts.get('store')) out.fact('store', trusted.facts.get('store') ?? '');
  if (state === 'read' && trusted) {
    const { length } = trusted.certificates;
    out.fact('store-count', String(length));
    out.section('trusted', `${trusted.command} (of ${length}, those that the chain can end at)`, anchors, 0);
    if (vouches(anchors)) return;
    // With an authority that the store knows by name, one in between is missing, rather than all of them foreign.
    out.fact('issuer-known', issuerKnown(chain, trusted.certificates) ? 'yes' : 'no');
  }
  // What the agent does not trust is told apart: an authority that everybody else knows, or one of the house's own.
  out.fact('public-authority', vouches(anchorsFor(chain, rootCertificates)) ? 'yes' : 'no');
};
