import { open } from 'node:fs/promises';
import { parseCapture } from '../app/capture.ts';
import type { Capture } from '../model/capture.ts';
import { quoted } from './args.ts';
import { type OutputFile, openOutputFile } from './output-file.ts';
import { UsageError } from './usage-error.ts';

/** A capture with all its evidence at every limit is far below. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Evidence of a host is its owner's: for their eyes only, and never over another file. */
export const openCaptureFile = (given: string): Promise<OutputFile> =>
  openOutputFile(given, { option: '--output', what: 'the evidence', mode: 0o600, replace: false });

/** Throws a {@link UsageError} of one line that says which file cannot be judged, and why. `-` is standard input. */
export const readCaptureFile = async (given: string, signal: AbortSignal): Promise<Capture> => {
  try {
    return parseCapture(given === '-' ? await ofStandardInput(signal) : await ofFile(given));
  } catch (error) {
    throw new UsageError(`--evidence ${quoted(given)} cannot be judged: ${reason(error)}`);
  }
};

const ofFile = async (path: string): Promise<string> => {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    if (size > MAX_BYTES) throw new Error(`it is ${size} bytes long, more than evidence can be`);
    // What is no plain file (a pipe, a device) tells no size; it is read no further than the limit.
    return await textOf(handle.createReadStream({ autoClose: false, highWaterMark: 1024 * 1024 }));
  } finally {
    await handle.close();
  }
};

const ofStandardInput = (signal: AbortSignal): Promise<string> => {
  if (process.stdin.isTTY) throw new Error('nothing is piped into it');
  signal.addEventListener('abort', () => process.stdin.destroy(), { once: true });
  return textOf(process.stdin);
};

const textOf = async (stream: AsyncIterable<Uint8Array>): Promise<string> => {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of stream) {
    length += piece.length;
    if (length > MAX_BYTES) throw new Error('it is longer than evidence can be');
    pieces.push(piece);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
};

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  EISDIR: 'it is a folder',
  ENOTDIR: 'its folder is no folder',
  ENAMETOOLONG: 'the name is too long',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not text in UTF-8, so it was not saved by midup capture',
};

const reason = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return REASONS[(error as NodeJS.ErrnoException).code ?? ''] ?? error.message;
};
