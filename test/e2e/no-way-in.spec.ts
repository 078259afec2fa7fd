import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDroppingPort } from '../peers/dropping-port.ts';
import { freePort } from '../peers/free-port.ts';
import { peers } from '../peers/needs.ts';
import { startOddServer } from '../peers/odd-server.ts';
import { startSshAgent } from '../peers/ssh-agent.ts';
import { keygen, type SshdOptions, startSshd } from '../peers/sshd.ts';
import { openBrowser } from './gallery/browser.ts';
import { createHome, type Home, ROOT } from './support/home.ts';
import { startServe } from './support/serve.ts';
import type { ViewRecorder } from './support/view-recorder.ts';
import { openWizard, type Wizard } from './support/wizard.ts';

type Failing = {
  readonly alias: string;
  /** Without `connection.`. */
  readonly code: string;
  readonly says: RegExp;
  /** What is typed into each prompt; Escape where it has ended. */
  readonly types?: readonly string[];
  /** What stands in the view when the connection came about and only the look failed. */
  readonly inGuide?: true;
};

/** Everything that ends before a host is looked at, by its alias in the ssh config that is written below. */
const FAILING: readonly Failing[] = [
  { alias: 'refused', code: 'refused', says: /refused at once: the host is there, but nothing listens/ },
  { alias: 'filtered', code: 'timeout', says: /gave no answer within 1 s: packets are dropped on the way/ },
  { alias: 'unknown-name', code: 'name-unknown', says: /Looking up no-such-host\.invalid gave no address/ },
  { alias: 'web-server', code: 'not-ssh', says: /not as an SSH server\. It said: HTTP\/1\.1 400 Bad Request/ },
  { alias: 'hangs-up', code: 'lost', says: /closed the connection before it named itself/ },
  { alias: 'hangs-up-later', code: 'lost', says: /ended during the key exchange/ },
  {
    alias: 'other-algorithms',
    code: 'algorithms',
    says: /share no algorithm for: .*The host offers .*; MID Up offers /,
  },
  {
    alias: 'changed-key',
    code: 'host-key-changed',
    says: /is known by SHA256:\S+ .*known_hosts, line \d+\. Nothing was sent/,
  },
  { alias: 'revoked-key', code: 'host-key-revoked', says: /marks as revoked in line \d+\. Nothing was sent/ },
  { alias: 'new-key', code: 'host-key-unknown', says: /not known here and was not accepted/, types: [] },
  { alias: 'key-not-taken', code: 'auth-failed', says: /Tried: key \S+other_key\. The host takes: publickey/ },
  { alias: 'no-key', code: 'auth-failed', says: /Tried: nothing/ },
  { alias: 'empty-agent', code: 'agent', says: /it holds no key/ },
  { alias: 'dead-agent', code: 'agent', says: /Failed to connect to agent/ },
  { alias: 'open-key', code: 'key-unreadable', says: /others|mode|permission/i },
  { alias: 'garbage-key', code: 'key-unreadable', says: /garbage/ },
  { alias: 'locked-key', code: 'passphrase', says: /passphrase/, types: ['no', 'nor this', 'nor that'] },
  { alias: 'few-tries', code: 'too-many-attempts', says: /too many refused attempts/ },
  { alias: 'certificate', code: 'certificate-unsupported', says: /goes by the certificate/ },
  { alias: 'wrong-password', code: 'auth-failed', says: /Tried: .*password/, types: ['no'] },
  { alias: 'expired', code: 'account-refused', says: /It said: Your account has expired/, types: ['PASSWORD'] },
  { alias: 'locked', code: 'auth-failed', says: /Tried: .*password/, types: ['PASSWORD'] },
  { alias: 'jump-forbids', code: 'failed', says: /jump host jump-host does not forward/ },
  {
    alias: 'nologin',
    code: 'no-shell',
    says: /ran no script\. It said: This account is currently not available/,
    inGuide: true,
  },
  { alias: 'forced', code: 'no-shell', says: /ran no script\. It said: Only backups here/, inGuide: true },
];

describe.skipIf(!peers('root', 'sshd', 'ssh', 'chromium'))('no way in', () => {
  const stops: (() => Promise<unknown>)[] = [];
  let page: Page;
  let views: ViewRecorder;
  let home: Home;
  let wizard: Wizard;
  const passwords = new Map<string, string>();

  beforeAll(async () => {
    home = createHome();
    const dir = mkdtempSync('/tmp/midup-nowayin-');
    stops.push(async () => rmSync(dir, { recursive: true, force: true }));
    const ssh = join(home.home, '.ssh');
    mkdirSync(ssh, { mode: 0o700 });
    let config = '';
    let known = '';
    const alias = (name: string, lines: readonly string[]) => {
      config += `Host ${name}\n${lines.map((line) => ` ${line}\n`).join('')}`;
    };
    const at = (port: number, ...lines: string[]) => [
      'HostName 127.0.0.1',
      `Port ${port}`,
      'ConnectTimeout 1',
      ...lines,
    ];
    const otherKey = join(dir, 'other_key');
    keygen(otherKey, 'ed25519');
    const lockedKey = join(dir, 'locked_key');
    keygen(lockedKey, 'ed25519', 'sesame');
    const garbage = join(dir, 'garbage_key');
    writeFileSync(garbage, 'this is garbage and no key\n', { mode: 0o600 });
    const server = async (name: string, options: SshdOptions, ...lines: string[]) => {
      const sshd = await startSshd({ account: {}, ...options });
      stops.push(sshd.stop);
      passwords.set(name, sshd.password);
      if (name !== 'new-key') known += readFileSync(sshd.knownHostsFile, 'utf8');
      alias(
        name,
        at(sshd.port, `User ${sshd.user}`, ...(lines.length > 0 ? lines : [`IdentityFile ${sshd.keyFile}`])).filter(
          (l) => l !== 'ConnectTimeout 1',
        ),
      );
      return sshd;
    };
    const odd = async (name: string, does: Parameters<typeof startOddServer>[0]) => {
      const one = await startOddServer(does);
      stops.push(one.stop);
      alias(name, at(one.port));
    };
    const agent = await startSshAgent();
    const dropping = await startDroppingPort();
    stops.push(agent.stop, dropping.stop);
    alias('refused', at(await freePort()));
    alias('filtered', at(dropping.port));
    alias('unknown-name', ['HostName no-such-host.invalid']);
    await odd('web-server', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await odd('hangs-up', (socket) => socket.destroy());
    await odd('hangs-up-later', (socket) => socket.write('SSH-2.0-Odd\r\n', () => socket.destroy()));
    const none = ['IdentityFile none', 'IdentityAgent none'];
    const passwordOnly = { config: ['PasswordAuthentication yes', 'PubkeyAuthentication no', 'UsePAM yes'] };
    await Promise.all([
      server('other-algorithms', { config: ['KexAlgorithms sntrup761x25519-sha512@openssh.com'] }),
      server('new-key', {}),
      server('key-not-taken', {}, `IdentityFile ${otherKey}`, 'IdentityAgent none'),
      server('no-key', {}, ...none),
      server('empty-agent', {}, 'IdentityFile none', `IdentityAgent ${agent.socket}`),
      server('dead-agent', {}, 'IdentityFile none', `IdentityAgent ${dir}/no-agent`),
      server('garbage-key', {}, `IdentityFile ${garbage}`, 'IdentityAgent none'),
      server('few-tries', { config: ['MaxAuthTries 1'] }, `IdentityFile ${otherKey}`, 'IdentityAgent none'),
      server('wrong-password', passwordOnly, ...none),
      server('nologin', { account: { shell: '/usr/sbin/nologin' } }),
      server('forced', { config: ['ForceCommand echo Only backups here'] }),
      server('jump-host', { config: ['AllowTcpForwarding no'] }),
    ]);
    const open = await server('open-key', {});
    chmodSync(open.keyFile, 0o644);
    const locked = await server('locked-key', {}, `IdentityFile ${lockedKey}`, 'IdentityAgent none');
    writeFileSync(locked.authorizedKeysFile, readFileSync(`${lockedKey}.pub`));
    alias('jump-forbids', ['HostName 127.0.0.1', 'Port 9', 'ProxyJump jump-host']);
    for (const [name, how] of [
      ['expired', ['--expiredate', '2001-01-01']],
      ['locked', ['--lock']],
    ] as const) {
      const sshd = await server(name, passwordOnly, ...none);
      spawnSync('usermod', [...how, sshd.user]);
    }
    const changed = await startSshd({});
    const revoked = await startSshd({});
    stops.push(changed.stop, revoked.stop);
    const half = (file: string) => readFileSync(`${file}.pub`, 'utf8').trim();
    known += `[127.0.0.1]:${changed.port} ${half(otherKey)}\n@revoked [127.0.0.1]:${revoked.port} ${half(revoked.hostKeyFile('ed25519'))}\n`;
    alias('changed-key', at(changed.port));
    alias('revoked-key', at(revoked.port));
    const ca = join(dir, 'ca');
    keygen(ca, 'ed25519');
    const certified = await server('certificate', { config: [`TrustedUserCAKeys ${ca}.pub`] });
    writeFileSync(certified.authorizedKeysFile, '');
    spawnSync('ssh-keygen', ['-q', '-s', ca, '-I', 'someone', '-n', certified.user, `${certified.keyFile}.pub`]);
    writeFileSync(join(ssh, 'config'), config, { mode: 0o600 });
    writeFileSync(join(ssh, 'known_hosts'), known, { mode: 0o600 });
    Reflect.deleteProperty(home.env, 'SSH_AUTH_SOCK');
    wizard = await openWizard(home);
    ({ page, views } = wizard);
  }, 60_000);
  afterAll(async () => {
    await wizard?.close();
    for (const stop of stops) await stop();
    home?.remove();
  });

  const typeAll = async ({ alias, types = [] }: Failing) => {
    const left = [...types];
    const asked = new Set<string>();
    for (;;) {
      const { prompts, progress } = views.latest();
      if (progress === null) return;
      const [prompt] = prompts;
      if (!prompt || asked.has(prompt.id)) {
        await page.waitForTimeout(20);
        continue;
      }
      asked.add(prompt.id);
      await page.getByRole('dialog').waitFor();
      const text = left.shift();
      if (text === undefined) {
        await page.keyboard.press('Escape');
        continue;
      }
      await page
        .getByRole('dialog')
        .locator('input')
        .first()
        .fill(text === 'PASSWORD' ? (passwords.get(alias) ?? '') : text);
      await page.keyboard.press('Enter');
    }
  };

  test.for(FAILING)('$alias', async (failing) => {
    const { alias, code, says, inGuide } = failing;
    const before = views.latest().sessionId;
    await page.getByLabel('Host', { exact: true }).fill(alias);
    await page.getByLabel('Host', { exact: true }).press('Escape');
    await page.getByRole('button', { name: /^Connect/ }).click();
    await views.until((view) => view.sessionId !== before && (view.progress !== null || view.error !== null));
    await typeAll(failing);
    const view = await views.until((v) => v.progress === null && v.error !== null);
    const shots = process.env['MIDUP_SHOTS'];
    if (shots) {
      await page.waitForTimeout(150);
      await page.screenshot({ path: join(shots, `${alias}.png`), fullPage: true });
    }
    const told = view.error;
    if (inGuide) {
      await views.dispatch({ type: 'disconnect' });
      await views.until((v) => v.screen === 'connect');
    }
    expect(told).toMatchObject({ code: `connection.${code}`, message: expect.stringMatching(says) });
    expect(told?.next.length).toBeGreaterThan(0);
    // The terminal says the same, in a report whose exit status tells it from a problem of the host.
    if (failing.types) return;
    const ran = await midup(['diagnose', '--ssh', alias, '--json'], home);
    const { error } = JSON.parse(ran.stdout);
    expect(ran.code).toBe(4);
    expect({ code: error.code, message: error.message }).toEqual({ code: told?.code, message: told?.message });
  });

  test('what only OpenSSH can is one button away', async () => {
    for (const alias of ['certificate', 'other-algorithms']) {
      await page.getByLabel('Host', { exact: true }).fill(alias);
      await page.getByLabel('Host', { exact: true }).press('Escape');
      await page.getByRole('button', { name: /^Connect/ }).click();
      await page.getByRole('button', { name: "Go through this computer's ssh" }).click();
      const view = await views.until((v) => v.screen === 'guide' && v.progress === null);
      expect(view).toMatchObject({ error: null, target: { address: alias, client: 'openssh' } });
      await views.dispatch({ type: 'disconnect' });
      await page.getByRole('button', { name: /^Connect/ }).waitFor();
      if (!(await page.getByLabel('SSH client').isVisible())) await page.getByText('Sign-in options').click();
      await page.getByLabel('SSH client').selectOption('builtin');
    }
  });
});

describe.skipIf(!peers('root', 'sshd', 'ssh', 'chromium'))('no way in, where this computer has no ssh', () => {
  test('going through it is not offered, in page and terminal', async () => {
    const home = createHome();
    await using stops = new AsyncDisposableStack();
    stops.defer(() => home.remove());
    const ca = join(home.home, 'ca');
    keygen(ca, 'ed25519');
    const sshd = await startSshd({ account: {}, config: [`TrustedUserCAKeys ${ca}.pub`] });
    stops.defer(sshd.stop);
    writeFileSync(sshd.authorizedKeysFile, '');
    spawnSync('ssh-keygen', ['-q', '-s', ca, '-I', 'x', '-n', sshd.user, `${sshd.keyFile}.pub`]);
    mkdirSync(join(home.home, '.ssh'), { mode: 0o700 });
    writeFileSync(join(home.home, '.ssh/known_hosts'), readFileSync(sshd.knownHostsFile));
    const bin = join(home.home, 'bin');
    mkdirSync(bin);
    for (const name of readdirSync('/usr/bin')) if (name !== 'ssh') symlinkSync(`/usr/bin/${name}`, join(bin, name));
    const without: Home = { ...home, env: { ...home.env, PATH: bin } };
    const served = await startServe(without);
    stops.defer(async () => void (await served.stop()));
    const browser = await openBrowser();
    stops.defer(() => browser.close());
    const page = await browser.newPage();
    await page.goto(served.url);
    await page.getByLabel('Host', { exact: true }).fill(sshd.address);
    await page.getByText('Sign-in options').click();
    await page.getByLabel('Key file').fill(sshd.keyFile);
    expect(await page.getByLabel('SSH client').count()).toBe(0);
    await page.getByRole('button', { name: /^Connect/ }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'connection.certificate-unsupported' });
    await alert.waitFor();
    expect(await alert.textContent()).not.toMatch(/own ssh/);
    expect(await page.getByRole('button', { name: "Go through this computer's ssh" }).count()).toBe(0);
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    const args = ['diagnose', '--ssh', sshd.address, '--identity', sshd.keyFile, '--json'];
    const [builtin, openssh] = [await midup(args, without), await midup([...args, '--ssh-client', 'openssh'], without)];
    expect(JSON.parse(builtin.stdout).error).toMatchObject({
      code: 'connection.certificate-unsupported',
      next: expect.stringMatching(/^Sign in with another key or a password\./),
    });
    expect(JSON.parse(openssh.stdout).error.message).toContain('there is no ssh on this computer');
    expect([builtin.code, openssh.code]).toEqual([4, 4]);
  });
});

const midup = (args: readonly string[], home: Home): Promise<{ code: number | null; stdout: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(ROOT, 'out/main/cli.js'), ...args], {
      env: home.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.once('close', (code) => resolve({ code, stdout }));
  });
