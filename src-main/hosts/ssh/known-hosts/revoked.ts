import { readFileSync, statSync } from 'node:fs';
import { invalid } from '../config/lines.ts';
import { fingerprintOf } from './judge.ts';

export type RevokedKeys = {
  /** Where it says that this key is revoked. */
  get(key: Buffer): { readonly file: string; readonly line: number } | undefined;
};

const MAX_BYTES = 32 * 1024 * 1024;

/**
 * The file that RevokedHostKeys names: public keys, one a line, or SHA-256 hashes of them. As with ssh, a file that is
 * named and cannot be read lets no host in. Throws `config-invalid` then, and for a binary revocation list (KRL).
 */
export const readRevokedKeys = (file: string): RevokedKeys => {
  let bytes: Buffer;
  try {
    if (statSync(file).size > MAX_BYTES) throw new Error('too large');
    bytes = readFileSync(file);
  } catch {
    throw invalid(file, 'is named by RevokedHostKeys and cannot be read, so that no host key can be trusted');
  }
  if (bytes.subarray(0, 6).toString('latin1') === 'SSHKRL')
    throw invalid(file, "is a binary revocation list (RevokedHostKeys), which only this computer's own ssh reads");
  const revoked = new Map<string, number>();
  for (const [index, text] of bytes.toString('utf8').split('\n').entries()) {
    const blob = /(?:^|\s)(?:ssh-|ecdsa-|sk-)\S+\s+([A-Za-z0-9+/]+=*)/.exec(text)?.[1];
    const hash = blob === undefined ? /\bSHA256:[A-Za-z0-9+/]{43}/.exec(text)?.[0] : undefined;
    const key = hash ?? (blob === undefined ? undefined : fingerprintOf(Buffer.from(blob, 'base64')));
    if (key !== undefined && !/^\s*#/.test(text)) revoked.set(key, index + 1);
  }
  return {
    get: (key) => {
      const line = revoked.get(fingerprintOf(key));
      return line === undefined ? undefined : { file, line };
    },
  };
};
