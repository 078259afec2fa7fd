import { constants, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { type Capture, parseCapture } from '../model/capture.ts';
import { EvidenceError, type EvidenceErrorCode } from '../model/evidence-error.ts';

/** A capture with all its evidence at every limit is far below. */
const MAX_BYTES = 64 * 1024 * 1024;

export type ReadEvidenceOptions = {
  /** Refuses what is no plain file, which may never end, or not even begin. */
  readonly plainOnly?: boolean;
  readonly signal?: AbortSignal;
};

/** What `midup capture` saved in that file. Throws an {@link EvidenceError} and nothing else, but for an abort. */
export const readEvidenceFile = (path: string, o: ReadEvidenceOptions = {}): Promise<Capture> =>
  named(path, async () => parseCapture(await textOfFile(path, o)));

/** The same from what is piped in. */
export const readEvidenceStream = (stream: AsyncIterable<Uint8Array>): Promise<Capture> =>
  named('-', async () => parseCapture(await textOf(stream)));

const textOfFile = async (path: string, { plainOnly = false, signal }: ReadEvidenceOptions): Promise<string> => {
  // Opening may do something to a device, and waits at a pipe for who writes: it is looked at before.
  if (plainOnly) onlyPlain(await stat(path));
  const handle = await open(path, plainOnly ? constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) : constants.O_RDONLY);
  try {
    const found = await handle.stat();
    if (plainOnly) onlyPlain(found);
    const { size } = found;
    if (size > MAX_BYTES) throw tooLarge(`it is ${size} bytes long, more than evidence can be`);
    // What is no plain file (a pipe, a device) tells no size; it is read no further than the limit.
    return await textOf(handle.createReadStream({ autoClose: false, highWaterMark: 1024 * 1024 }), signal);
  } finally {
    await handle.close();
  }
};

const onlyPlain = (found: Stats): void => {
  if (found.isDirectory()) throw new EvidenceError('not-a-file', 'it is a folder');
  if (!found.isFile()) throw new EvidenceError('not-a-file', 'it is a pipe, a socket or a device');
};

const textOf = async (stream: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<string> => {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of stream) {
    signal?.throwIfAborted();
    length += piece.length;
    if (length > MAX_BYTES) throw tooLarge('it is longer than evidence can be');
    pieces.push(piece);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces));
};

const tooLarge = (said: string) => new EvidenceError('too-large', said, { limit: MAX_BYTES });

const REASONS: Readonly<Record<string, readonly [EvidenceErrorCode, string]>> = {
  ENOENT: ['missing', 'it is not there'],
  ENOTDIR: ['missing', 'its folder is no folder'],
  EACCES: ['denied', 'you may not read it'],
  EPERM: ['denied', 'you may not read it'],
  EISDIR: ['not-a-file', 'it is a folder'],
  ENAMETOOLONG: ['unreadable', 'the name is too long'],
  ERR_ENCODING_INVALID_ENCODED_DATA: ['not-text', 'it is not text in UTF-8, so it was not saved by midup capture'],
};

const named = async <T>(file: string, read: () => Promise<T>): Promise<T> => {
  try {
    return await read();
  } catch (error) {
    const { name, code = '', message } = error as NodeJS.ErrnoException;
    if (name === 'AbortError') throw error;
    if (error instanceof EvidenceError) throw new EvidenceError(error.code, message, { ...error.params, file });
    const [reason, said] = REASONS[code] ?? ['unreadable', message];
    throw new EvidenceError(reason, said, { file, why: said }, { cause: error });
  }
};
