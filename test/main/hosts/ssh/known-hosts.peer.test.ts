import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isFor, parseKnownHosts } from '../../../../src-main/hosts/ssh/known-hosts/entries.ts';
import { fileForNew, readKnownHosts, rememberHostKey } from '../../../../src-main/hosts/ssh/known-hosts/files.ts';
import { fingerprintOf, judgeHostKey, knownKeyTypes } from '../../../../src-main/hosts/ssh/known-hosts/judge.ts';
import { peers } from '../../../peers/needs.ts';
import { fingerprint, keygen, type Sshd, startSshd } from '../../../peers/sshd.ts';

let dir = '';
let server: Sshd | undefined;
const keys: Record<string, string> = {};
const hashedLine = (name: string, key: string) => {
  const file = join(dir, `hash-${Math.random()}`);
  writeFileSync(file, `${name} ${key}\n`);
  spawnSync('ssh-keygen', ['-H', '-f', file]);
  return readFileSync(file, 'utf8').trim();
};

/**
 * `A` is the server's own key, `B` another of its type, `R` an RSA key of nobody; `@` stands for the server's name with
 * its port, `#(name KEY)` for that line hashed by ssh-keygen.
 */
const FILES: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['the right key', '@ A'],
  ['another key', '@ B'],
  ['another key and the right one', '@ B\n@ A'],
  ['only another type', '@ R'],
  ['another type and the right key', '@ R\n@ A'],
  ['hashed', '#(@ A)'],
  ['hashed, another key', '#(@ B)'],
  ['hashed, of another host', '#(elsewhere A)'],
  ['the right key for another port', '[127.0.0.1]:1 A'],
  ['the plain name, right key', '127.0.0.1 A'],
  ['the plain name, another key', '127.0.0.1 B'],
  ['a list of names', 'one,@,two A'],
  ['a pattern', '[127.0.0.*]:* A'],
  ['a pattern with ?', '[127.?.0.1]:* A'],
  ['a negation that rules it out', '[127.0.0.*]:*,!@ A'],
  ['a negation of another', '[127.0.0.*]:*,!elsewhere A'],
  ['only a star', '* A'],
  ['revoked', '@revoked @ A'],
  ['revoked everywhere', '@revoked * A\n@ A'],
  ['right key after it was revoked', '@ A\n@revoked @ A'],
  ['another key is revoked', '@revoked @ B\n@ A'],
  ['a certificate authority only', '@cert-authority @ B'],
  ['an authority with the very key', '@cert-authority @ A'],
  ['an authority, and the right key', '@cert-authority @ B\n@ A'],
  ['an unknown marker', '@nonsense @ A'],
  ['comments and blank lines', '# @ A\n\n   \n  @ A comment here'],
  ['tabs and blanks', '\t@ \t A'],
  ['CRLF', '@ A\r\n'],
  ['no line end', '@ A\n@ B'],
  ['a truncated key', '@ CUT'],
  ['a truncated key, then the right one', '@ CUT\n@ A'],
  ['a type that is not the key’s', '@ ssh-rsa LIE'],
  ['garbage', 'x\n@\n@ @\n|1|x|y A\n|1|== A\n\u0000\u0001'],
  ['garbage, then the right key', 'x\n@\n|1|x|y A\n@ A'],
  ['upper case', 'ALIAS.Example A'],
  ['an old protocol line', '@ 1024 37 1234567890\n@ A'],
  ['hashed and revoked', '@revoked #(@ A)'],
  ['hashed, after a plain one of another key', '@ B\n#(@ A)'],
  ['a name twice in a list, one ruled out', '@,!@ A'],
  ['an address and its name', '127.0.0.1,@ A'],
  ['a bracket without its port', '[127.0.0.1] A'],
  ['a byte order mark', '\ufeff@ A'],
  ['a very long comment', `@ A ${'x'.repeat(6000)}`],
  ['a list that is long', `${'h.example,'.repeat(200)}@ A`],
];

const written = (text: string, name: string) =>
  text
    .replace(/#\((\S+) ([AB])\)/g, (_, host: string, key: string) =>
      hashedLine(host.replaceAll('@', name), keys[key] ?? ''),
    )
    .replace(/@(?!revoked|cert-authority|nonsense)/g, name)
    .replace(/\bCUT\b/g, (keys['A'] ?? '').slice(0, 40))
    .replace(/\bLIE\b/g, (keys['A'] ?? '').split(' ')[1] ?? '')
    .replace(/(^|\s)([ABR])(?=\s|$)/gm, (_, before: string, key: string) => `${before}${keys[key]}`);

describe.skipIf(!peers('sshd', 'ssh'))('known_hosts', () => {
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'midup-known-'));
    server = await startSshd({});
    keygen(join(dir, 'b'), 'ed25519');
    keygen(join(dir, 'r'), 'rsa');
    const half = (file: string) => readFileSync(`${file}.pub`, 'utf8').split(' ').slice(0, 2).join(' ').trim();
    keys['A'] = half(server.hostKeyFile('ed25519'));
    keys['B'] = half(join(dir, 'b'));
    keys['R'] = half(join(dir, 'r'));
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const ssh = (args: readonly string[]) =>
    new Promise<string>((done) => {
      let said = '';
      const child = spawn('ssh', [...args], { stdio: ['ignore', 'ignore', 'pipe'] });
      child.stderr.on('data', (chunk) => {
        said += chunk;
      });
      child.once('close', (code) => done(code === 0 ? 'known' : said));
    });

  describe.concurrent('gives the answer of ssh', () => {
    for (const [name, text] of FILES)
      test(name, async () => {
        if (!server) throw new Error('no server');
        const file = join(dir, `known-${FILES.findIndex((f) => f[0] === name)}`);
        const alias = name === 'upper case' ? 'Alias.Example' : null;
        const own = `[127.0.0.1]:${server.port}`;
        writeFileSync(file, written(text, own), { mode: 0o600 });
        const theirs = await ssh([
          '-F',
          'none',
          '-i',
          server.keyFile,
          '-p',
          String(server.port),
          '-o',
          `UserKnownHostsFile=${file}`,
          '-o',
          'GlobalKnownHostsFile=/dev/null',
          '-o',
          'StrictHostKeyChecking=yes',
          '-o',
          'HostKeyAlgorithms=ssh-ed25519',
          '-o',
          'BatchMode=yes',
          ...(alias ? ['-o', `HostKeyAlias=${alias}`] : []),
          `${server.user}@127.0.0.1`,
          'true',
        ]);
        const kind = /REVOKED/.test(theirs)
          ? 'revoked'
          : /IDENTIFICATION HAS CHANGED/.test(theirs)
            ? 'changed'
            : /No .* host key is known/.test(theirs)
              ? 'unknown'
              : theirs;
        const host = { host: '127.0.0.1', port: server.port, alias };
        const key = Buffer.from((keys['A'] ?? '').split(' ')[1] ?? '', 'base64');
        expect(judgeHostKey(readKnownHosts([file]), host, key).kind).toBe(kind);

        // ssh-keygen finds such lines by their name alone; ssh does not use them.
        if (/CUT|LIE/.test(text)) return;
        const asked = alias ?? own;
        const found = spawnSync('ssh-keygen', ['-F', asked, '-f', file], { encoding: 'utf8' }).stdout;
        const lines = [...found.matchAll(/found: line (\d+)/g)].map((m) => Number(m[1]));
        const ours = readKnownHosts([file])
          .filter((entry) => isFor(entry, asked))
          .map((entry) => entry.line);
        expect(ours).toEqual(lines);
      });
  });

  test('fingerprints are those of ssh-keygen', () => {
    const key = Buffer.from((keys['A'] ?? '').split(' ')[1] ?? '', 'base64');
    expect(fingerprintOf(key)).toBe(fingerprint(`${server?.hostKeyFile('ed25519')}.pub`));
  });

  test('names the types that a host is known by, for the order to ask in', () => {
    const entries = parseKnownHosts(written('@ R\n@ A\n@revoked @ B', 'h'), 'f');
    expect(knownKeyTypes(entries, { host: 'h', port: 22, alias: null })).toEqual(['ssh-rsa', 'ssh-ed25519']);
  });

  test('what is no file knows nobody, and holds nothing up', () => {
    const pipe = join(dir, 'pipe');
    spawnSync('mkfifo', [pipe]);
    expect(readKnownHosts([pipe, '/dev/zero', '/dev/null', dir, join(dir, 'absent')])).toEqual([]);
    for (const file of [pipe, '/dev/null', dir]) expect(fileForNew([file, join(dir, 'second')])).toBeUndefined();
    expect(fileForNew([])).toBeUndefined();
    expect(fileForNew([join(dir, 'absent')])).toBe(join(dir, 'absent'));
  });

  describe('remembering', () => {
    const key = () => Buffer.from((keys['A'] ?? '').split(' ')[1] ?? '', 'base64');
    const name = { host: 'New.Example', port: 2222, alias: null };

    test('makes folder and file, for their owner only', async () => {
      const file = join(dir, 'fresh', '.ssh', 'known_hosts');
      await rememberHostKey(file, name, key(), false);
      expect(readFileSync(file, 'utf8')).toBe(`[new.example]:2222 ${keys['A']}\n`);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(statSync(join(dir, 'fresh', '.ssh')).mode & 0o777).toBe(0o700);
      expect(existsSync(`${file}.lock`)).toBe(false);
    });

    test('leaves other lines as they are, also a last one without its end', async () => {
      const file = join(dir, 'existing');
      const before = '# mine\r\n\n  odd   line \nlast A';
      writeFileSync(file, before);
      chmodSync(file, 0o640);
      await rememberHostKey(file, { ...name, port: 22 }, key(), false);
      expect(readFileSync(file, 'utf8')).toBe(`${before}\nnew.example ${keys['A']}\n`);
      expect(statSync(file).mode & 0o777).toBe(0o640);
    });

    test('hashed, ssh-keygen finds it', async () => {
      const file = join(dir, 'hashed');
      await rememberHostKey(file, name, key(), true);
      expect(readFileSync(file, 'utf8')).toMatch(/^\|1\|/);
      const { stdout } = spawnSync('ssh-keygen', ['-F', '[new.example]:2222', '-f', file], { encoding: 'utf8' });
      expect(stdout).toContain('found: line 1');
      expect(judgeHostKey(readKnownHosts([file]), name, key()).kind).toBe('known');
    });

    test('what stands there is not added again, and no lock is left', async () => {
      const file = join(dir, 'twice');
      await rememberHostKey(file, name, key(), true);
      await rememberHostKey(file, name, key(), false);
      expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(2);
      expect(existsSync(`${file}.lock`)).toBe(false);
    });

    test('many at the same time: every line is whole, and once', async () => {
      const file = join(dir, 'crowd');
      writeFileSync(file, '# mine');
      const ports = Array.from({ length: 30 }, (_, i) => 3000 + (i % 15));
      await Promise.all(ports.map((port) => rememberHostKey(file, { ...name, port }, key(), false)));
      const lines = readFileSync(file, 'utf8').trim().split('\n');
      expect(lines.sort()).toEqual(
        ['# mine', ...Array.from({ length: 15 }, (_, i) => `[new.example]:${3000 + i} ${keys['A']}`)].sort(),
      );
    });

    test('waits for a lock, takes an old one over, and goes on where none can be made', async () => {
      const file = join(dir, 'locked');
      writeFileSync(`${file}.lock`, 'x');
      const waiting = rememberHostKey(file, name, key(), false);
      await new Promise((done) => setTimeout(done, 100));
      expect(existsSync(file)).toBe(false);
      rmSync(`${file}.lock`);
      await waiting;
      expect(readFileSync(file, 'utf8')).toContain('new.example');
      const long = new Date(Date.now() - 60_000);
      writeFileSync(`${file}.lock`, 'x');
      utimesSync(`${file}.lock`, long, long);
      const before = Date.now();
      await rememberHostKey(file, { ...name, port: 1 }, key(), false);
      expect(Date.now() - before).toBeLessThan(2000);
      expect(readFileSync(file, 'utf8')).toContain('[new.example]:1 ');
      expect(existsSync(`${file}.lock`)).toBe(false);
    });
  });
});
