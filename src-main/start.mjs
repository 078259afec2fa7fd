// `npm start`: needs Node 20 and npm, and nothing installed. Installs what is missing, builds what is out of date, and
// opens the desktop app; where that cannot be, serves the page to this computer's browser and says why.
// `npm start -- --browser` serves the page in any case.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...path) => join(root, ...path);
const windows = process.platform === 'win32';
/** Fetching Electron, once, about 120 MB. */
const FETCH_LIMIT_MS = 10 * 60_000;
/** A desktop that ends sooner than this, and badly, never opened. */
const OPENED_MS = 10_000;

const say = (text) => console.error(text);
const time = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);
const newest = (path) => {
  if (!existsSync(path)) return 0;
  if (!statSync(path).isDirectory()) return time(path);
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
};

/** The node of the package is used where the one that runs is too old for what was built. */
const env = { ...process.env, PATH: [at('node_modules', '.bin'), process.env.PATH].join(delimiter) };
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const recent = major > 22 || (major === 22 && minor >= 12);
const node = recent ? process.execPath : at('node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');

/** npm's own program, run without a shell in between. */
function npm(...args) {
  const [command, first] = process.env.npm_execpath
    ? [process.execPath, [process.env.npm_execpath]]
    : [windows ? 'npm.cmd' : 'npm', []];
  return spawnSync(command, [...first, ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 2, 2],
    shell: command.endsWith('.cmd'),
  });
}

function prepare() {
  if (time(at('package-lock.json')) > time(at('node_modules', '.package-lock.json'))) {
    say('Installing what MID Up is built with …');
    if (npm('ci', '--no-audit', '--no-fund', '--loglevel', 'error').status !== 0)
      fail('npm ci did not work; its message above says why.');
  }
  const sources = ['src-main', 'src-renderer', 'resources', 'package.json', 'electron.vite.config.ts'].map((name) =>
    at(name),
  );
  const built = [at('out', 'main', 'electron.js'), at('out', 'main', 'cli.js'), at('out', 'renderer', 'index.html')];
  if (Math.max(...sources.map(newest)) < Math.min(...built.map(time))) return;
  say('Building …');
  const { status } = npm('run', '--silent', 'build', '--', '--logLevel', 'warn');
  if (status !== 0) fail('The build did not work; its message above says why.');
}

function fail(message) {
  say(message);
  process.exit(1);
}

/** Electron's program, fetched where it is missing; or, as `why`, the reason there is none. */
function findElectron() {
  const display = process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (process.platform === 'linux' && !display) return { why: 'There is no display here' };
  const home = at('node_modules', 'electron');
  const program = () => {
    const path = join(home, 'path.txt');
    const name = existsSync(path) ? readFileSync(path, 'utf8') : 'electron';
    const file = join(process.env.ELECTRON_OVERRIDE_DIST_PATH || join(home, 'dist'), name);
    return existsSync(file) ? file : null;
  };
  if (!program()) {
    say('Fetching Electron, once (about 120 MB) …');
    spawnSync(node, [join(home, 'install.js')], { cwd: root, env, stdio: 'ignore', timeout: FETCH_LIMIT_MS });
  }
  const file = program();
  return file ? { file } : { why: "Electron's program could not be fetched" };
}

/**
 * Runs to its end. It has a process group of its own, so that Ctrl-C comes from here and exactly once, whoever else in
 * between also gets it. On Windows a signal cannot be passed on; there the console reaches all of them itself.
 */
function run(command, args, stdio) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, stdio, detached: !windows });
    const pass = (signal) => windows || child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, pass);
    const done = (code, signal) => {
      for (const name of signals) process.off(name, pass);
      resolve({ code: code ?? 1, stopped: signal === 'SIGINT' || signal === 'SIGTERM' });
    };
    child.on('error', () => done(1));
    child.on('exit', done);
  });
}

/** False where the app never opened, for want of a screen that works or of a sandbox. */
async function openDesktop(file, args) {
  const started = Date.now();
  // Chromium's own remarks on the system's services are not for the reader of this terminal.
  const { code, stopped } = await run(file, [root, ...args], ['ignore', 'inherit', 'ignore']);
  if (code !== 0 && !stopped && Date.now() - started < OPENED_MS) return false;
  process.exitCode = stopped ? 0 : code;
  return true;
}

const args = process.argv.slice(2);
const rest = args.filter((arg) => arg !== '--browser');
prepare();
const electron = args.includes('--browser') ? {} : findElectron();
let why = electron.why;
if (electron.file) {
  if (await openDesktop(electron.file, rest)) process.exit();
  why = 'The desktop app could not be opened here';
}
if (why) say(`${why}, so MID Up is served to the browser of this computer instead.`);
const { code } = await run(node, [at('out', 'main', 'cli.js'), 'serve', ...rest], ['ignore', 'inherit', 'inherit']);
process.exitCode = code;
