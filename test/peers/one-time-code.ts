import { createHmac } from 'node:crypto';

/** RFC 6238 with 30 s and six digits, as pam_oath's `HOTP/T30` takes it; `seed` is hexadecimal. */
export const oneTimeCode = (seed: string): string => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', Buffer.from(seed, 'hex')).update(counter).digest();
  const at = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
};
