import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { expandHome } from '../hosts/ssh/config/tokens.ts';
import type { Capture, CaptureFacts } from '../model/capture.ts';
import type { EvidenceTarget } from '../model/target.ts';
import type { ConnectOutput } from '../wizard/events.ts';
import { judgeCaptureWith } from './capture.ts';
import type { EvidenceBook } from './evidence-book.ts';
import { readEvidenceFile } from './evidence-file.ts';
import type { Parts } from './parts.ts';

export type OpenEvidenceOptions = {
  readonly parts: Parts;
  readonly book: EvidenceBook;
  readonly signal: AbortSignal;
  readonly home?: string;
};

/**
 * In the place of a connection: what was saved, judged as the terminal judges it, and put into the book. Throws an
 * `EvidenceError`, or the abort's own error.
 */
export const openEvidence = async (
  { file }: EvidenceTarget,
  { parts, book, signal, home = homedir() }: OpenEvidenceOptions,
): Promise<ConnectOutput> => {
  const saved = await readEvidenceFile(resolve(expandHome(file, home)), { plainOnly: true, signal });
  signal.throwIfAborted();
  const { evidence, findings, coverage } = judgeCaptureWith(parts, saved);
  const captured = factsOf(saved, (text) => parts.redact(text, []));
  const { name, os } = captured.host;
  const seen = book.replay(evidence, { findings, coverage });
  return { name, user: '', os: os ?? 'other', kind: 'evidence', replayed: { captured, seen } };
};

/** A file may hold anything in any of its fields. */
const factsOf = (
  { startedAt, finishedAt, host, agentDir, failed }: Capture,
  clean: (text: string) => string,
): CaptureFacts => ({
  startedAt,
  finishedAt,
  host: { ...host, name: clean(host.name) },
  agentDir: agentDir === null ? null : clean(agentDir),
  failed,
});
