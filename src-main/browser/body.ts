import type { IncomingMessage } from 'node:http';

/** The longest message the contract allows, sixteen secrets of 16,384 characters, fits four times over. */
export const BODY_LIMIT = 1024 * 1024;
/** A sender that is not read to its end may never see the answer. What is much too long is cut off all the same. */
const PATIENCE = 32 * BODY_LIMIT;

export type BodyFault = 'too-large' | 'not-json' | 'broken-off';
export type Body = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: BodyFault };

/** Reads a JSON body. Says what is wrong with it, never what stands in it. */
export const readJson = async (request: IncomingMessage): Promise<Body> => {
  let chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > PATIENCE) break;
      if (size <= BODY_LIMIT) chunks.push(chunk);
      else chunks = [];
    }
  } catch {
    return { ok: false, why: 'broken-off' };
  }
  if (size > BODY_LIMIT) return { ok: false, why: 'too-large' };
  try {
    return { ok: true, value: JSON.parse(Buffer.concat(chunks).toString('utf8')) };
  } catch {
    return { ok: false, why: 'not-json' };
  }
};
