import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Check } from '../../src-main/checks/define.ts';
import { judgeWith } from '../../src-main/checks/judge.ts';
import { configProbe } from '../../src-main/checks/probes/config.ts';
import { ladderProbe } from '../../src-main/checks/probes/ladder.ts';
import type { Finding } from '../../src-main/model/finding.ts';
import { createLoopbackHost } from './loopback-host.ts';
import { evidenceOf, folderWith, parsed, runProbe } from './run-probe.ts';
import { whole } from './whole-sentences.ts';

/** What every shell has, besides the one tool that is there for the network. */
const BASE =
  'awk cat cut date env find getent grep gzip head id ls od printf readlink rm sed seq setsid sh sleep sort stat tail timeout tr uname wc xargs base64 mkfifo'.split(
    ' ',
  );

export type Tool = {
  readonly name: string;
  /** Programs, from where they are; `busybox` stands for its own ones of these names. */
  readonly programs: readonly string[];
  readonly busybox?: readonly string[];
  /** The agent has one of its own. */
  readonly keytool?: true;
  /** What every shell has, and this host does not. */
  readonly without?: readonly string[];
};

export type Look = {
  readonly scheme?: string;
  /** `localhost` where it is not given. */
  readonly name?: string;
  readonly proxy?: { readonly host: string; readonly port: number };
  /** Lines of /etc/hosts, and no others; needs root. */
  readonly hosts?: readonly string[];
  readonly parameters?: Readonly<Record<string, string>>;
};

const said = (script: string, ...args: readonly string[]) =>
  spawnSync('sh', ['-c', script, 'sh', ...args], { encoding: 'utf8' }).stdout.trim();
/** The program itself: a Python on the PATH may be a script that looks for one. */
const where = (program: string) =>
  program === 'python3'
    ? said('python3 -c "import sys; print(sys.executable)"')
    : said('readlink -f "$(command -v "$1")"', program);

/** A host without forwarding that has one tool for the network, and an agent on it that trusts one authority (PEM). */
export const createToolsHost = (trusted: string, checks: readonly Check[]) => {
  const agent = folderWith({ 'own.pem': trusted, 'jre/lib/security/none': '' });
  const folders: Disposable[] = [agent];
  mkdirSync(join(agent.dir, 'jre/bin'));
  for (const program of ['java', 'keytool']) symlinkSync(where(program), join(agent.dir, 'jre/bin', program));
  const store = '-importcert -noprompt -alias own -file own.pem -keystore jre/lib/security/cacerts -storepass changeit';
  expect(spawnSync('keytool', store.split(' '), { cwd: agent.dir }).status).toBe(0);

  const folder = (): string => {
    const made = folderWith({});
    folders.push(made);
    return made.dir;
  };
  const pathOf = ({ programs, busybox = [], without = [] }: Tool): string => {
    const dir = folder();
    for (const program of [...BASE.filter((one) => !without.includes(one)), ...programs]) {
      const file = where(program);
      if (file !== '') symlinkSync(file, join(dir, program));
    }
    for (const applet of busybox) symlinkSync(where('busybox'), join(dir, applet));
    return dir;
  };
  /** A shell that has an /etc/hosts of its own. */
  const shellWith = (lines: readonly string[]): string => {
    const dir = folder();
    writeFileSync(join(dir, 'hosts'), `${lines.join('\n')}\n`);
    const enter = 'mount --bind "$0" /etc/hosts && PATH=$1 && shift && exec /bin/sh "$@"';
    writeFileSync(
      join(dir, 'sh'),
      `#!/bin/sh\nwhole=$PATH\nPATH=/usr/sbin:/usr/bin:/sbin:/bin\nexec unshare --mount /bin/sh -c '${enter}' ${join(dir, 'hosts')} "$whole" "$@"\n`,
    );
    chmodSync(join(dir, 'sh'), 0o755);
    return join(dir, 'sh');
  };

  const look = async (tool: Tool, port: number, o: Look = {}) => {
    const parameters = {
      url: `${o.scheme ?? 'https'}://${o.name ?? 'localhost'}:${port}/`,
      'mid.instance.username': 'mid',
      'mid.download.through.instance': 'true',
      ...(o.proxy && {
        'mid.proxy.use_proxy': 'true',
        'mid.proxy.host': o.proxy.host,
        'mid.proxy.port': String(o.proxy.port),
      }),
      ...o.parameters,
    };
    const xml = Object.entries(parameters).map(([name, value]) => `<parameter name="${name}" value="${value}"/>`);
    // Several looks may run at once.
    const own = folder();
    writeFileSync(join(own, 'config.xml'), `<parameters>${xml.join('')}</parameters>`);
    const config = evidenceOf('config', runProbe(configProbe, own));
    const host = createLoopbackHost({
      openTcp: 'forbidden',
      env: { PATH: pathOf(tool) },
      shell: o.hosts ? shellWith(o.hosts) : '/bin/sh',
      answers: { 'ladder.beside': '' },
    });
    // An agent without a keytool of its own: its Java is somewhere else.
    const seen = {
      ...parsed(configProbe, config.text),
      agentDir: agent.dir,
      ...(tool.keytool ? {} : { javaCommand: '/none/java' }),
    };
    const output = await ladderProbe.collect({
      host,
      signal: AbortSignal.timeout(55_000),
      become: null,
      get: <E>() => seen as E,
    });
    const text = output?.text ?? '';
    expect(text).not.toContain('planted-cookie');
    const { findings } = judgeWith(checks, [config, evidenceOf('ladder', text)], { complete: true });
    const said = whole(findings).map((f: Finding) => `${f.status} ${f.code}${f.variant ? `/${f.variant}` : ''}`);
    return { text, findings, said, scripts: host.scripts.length, way: output?.way };
  };

  return {
    agent: agent.dir,
    look,
    [Symbol.dispose]: () => {
      for (const one of folders) one[Symbol.dispose]();
    },
  };
};
