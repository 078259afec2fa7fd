import { readEvidenceFile, readEvidenceStream } from '../app/evidence-file.ts';
import type { Capture } from '../model/capture.ts';
import { quoted } from './args.ts';
import { type OutputFile, openOutputFile } from './output-file.ts';
import { UsageError } from './usage-error.ts';

/** Evidence of a host is its owner's: for their eyes only, and never over another file. */
export const openCaptureFile = (given: string): Promise<OutputFile> =>
  openOutputFile(given, { option: '--output', what: 'the evidence', mode: 0o600, replace: false });

/** Throws a {@link UsageError} of one line that says which file cannot be judged, and why. `-` is standard input. */
export const readCaptureFile = async (given: string, signal: AbortSignal): Promise<Capture> => {
  try {
    return await (given === '-' ? readStandardInput(signal) : readEvidenceFile(given));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--evidence ${quoted(given)} cannot be judged: ${reason}`);
  }
};

const readStandardInput = async (signal: AbortSignal): Promise<Capture> => {
  if (process.stdin.isTTY) throw new Error('nothing is piped into it');
  signal.addEventListener('abort', () => process.stdin.destroy(), { once: true });
  return readEvidenceStream(process.stdin);
};
