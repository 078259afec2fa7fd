import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import fc from 'fast-check';
import ssh2 from 'ssh2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createStreamParser } from '../../../src-main/checks/stream.ts';
import { markFilter } from '../../../src-main/hosts/mark-filter.ts';
import { passphraseRounds, readKeyFile, unlock } from '../../../src-main/hosts/ssh/auth/key-file.ts';
import { resolveSettings, type SshSettings } from '../../../src-main/hosts/ssh/config/resolve.ts';
import { openHop } from '../../../src-main/hosts/ssh/hop.ts';
import { isFor, parseKnownHosts } from '../../../src-main/hosts/ssh/known-hosts/entries.ts';
import { judgeHostKey } from '../../../src-main/hosts/ssh/known-hosts/judge.ts';
import { messagesFor } from '../../../src-main/messages/index.ts';
import { ConnectionError } from '../../../src-main/model/connection-error.ts';
import { capturedHosts, damagedOf, FUZZ, FUZZ_MS, RUNS } from '../../fakes/fuzz.ts';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'midup-fuzz-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const messages = messagesFor('en');
/** Whatever went wrong, it is an error of ours, in few and printable words. */
const isOurs = (error: unknown): ConnectionError => {
  if (!(error instanceof ConnectionError)) throw error;
  const { title, message, next } = messages.connection(error);
  const said = [title, message, ...next].join(' ');
  expect(said.length).toBeLessThan(4000);
  expect(said).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202e]/);
  return error;
};

const CONFIG = [
  'Host mid1 mid2 !mid3\n  HostName 10.0.0.7\n  Port 2222\n  User ops\n  IdentityFile ~/.ssh/id_%h\n  ProxyJump ops@gate:22,other\n',
  'Match host "mid*" exec "test -f /x"\n\tProxyCommand ssh -W %h:%p "a b"\nMatch final all\n  ConnectTimeout 1h30m\nHost *\n  UserKnownHostsFile ~/a ~/b\n  StrictHostKeyChecking accept-new\n  Ciphers +aes128-cbc,-3des*\n  KexAlgorithms ^curve25519-sha256\n',
  'Include conf.d/*\nHost=mid1\nSendEnv LANG # a comment\n  RekeyLimit 1G 1h\n  IdentityAgent $SSH_AUTH_SOCK\n  Tag x\n  PreferredAuthentications publickey,password\n',
];
const configured = (path: string): Promise<SshSettings> =>
  resolveSettings(
    { host: 'mid1' },
    { home: dir, env: { USER: 'jo' }, files: [{ path, mustBeOurs: true }], exec: async () => true },
  );

describe('an ssh configuration', () => {
  test(
    'cut, doubled or garbled gives settings, or an error of its own',
    async () => {
      const path = join(dir, 'config');
      await fc.assert(
        fc.asyncProperty(damagedOf(CONFIG), async (text) => {
          writeFileSync(path, text, { mode: 0o600 });
          const settings = await configured(path).catch((error: unknown) => isOurs(error).code);
          if (typeof settings === 'string') {
            expect(settings).toBe('config-invalid');
            return;
          }
          expect(settings.port).toBeGreaterThan(0);
          expect(settings.port).toBeLessThan(65_536);
        }),
        FUZZ,
      );
    },
    FUZZ_MS,
  );
});

describe('known_hosts', () => {
  const key = ssh2.utils.generateKeyPairSync('ed25519').public.split(' ')[1] ?? '';
  const KNOWN = [
    `mid1,10.0.0.7 ssh-ed25519 ${key} who\n[mid1]:2222 ssh-ed25519 ${key}\n`,
    `@revoked * ssh-ed25519 ${key}\n@cert-authority *.example ssh-ed25519 ${key}\n`,
    `|1|b3BlbnNzaC1rZXktdjEAAAAA=|AAAAB3NzaC1yc2EAAAADAQAB= ssh-ed25519 ${key}\nmid?,!mid2 ssh-ed25519 ${key}\n`,
  ];

  test(
    'cut, doubled or garbled never throws, and knows no key that is not in it',
    () => {
      fc.assert(
        fc.property(damagedOf(KNOWN), (text) => {
          const entries = parseKnownHosts(text, 'f');
          for (const entry of entries) isFor(entry, 'mid1');
          const other = Buffer.from(key, 'base64');
          other[other.length - 1] = (other.at(-1) ?? 0) ^ 1;
          expect(judgeHostKey(entries, { host: 'mid1', port: 22, alias: null }, other).kind).not.toBe('known');
        }),
        FUZZ,
      );
    },
    FUZZ_MS,
  );
});

describe('a key file', () => {
  const open = ssh2.utils.generateKeyPairSync('ed25519').private;
  const locked = ssh2.utils.generateKeyPairSync('ed25519', {
    passphrase: 'x',
    cipher: 'aes256-ctr',
    rounds: 1,
  }).private;
  const PPK =
    'PuTTY-User-Key-File-2: ssh-ed25519\nEncryption: none\nComment: c\nPublic-Lines: 2\nAAAAC3NzaC1lZDI1NTE5AAAAIKqV\nAAAA\nPrivate-Lines: 1\nAAAAIA==\nPrivate-MAC: 00\n';

  test(
    'cut, doubled or garbled is a key or is not, and no reason quotes it',
    () => {
      const path = join(dir, 'key');
      fc.assert(
        fc.property(damagedOf([open, locked, PPK]), (text) => {
          writeFileSync(path, text, { mode: 0o600 });
          const read = readKeyFile(path);
          expect(['open', 'public', 'unusable', 'locked', 'missing']).toContain(read.kind);
          if (read.kind === 'unusable')
            for (const line of text.split('\n')) if (line.length > 20) expect(read.why).not.toContain(line);
        }),
        FUZZ,
      );
    },
    FUZZ_MS,
  );

  test(
    'that is locked is opened or is not, and never holds everybody up',
    () => {
      fc.assert(
        fc.property(damagedOf([locked]), (text) => {
          // Each round takes a tenth of a second; what takes many of them is another test's.
          fc.pre(passphraseRounds(text) <= 2);
          unlock(text, 'x');
        }),
        { numRuns: Math.ceil(RUNS / 200) },
      );
    },
    FUZZ_MS,
  );

  test('that holds no key is not one', () => {
    const data = Buffer.from(open.split('\n').slice(1, -2).join(''), 'base64');
    const at = data.indexOf(Buffer.from([0, 0, 0, 1, 0, 0, 0, 51]));
    data.writeUInt32BE(0, at);
    const path = join(dir, 'empty');
    const none = ['-----BEGIN OPENSSH PRIVATE KEY-----', data.toString('base64'), '-----END OPENSSH PRIVATE KEY-----'];
    writeFileSync(path, `${none.join('\n')}\n`, { mode: 0o600 });
    expect(readKeyFile(path)).toMatchObject({ kind: 'unusable' });
  });

  test('whose passphrase would take hours is not begun with', () => {
    const lines = locked.split('\n');
    const data = Buffer.from(lines.slice(1, -2).join(''), 'base64');
    const at = data.indexOf(Buffer.from([0, 0, 0, 1, 0, 0, 0, 1]));
    expect([open, locked].map(passphraseRounds)).toEqual([0, 1]);
    data.writeUInt32BE(2 ** 24, at);
    const keyOf = (base64: string) => [lines[0], base64, ...lines.slice(-2)].join('\n');
    const slow = keyOf(data.toString('base64'));
    // ssh2 reads hyphens, too, and passes over what follows on the rounds.
    const hyphens = Buffer.from(data);
    hyphens.set([0xfb, 0xef, 0xbe], Math.floor(data.length / 3) * 3 - 3);
    const longer = Buffer.concat([data.subarray(0, at + 4), Buffer.alloc(4), data.subarray(at + 4)]);
    longer.writeUInt32BE(data.readUInt32BE(at - 24) + 4, at - 24);
    for (const text of [slow, keyOf(hyphens.toString('base64url')), keyOf(longer.toString('base64')), slow + slow]) {
      expect(passphraseRounds(text)).toBe(2 ** 24);
      expect(unlock(text, 'x')).toBeNull();
    }
    const path = join(dir, 'slow');
    writeFileSync(path, slow, { mode: 0o600 });
    expect(readKeyFile(path)).toMatchObject({ kind: 'unusable', onlySsh: true });
  });
});

describe('what a server says first', () => {
  /** The two ends of a connection, and what the second one sends. */
  const sockets = () => {
    const sent: Buffer[] = [];
    const end = (other: () => Duplex, keep: boolean): Duplex =>
      new Duplex({
        read: () => {},
        write: (chunk: Buffer, _, next) => {
          if (keep) sent.push(chunk);
          other().push(chunk);
          next();
        },
      });
    const a: Duplex = end(() => b, false);
    const b: Duplex = end(() => a, true);
    return { a, b, sent };
  };
  /** The first bytes of a real server, and of others that are none. */
  let greetings: readonly string[] = [];
  beforeAll(async () => {
    const { a, b, sent } = sockets();
    const server = new ssh2.Server({ hostKeys: [ssh2.utils.generateKeyPairSync('ed25519').private] });
    server.on('connection', (one) => one.on('error', () => {}));
    const client = new ssh2.Client();
    client.on('error', () => {});
    server.injectSocket(b as never);
    client.connect({ sock: a, username: 'x' });
    while (Buffer.concat(sent).length < 100) await new Promise((resolve) => setTimeout(resolve, 10));
    client.destroy();
    greetings = [
      Buffer.concat(sent).toString('latin1'),
      'HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<html>',
      'SSH-1.5-old\r\n',
      '220 mail ESMTP\r\nSSH-2.0-OpenSSH_9.2p1\r\n',
      `SSH-2.0-${'x'.repeat(600)}\r\n`,
    ];
  });

  test(
    'cut, doubled or garbled ends in an error of ours, and asks for nothing secret',
    async () => {
      const settings = await configured(join(dir, 'none'));
      const asked: string[] = [];
      const texts = fc.nat(4).chain((n) => damagedOf([greetings[n] ?? '']));
      await fc.assert(
        fc.asyncProperty(texts, fc.integer({ min: 1, max: 700 }), async (text, size) => {
          const socket = new Duplex({ read: () => {}, write: (_chunk, _encoding, next) => next() });
          const opening = openHop({
            ...{ socket, settings, hop: 1, hops: 1, knownHostsFile: join(dir, 'known'), acceptNew: false },
            ...{ candidates: [], troubles: [], offeredBefore: new Set<string>(), signal: new AbortController().signal },
            ask: async ({ kind }) => {
              asked.push(kind);
              throw new ConnectionError('prompt-needed', 'auth', {});
            },
          }).then(
            () => 'open',
            (error: unknown) => isOurs(error).code,
          );
          const bytes = Buffer.from(text, 'latin1');
          for (let at = 0; at < bytes.length; at += size) socket.push(bytes.subarray(at, at + size));
          socket.push(null);
          socket.on('end', () => socket.destroy());
          expect(['lost', 'not-ssh', 'algorithms', 'failed', 'prompt-needed']).toContain(await opening);
        }),
        FUZZ,
      );
      // A key may be shown before the server has proven that it is its own; nothing secret is asked for by then.
      expect(asked.filter((kind) => kind !== 'host-key')).toEqual([]);
    },
    FUZZ_MS,
  );
});

describe('what a command prints', () => {
  const MARK = '0123456789abcdef0123456789abcdef';
  const OUTPUT = capturedHosts()
    .slice(0, 12)
    .map(
      ({ evidence }) =>
        `Welcome\n${evidence.map(({ id, text }) => `\n${MARK} begin ${id}\n${text}\n${MARK} end ${id} 0\n`).join('')}\n${MARK} done\n`,
    );

  test(
    'cut, doubled or garbled, in pieces of any size, gives whole probes or none',
    () => {
      fc.assert(
        fc.property(damagedOf(OUTPUT), fc.integer({ min: 1, max: 5000 }), (text, size) => {
          const open: string[] = [];
          const parser = createStreamParser(MARK, {
            begin: (id) => void open.push(id),
            end: (id, said) => {
              expect(open.pop()).toBe(id);
              expect(said).not.toContain(`\n${MARK} `);
            },
          });
          for (let at = 0; at < text.length; at += size) parser.push(text.slice(at, at + size));
          parser.finish();
          expect(open).toEqual([]);
        }),
        FUZZ,
      );
    },
    FUZZ_MS,
  );

  test(
    'before the mark of our own shell is passed over, however much it is',
    () => {
      fc.assert(
        fc.property(
          damagedOf(OUTPUT),
          fc.integer({ min: 50, max: 5000 }),
          fc.string({ unit: 'binary', maxLength: 50 }),
          (noise, size, said) => {
            const mark = 'f'.repeat(32);
            const filter = markFilter(mark);
            const bytes = Buffer.from(`${noise}${mark}\n${said}`);
            const got: Buffer[] = [];
            for (let at = 0; at < bytes.length; at += size)
              got.push(Buffer.from(filter.push(bytes.subarray(at, at + size))));
            expect(Buffer.concat(got)).toEqual(Buffer.from(said));
          },
        ),
        FUZZ,
      );
    },
    FUZZ_MS,
  );
});
