import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A FIDO security key in software: OpenSSH's server verifies its signatures as those of a real one. */
export type SecurityKey = {
  readonly blob: Buffer;
  /** For authorized_keys. */
  readonly line: string;
  /** The file that ssh-keygen writes for such a key: a handle, whose secret half is in the hardware. */
  readonly file: string;
  /** As the agent protocol and ssh-sk-helper give it. */
  sign(data: Buffer): Buffer;
};

const TYPE = 'sk-ssh-ed25519@openssh.com';
const APPLICATION = 'ssh:';
const USER_PRESENT = 1;

export const field = (bytes: Buffer | string): Buffer => {
  const data = Buffer.from(bytes as Buffer);
  return Buffer.concat([number(data.length), data]);
};

export const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** `wants`: flags of the handle, as PROTOCOL.u2f has them: 1 a touch, 4 a PIN (user verification). */
export const createSecurityKey = (comment = 'key on a lanyard', wants = 1): SecurityKey => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const open = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const blob = Buffer.concat([field(TYPE), field(open), field(APPLICATION)]);
  const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest();
  let counter = 0;
  // openssh-key-v1: no cipher, one key, its public and its "private" half, filled up to whole blocks of eight.
  const secret = Buffer.concat([
    ...[number(7), number(7), field(TYPE), field(open), field(APPLICATION)],
    ...[Buffer.of(wants), field('handle'), field(''), field(comment)],
  ]);
  const filling = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, i) => i + 1));
  const body = Buffer.concat([
    ...[Buffer.from('openssh-key-v1\0'), field('none'), field('none'), field(''), number(1)],
    ...[field(blob), field(Buffer.concat([secret, filling]))],
  ]);
  const text = body.toString('base64').replace(/.{70}/g, '$&\n');
  return {
    blob,
    line: `${TYPE} ${blob.toString('base64')} ${comment}\n`,
    file: `-----BEGIN OPENSSH PRIVATE KEY-----\n${text}\n-----END OPENSSH PRIVATE KEY-----\n`,
    sign: (data) => {
      const presence = wants & 4 ? USER_PRESENT | 4 : USER_PRESENT;
      const flags = Buffer.concat([Buffer.of(presence), number(++counter)]);
      const signed = Buffer.concat([sha256(APPLICATION), flags, sha256(data)]);
      return Buffer.concat([field(TYPE), field(sign(null, signed, privateKey)), flags]);
    },
  };
};

export type FakeAgent = { readonly socket: string; stop(): Promise<void> };

/** An agent that holds this key alone; `touched` settles when it is touched. */
export const startSecurityKeyAgent = async (
  key: SecurityKey,
  touched: () => Promise<void> = async () => undefined,
): Promise<FakeAgent> => {
  const dir = mkdtempSync(join(tmpdir(), 'midup-sk-agent-'));
  const socket = join(dir, 'agent.sock');
  const open = new Set<Socket>();
  const server = createServer((client) => {
    open.add(client);
    client.on('error', () => undefined);
    client.on('close', () => open.delete(client));
    let pending = Buffer.alloc(0);
    client.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 4 && pending.length >= 4 + pending.readUInt32BE(0)) {
        const end = 4 + pending.readUInt32BE(0);
        const [type, rest] = [pending[4], pending.subarray(5, end)];
        pending = pending.subarray(end);
        void answer(type, rest).then((said) => client.write(field(said)));
      }
    });
  });
  const answer = async (type: number | undefined, rest: Buffer): Promise<Buffer> => {
    if (type === 11) return Buffer.concat([Buffer.of(12), number(1), field(key.blob), field('key on a lanyard')]);
    if (type !== 13) return Buffer.of(5);
    const at = 4 + rest.readUInt32BE(0);
    const data = rest.subarray(at + 4, at + 4 + rest.readUInt32BE(at));
    await touched();
    return Buffer.concat([Buffer.of(14), field(key.sign(data))]);
  };
  await new Promise<void>((done) => server.listen(socket, done));
  return {
    socket,
    stop: async () => {
      for (const client of open) client.destroy();
      await new Promise<void>((done) => server.close(() => done()));
      rmSync(dir, { recursive: true, force: true });
    },
  };
};

/** Version of the words between ssh and ssh-sk-helper (OpenSSH 8.9 to 10). */
const HELPER_VERSION = 5;
const HELPER_SIGN = 1;
/** SSH_ERR_KEY_WRONG_PASSPHRASE: the key wants its PIN, or another one. */
const WRONG_PIN = 43;

/**
 * What ssh calls for a key in its own USB port: SSH_SK_HELPER names it. This one's socket leads to the test, which is
 * the hardware: it is touched, and knows its PIN.
 */
export const startSecurityKeyHelper = async (
  key: SecurityKey,
  { pin = '', touched = async () => undefined }: { pin?: string; touched?: () => Promise<void> } = {},
): Promise<FakeAgent & { readonly helper: string; pins(): readonly string[] }> => {
  const dir = mkdtempSync(join(tmpdir(), 'midup-sk-helper-'));
  const socket = join(dir, 'hardware.sock');
  const helper = join(dir, 'helper');
  const pins: string[] = [];
  const server = createServer({ allowHalfOpen: true }, (client) => {
    client.on('error', () => undefined);
    let pending = Buffer.alloc(0);
    client.on('data', async (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      if (pending.length < 4 || pending.length < 4 + pending.readUInt32BE(0)) return;
      // After length, version, kind, and how to log: the key, its provider, what to sign, algorithm, flags, PIN.
      let at = 4 + 1 + 4 + 1 + 4;
      const next = (): Buffer => {
        const end = at + 4 + pending.readUInt32BE(at);
        const found = pending.subarray(at + 4, end);
        at = end;
        return found;
      };
      next();
      next();
      const data = next();
      next();
      at += 4;
      const given = next().toString('utf8');
      pins.push(given);
      const right = given === pin;
      if (right) await touched();
      const answer = right ? [number(HELPER_SIGN), field(key.sign(data))] : [number(0), number(WRONG_PIN)];
      client.end(field(Buffer.concat([Buffer.of(HELPER_VERSION), ...answer])));
    });
  });
  await new Promise<void>((done) => server.listen(socket, done));
  const relay = `const c = require('net').connect(${JSON.stringify(socket)}, () => process.stdin.pipe(c));
c.pipe(process.stdout);
c.on('end', () => process.exit(0));
`;
  writeFileSync(helper, `#!${process.execPath}\n${relay}`, { mode: 0o755 });
  return {
    socket,
    helper,
    pins: () => pins,
    stop: async () => {
      await new Promise<void>((done) => server.close(() => done()));
      rmSync(dir, { recursive: true, force: true });
    },
  };
};
