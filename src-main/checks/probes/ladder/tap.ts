import { Duplex } from 'node:stream';

/** What a server said on a connection before anything was encrypted. */
export type Heard = { readonly bytes: () => Buffer };

const KEEP = 64 * 1024;

/** The same connection, with the first bytes that come from the other end kept for a closer look. */
export const tap = (inner: Duplex): Duplex & { readonly heard: () => Buffer } => {
  const kept: Buffer[] = [];
  let size = 0;
  const outer = new Duplex({
    read: () => inner.resume(),
    write: (chunk: Buffer, encoding, done) => {
      inner.write(chunk, encoding, (error) => done(error ?? null));
    },
    final: (done) => {
      inner.end(() => done());
    },
    destroy: (error, done) => {
      inner.destroy();
      done(error);
    },
  });
  inner.on('data', (chunk: Buffer) => {
    if (size < KEEP) {
      kept.push(chunk.subarray(0, KEEP - size));
      size += chunk.length;
    }
    if (!outer.push(chunk)) inner.pause();
  });
  inner.once('end', () => outer.push(null));
  inner.once('error', (error) => outer.destroy(error));
  inner.once('close', () => {
    // A close without an end is a cut connection; an end that was seen is left to be read.
    if (!inner.readableEnded) outer.destroy();
  });
  return Object.assign(outer, { heard: () => Buffer.concat(kept) });
};

export type PlainHandshake = {
  /** The first byte is that of no TLS record. */
  readonly notTls: boolean;
  readonly serverHello: boolean;
  readonly certificateRequested: boolean;
  /** The description of the first alert that was not encrypted. */
  readonly alert: number | null;
};

/** What can be told from the unencrypted part of a handshake: all of it up to TLS 1.2, the first message in TLS 1.3. */
export const readHandshake = (bytes: Buffer): PlainHandshake => {
  const messages: Buffer[] = [];
  let alert: number | null = null;
  let at = 0;
  for (; at + 5 <= bytes.length; ) {
    const type = bytes[at];
    const body = bytes.subarray(at + 5, at + 5 + bytes.readUInt16BE(at + 3));
    if (type === 22) messages.push(body);
    else if (type === 21 && body.length >= 2) alert ??= body[1] ?? null;
    else break;
    at += 5 + bytes.readUInt16BE(at + 3);
  }
  const types = handshakeTypes(Buffer.concat(messages));
  return {
    notTls: bytes.length > 0 && !(bytes[0] === 22 || bytes[0] === 21),
    serverHello: types.includes(2),
    certificateRequested: types.includes(13),
    alert,
  };
};

const handshakeTypes = (bytes: Buffer): readonly number[] => {
  const types: number[] = [];
  for (let at = 0; at + 4 <= bytes.length && types.length < 20; at += 4 + bytes.readUIntBE(at + 1, 3))
    types.push(bytes[at] ?? 0);
  return types;
};
