import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askAgent, contentsOf } from '../../../../src-main/hosts/ssh/auth/agent.ts';
import { PageantAgent } from '../../../../src-main/hosts/ssh/auth/pageant.ts';
import { peers } from '../../../peers/needs.ts';
import { createSecurityKey, startSecurityKeyAgent } from '../../../peers/security-key.ts';
import { type SshAgent, startSshAgent } from '../../../peers/ssh-agent.ts';
import { keygen } from '../../../peers/sshd.ts';

describe.skipIf(!peers('ssh'))('an agent', () => {
  let dir = '';
  let agent: SshAgent;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'midup-agents-'));
    agent = await startSshAgent();
    for (const type of ['ed25519', 'rsa']) {
      keygen(join(dir, type), type);
      agent.add(join(dir, type));
    }
  });
  afterAll(async () => {
    await agent.stop();
    rmSync(dir, { recursive: true });
  });

  /** Stands in for ssh2's pagent.exe: as many bytes as its argument says in, one whole answer out. */
  const helperTo = (name: string, body: string): string => {
    const file = join(dir, name);
    writeFileSync(file, `#!${process.execPath}\n${body}`);
    chmodSync(file, 0o755);
    return file;
  };

  test('says its keys, and signs by them', async () => {
    const { keys, onlySsh } = await askAgent(agent.socket);
    expect(keys.map(({ key }) => [key.type, key.comment])).toEqual([
      ['ssh-ed25519', 'midup-test'],
      ['ssh-rsa', 'midup-test'],
    ]);
    expect(onlySsh).toEqual([]);
    const data = Buffer.from('to be signed');
    for (const { key, sign } of keys) {
      const hash = key.type === 'ssh-rsa' ? 'sha512' : undefined;
      expect(key.verify(data, await sign(data, hash), hash)).toBe(true);
    }
  });

  test("is PuTTY's, asked through the helper, one question at a time", async () => {
    const helper = helperTo(
      'pagent.exe',
      `const length = Number(process.argv[2]);
      const c = require('net').connect(${JSON.stringify(agent.socket)});
      let seen = Buffer.alloc(0);
      process.stdin.on('data', (d) => { seen = Buffer.concat([seen, d]); if (seen.length === length) c.write(seen); });
      let answer = Buffer.alloc(0);
      c.on('data', (d) => {
        answer = Buffer.concat([answer, d]);
        if (answer.length >= 4 && answer.length === 4 + answer.readUInt32BE(0)) process.stdout.write(answer, () => process.exit(0));
      });`,
    );
    const { keys } = await contentsOf(new PageantAgent(helper));
    expect(keys.map(({ key }) => key.type)).toEqual(['ssh-ed25519', 'ssh-rsa']);
    const data = Buffer.from('to be signed');
    for (const { key, sign } of keys) {
      const hash = key.type === 'ssh-rsa' ? 'sha256' : undefined;
      expect(key.verify(data, await sign(data, hash), hash)).toBe(true);
    }
  });

  test('that is not there says so: no Pageant, no helper, no socket', async () => {
    const absent = helperTo('absent.exe', 'process.exit(11)');
    await expect(contentsOf(new PageantAgent(absent))).rejects.toThrow('Pageant is not running');
    await expect(contentsOf(new PageantAgent(join(dir, 'nothing')))).rejects.toThrow('is not at');
    await expect(askAgent(join(dir, 'no-socket'))).rejects.toThrow();
  });

  test('tells what only ssh can use', async () => {
    const held = await startSecurityKeyAgent(createSecurityKey());
    expect(await askAgent(held.socket)).toEqual({
      keys: [],
      onlySsh: ['the security key “key on a lanyard” (sk-ssh-ed25519@openssh.com) in the agent'],
    });
    await held.stop();
  });

  test('that answers garbage gives nothing or an error, in bounds', async () => {
    let bytes = Buffer.alloc(0);
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.resume();
      socket.end(bytes);
    });
    const socket = join(dir, 'garbage.sock');
    await new Promise<void>((done) => server.listen(socket, done));
    const framed = fc
      .tuple(fc.constantFrom(5, 12, 14), fc.uint8Array({ maxLength: 60 }))
      .map(([type, body]) => Buffer.concat([Buffer.of(0, 0, 0, body.length + 1, type), body]));
    await fc.assert(
      fc.asyncProperty(fc.oneof(framed, fc.uint8Array({ maxLength: 60 })), async (said) => {
        bytes = Buffer.from(said);
        const outcome = await askAgent(socket).catch((error: Error) => error);
        if (outcome instanceof Error) expect(outcome.message.length).toBeLessThan(200);
        else expect(outcome.keys).toEqual([]);
      }),
      { numRuns: 200 },
    );
    await new Promise<void>((done) => server.close(() => done()));
  });
});
