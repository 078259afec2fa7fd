import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROBES } from '../../../src-main/checks/catalogue.ts';
import { collectWith } from '../../../src-main/checks/collect.ts';
import { defineScriptProbe, type Probe } from '../../../src-main/checks/define.ts';
import { judge } from '../../../src-main/checks/judge.ts';
import { createLocalHost } from '../../../src-main/hosts/local/local-host.ts';
import type { Evidence } from '../../../src-main/model/evidence.ts';
import type { Host } from '../../../src-main/model/host.ts';
import { peers } from '../../peers/needs.ts';

const SHELLS = ['dash', 'bash', 'busybox'] as const;
const scriptProbes = PROBES.filter((p) => p.kind === 'script');

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'midup-collect-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const which = (program: string) =>
  spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program], { encoding: 'utf8' }).stdout.trim();

/** A PATH on which `sh` is that shell; for BusyBox, one that has nothing but its own tools. */
const pathFor = (shell: (typeof SHELLS)[number]): string => {
  const dir = join(root, `bin-${shell}`);
  mkdirSync(dir, { recursive: true });
  if (shell !== 'busybox') {
    rmSync(join(dir, 'sh'), { force: true });
    symlinkSync(which(shell), join(dir, 'sh'));
    return `${dir}:/usr/bin:/bin`;
  }
  const busybox = which('busybox');
  for (const applet of spawnSync(busybox, ['--list'], { encoding: 'utf8' }).stdout.split('\n').filter(Boolean)) {
    rmSync(join(dir, applet), { force: true });
    symlinkSync(busybox, join(dir, applet));
  }
  return dir;
};

/** This computer, with that shell; the script's own addition to PATH is taken out, so that no other tool comes in. */
const hostWith = (shell: (typeof SHELLS)[number], path = pathFor(shell)): Host => {
  const home = join(root, `home-${shell}`);
  mkdirSync(home, { recursive: true });
  const env = { PATH: path, HOME: home, TMPDIR: home };
  const host = createLocalHost({ kind: 'local' }, async () => ({ kind: 'cancel' }), env);
  return {
    ...host,
    runScript: (script, options) =>
      host.runScript({ ...script, text: script.text.replace(/^midup_path='[^']*'$/m, "midup_path=''") }, options),
  };
};

const look = async (
  host: Host,
  agentDir: string | null,
  probes: readonly Probe<unknown>[] = scriptProbes,
  signal = new AbortController().signal,
  onBegin: (id: string) => void = () => {},
) => {
  const evidence: Evidence[] = [];
  const result = await collectWith({ probes, checks: [] }, host, {
    agentDir,
    become: null,
    signal,
    onEvidence: (e) => evidence.push(e),
    onLedger: () => {},
    onProgress: (_done, _total, id) => onBegin(id),
  });
  const findings = judge(evidence, { complete: true }).findings;
  const said = (check: string) => findings.filter((f) => f.check === check).map((f) => `${f.code} ${f.status}`);
  const text = (id: string) => evidence.find((e) => e.id === id)?.text ?? '';
  return { evidence, result, findings, said, text };
};

/** An agent folder as it comes, with a pid file of a service that is gone; `name` may be anything. */
const agentFolder = (name: string): string => {
  const dir = join(root, name, 'agent');
  for (const folder of ['bin', 'conf', 'logs', 'work/upgrade_temp/1234', 'jre/bin'])
    mkdirSync(join(dir, folder), { recursive: true });
  const put = (file: string, text: string, mode = 0o644) => {
    writeFileSync(join(dir, file), text);
    chmodSync(join(dir, file), mode);
  };
  put('bin/mid.sh', '#! /bin/sh\nAPP_NAME="mid"\nPIDDIR="../work"\nexit 9\n', 0o755);
  put(
    'config.xml',
    '<parameters>\n<!-- <parameter name="name" value="old"/> -->\n<parameter value=\'m &amp; "1"\'\n name="name"/></parameters>\n',
    0o600,
  );
  put(
    'conf/wrapper.conf',
    '#encoding=UTF-8\nwrapper.working.dir=../\nset.JRE=jre\nwrapper.java.command=%JRE%/bin/java\nwrapper.java.maxmemory=1024\nwrapper.logfile=logs/wrapper.log\n',
  );
  put('conf/wrapper-override.conf', 'wrapper.java.maxmemory=64\r\n');
  put('work/mid.pid', '4194304\n');
  put(
    'logs/wrapper.log',
    '2026/11/22 10:00:00 | --> Wrapper Started as Daemon\n2026/11/22 10:00:01 | Launching a JVM...\n<img onerror=x> \u001b[31mred\u0000\u001b[0m Exception\n',
  );
  put('logs/agent0.log.0', '11/22/26 10:00:00 (000) MIDServer MID Server started\n');
  put('bin/wrapper-linux-x86-64', readFileSync('/bin/true').toString('latin1').slice(0, 0), 0o755);
  writeFileSync(join(dir, 'bin/wrapper-linux-x86-64'), readFileSync('/bin/true'));
  writeFileSync(join(dir, 'jre/bin/java'), readFileSync('/bin/true'));
  chmodSync(join(dir, 'jre/bin/java'), 0o755);
  return dir;
};

/** Everything below a folder: kind, mode, owner, size and times of modification and change. */
const picture = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .toSorted()
    .map((name) => {
      const s = lstatSync(join(dir, name));
      return `${name} ${s.mode} ${s.uid} ${s.size} ${s.mtimeMs} ${s.ctimeMs}`;
    });

/** Processes that carry this in their environment: all that a run has started do. */
const left = (value: string): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`MIDUP_AGENT_GIVEN=${value}`);
      } catch {
        return false;
      }
    });

/** A process that was killed may be seen a moment longer; none of the sleeps in here is as short as this. */
const gone = (value: string) => expect.poll(() => left(value), { timeout: 4000 }).toEqual([]);

describe.skipIf(!peers('busybox')).each(SHELLS)('under %s', (shell) => {
  test('the probes see the agent as it is, and change nothing', async () => {
    const dir = agentFolder(`mid server é ${shell}`);
    const host = hostWith(shell);
    const before = picture(root);
    const { result, evidence, said, text } = await look(host, dir);
    expect(result).toEqual({ roundTrips: 1 });
    expect(picture(root)).toEqual(before);
    await gone(dir);
    expect(evidence.map((e) => e.id).toSorted()).toEqual(scriptProbes.map((p) => p.id).toSorted());
    expect(evidence.filter((e) => e.failed || e.truncated)).toEqual([]);
    expect(said('locate.agent')).toEqual(['locate.found pass']);
    expect(text('locate')).toContain(`:name m &amp; "1"`);
    expect(said('service.running')).toEqual(['service.stale-pid fail']);
    expect(said('service.wrapper')).toEqual(['service.wrapper-missing pass']);
    expect(said('service.java')).toEqual(['service.java-missing pass']);
    expect(text('wrapper')).toContain(`:java-path ${dir}/jre/bin/java`);
    expect(text('system')).toContain(':heap-maxmemory 64');
    expect(said('upgrade.progress')).toEqual(['upgrade.none pass']);
    expect(said('host.rights')).toEqual(['host.permissions pass']);
    expect(said('host.memory')).toEqual(['host.memory pass']);
    expect(said('host.disk')[0]).toMatch(/^host\.disk-(full pass|low warn)$/);
  });

  test('a folder is found by its parent, through a link, and by one of its own files', async () => {
    const dir = agentFolder(`ways-${shell}`);
    const link = join(root, `link-${shell}`);
    rmSync(link, { force: true });
    symlinkSync(dir, link);
    for (const given of [join(dir, '..'), `${dir}/`, link, join(dir, 'bin/mid.sh'), join(dir, 'conf')])
      expect(
        (
          await look(
            hostWith(shell),
            given,
            PROBES.filter((p) => p.id === 'locate'),
          )
        ).text('locate'),
      ).toContain(`:chosen ${dir}\n`);
  });

  test('a folder that is not there, or holds something else, is said to be so', async () => {
    const only = PROBES.filter((p) => p.id === 'locate' || p.id === 'disk');
    const missing = await look(hostWith(shell), '/nowhere/agent', only);
    expect(missing.said('locate.agent')).toEqual(['locate.not-found fail']);
    expect(missing.text('locate')).toContain(':given-not missing');
    // Nothing to look at: the others are left out.
    expect(missing.evidence.map((e) => e.id)).toEqual(['locate']);
    expect((await look(hostWith(shell), '/etc', only)).text('locate')).toContain(':given-not not-agent');
    expect((await look(hostWith(shell), '/etc/passwd', only)).text('locate')).toContain(':given-not not-folder');
  });

  test('a name is never taken for a command', async () => {
    const dir = agentFolder(`$(touch ${shell}-pwned) ; 'a"\\b\tc`);
    const { said, text } = await look(hostWith(shell), dir);
    expect(said('locate.agent')).toEqual(['locate.found pass']);
    expect(said('service.running')).toEqual(['service.stale-pid fail']);
    expect(text('disk')).toContain(dir.replaceAll('\t', ' ').slice(0, 20));
    expect(readdirSync(join(root, `home-${shell}`))).toEqual([]);
    expect(readdirSync('/').filter((name) => name.includes('pwned'))).toEqual([]);
  });

  // BusyBox brings its tools along, whatever PATH says.
  if (shell !== 'busybox')
    test('a host without the usual tools is not guessed about', async () => {
      const dir = agentFolder(`tools-${shell}`);
      const few = join(root, `few-${shell}`);
      mkdirSync(few, { recursive: true });
      for (const tool of ['sh', 'setsid', 'sleep', 'cat', 'head', 'tr', 'cut', 'ls', 'grep', 'env', 'mkdir'])
        if (!readdirSync(few).includes(tool))
          symlinkSync(tool === 'sh' ? which(shell) : which('busybox'), join(few, tool));
      const { result, findings } = await look(hostWith(shell, few), dir);
      expect(result).toEqual({ roundTrips: 1 });
      expect([...new Set(findings.map((f) => `${f.status} ${f.needs} ${f.params['tools']}`))]).toEqual([
        'unknown basic-tools awk, sed',
      ]);
    });

  const slow = (script: string, limitS: number) =>
    defineScriptProbe<null>({ id: 'slow', step: 'host', script, limitS, needsAgent: false, parse: () => null });
  const quick = defineScriptProbe<null>({
    id: 'quick',
    step: 'host',
    script: 'fact done yes',
    limitS: 5,
    needsAgent: false,
    parse: () => null,
  });
  const locate = PROBES.filter((p) => p.id === 'locate');

  test.each(['echo " begun"; sleep 60', "trap '' TERM HUP INT; while :; do :; done", 'sleep 60 & sleep 61 | cat'])(
    'a probe that hangs (%s) is ended at its limit with its children, and the others still report',
    async (script) => {
      const given = `/hang-${shell}-${script.length}`;
      const { evidence, result } = await look(hostWith(shell), given, [...locate, slow(script, 1), quick]);
      expect(result).toEqual({ roundTrips: 1 });
      expect(evidence.map((e) => [e.id, e.failed])).toEqual([
        ['locate', undefined],
        ['slow', 'timeout'],
        ['quick', undefined],
      ]);
      await gone(given);
    },
  );

  test('when it is cancelled in the middle nothing is left running', async () => {
    const given = `/cancel-${shell}`;
    const abort = new AbortController();
    const started = Date.now();
    const { evidence, result } = await look(
      hostWith(shell),
      given,
      [...locate, slow('echo " begun"; sleep 60 & sleep 61', 30), quick],
      abort.signal,
      (id) => void (id === 'slow' && setTimeout(() => abort.abort(), 200)),
    );
    expect(Date.now() - started).toBeLessThan(6000);
    expect(result).toMatchObject({ failed: 'cancelled' });
    expect(evidence.map((e) => [e.id, e.failed])).toEqual([
      ['locate', undefined],
      ['slow', 'cancelled'],
    ]);
    await gone(given);
  });

  const probe = (id: string, script: string, limitS = 5) =>
    defineScriptProbe<null>({ id, step: 'host', script, limitS, needsAgent: false, parse: () => null });

  test('several run at once; what is said late is whole and in order, and took as long as it took', async () => {
    const much = `i=0; while [ $i -lt 5000 ]; do i=$((i + 1)); echo " line $i of a text that no pipe holds as a whole"; done`;
    const { evidence, result } = await look(hostWith(shell), `/lanes-${shell}`, [
      ...locate,
      probe('one', 'sleep 2'),
      probe('two', `sleep 1; fact first yes`, 2),
      probe('three', much, 2),
      probe('four', 'fact last yes'),
    ]);
    expect(result).toEqual({ roundTrips: 1 });
    expect(evidence.map((e) => [e.id, e.failed])).toEqual(
      ['locate', 'one', 'four', 'two', 'three'].map((id) => [id, undefined]),
    );
    const [, one, four, two, three] = evidence;
    expect(two?.ms).toBeGreaterThan(900);
    expect(two?.ms).toBeLessThan(one?.ms ?? 0);
    expect(Date.parse(two?.at ?? '')).toBeLessThan(Date.parse(four?.at ?? ''));
    expect(one?.ms).toBeGreaterThan(1900);
    expect(three?.text.split('\n').length).toBe(5001);
    expect(three?.text.endsWith('5000 of a text that no pipe holds as a whole\n')).toBe(true);
  });

  test('cancelled, or at its limit, none of those that run at once leaves anything behind', async () => {
    const hang = "trap '' TERM HUP INT; sleep 60 & sleep 61";
    const given = `/lanes-hang-${shell}`;
    const all = [...locate, probe('one', hang, 1), probe('two', hang, 1), probe('three', hang, 1), quick];
    expect((await look(hostWith(shell), given, all)).evidence.map((e) => [e.id, e.failed])).toEqual([
      ['locate', undefined],
      ['one', 'timeout'],
      ['quick', undefined],
      ['two', 'timeout'],
      ['three', 'timeout'],
    ]);
    await gone(given);
    const abort = new AbortController();
    const longer = [...locate, probe('one', hang, 30), probe('two', hang, 30), probe('three', hang, 30)];
    const { result } = await look(hostWith(shell), `${given}-more`, longer, abort.signal, (id) => {
      if (id === 'one') setTimeout(() => abort.abort(), 200);
    });
    expect(result).toMatchObject({ failed: 'cancelled' });
    await gone(`${given}-more`);
  });

  test('a probe that fails leaves its exit status, and the ones after it run', async () => {
    const { evidence } = await look(hostWith(shell), `/exit-${shell}`, [...locate, slow('exit 7', 5), quick]);
    expect(evidence.map((e) => [e.id, e.exitCode])).toEqual([
      ['locate', 0],
      ['slow', 7],
      ['quick', 0],
    ]);
  });
});
