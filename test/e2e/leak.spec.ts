import { spawn } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Prompt } from '../../src-main/model/prompt.ts';
import { peers } from '../peers/needs.ts';
import { type RecordingServer, startRecordingServer } from '../peers/recording-ssh.ts';
import { type Sshd, startSshd } from '../peers/sshd.ts';
import { addTempUser, type TempUser } from '../peers/temp-user.ts';
import { openBrowser } from './gallery/browser.ts';
import { createCli } from './support/cli.ts';
import { createHome } from './support/home.ts';
import { createLeaks } from './support/leaks.ts';
import { startServe } from './support/serve.ts';
import { recordViews } from './support/view-recorder.ts';

/** With what escaping and encoding change, so that each form is another text. */
const SECRETS = {
  'jump password': `jump&<pass>"w'9Qz`,
  'one-time code': '918273-Zx&4',
  passphrase: `phrase <&> "of" it's key7`,
  password: `pa&ss<wo>rd"8Kx'y`,
  'sudo password': `su&do<wo>rd"3Mx'z`,
} as const;

/**
 * One way that takes all of them: a jump host that asks two questions at once, a locked key and a password for the host
 * behind it, and sudo with the password of the user one becomes.
 */
const stage = async () => {
  const jump: RecordingServer = await startRecordingServer({
    methods: ['keyboard-interactive'],
    rounds: [
      {
        prompts: [
          { prompt: 'Password: ', echo: false },
          { prompt: 'One-time code: ', echo: false },
        ],
        answers: [SECRETS['jump password'], SECRETS['one-time code']],
      },
    ],
    forwards: true,
  });
  const sshd: Sshd = await startSshd({
    account: { password: SECRETS.password, sudo: 'password' },
    config: ['PasswordAuthentication yes', 'AuthenticationMethods publickey,password'],
    userKey: { passphrase: SECRETS.passphrase },
  });
  const agentUser: TempUser = addTempUser({ password: SECRETS['sudo password'] });
  appendFileSync(`/etc/sudoers.d/${sshd.user}`, `Defaults:${sshd.user} targetpw\n`);
  const agentDir = join(sshd.dir, 'agent');
  for (const folder of ['bin', 'conf', 'logs']) mkdirSync(join(agentDir, folder), { recursive: true });
  const put = (name: string, text: string) => writeFileSync(join(agentDir, name), text, { mode: 0o644 });
  put('bin/mid.sh', '#!/bin/sh\n');
  put('conf/wrapper.conf', '#encoding=UTF-8\n');
  put('config.xml', '<parameters><parameter name="url" value="https://127.0.0.1:1/"/></parameters>\n');
  chmodSync(join(agentDir, 'bin/mid.sh'), 0o755);
  // Somebody's habit: what is typed into MID Up stands in the log of the agent already.
  const planted = join(agentDir, 'logs/agent0.log.0');
  const stamp = new Date().toISOString().replace('Z', '+0000');
  put('logs/agent0.log.0', logLines(stamp));
  return {
    jump,
    sshd,
    agentUser,
    agentDir,
    planted,
    jumpAddress: `ops@127.0.0.1:${jump.port}`,
    /** Where the host's side keeps files; the planted log is as it was put there. */
    hostFolders: [sshd.dir, `/tmp/${sshd.user}-home`, `/tmp/${agentUser.name}-home`],
    close: async () => {
      await sshd.stop();
      await jump.stop();
      agentUser.remove();
    },
  };
};

const logLines = (stamp: string): string =>
  Object.values(SECRETS)
    .map((secret) => `${stamp} SEVERE (StartupSequencer) [InstanceInfo:1] *** ERROR *** login with ${secret} failed\n`)
    .join('');

describe.skipIf(!peers('root', 'sshd', 'sudo', 'chromium'))('no planted secret stands anywhere', () => {
  let at: Awaited<ReturnType<typeof stage>>;
  let browser: Browser;
  beforeAll(async () => {
    [at, browser] = await Promise.all([stage(), openBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await at?.close();
  });

  /** What a person would type into each question; ssh asks the jump host's two one by one. */
  const answersTo = (prompt: Prompt): readonly string[] => {
    switch (prompt.kind) {
      case 'interactive':
        return prompt.fields.length === 2
          ? [SECRETS['jump password'], SECRETS['one-time code']]
          : [SECRETS['one-time code']];
      case 'passphrase':
        return [SECRETS.passphrase];
      case 'password':
        return [prompt.user === 'ops' ? SECRETS['jump password'] : SECRETS.password];
      case 'sudo-password':
        return [SECRETS['sudo password']];
      default:
        return [];
    }
  };

  const answerInPage = async (page: Page, prompt: Prompt) => {
    const dialog = page.getByRole('dialog');
    if (prompt.kind === 'host-key') {
      await dialog.getByRole('button', { name: 'Trust and remember' }).click();
      return;
    }
    const fields = dialog.locator('input');
    for (const [i, value] of answersTo(prompt).entries()) await fields.nth(i).fill(value);
    await dialog.locator('button.primary').click();
  };

  test('what looks for them finds them, however they stand', async () => {
    const secret = SECRETS.password;
    const bytes = Buffer.from(`x${secret}y`);
    const stands = [
      `before ${secret} after`,
      JSON.stringify({ secret }),
      bytes.toString('base64'),
      Buffer.from(`ab${secret}`).toString('base64url'),
      bytes.toString('hex'),
      encodeURIComponent(secret),
      'value="pa&amp;ss&lt;wo&gt;rd&quot;8Kx&#39;y"',
    ];
    for (const text of stands) {
      const leaks = createLeaks(SECRETS);
      leaks.look('here', text);
      expect(leaks.found(), text).not.toEqual([]);
    }
    const leaks = createLeaks(SECRETS);
    const stop = leaks.watchProcesses(() => []);
    const child = spawn('sleep', ['0.3'], { env: { GIVEN: secret } });
    await new Promise((done) => child.once('exit', done));
    const other = spawn('sh', ['-c', 'sleep 0.3', secret]);
    await new Promise((done) => other.once('exit', done));
    stop();
    const found = leaks.found().join('\n');
    expect(found).toContain('environ of sleep');
    expect(found).toContain('cmdline of sh');
  });

  /** Whose environment it is: a program that was given one, what it starts, and its own copy before it has. */
  test.for([
    ['a program that it starts', 'sleep 0.3; :', ['password, form 0, in /proc/…/environ of sleep']],
    ['its fork before it becomes another program', '(i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done) & wait', []],
  ] as const)('what one process is given, looked for in %s', async ([, script, expected]) => {
    const leaks = createLeaks(SECRETS);
    const owner = spawn('sh', ['-c', script], { env: { ...process.env, GIVEN: SECRETS.password } });
    const stop = leaks.watchProcesses(() => (owner.pid === undefined ? [] : [owner.pid]));
    await new Promise((done) => owner.once('exit', done));
    stop();
    expect(leaks.found()).toEqual(expected);
  });

  const ASKED = {
    builtin: ['host-key', 'interactive', 'host-key', 'passphrase', 'password', 'sudo-password'],
    openssh: ['host-key', 'password', 'interactive', 'host-key', 'passphrase', 'password', 'sudo-password'],
  } as const;

  test.for(['builtin', 'openssh'] as const)('after a whole run in the page, by the client %s', async (client) => {
    const leaks = createLeaks(SECRETS);
    const home = createHome();
    // Where a client keeps what it needs for a while: in the way of this test.
    const scratch = join(home.home, 'tmp');
    mkdirSync(scratch);
    home.env['TMPDIR'] = scratch;
    const stopFiles = leaks.watchFiles(scratch);
    at.jump.seen.length = 0;
    const served = await startServe(home);
    const page = await browser.newPage();
    const stopWatching = leaks.watchProcesses(() => []);
    await page.goto(served.url);
    await page.getByRole('heading', { level: 1, name: 'Which MID Server is down?' }).waitFor();
    const views = await recordViews(page, served.origin);

    await page.getByText('Linux over SSH').click();
    await page.getByLabel('Host', { exact: true }).fill(at.sshd.address);
    await page.getByLabel('Agent folder').fill(at.agentDir);
    await page.getByText('Use sudo').click();
    await page.getByLabel('Look as this user').fill(at.agentUser.name);
    await page.getByText('Sign-in options').click();
    await page.getByLabel('Key file').fill(at.sshd.keyFile);
    await page.getByLabel('Jump hosts').fill(at.jumpAddress);
    await page.getByLabel('SSH client').selectOption(client);
    await page.getByRole('button', { name: /^Connect/ }).click();
    const asked: string[] = [];
    while (asked.at(-1) !== 'sudo-password') {
      const [prompt] = (await views.until((view) => view.prompts.length > 0 || view.error !== null)).prompts;
      if (!prompt) throw new Error(`it ended: ${JSON.stringify(views.latest().error)}`);
      asked.push(prompt.kind);
      await answerInPage(page, prompt);
      leaks.look('the page, as it is drawn', await page.content());
      await views.until((view) => view.prompts.every(({ id }) => id !== prompt.id));
    }
    expect(asked).toEqual(ASKED[client]);
    await views.dispatch({ type: 'run-to-end', on: true });
    await views.until((view) => view.screen === 'verdict' && view.progress === null, 30_000);
    await page.getByText('Not checked').first().waitFor();
    await views.dispatch({ type: 'note', text: 'looked at it at two in the morning' });

    // Everything that can be asked for, and the evidence that holds the planted lines.
    const about = [{ type: 'about' }, { type: 'read-ledger' }, { type: 'list-sessions' }];
    const reports = ['json', 'text', 'html'].map((format) => ({ type: 'report', format }));
    const evidence: { id: string }[] = JSON.parse(
      JSON.parse(await views.ask({ type: 'report', format: 'json' })).value.text,
    ).evidence;
    const readings = evidence.map(({ id }) => ({ type: 'read-evidence', id }));
    let masked = 0;
    for (const question of [...about, ...reports, ...readings]) {
      const answer = await views.ask(question);
      if (answer.includes('login with ****')) masked++;
      leaks.look(`the answer to ${JSON.stringify(question)}`, answer);
    }
    expect(masked, 'the planted lines came, and were masked').toBeGreaterThan(2);
    await views.until((view) => view.savedAt !== null);
    leaks.look('the views', views.raw());
    leaks.look('the page, as it is drawn', await page.content());
    leaks.look('what the page stores', JSON.stringify(await page.context().storageState()));
    views.stop();
    await page.close();
    await served.stop();
    expect(stopWatching()).toBeGreaterThan(20);
    // ssh's configuration, known hosts and askpass program, at least; the built-in client needs none.
    expect(stopFiles()).toBeGreaterThanOrEqual(client === 'openssh' ? 3 : 0);
    expect(readdirSync(scratch).filter((name) => name.startsWith('midup-ssh-'))).toEqual([]);
    leaks.look('what midup serve printed', served.said());
    expect(leaks.lookInFiles(home.home)).toBeGreaterThan(1);
    for (const folder of at.hostFolders) leaks.lookInFiles(folder, [at.planted]);
    leaks.look('the log of sshd', at.sshd.log());
    home.remove();
    expect(leaks.found()).toEqual([]);
    expect(at.jump.seen.map(({ secret }) => secret)).toContain(SECRETS['one-time code']);
  });

  const TYPED = {
    builtin: [['Password:', SECRETS['jump password']]],
    openssh: [['Password of ops', SECRETS['jump password']]],
  } as const;

  test.for(['builtin', 'openssh'] as const)('after a whole run at a terminal, by the client %s', async (client) => {
    const leaks = createLeaks(SECRETS);
    const cli = createCli();
    const stopWatching = leaks.watchProcesses(() => []);
    const { screen } = await cli.atTerminal(
      [
        ...['diagnose', '--ssh', at.sshd.address, '--jump', at.jumpAddress, '--identity', at.sshd.keyFile],
        ...['--known-hosts', join(cli.home, 'known_hosts'), '--accept-new-host-key', '--agent-dir', at.agentDir],
        ...['--sudo', '--become-user', at.agentUser.name, '--report', join(cli.home, 'report.html')],
        ...['--ssh-client', client],
      ],
      [
        ...TYPED[client].map(([asked, typed]) => [asked, `${typed}\r`] as const),
        ['One-time code:', `${SECRETS['one-time code']}\r`],
        ['Passphrase of', `${SECRETS.passphrase}\r`],
        ['Password of', `${SECRETS.password}\r`],
        ['for sudo', `${SECRETS['sudo password']}\r`],
      ],
    );
    stopWatching();
    expect(screen).toContain('PROBLEM');
    leaks.look('the terminal', screen);
    expect(leaks.lookInFiles(cli.home)).toBeGreaterThan(1);
    for (const folder of at.hostFolders) leaks.lookInFiles(folder, [at.planted]);
    cli.close();
    expect(leaks.found()).toEqual([]);
  });

  test('after runs that were given them in the environment, whose own it stays', async () => {
    const leaks = createLeaks(SECRETS);
    const cli = createCli();
    const env = {
      MIDUP_PASSWORD: SECRETS.password,
      MIDUP_PASSPHRASE: SECRETS.passphrase,
      MIDUP_SUDO_PASSWORD: SECRETS['sudo password'],
    };
    const remote = ['--ssh', at.sshd.address, '--identity', at.sshd.keyFile, '--known-hosts', at.sshd.knownHostsFile];
    const sudo = ['--sudo', '--become-user', at.agentUser.name];
    const report = join(cli.home, 'report.html');
    for (const args of [[...remote, ...sudo], ['--local']]) {
      const child = cli.start(['diagnose', ...args, '--agent-dir', at.agentDir, '--json', '--report', report], env);
      const stopWatching = leaks.watchProcesses(() => (child.pid === undefined ? [] : [child.pid]));
      const ran = await cli.finish(child);
      stopWatching();
      expect(JSON.parse(ran.stdout)).toMatchObject({ error: null });
      // Local: nothing was typed or asked for, so that the planted lines are the log's own.
      if (args[0] === '--local') continue;
      leaks.look('what it printed', ran.stdout + ran.stderr);
      leaks.lookInFiles(cli.home);
    }
    cli.close();
    // Three of them were given; the others stand in the agent's log only, as its own text.
    const given = leaks.found().filter((where) => !/^(jump password|one-time code)/.test(where));
    expect(given).toEqual([]);
  });
});
