import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAddress } from '../../../../src-main/hosts/ssh/address.ts';
import { resolveSettings } from '../../../../src-main/hosts/ssh/config/resolve.ts';
import { peers } from '../../../peers/needs.ts';

const home = homedir();
const me = userInfo().username;
let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'midup-config-'));
  mkdirSync(join(dir, 'conf.d'));
  writeFileSync(join(dir, 'conf.d', '10-a.conf'), 'Host inc*\n  User from-a\n  Port 1010\n');
  writeFileSync(join(dir, 'conf.d', '20-b.conf'), 'User from-b\nHost other\n  Port 2020\n');
  writeFileSync(join(dir, 'nested'), `Include ${dir}/conf.d/10-a.conf\nPort 3030\n`);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A config (`DIR` stands for the test's folder), and what to ask it for. */
const CASES: readonly (readonly [string, string, string])[] = [
  ['nothing at all', '', 'some.host'],
  ['an alias', 'Host mid\n  HostName mid1.example\n  Port 2222\n  User svc\n', 'mid'],
  ['the first value holds', 'Host a\n User one\nHost *\n User two\n Port 23\nHost a\n Port 24\n', 'a'],
  ['before any Host', 'User early\nHost *\n User late\n', 'x'],
  ['patterns', 'Host web?.* !web3.*\n User w\nHost *\n User rest\n', 'web1.example'],
  ['negation', 'Host web?.* !web3.*\n User w\nHost *\n User rest\n', 'web3.example'],
  ['only a negation matches nothing', 'Host !b\n User w\n', 'a'],
  ['star in the middle', 'Host a*z*9\n User w\n', 'abczd9'],
  ['case of the alias counts', 'Host Mid\n User w\n', 'mid'],
  ['host names in lower case', 'Host MID\n HostName MID.Example\n', 'MID'],
  ['keywords in any case, with =', 'hOsT=a\n  hostname = b.example\n\tPORT=23\n', 'a'],
  ['quotes', 'Host "a"\n User "quoted user"\n IdentityFile "~/my keys/id"\n', 'a'],
  ['single quotes', "Host 'a'\n IdentityFile '~/my keys/id'\n", 'a'],
  ['escaped blank', 'Host a\n IdentityFile ~/my\\ keys/id\n', 'a'],
  ['a backslash in the user', 'Host a\n User DOMAIN\\jo\n', 'a'],
  ['comment after a value', 'Host a # the first\n User u # who\n Port 24\n', 'a'],
  ['a # in a word', 'Host a\n User u#1\n', 'a'],
  ['comments and blank lines', '# top\n\n   # indented\nHost a\n\n# in between\n User u\n', 'a'],
  ['CRLF', 'Host a\r\n User u\r\n Port 25\r\n', 'a'],
  ['tabs', '\tHost\ta\tb\n\t\tUser\tu\n', 'b'],
  [
    'several identity files',
    'IdentityFile ~/one\nHost a\n IdentityFile /two\n IdentityFile ~/one\nHost *\n IdentityFile three\n',
    'a',
  ],
  ['tokens', 'Host a\n HostName %h.example\n User jo\n Port 24\n IdentityFile ~/.ssh/%n-%h-%p-%r-%u-%%\n', 'a'],
  ['%d and %L', 'IdentityFile %d/keys/%L\n', 'a'],
  ['IdentitiesOnly', 'Host a\n IdentitiesOnly yes\n', 'a'],
  ['IdentityAgent', 'Host a\n IdentityAgent ~/agent-%h.sock\n', 'a'],
  ['IdentityAgent none', 'IdentityAgent none\n', 'a'],
  ['known hosts files', 'UserKnownHostsFile ~/kh1 "/tmp/k h" %d/kh-%h\nGlobalKnownHostsFile /etc/x /etc/y\n', 'a'],
  ['HostKeyAlias', 'Host a\n HostKeyAlias real-name\n UserKnownHostsFile /kh/%k\n', 'a'],
  ['StrictHostKeyChecking accept-new', 'StrictHostKeyChecking accept-new\n', 'a'],
  ['StrictHostKeyChecking no', 'StrictHostKeyChecking no\n', 'a'],
  ['StrictHostKeyChecking yes', 'StrictHostKeyChecking yes\n', 'a'],
  ['ConnectTimeout of none', 'ConnectTimeout 0\n', 'a'],
  ['a port by its name', 'Host a\n Port ssh\n IdentityFile ~/%p\n', 'a'],
  ['a port by the name of another service', 'Host a\n Port https\n', 'a'],
  ['ConnectTimeout', 'ConnectTimeout 1m30s\nServerAliveInterval 15\n', 'a'],
  ['PreferredAuthentications', 'PreferredAuthentications password,publickey\nPasswordAuthentication no\n', 'a'],
  ['methods switched off', 'PubkeyAuthentication no\nKbdInteractiveAuthentication no\n', 'a'],
  ['AddressFamily', 'AddressFamily inet6\nHashKnownHosts yes\n', 'a'],
  ['ProxyJump', 'Host a\n ProxyJump jo@gw:2022\n', 'a'],
  ['ProxyJump chain', 'Host a\n ProxyJump g1,jo@g2:23,g3\n', 'a'],
  ['ProxyJump none stops later ones', 'Host a\n ProxyJump none\nHost *\n ProxyJump gw\n', 'a'],
  ['ProxyJump before ProxyCommand', 'ProxyJump gw\nProxyCommand nc x\n', 'a'],
  ['ProxyCommand before ProxyJump', 'ProxyCommand nc -X "connect" %h  %p # no comment\nProxyJump gw\n', 'a'],
  ['ProxyCommand none', 'ProxyCommand none\nHost *\n ProxyCommand x\n', 'a'],
  ['Include', 'Include DIR/nested\nUser mine\n', 'include-me'],
  ['Include by pattern', 'Include DIR/conf.d/*.conf\n', 'other'],
  ['Include of what is not there', 'Include DIR/nope/*\nUser mine\n', 'a'],
  ['Include of a name that no file can have', `Include ${'x'.repeat(300)}\nUser mine\n`, 'a'],
  ['Include within a Host', 'Host a\n Include DIR/conf.d/20-b.conf\n Port 9\nHost *\n User z\n', 'a'],
  ['Include within a Host that is another', 'Host b\n Include DIR/conf.d/20-b.conf\nHost *\n User z\n', 'a'],
  ['Match all', 'Match all\n User u\n', 'a'],
  ['Match host sees HostName', 'Host a\n HostName real.example\nMatch host real.*\n User u\n', 'a'],
  ['Match host with a list', 'Match host x,a*,!ab\n User u\n', 'aa'],
  ['Match host with a list, ruled out', 'Match host x,a*,!ab\n User u\n', 'ab'],
  [
    'Match originalhost',
    'Host a\n HostName real.example\nMatch originalhost a\n User u\nMatch originalhost real.example\n Port 9\n',
    'a',
  ],
  ['Match user', 'Match user jo\n Port 9\n', 'jo@a'],
  ['Match localuser', `Match localuser ${me}\n Port 9\n`, 'a'],
  ['Match with two criteria', 'Match host a user jo\n Port 9\nMatch host a user al\n Port 10\n', 'al@a'],
  ['Match negated', 'Match !host b\n Port 9\nMatch host a !user jo\n User x\n', 'a'],
  ['Match quoted', 'Match host "a,b"\n Port 9\n', 'b'],
  ['Match final', 'Match final host *.example\n User last\nHost a\n HostName a.example\n', 'a'],
  ['Match canonical without canonicalisation', 'Match canonical\n User u\n', 'a'],
  ['Match exec that succeeds', 'Match host a exec "test %h = a"\n Port 9\n', 'a'],
  ['Match exec with a path in it', 'Match originalhost a exec "test -e /etc/passwd"\n Port 9\n', 'a'],
  ['Match exec with quotes within', "Match exec \"test '%h' = 'a'\"\n Port 9\n", 'a'],
  ['a value that begins with =', 'Host a\n User = jo\n Port = 9\n', 'a'],
  ['Match exec that fails', 'Match exec "test %h = b"\n Port 9\n', 'a'],
  ['the address wins over the file', 'Host a\n User file\n Port 9\n', 'cli@a'],
];

describe.skipIf(!peers('ssh'))('an ssh configuration resolves as ssh -G says', () => {
  for (const [name, text, asked] of CASES)
    test(name, async () => {
      const file = join(dir, `config-${CASES.findIndex((c) => c[0] === name)}`);
      writeFileSync(file, text.replaceAll('DIR', dir), { mode: 0o600 });
      const { status, stdout, stderr } = spawnSync('ssh', ['-T', '-F', file, '-G', asked], {
        encoding: 'utf8',
        env: { PATH: process.env['PATH'] },
      });
      expect(stderr).toBe('');
      expect(status).toBe(0);
      const theirs = (key: string) =>
        stdout
          .split('\n')
          .filter((line) => line.startsWith(`${key} `))
          .map((line) => line.slice(key.length + 1));
      const ours = await resolveSettings(parseAddress(asked), {
        home,
        env: {},
        files: [{ path: file, mustBeOurs: true }],
        exec: async (command) => spawnSync('sh', ['-c', command]).status === 0,
      });
      const expand = (value: string) =>
        value
          .replace(/^~\//, `${home}/`)
          .replaceAll('%%', '\u0001')
          .replaceAll('%h', ours.hostName)
          .replaceAll('%n', ours.alias)
          .replaceAll('%p', String(ours.port))
          .replaceAll('%r', ours.user)
          .replaceAll('%u', me)
          .replaceAll('%d', home)
          .replaceAll('%L', hostname().split('.')[0] ?? '')
          .replaceAll('\u0001', '%');
      const flag = (value: boolean) => [value];
      const theirFlag = (key: string) => theirs(key).map((v) => v === 'yes' || v === 'true');
      expect([ours.hostName]).toEqual(theirs('hostname'));
      expect([String(ours.port)]).toEqual(theirs('port'));
      expect([ours.user]).toEqual(theirs('user'));
      if (ours.identityFiles === null) expect(theirs('identityfile')).toContain('~/.ssh/id_ed25519');
      else expect([...ours.identityFiles]).toEqual(theirs('identityfile').map(expand));
      expect(flag(ours.identitiesOnly)).toEqual(theirFlag('identitiesonly'));
      const agent = theirs('identityagent')[0];
      expect(ours.agents.sockets[0] ?? 'none').toBe(agent === undefined ? 'none' : expand(agent));
      expect(ours.userKnownHosts.join(' ')).toBe(theirs('userknownhostsfile').map(expand).join(' '));
      expect(ours.globalKnownHosts.join(' ')).toBe(theirs('globalknownhostsfile').join(' '));
      expect(ours.hostKeyAlias ?? undefined).toBe(theirs('hostkeyalias')[0]);
      const strict =
        { no: 'false', yes: 'true', off: 'false' }[ours.strictHostKeyChecking] ?? ours.strictHostKeyChecking;
      expect([strict]).toEqual(theirs('stricthostkeychecking'));
      expect(String(ours.connectTimeout ?? 'none')).toBe(theirs('connecttimeout')[0]);
      expect(String(ours.serverAliveInterval ?? 0)).toBe(theirs('serveraliveinterval')[0]);
      expect(ours.preferredAuthentications.join(',')).toBe(theirs('preferredauthentications').join(','));
      expect(flag(ours.methods.publickey)).toEqual(theirFlag('pubkeyauthentication'));
      expect(flag(ours.methods.password)).toEqual(theirFlag('passwordauthentication'));
      expect(flag(ours.methods.interactive)).toEqual(theirFlag('kbdinteractiveauthentication'));
      expect([ours.addressFamily]).toEqual(theirs('addressfamily'));
      expect(flag(ours.hashKnownHosts)).toEqual(theirFlag('hashknownhosts'));
      expect(ours.proxyJump ?? undefined).toBe(theirs('proxyjump')[0]);
      expect(ours.proxyCommand ?? 'none').toBe(expand(theirs('proxycommand')[0] ?? 'none'));
    });
});

describe('a configuration that cannot be used', () => {
  const refusal = async (text: string, mode = 0o600) => {
    const file = join(dir, `bad-${Math.random()}`);
    writeFileSync(file, text, { mode });
    return resolveSettings(
      { host: 'a' },
      { home, env: {}, files: [{ path: file, mustBeOurs: true }], exec: async () => false },
    ).then(
      () => null,
      (error) => ({ code: error.code, ...error.params }),
    );
  };
  test('names file and line', async () => {
    expect(await refusal('Host a\n User "x\n')).toMatchObject({
      code: 'config-invalid',
      where: expect.stringMatching(/, line 2$/),
      why: 'has a quote that is not closed',
    });
    expect(await refusal('Host a\n Port\n')).toMatchObject({
      code: 'config-invalid',
      where: expect.stringMatching(/, line 2$/),
    });
    expect(await refusal('User x\nInclude \0\n')).toMatchObject({
      where: expect.stringMatching(/, line 2$/),
      why: 'has a NUL character',
    });
    symlinkSync('circle', join(dir, 'circle'));
    expect(await refusal(`Include ${dir}/circle\n`)).toMatchObject({
      where: join(dir, 'circle'),
      why: 'cannot be read (ELOOP)',
    });
    expect(await refusal('Match nonsense x\n User a\n')).toMatchObject({
      why: expect.stringMatching(/Match nonsense/),
    });
    expect(await refusal('Port 70000\n')).toMatchObject({ why: expect.stringMatching(/70000/) });
    expect(await refusal('Port no-such-service\n')).toMatchObject({ why: expect.stringMatching(/no-such-service/) });
    expect(await refusal('Port .*\n')).toMatchObject({ why: expect.stringMatching(/\.\*/) });
    expect(await refusal('ConnectTimeout soon\n')).toMatchObject({ why: expect.stringMatching(/soon/) });
  });
  test('names what only ssh honours, where it is set and does something', async () => {
    const unsupported = async (text: string) => {
      const file = join(dir, `only-ssh-${Math.random()}`);
      writeFileSync(file, text, { mode: 0o600 });
      const files = [{ path: file, mustBeOurs: true }];
      return (await resolveSettings({ host: 'a' }, { home, env: {}, files, exec: async () => false })).unsupported;
    };
    expect(await unsupported('CanonicalizeHostname always\nPKCS11Provider /lib/x.so\n')).toEqual([
      'CanonicalizeHostname',
      'PKCS11Provider',
    ]);
    // Only where all before it hold: else nothing would come of it in ssh either.
    expect(
      await unsupported('Match localnetwork 10.0.0.0/8\n User x\nMatch host b sessiontype shell\n Port 9\n'),
    ).toEqual(['Match localnetwork']);
    expect(await unsupported('CanonicalizeHostname no\nPKCS11Provider none\nHost b\n ProxyUseFdpass yes\n')).toEqual(
      [],
    );
  });
  test('is refused where others may write it', async () => {
    const file = join(dir, 'writable');
    writeFileSync(file, 'User x\n');
    spawnSync('chmod', ['666', file]);
    await expect(
      resolveSettings(
        { host: 'a' },
        { home, env: {}, files: [{ path: file, mustBeOurs: true }], exec: async () => false },
      ),
    ).rejects.toMatchObject({ code: 'config-invalid' });
  });
  test.for([1, 3])('does not include itself for ever, %s times over', async (times) => {
    const file = join(dir, `loop-${times}`);
    writeFileSync(file, `Include ${file}\n`.repeat(times), { mode: 0o600 });
    await expect(
      resolveSettings(
        { host: 'a' },
        { home, env: {}, files: [{ path: file, mustBeOurs: true }], exec: async () => false },
      ),
    ).rejects.toMatchObject({ code: 'config-invalid' });
  });
});
