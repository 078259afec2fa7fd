// `npm test`: all there is to prove in a quarter of an hour, on a machine that has nothing but Node (>= 20) and npm.
// `npm run test:hosts`: the long matrix of hosts. `npm run test:fuzz`: a hundred times as many inputs.
// Installs dependencies where they are missing, and the Debian packages of the test peers where it runs as root.
// The last line says how many passed, failed and were skipped.
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'midup-test-'));
const count = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const triedAgain = join(scratch, 'again.txt');

/** Debian packages of the programs that tests talk to; `test/peers/needs.ts` says what each is for. */
const PACKAGES = {
  '/usr/sbin/sshd': 'openssh-server',
  '/usr/bin/ssh': 'openssh-client',
  '/usr/bin/sudo': 'sudo',
  '/usr/bin/doas': 'doas',
  '/lib/x86_64-linux-gnu/security/pam_oath.so': 'libpam-oath',
  '/usr/bin/pkexec': 'pkexec',
  '/usr/lib/polkit-1/polkitd': 'polkitd',
  '/usr/bin/dbus-daemon': 'dbus-daemon',
  '/bin/busybox': 'busybox-static',
  '/usr/bin/openssl': 'openssl',
  '/usr/bin/curl': 'curl',
  '/usr/bin/wget': 'wget',
  '/usr/bin/python3': 'python3',
  '/usr/sbin/wrapper': 'service-wrapper',
  '/usr/bin/java': 'default-jre-headless',
  '/usr/bin/chromium': 'chromium',
  '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf': 'fonts-dejavu-core',
  '/usr/bin/setfacl': 'acl',
  '/usr/bin/fish': 'fish',
  '/usr/bin/tcsh': 'tcsh',
  '/usr/bin/zsh': 'zsh',
  '/usr/bin/ps': 'procps',
  '/usr/bin/softhsm2-util': 'softhsm2',
  '/usr/sbin/krb5kdc': 'krb5-kdc',
  '/usr/sbin/kadmin.local': 'krb5-admin-server',
  '/usr/bin/kinit': 'krb5-user',
};
/** What only the long matrix of hosts needs: an antivirus, a proxy, name servers, a firewall. */
const HOSTS_PACKAGES = {
  '/usr/bin/clamscan': 'clamav',
  '/usr/sbin/squid': 'squid',
  '/usr/sbin/dnsmasq': 'dnsmasq-base',
  '/usr/sbin/iptables': 'iptables',
  '/usr/bin/ping': 'iputils-ping',
};
/** What the stand-in for Electron's own binary needs of the system. */
const ELECTRON_PACKAGES = {
  '/usr/bin/Xvfb': 'xvfb',
  '/usr/bin/unzip': 'unzip',
  '/usr/lib/x86_64-linux-gnu/libgtk-3.so.0': 'libgtk-3-0',
  '/usr/lib/x86_64-linux-gnu/libnss3.so': 'libnss3',
  '/usr/lib/x86_64-linux-gnu/libasound.so.2': 'libasound2',
  '/usr/lib/x86_64-linux-gnu/libgbm.so.1': 'libgbm1',
};

const env = { ...process.env, PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter) };
const run = (command, args, options = {}) =>
  spawnSync(command, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'], ...options });
const newerThan = (a, b) => existsSync(a) && (!existsSync(b) || statSync(a).mtimeMs > statSync(b).mtimeMs);

/** What needs nothing of each other, side by side; what each says, in order. Gives whether all passed. */
async function gates(all) {
  const runs = all.map(
    ([, command, ...args]) =>
      new Promise((resolve) => {
        execFile(command, args, { cwd: root, env, maxBuffer: 1e8 }, (error, out, err) =>
          resolve({ ok: error === null, said: out + err || (error?.message ?? '') }),
        );
      }),
  );
  let passed = true;
  for (const [i, [name]] of all.entries()) {
    console.log(`\n── ${name}`);
    const { ok, said } = await runs[i];
    if (said !== '') console.log(said.trimEnd());
    count[ok ? 'passed' : 'failed']++;
    if (!ok) failures.push(name);
    passed &&= ok;
  }
  return passed;
}

function vitest(name, args, { minutes = 14, set = {} } = {}) {
  console.log(`\n── ${name}`);
  const file = join(scratch, `${name.replaceAll(/\W+/g, '-')}.json`);
  const { status } = run(
    'vitest',
    [
      ...['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
      ...['--reporter=./test/second-tries.ts', ...args],
    ],
    { timeout: minutes * 60_000, env: { ...env, MIDUP_TRIED_AGAIN: triedAgain, ...set } },
  );
  let result = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  if (existsSync(file)) result = JSON.parse(readFileSync(file, 'utf8'));
  count.passed += result.numPassedTests;
  count.skipped += result.numPendingTests + result.numTodoTests;
  count.failed += result.numFailedTests;
  // A suite that could not even be loaded fails the run without a failed test of its own.
  if (status !== 0 && result.numFailedTests === 0) count.failed++;
  if (status !== 0) failures.push(name);
}

function installPeers() {
  const wanted = {
    ...PACKAGES,
    ...(process.argv[2] === 'hosts' ? HOSTS_PACKAGES : {}),
    ...(process.env.MIDUP_TEST_ELECTRON ? ELECTRON_PACKAGES : {}),
  };
  const missing = [...new Set(Object.entries(wanted).flatMap(([file, name]) => (existsSync(file) ? [] : [name])))];
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.log(`Test peers that are not here, so their tests are skipped: ${missing.join(', ')} (Debian packages).`);
    return;
  }
  console.log(`Installing test peers: ${missing.join(', ')}`);
  const quiet = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: ['ignore', 'ignore', 'inherit'] };
  run('apt-get', ['update', '-qq'], quiet);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], quiet);
}

if (newerThan(join(root, 'package-lock.json'), join(root, 'node_modules', '.package-lock.json'))) {
  if (run('npm', ['ci']).status !== 0) process.exit(1);
}
installPeers();

const BUILD = ['build', 'npm', 'run', '--silent', 'build'];

const SETS = {
  async all() {
    const built = await gates([BUILD]);
    await gates([
      ['types: main', 'tsc', '-p', 'src-main'],
      ['types: tests', 'tsc', '-p', 'test'],
      ['types: page', 'svelte-check', '--tsconfig', 'src-renderer/tsconfig.json', '--fail-on-warnings'],
      ['lint', 'biome', 'check', '.'],
    ]);
    vitest('unit', ['--project', 'unit', '--project', 'renderer']);
    // They wait for real programs more than they reckon: three at a time on however few cores.
    vitest('peers', ['--project', 'peers', '--maxWorkers=3']);
    if (built) vitest('end to end', ['--project', 'e2e']);
  },
  async hosts() {
    if (await gates([BUILD])) vitest('hosts', ['--project', 'hosts'], { minutes: 50 });
  },
  fuzz() {
    const runs = process.env.MIDUP_FUZZ ?? '100000';
    console.log(`${runs} inputs for each property`);
    vitest('fuzz', ['--project', 'fuzz'], { minutes: 50, set: { MIDUP_FUZZ: runs } });
  },
};
const set = process.argv[2] ?? 'all';
if (!Object.hasOwn(SETS, set)) {
  console.error(`there is no "${set}": ${Object.keys(SETS).join(', ')}`);
  process.exit(2);
}
await SETS[set]();

if (existsSync(triedAgain))
  console.log(`\nDid not pass at the first try:\n${readFileSync(triedAgain, 'utf8').trimEnd()}`);
rmSync(scratch, { recursive: true, force: true });
if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`);
console.log(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
process.exitCode = count.failed > 0 ? 1 : 0;
