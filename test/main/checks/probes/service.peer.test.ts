import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { agentsFound } from '../../../../src-main/checks/agents.ts';
import { collect } from '../../../../src-main/checks/collect.ts';
import { judge } from '../../../../src-main/checks/judge.ts';
import { parseTranscript } from '../../../../src-main/checks/transcript.ts';
import type { Evidence } from '../../../../src-main/model/evidence.ts';
import type { Host } from '../../../../src-main/model/host.ts';
import type { Machine } from '../../../peers/machine.ts';
import { machineHost } from '../../../peers/machine-host.ts';
import { createMidHost, type MidHost } from '../../../peers/mid-host.ts';
import { peers } from '../../../peers/needs.ts';

const SHELLS = ['dash', 'bash', 'busybox'] as const;
const DIR = '/opt/servicenow/mid-ber/agent';
const SECOND = '/opt/service now/münchen-東京/agent';
const signal = new AbortController().signal;

const unit = (exec: string, more = '') => `[Service]\nType=forking\nExecStart=${exec} start sysd\n${more}`;

/** Every way to an agent at once, and some that lead nowhere. */
const FILES: Readonly<Record<string, string>> = {
  '/etc/systemd/system/mid@.service': unit('/opt/servicenow/mid-%i/agent/bin/mid.sh', 'User=midsvc\n'),
  '/etc/systemd/system/mid@ber.service.d/user.conf': '[Service]\nUser=other\n',
  '/etc/systemd/system/long@.service': unit('"/opt/%I/agent/bin/mid.sh"'),
  '/etc/systemd/system/odd.service': unit('/opt/%H/agent/bin/mid.sh'),
  '/etc/systemd/system/percent.service': unit('/opt/gone%%50/agent/bin/mid.sh'),
  '/etc/systemd/system/plain.service': '[Service]\nExecStart=/bin/true\n',
  '/etc/systemd/system/plain.service.d/exec.conf': '[Service]\nExecStart=\nExecStart=/opt/old/agent/bin/mid.sh start\n',
  // Before any other by name, and disabled.
  '/etc/systemd/system/a-leftover.service': unit(`${DIR}/bin/mid.sh`),
  '/etc/systemd/system/by-script.service': '[Service]\nExecStart=-"/opt/own/mid-control" start\n',
  '/opt/own/mid-control': '#!/bin/sh\ncd "/opt/service now/münchen-東京/agent" && exec ./start.sh\n',
  '/etc/systemd/user/mine.service': unit('"/opt/service\\x20now/münchen-東京/agent/bin/mid.sh"'),
  '/etc/init.d/midscript':
    '#!/bin/sh\n# exec /opt/not/this/bin/mid.sh\ncd / && exec "/opt/service now/münchen-東京/agent/bin/mid.sh" "$@"\n',
};
const WANTED = ['mid@ber.service', 'long@service\\x20now-münchen\\x2d東京.service'];

/** A host on which everything is run by that shell; with BusyBox's, by its tools, too. */
const hostWith = async (machine: Machine, shell: (typeof SHELLS)[number]): Promise<Host> => {
  const bin = `/opt/.${shell}`;
  await machine.must(
    'mkdir "$1"; if [ "$2" = busybox ]; then busybox --install -s "$1"; else ln -s "$(command -v "$2")" "$1/sh"; fi',
    [bin, shell],
  );
  const path = shell === 'busybox' ? bin : `${bin}:/usr/sbin:/usr/bin:/sbin:/bin`;
  const root = machineHost(machine);
  return {
    ...root,
    runScript: ({ text, ...script }, o = {}) =>
      root.runScript(
        { ...script, text: 'PATH=$1; export PATH; exec sh -c "$2" sh "$3"' },
        { ...o, args: [path, text.replace(/^midup_path=.*$/m, "midup_path=''"), ...(o.args ?? [])] },
      ),
  };
};

/** What differs from look to look by the clock alone. */
const PASSING =
  /^(?:now|now-local|uptime|process|process-age|agent-log-time|log-time|second-look|open-files|host-elf)$/;

const lookWith = async (host: Host, agentDir: string | null) => {
  const evidence: Evidence[] = [];
  const steps = ['locate', 'service', 'upgrade', 'host'] as const;
  const take = { onEvidence: (e: Evidence) => evidence.push(e), onLedger: () => {} };
  const { failed } = await collect(host, { agentDir, become: null, signal, steps, ...take });
  expect(failed).toBeUndefined();
  return evidence;
};
const factsOf = (evidence: readonly Evidence[], id: string) =>
  parseTranscript(evidence.find((e) => e.id === id)?.text ?? '')
    .facts.filter(({ key }) => !PASSING.test(key))
    .map(({ key, value }) => `${key} ${value}`);

describe.skipIf(!peers('root', 'namespaces', 'wrapper', 'java', 'busybox'))('every way to an agent', () => {
  let mid: MidHost;
  const hosts = new Map<string, Host>();

  beforeAll(async () => {
    mid = await createMidHost({
      dir: DIR,
      name: 'mid-ber',
      installed: false,
      override: ['wrapper.logfile=logs/w-YYYYMMDD.log'],
    });
    const { machine } = mid;
    await createMidHost({ machine, dir: SECOND, name: 'münchen & 東京', installed: false });
    await machine.must(
      'rm -rf /etc/systemd /etc/init.d; mkdir -p /etc/systemd/system/multi-user.target.wants /etc/init.d',
    );
    for (const [file, text] of Object.entries(FILES)) {
      mkdirSync(machine.path(dirname(file)), { recursive: true });
      writeFileSync(machine.path(file), text);
    }
    for (const name of WANTED)
      symlinkSync(
        `../${name.replace(/@.*/, '@.service')}`,
        machine.path(`/etc/systemd/system/multi-user.target.wants/${name}`),
      );
    await mid.start();
    await mid.waitFor('work/mid.java.status', 'STARTED');
    await machine.must('touch "$1/lib/a-1.0.jar" "$1/extlib/a-1.1.jar" "$1/lib/b-1.jar"', [DIR]);
    for (const shell of SHELLS) hosts.set(shell, await hostWith(machine, shell));
  });
  afterAll(() => mid.close());

  const host = (shell: string): Host => {
    const found = hosts.get(shell);
    if (!found) throw new Error(`no ${shell}`);
    return found;
  };

  test('is seen: templates, drop-ins, units of users, scripts, escapes, blanks and letters beyond ASCII', async () => {
    const evidence = await lookWith(host('dash'), null);
    const facts = factsOf(evidence, 'locate');
    expect(facts).toEqual(
      expect.arrayContaining([
        `seen unit mid@ber.service ${DIR}`,
        `seen unit long@service\\\\x20now-münchen\\\\x2d東京.service ${SECOND}`.replaceAll('\\\\', '\\'),
        `seen user-unit mine.service ${SECOND}`,
        `seen init midscript ${SECOND}`,
        `seen unit by-script.service ${SECOND}`,
        `seen unit a-leftover.service ${DIR}`,
        'gone unit percent.service /opt/gone%50/agent',
        'gone unit plain.service /opt/old/agent',
      ]),
    );
    expect(facts.join('\n')).not.toMatch(/%H|%i|\/opt\/not|odd\.service/);
    expect(
      agentsFound(evidence)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['mid-ber', 'münchen & 東京']);
  });

  test.each(SHELLS)('and is the same in %s', async (shell) => {
    const [base, own] = [await lookWith(host('dash'), DIR), await lookWith(host(shell), DIR)];
    for (const id of ['locate', 'service', 'wrapper', 'upgrade', 'rights'])
      expect(factsOf(own, id), id).toEqual(factsOf(base, id));
    const facts = factsOf(own, 'service');
    expect(facts).toEqual(expect.arrayContaining(['unit mid@ber.service', 'unit-user other', 'pid-file-state read']));
    expect(facts.filter((f) => f.startsWith('unit-file '))).toHaveLength(2);
    expect(factsOf(own, 'wrapper').find((f) => f.startsWith('log '))).toMatch(/logs\/w-20\d{6}\.log$/);
    expect(factsOf(own, 'upgrade')).toContain('twice a-1.1.jar and a-1.0.jar');
    // The drop-in of the instance goes before User= of the template.
    expect(factsOf(own, 'rights')).toEqual(expect.arrayContaining(['run-as root', 'run-as-from process']));
    const { findings } = judge(own, { complete: true, steps: ['locate', 'service'] });
    expect(findings.find((f) => f.code === 'service.running')?.status).toBe('pass');
  });
});

describe.skipIf(!peers('root', 'namespaces', 'wrapper', 'java', 'busybox'))('agents side by side', () => {
  let mid: MidHost;
  const hosts = new Map<string, Host>();
  const known = async (shell: string) => {
    const host = hosts.get(shell);
    if (!host) throw new Error(`no ${shell}`);
    const facts = factsOf(await lookWith(host, null), 'locate');
    return facts.filter((f) => /^(?:chosen|copy) /.test(f)).toSorted();
  };

  beforeAll(async () => {
    mid = await createMidHost({ dir: DIR, name: 'mid-ber' });
    // Of one name with it; called as copies are; and one that is called so and started all the same.
    for (const [dir, name, installed] of [
      ['/opt/servicenow/moved-here/agent', 'mid-ber', false],
      ['/opt/servicenow/mid-muc_backup/agent', 'mid-muc', false],
    ] as const)
      await createMidHost({ machine: mid.machine, dir, name, installed });
    for (const shell of SHELLS) hosts.set(shell, await hostWith(mid.machine, shell));
  });
  afterAll(() => mid.close());

  test.each(SHELLS)('copies of the one that is started are left out, in %s', async (shell) => {
    expect(await known(shell)).toEqual([
      `chosen ${DIR}`,
      'copy /opt/servicenow/mid-muc_backup/agent',
      'copy /opt/servicenow/moved-here/agent',
    ]);
  });

  test('one of another name is none, and neither is anything where nothing is started', async () => {
    const { machine } = mid;
    await machine.must('cp -r "$1" /opt/servicenow/other; sed -i s/mid-ber/mid-ham/ /opt/servicenow/other/config.xml', [
      DIR,
    ]);
    expect(await known('dash')).toEqual([]);
    await machine.must('rm -r /opt/servicenow/other; mv /etc/init.d/mid /opt/.mid');
    expect(await known('dash')).toEqual([]);
    // Left alone it is the one, whatever it is called.
    await machine.must(
      'mv /opt/servicenow/mid-muc_backup /opt/.only; rm -r /opt/servicenow/*; mv /opt/.only /opt/servicenow/mid_old',
    );
    expect(await known('dash')).toEqual(['chosen /opt/servicenow/mid_old/agent']);
  });
});
