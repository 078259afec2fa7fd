import { createCipheriv, createHash, createHmac, createPrivateKey } from 'node:crypto';

const field = (bytes: Buffer | string): Buffer => {
  const data = Buffer.from(bytes as Buffer);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, data]);
};

const mpint = (base64url: string | undefined): Buffer => {
  const number = Buffer.from(base64url ?? '', 'base64url');
  return field((number[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.of(0), number]) : number);
};

const lines = (blob: Buffer): readonly string[] => blob.toString('base64').match(/.{1,64}/g) ?? [];

const sha1 = (...parts: (Buffer | string)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha1')).digest();

/** An RSA key as PuTTY writes it (version 2), from its PEM. */
export const toPpk = (pem: string, passphrase = ''): string => {
  const key = createPrivateKey(pem).export({ format: 'jwk' });
  const open = Buffer.concat([field('ssh-rsa'), mpint(key.e), mpint(key.n)]);
  const numbers = Buffer.concat([mpint(key.d), mpint(key.p), mpint(key.q), mpint(key.qi)]);
  const encryption = passphrase === '' ? 'none' : 'aes256-cbc';
  // Filled up to whole blocks, which the check value covers as well.
  const filling = passphrase === '' ? 0 : (16 - (numbers.length % 16)) % 16;
  const secret = Buffer.concat([numbers, sha1(numbers).subarray(0, filling)]);
  const comment = 'midup-test';
  const signed = Buffer.concat([field('ssh-rsa'), field(encryption), field(comment), field(open), field(secret)]);
  const mac = createHmac('sha1', sha1('putty-private-key-file-mac-key', passphrase)).update(signed);
  const sealed = passphrase === '' ? secret : sealedBy(passphrase, secret);
  return [
    'PuTTY-User-Key-File-2: ssh-rsa',
    `Encryption: ${encryption}`,
    `Comment: ${comment}`,
    `Public-Lines: ${lines(open).length}`,
    ...lines(open),
    `Private-Lines: ${lines(sealed).length}`,
    ...lines(sealed),
    `Private-MAC: ${mac.digest('hex')}`,
    '',
  ].join('\n');
};

const sealedBy = (passphrase: string, secret: Buffer): Buffer => {
  const counted = [0, 1].map((n) => sha1(Buffer.of(0, 0, 0, n), passphrase));
  const cipher = createCipheriv('aes-256-cbc', Buffer.concat(counted).subarray(0, 32), Buffer.alloc(16));
  return Buffer.concat([cipher.setAutoPadding(false).update(secret), cipher.final()]);
};
