import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { peers } from '../../../peers/needs.ts';
import { startOddServer } from '../../../peers/odd-server.ts';
import { attempt, tempHome } from './harness.ts';

/** In the order of the packet; the second list of ciphers is for the other direction. */
const LISTS = ['kex', 'hostKey', 'cipher', '', 'mac'] as const;
type Offer = Readonly<Record<'kex' | 'hostKey' | 'cipher' | 'mac', readonly string[]>>;

/** The lists of a client's first packet (RFC 4253, 7.1), which is not encrypted; null while it is not whole. */
const offerIn = (data: Buffer): Offer | null => {
  const ident = data.indexOf('\n');
  const packet = data.subarray(ident + 1);
  if (ident < 0 || packet.length < 4 || packet.length < 4 + packet.readUInt32BE(0)) return null;
  const found: Partial<Record<string, readonly string[]>> = {};
  let at = 4 + 1 + 1 + 16;
  for (const name of LISTS) {
    const end = at + 4 + packet.readUInt32BE(at);
    if (name)
      found[name] = packet
        .toString('latin1', at + 4, end)
        .split(',')
        .filter((one) => !/^(ext-info|kex-strict)-/.test(one));
    at = end;
  }
  return found as Offer;
};

/** What a client offers to a server that names itself and then only listens. */
const offered = async (connect: (port: number) => () => void): Promise<Offer> => {
  const seen = Promise.withResolvers<Offer>();
  const server = await startOddServer((socket) => {
    let data = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      data = Buffer.concat([data, chunk]);
      const offer = offerIn(data);
      if (offer) seen.resolve(offer);
    });
    socket.write('SSH-2.0-Listening\r\n');
  });
  const stop = connect(server.port);
  const offer = await seen.promise;
  stop();
  await server.stop();
  return offer;
};

const ours = (config: string) => {
  const { home, remove } = tempHome(`Host mid\n HostName 127.0.0.1\n Port PORT\n${config}`);
  return offered((port) => {
    const file = join(home, '.ssh/config');
    writeFileSync(file, readFileSync(file, 'utf8').replace('PORT', String(port)));
    const stop = new AbortController();
    const { outcome } = attempt({ address: 'mid' }, { home, signal: stop.signal });
    outcome.catch(() => undefined).finally(remove);
    return () => stop.abort();
  });
};
const theirs = (config: string) => {
  const { home, ssh, remove } = tempHome(config);
  return offered((port) => {
    const args = ['-F', join(ssh, 'config'), '-o', 'BatchMode=yes', '-p', String(port), '127.0.0.1', 'true'];
    const child = spawn('ssh', args, { stdio: 'ignore', env: { PATH: process.env['PATH'], HOME: home } });
    child.once('exit', remove);
    return () => child.kill();
  });
};

describe.skipIf(!peers('ssh'))('lists of algorithms in the configuration', { concurrent: true }, () => {
  test.for([
    ['Ciphers aes256-ctr,aes128-ctr', 'cipher'],
    ['Ciphers aes128-gcm@openssh.com,chacha20-poly1305@openssh.com,aes256-ctr', 'cipher'],
    ['MACs hmac-sha2-256,hmac-sha2-512-etm@openssh.com', 'mac'],
    ['KexAlgorithms ecdh-sha2-nistp256,curve25519-sha256,diffie-hellman-group14-sha256', 'kex'],
    ['HostKeyAlgorithms rsa-sha2-256,ssh-ed25519', 'hostKey'],
    ['HostKeyAlgorithms ecdsa-sha2-nistp384,ssh-rsa', 'hostKey'],
  ] as const)('“%s” is offered as ssh offers it, in that order', async ([config, list]) => {
    const [own, real] = [await ours(config), await theirs(config)];
    expect(own[list]).toEqual(real[list]);
  });

  test.for([
    ['Ciphers ^aes256-ctr', 'cipher'],
    ['MACs ^hmac-sha2-512', 'mac'],
    ['KexAlgorithms ^diffie-hellman-group14-sha256', 'kex'],
    ['HostKeyAlgorithms ^rsa-sha2-512', 'hostKey'],
  ] as const)('“%s”: first in both', async ([config, list]) => {
    const [own, real] = [await ours(config), await theirs(config)];
    expect(own[list][0]).toBe(real[list][0]);
    expect(own[list].length).toBeGreaterThan(1);
  });

  test.for([
    ['Ciphers -aes*', 'cipher', /^aes/],
    ['MACs -*sha1*,umac*', 'mac', /sha1|^umac/],
    ['KexAlgorithms -diffie-*,ecdh-*', 'kex', /^(diffie|ecdh)-/],
    ['HostKeyAlgorithms -ecdsa*', 'hostKey', /^ecdsa/],
  ] as const)('“%s”: none of them in either', async ([config, list, pattern]) => {
    for (const offer of [await ours(config), await theirs(config)]) {
      expect(offer[list].filter((name) => pattern.test(name))).toEqual([]);
      expect(offer[list].length).toBeGreaterThan(0);
    }
  });

  test.for([
    ['Ciphers +aes128-cbc', 'cipher', 'aes128-cbc'],
    ['KexAlgorithms +diffie-hellman-group1-sha1', 'kex', 'diffie-hellman-group1-sha1'],
    ['HostKeyAlgorithms +ssh-rsa', 'hostKey', 'ssh-rsa'],
  ] as const)('“%s”: last in both, and in neither without', async ([config, list, name]) => {
    for (const client of [ours, theirs]) {
      expect((await client(config))[list].at(-1)).toBe(name);
      expect((await client(''))[list]).not.toContain(name);
    }
  });
});
