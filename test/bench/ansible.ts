import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLI, needBuild } from './built.ts';
import { type Arm, interleave } from './measure.ts';
import { timed } from './program.ts';
import { type Item, infoRow, Missing, type Pace, type Row, ratioRow } from './result.ts';
import { openStage, type Stage, type Way } from './stage.ts';

const AT_LEAST = { text: '≥ 10 × faster', met: (ratio: number) => ratio >= 10 };

/** As Debian installs it, or as somebody sets it up who wants it quick. */
type Settings = 'installed' | 'quickest';
const PLAN = [
  { roundTrip: 0, settings: 'installed', rounds: 5, budgetMs: 60_000 },
  { roundTrip: 0, settings: 'quickest', rounds: 7, budgetMs: 45_000 },
  { roundTrip: 100, settings: 'installed', rounds: 3, budgetMs: 60_000 },
  { roundTrip: 100, settings: 'quickest', rounds: 5, budgetMs: 60_000 },
] as const;
const NAMES: Readonly<Record<Settings, string>> = {
  installed: 'as Debian installs it',
  quickest: 'at its quickest settings',
};

/** The whole command `midup diagnose` against a whole `ansible-playbook` that gathers the same. */
export const ansibleItem: Item = {
  id: 'ansible',
  title: '`ansible-playbook` that gathers the same against `midup diagnose`, each from its start to its end',
  measure: async (pace) => {
    needAnsible();
    needBuild();
    const stage = await openStage();
    const dir = mkdtempSync(join(tmpdir(), 'midup-bench-'));
    try {
      const rows: Row[] = [];
      for (const plan of PLAN) rows.push(await at(stage, join(dir, String(rows.length)), { ...plan, ...pace }));
      return [...rows, infoRow('ansible', versionOf())];
    } finally {
      await stage.close();
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

const at = async (stage: Stage, dir: string, plan: (typeof PLAN)[number] & Pace): Promise<Row> => {
  const way = await stage.way(plan.roundTrip);
  const series = await interleave([ansible(stage, way, dir, plan.settings), midup(stage, way, dir)], plan);
  const arms = {
    a: { name: 'ansible-playbook', series: series.ansible },
    b: { name: 'midup diagnose', series: series.midup },
  };
  return ratioRow(`${plan.roundTrip} ms round trip: ansible-playbook ${NAMES[plan.settings]}`, arms, AT_LEAST);
};

const ansible = (stage: Stage, way: Way, dir: string, settings: Settings): Arm<'ansible'> => {
  const { keyFile, user } = stage.sshd;
  const about = {
    ansible_host: '127.0.0.1',
    ansible_port: way.port,
    ansible_user: user,
    ansible_python_interpreter: '/usr/bin/python3',
    ansible_ssh_private_key_file: keyFile,
    ansible_ssh_extra_args: `"-o UserKnownHostsFile=${way.knownHostsFile}"`,
    instance_host: stage.instance.host,
    instance_port: stage.instance.port,
  };
  const inventory = `${dir}.ini`;
  const words = Object.entries(about).map(([name, value]) => `${name}=${value}`);
  writeFileSync(inventory, `[mid]\nhost ${words.join(' ')}\n`);
  let run = 0;
  return {
    name: 'ansible',
    run: async () => {
      run++;
      const env = {
        ...environment(dir),
        ANSIBLE_NOCOLOR: '1',
        // What it keeps open between its tasks is its own; only at its quickest does that last from one run to the next.
        ANSIBLE_SSH_CONTROL_PATH_DIR: settings === 'quickest' ? `${dir}.cp` : `${dir}.cp${run}`,
        ...(settings === 'quickest' ? { ANSIBLE_PIPELINING: 'True' } : {}),
      };
      const args = ['-i', inventory, join(import.meta.dirname, 'playbook.yml')];
      const { exit, ms, stdout, stderr } = await timed('ansible-playbook', args, { env, timeoutMs: 120_000 });
      if (exit !== 0) throw new Error(`ansible-playbook: exit ${exit} ${stdout.slice(-800)} ${stderr.slice(-300)}`);
      return ms;
    },
  };
};

const midup = (stage: Stage, way: Way, dir: string): Arm<'midup'> => ({
  name: 'midup',
  run: async () => {
    const target = ['--ssh', way.address, '--identity', stage.sshd.keyFile, '--known-hosts', way.knownHostsFile];
    const { exit, ms, stderr } = await timed(process.execPath, [CLI, 'diagnose', '--json', ...target], {
      env: environment(dir),
    });
    if (exit !== 0) throw new Error(`midup diagnose: exit ${exit} ${stderr.slice(-300)}`);
    return ms;
  },
});

/** A home of its own, so that nothing that this computer's user has set counts. */
const environment = (dir: string): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: dir,
  XDG_DATA_HOME: dir,
  XDG_CONFIG_HOME: dir,
  LANG: 'C.UTF-8',
});

const versionOf = (): string =>
  spawnSync('ansible-playbook', ['--version'], { encoding: 'utf8' }).stdout?.split('\n')[0]?.trim() ?? '';

/** Installed where it is missing and this is root on Debian. */
const needAnsible = (): void => {
  if (versionOf() !== '') return;
  const apt = process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0;
  if (apt) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    console.error('installing ansible-core');
    spawnSync('apt-get', ['update', '-qq'], { env, timeout: 60_000 });
    const packages = ['install', '-y', '-qq', '--no-install-recommends', 'ansible-core'];
    spawnSync('apt-get', packages, { env, timeout: 120_000 });
  }
  if (versionOf() === '') throw new Missing('ansible-playbook (Debian: ansible-core)');
};
