import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLI, needBuild } from './built.ts';
import { interleave } from './measure.ts';
import { timed } from './program.ts';
import { type Item, infoRow, Missing, type Pace, type Row, ratioRow } from './result.ts';
import { openStage, type Stage } from './stage.ts';

const AT_LEAST = { text: '≥ 10 × faster', met: (ratio: number) => ratio >= 10 };
const PLAN = [
  { roundTrip: 0, rounds: 9, budgetMs: 80_000 },
  { roundTrip: 100, rounds: 9, budgetMs: 80_000 },
] as const;

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
      for (const plan of PLAN) rows.push(...(await at(stage, join(dir, `${plan.roundTrip}`), { ...plan, ...pace })));
      rows.push(infoRow('ansible', versionOf()));
      return rows;
    } finally {
      await stage.close();
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

const at = async (stage: Stage, dir: string, plan: (typeof PLAN)[number] & Pace): Promise<readonly Row[]> => {
  const way = await stage.way(plan.roundTrip);
  const { keyFile, user } = stage.sshd;
  const env = { PATH: process.env['PATH'], HOME: dir, XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir, LANG: 'C.UTF-8' };
  const inventory = `${dir}.ini`;
  const about = {
    ...{
      ansible_host: '127.0.0.1',
      ansible_port: way.port,
      ansible_user: user,
      ansible_python_interpreter: '/usr/bin/python3',
    },
    ...{
      ansible_ssh_private_key_file: keyFile,
      instance_host: stage.instance.host,
      instance_port: stage.instance.port,
    },
  };
  const words = Object.entries(about).map(([name, value]) => `${name}=${value}`);
  writeFileSync(inventory, `[mid]\nhost ${words.join(' ')}\n`);
  const master = [
    '-o',
    'ControlMaster=auto',
    '-o',
    'ControlPersist=60s',
    '-o',
    `UserKnownHostsFile=${way.knownHostsFile}`,
  ];
  // Its quickest settings: one connection that stays open, also between the runs, and no file copied for a task.
  const ansible = {
    ...env,
    ANSIBLE_PIPELINING: 'True',
    ANSIBLE_SSH_ARGS: master.join(' '),
    ANSIBLE_SSH_CONTROL_PATH_DIR: `${dir}.cp`,
    ANSIBLE_RETRY_FILES_ENABLED: 'False',
    ANSIBLE_NOCOLOR: '1',
  };
  const series = await interleave(
    [
      {
        name: 'ansible',
        run: async () => {
          const args = ['-i', inventory, join(import.meta.dirname, 'playbook.yml')];
          const { exit, ms, stdout, stderr } = await timed('ansible-playbook', args, {
            env: ansible,
            timeoutMs: 90_000,
          });
          if (exit !== 0) throw new Error(`ansible-playbook: exit ${exit} ${stdout.slice(-800)} ${stderr.slice(-300)}`);
          return ms;
        },
      },
      {
        name: 'midup',
        run: async () => {
          const target = ['--ssh', way.address, '--identity', keyFile, '--known-hosts', way.knownHostsFile];
          const { exit, ms, stderr } = await timed(process.execPath, [CLI, 'diagnose', '--json', ...target], { env });
          if (exit !== 0) throw new Error(`midup diagnose: exit ${exit} ${stderr.slice(-300)}`);
          return ms;
        },
      },
    ],
    plan,
  );
  return [
    ratioRow(
      `${plan.roundTrip} ms round trip`,
      { a: { name: 'ansible-playbook', series: series.ansible }, b: { name: 'midup diagnose', series: series.midup } },
      AT_LEAST,
    ),
  ];
};

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
