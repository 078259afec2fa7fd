import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import type { HostScenario } from '../e2e/hosts/scenario.ts';
import type { Machine } from '../peers/machine.ts';
import type { MidHost } from '../peers/mid-host.ts';

/**
 * A machine as one with systemd looks: its folders, its units, and a `systemctl` on the PATH that gives recorded answers.
 * systemd itself is not there. The answers have the form and the order of `systemctl show` of these versions.
 */
const BIN = '/opt/.bin';

/** CentOS 7, RHEL 8 and Debian 12. What a version does not know it leaves out. */
export type SystemdVersion = 219 | 239 | 252;

const SINCE: Readonly<Record<string, SystemdVersion>> = { NRestarts: 239, FreezerState: 252 };

/** As of a unit that was started and stopped in order; Type=forking, so the start command's own status stands in ExecStart. */
const INACTIVE = {
  Result: 'success',
  NRestarts: '0',
  ExecMainStartTimestampMonotonic: '0',
  ExecMainExitTimestampMonotonic: '0',
  ExecMainCode: '0',
  ExecMainStatus: '0',
  User: '',
  LoadState: 'loaded',
  ActiveState: 'inactive',
  SubState: 'dead',
  FreezerState: 'running',
  UnitFileState: 'enabled',
} as const;

/** The start command's exit as ExecStart shows it. */
export const started = (dir: string, status: number): string =>
  `{ path=${dir}/bin/mid.sh ; argv[]=${dir}/bin/mid.sh start sysd ; ignore_errors=no ; start_time=[Mon 2026-11-23 03:00:01 UTC] ; stop_time=[Mon 2026-11-23 03:00:01 UTC] ; pid=812 ; code=exited ; status=${status} }`;

export type Answers = Readonly<Partial<Record<keyof typeof INACTIVE | 'PIDFile' | 'ExecStart' | 'MainPID', string>>>;

const systemctl = (machine: Machine, version: SystemdVersion, answers: Answers, units: readonly string[]) => {
  const rows = Object.entries({ ...INACTIVE, ...answers }).filter(([key]) => (SINCE[key] ?? 0) <= version);
  mkdirSync(machine.path(BIN), { recursive: true });
  writeFileSync(machine.path(`${BIN}/answer`), `${rows.map(([key, value]) => `${key}=${value}`).join('\n')}\n`);
  const list = units.map((unit) => `${unit} loaded active running MID Server`).join('\n');
  writeFileSync(machine.path(`${BIN}/units`), list && `${list}\n`);
  writeFileSync(
    machine.path(`${BIN}/systemctl`),
    `#!/bin/sh\ncase $1 in show) cat ${BIN}/answer ;; list-units) cat ${BIN}/units ;; *) exit 1 ;; esac\n`,
  );
  chmodSync(machine.path(`${BIN}/systemctl`), 0o755);
};

/** As `mid.sh install` writes it where there is systemd. */
export const unitFile = (dir: string, more: readonly string[] = []): string => `[Unit]
Description=ServiceNow MID Server
After=syslog.target

[Service]
Type=forking
ExecStart="${dir}/bin/mid.sh" start sysd
ExecStop="${dir}/bin/mid.sh" stop sysd
PIDFile=${dir}/work/mid.pid
KillMode=process
${more.join('\n')}

[Install]
WantedBy=multi-user.target
`;

export type SystemdHost = {
  readonly version?: SystemdVersion;
  readonly answers?: Answers;
  /** Files of units by path; absent: mid.service, as it is installed. */
  readonly units?: Readonly<Record<string, string>>;
  /** Units that a target wants, so that they start at boot. */
  readonly enabled?: readonly string[];
  readonly loaded?: readonly string[];
};

/** Makes a stopped or running host one of systemd's; its init script is taken away. */
export const underSystemd = async (mid: MidHost, o: SystemdHost = {}): Promise<void> => {
  const { machine, dir } = mid;
  await machine.must(
    'rm -f /etc/init.d/mid* /etc/rc?.d/S*mid*; mount -t tmpfs -o mode=755 tmpfs /run; mkdir -p /run/sshd /run/lock/subsys /run/systemd/system; rm -rf /etc/systemd/system; mkdir -p /etc/systemd/system/multi-user.target.wants; for f in /.dockerenv /run/.containerenv; do [ ! -e $f ] || mount --bind /dev/null $f; done',
  );
  const units = o.units ?? { '/etc/systemd/system/mid.service': unitFile(dir) };
  for (const [path, text] of Object.entries(units)) {
    mkdirSync(machine.path(path.replace(/\/[^/]*$/, '')), { recursive: true });
    writeFileSync(machine.path(path), text);
  }
  for (const unit of o.enabled ?? ['mid.service'])
    await machine.must('ln -s "$2" "/etc/systemd/system/multi-user.target.wants/$1"', [
      unit,
      `/etc/systemd/system/${unit.replace(/@.*/, '@.service')}`,
    ]);
  systemctl(machine, o.version ?? 252, { PIDFile: `${dir}/work/mid.pid`, ...o.answers }, o.loaded ?? []);
};

/** Lines for sshd, so that the recorded systemctl is the one that is found. */
export const SYSTEMD_PATH: Required<Pick<HostScenario, 'sshd'>> = {
  sshd: [`SetEnv PATH=${BIN}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`],
};
