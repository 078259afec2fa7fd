import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Report, reportSchema } from '../../../src-main/model/report.ts';
import { startInstance } from '../../peers/instance.ts';
import { createMidHost, type MidHost } from '../../peers/mid-host.ts';
import { type Sshd, startSshd } from '../../peers/sshd.ts';
import type { Listening } from '../../peers/tls-server.ts';
import type { Face, HostScenario } from './scenario.ts';

export const CLI = join(import.meta.dirname, '../../../out/main/cli.js');

export type Diagnosis = { readonly exit: number | null; readonly stderr: string; readonly report: Report };

/** Runs the built command line with a home of its own; the report has passed the published schema. */
export const diagnose = async (args: readonly string[]): Promise<Diagnosis> => {
  const home = mkdtempSync(join(tmpdir(), 'midup-home-'));
  try {
    const { exit, stdout, stderr } = await midup(['diagnose', '--json', ...args], home);
    if (stdout.trim() === '') throw new Error(`exit ${exit}, no report\n${stderr}`);
    return { exit, stderr, report: reportSchema.parse(JSON.parse(stdout)) };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
};

/** Any command of the built command line. */
export const midup = (args: readonly string[], home: string) =>
  new Promise<{ exit: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    const env = { PATH: process.env['PATH'], HOME: home, XDG_DATA_HOME: home, XDG_CONFIG_HOME: home };
    const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000 });
    const out = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      out.stderr += text;
    });
    child.once('error', reject);
    child.once('close', (exit) => resolve({ exit, ...out }));
  });

/** How to reach an sshd from the command line without asking. */
export const sshArgs = (sshd: Sshd, login?: string): readonly string[] => [
  ...['--ssh', login ? `${login}@127.0.0.1:${sshd.port}` : sshd.address, '--identity', sshd.keyFile],
  ...['--known-hosts', sshd.knownHostsFile],
];

export type Staged = {
  readonly mid: MidHost;
  readonly sshd: Sshd;
  readonly instance: Face;
  readonly proxy: Listening | null;
  close(): Promise<void>;
};

type Stageable = Pick<HostScenario, 'host' | 'untrusted' | 'prepare' | 'tidy' | 'face' | 'proxy' | 'sshd'>;

/** A machine with a scenario's host on it, its sshd, and the instance that its config.xml names. */
export const stage = async (scenario: Stageable): Promise<Staged> => {
  const stops: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  if (scenario.tidy) stops.push(async () => scenario.tidy?.());
  try {
    const instance: Face = await (scenario.face ?? startInstance)();
    stops.push(instance.stop);
    const proxy = (await scenario.proxy?.(instance)) ?? null;
    if (proxy) stops.push(proxy.stop);
    const around = { instance, proxy };
    const given = typeof scenario.host === 'function' ? scenario.host(around) : scenario.host;
    const { url, nameServers } = instance;
    const names = nameServers ? { nameServers } : { hosts: { [instance.host]: '127.0.0.1' } };
    const mid = await createMidHost({ url, ...names, ...given });
    stops.push(mid.close);
    if (!scenario.untrusted) await mid.trust(instance.authority.cert);
    await scenario.prepare(mid, around);
    const sshd = await startSshd({ prefix: mid.machine.prefix, ...(scenario.sshd && { config: scenario.sshd }) });
    stops.push(sshd.stop);
    return { mid, sshd, instance, proxy, close };
  } catch (error) {
    await close();
    throw error;
  }
};
