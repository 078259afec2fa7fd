import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect as connectTls } from 'node:tls';
import { Client, type ClientChannel } from 'ssh2';

export type BaselineTarget = {
  readonly port: number;
  readonly user: string;
  readonly keyFile: string;
  /** `SHA256:…`, as ssh-keygen says it. */
  readonly hostFingerprint: string;
  readonly script: string;
  readonly instance: { readonly host: string; readonly port: number };
};

/**
 * The least that a look at a host can be: an SSH handshake, one exec of the script, one TLS connection and request
 * through it, one after another, straight on ssh2. Returns milliseconds until the answer is in.
 */
export const runBaseline = async (o: BaselineTarget): Promise<number> => {
  const began = performance.now();
  const client = await signIn(o);
  try {
    await exec(client, o.script);
    await requestThrough(client, o.instance);
    return performance.now() - began;
  } finally {
    client.end();
  }
};

const signIn = (o: BaselineTarget): Promise<Client> =>
  new Promise((resolve, reject) => {
    const client = new Client();
    client.on('ready', () => resolve(client)).on('error', reject);
    client.connect({
      host: '127.0.0.1',
      port: o.port,
      username: o.user,
      privateKey: readFileSync(o.keyFile),
      hostVerifier: (key: Buffer) => fingerprintOf(key) === o.hostFingerprint,
    });
    client.setNoDelay(true);
  });

const fingerprintOf = (key: Buffer) => `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

const exec = (client: Client, script: string): Promise<string> =>
  new Promise((resolve, reject) => {
    client.exec('sh', (error, channel) => {
      if (error) return reject(error);
      const out: Buffer[] = [];
      channel.on('data', (chunk: Buffer) => out.push(chunk));
      channel.stderr.resume();
      channel.on('close', () => resolve(Buffer.concat(out).toString('utf8')));
      channel.end(script);
    });
  });

const requestThrough = async (client: Client, { host, port }: BaselineTarget['instance']): Promise<void> => {
  const channel = await new Promise<ClientChannel>((resolve, reject) => {
    client.forwardOut('127.0.0.1', 0, host, port, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
  const tls = connectTls({ socket: channel, servername: host, rejectUnauthorized: false });
  await new Promise<void>((resolve, reject) => {
    let answer = '';
    tls.once('error', reject);
    tls.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
    });
    tls.once('end', () => (/^HTTP\/1\.1 \d{3}/.test(answer) ? resolve() : reject(new Error('no answer'))));
    tls.write(`GET /InstanceInfo.do?SOAP HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: close\r\n\r\n`);
  });
  tls.destroy();
};
