import { createHash, createHmac, createPrivateKey } from 'node:crypto';

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

/** An RSA key as PuTTY writes it (version 2, without a passphrase), from its PEM. */
export const toPpk = (pem: string): string => {
  const key = createPrivateKey(pem).export({ format: 'jwk' });
  const open = Buffer.concat([field('ssh-rsa'), mpint(key.e), mpint(key.n)]);
  const secret = Buffer.concat([mpint(key.d), mpint(key.p), mpint(key.q), mpint(key.qi)]);
  const comment = 'midup-test';
  const signed = Buffer.concat([field('ssh-rsa'), field('none'), field(comment), field(open), field(secret)]);
  const mac = createHmac('sha1', createHash('sha1').update('putty-private-key-file-mac-key').digest()).update(signed);
  return [
    'PuTTY-User-Key-File-2: ssh-rsa',
    'Encryption: none',
    `Comment: ${comment}`,
    `Public-Lines: ${lines(open).length}`,
    ...lines(open),
    `Private-Lines: ${lines(secret).length}`,
    ...lines(secret),
    `Private-MAC: ${mac.digest('hex')}`,
    '',
  ].join('\n');
};
