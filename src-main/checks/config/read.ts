import type { EvidenceRef, NeedCode } from '../../model/finding.ts';
import { type ConfigEvidence, configProbe } from '../probes/config.ts';
import type { ConfigParameter } from './xml.ts';

/** The parameters, or what is missing to say anything about them. */
export const readConfig = (
  config: ConfigEvidence,
): { readonly parameters: readonly ConfigParameter[] } | { readonly needs: NeedCode } => {
  if (config.xml?.ok) return { parameters: config.parameters };
  if (config.state === 'no-rights') return { needs: 'read-rights' };
  // Missing or malformed is another check's finding; this one stands on it.
  if (config.state === 'missing' || config.state === 'not-a-file' || config.xml) return { needs: 'config' };
  return { needs: 'evidence' };
};

/** Where the parameters stand in the evidence. */
export const linesOf = (
  config: ConfigEvidence,
  parameters: readonly ConfigParameter[],
): { readonly evidence: readonly EvidenceRef[] } => ({
  evidence: [{ id: configProbe.id, lines: parameters.map((p) => config.offset + p.line) }],
});
