import type { Evidence } from '../model/evidence.ts';
import { type LocateEvidence, locateProbe } from './probes/locate.ts';
import { parseTranscript } from './transcript.ts';

/** What `locate` said, or undefined while it has said nothing. The newest evidence counts. */
export const located = (evidence: readonly Evidence[]): LocateEvidence | undefined => {
  const found = evidence.findLast((e) => e.id === locateProbe.id);
  return found && locateProbe.parse(parseTranscript(found.text), found);
};

/** The agents of the host, to choose from. */
export const agentsFound = (
  evidence: readonly Evidence[],
): readonly { readonly dir: string; readonly name: string | null }[] =>
  located(evidence)?.agents.map(({ dir, name }) => ({ dir, name })) ?? [];

export type AgentsSeen = {
  readonly looked: boolean;
  readonly chosen: string | null;
  /** The agent looked at may not be read by the user who looks. */
  readonly unreadable: boolean;
};

export const agentsSeen = (evidence: readonly Evidence[]): AgentsSeen => {
  const seen = located(evidence);
  const chosen = seen?.chosen ?? null;
  return {
    looked: seen !== undefined,
    chosen,
    unreadable: seen?.agents.find((a) => a.dir === chosen)?.readable === false,
  };
};
