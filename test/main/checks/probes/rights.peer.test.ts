import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rightsProbe } from '../../../../src-main/checks/probes/rights.ts';
import { folderWith, parsed, runProbe, SHELLS } from '../../../fakes/run-probe.ts';
import { peers } from '../../../peers/needs.ts';

/** The agent runs as nobody, who is on every host; another user looks in some of the tests. */
const uidOf = (user: string) => Number(execFileSync('id', ['-u', user], { encoding: 'utf8' }));
const NOBODY = uidOf('nobody');
const DAEMON = uidOf('daemon');

/** As sshd starts root's commands, where others may not go. */
process.chdir('/root');

const agentOfNobody = () => {
  const folder = folderWith({
    'config.xml': '<parameters/>',
    'bin/mid.sh': '#!/bin/sh\nRUN_AS_USER="nobody"\n',
    'logs/a b.log': '',
    'lib/mid.jar': '',
    'work/x': '',
  });
  const run = (...[program = '', ...args]: readonly string[]) => execFileSync(program, args, { cwd: folder.dir });
  chmodSync(folder.dir, 0o755);
  chmodSync(join(folder.dir, 'bin/mid.sh'), 0o755);
  run('chown', '-R', 'nobody', folder.dir);
  return { ...folder, run };
};

describe.skipIf(!peers('root', 'busybox', 'acl')).each(SHELLS)('rights in %s', (shell) => {
  const bare = shell === 'busybox';
  const look = (dir: string, uid?: number) => parsed(rightsProbe, runProbe(rightsProbe, dir, shell, {}, uid));
  const lacking = (dir: string, uid?: number) =>
    look(dir, uid).lacks.map((l) => [l.right, l.path.slice(dir.length + 1), l.sure, l.despiteMode]);

  test('none is missing, whoever looks', () => {
    using agent = agentOfNobody();
    for (const uid of [undefined, NOBODY, DAEMON]) {
      const rights = look(agent.dir, uid);
      expect(rights).toMatchObject({ runAs: 'nobody', lacks: [], count: 0, fixed: [], listsUnread: [] });
      // BusyBox's test does not ask the kernel, and it has no getfacl.
      expect(rights.modesOnly).toBe(bare);
      expect(rights.incomplete).toBe(false);
    }
  });

  test('what modes deny is named with owner and mode', () => {
    using agent = agentOfNobody();
    chownSync(join(agent.dir, 'logs'), 0, 0);
    chmodSync(join(agent.dir, 'logs'), 0o755);
    expect(look(agent.dir).lacks).toMatchObject([
      { right: 'write', sure: !bare, owner: 'root', group: 'root', mode: 'drwxr-xr-x', despiteMode: false },
    ]);
    expect(lacking(agent.dir, NOBODY)).toEqual([['write', 'logs', !bare, false]]);
    expect(lacking(agent.dir, DAEMON)).toEqual([['write', 'logs', false, false]]);
  });

  test('what an access list takes away is seen, and what it gives is not missed', () => {
    using agent = agentOfNobody();
    agent.run('chown', 'root', 'logs', 'logs/a b.log', 'work/x', 'lib/mid.jar', 'lib');
    agent.run('chmod', '777', 'logs', 'logs/a b.log', 'work/x', 'lib');
    agent.run('chmod', '600', 'lib/mid.jar');
    agent.run('setfacl', '-m', 'u:nobody:r-x', 'logs');
    agent.run('setfacl', '-m', 'u:nobody:---', 'logs/a b.log');
    agent.run('setfacl', '-m', 'u:nobody:r', 'lib/mid.jar');
    agent.run('setfacl', '-m', 'u:nobody:rwx,m::r', 'work/x');
    const all = [
      ['write', 'logs', true, true],
      ['read', 'logs/a b.log', true, true],
      ['write', 'logs/a b.log', true, true],
      ['write', 'work/x', true, true],
    ];
    // With BusyBox alone access lists show in no way at all, and what they give is only likely to be missing.
    const told = bare ? [['read', 'lib/mid.jar', false, false]] : all.toSorted();
    for (const uid of [undefined, NOBODY, DAEMON]) expect(lacking(agent.dir, uid).toSorted()).toEqual(told);
  });

  test('immutable and append-only files are told from all else', () => {
    using agent = agentOfNobody();
    agent.run('chattr', '+i', 'config.xml', 'work');
    agent.run('chattr', '+a', 'logs');
    try {
      const { fixed, lacks } = look(agent.dir);
      const seen = fixed.map((f) => `${f.why ?? 'unwritable'} ${f.path.slice(agent.dir.length + 1)}`).toSorted();
      expect(seen).toEqual(bare ? [] : ['append-only logs', 'immutable config.xml', 'immutable work']);
      expect(lacks).toEqual([]);
    } finally {
      agent.run('chattr', '-i', '-a', 'config.xml', 'work', 'logs');
    }
  });

  test('parts that are links are looked at where they lead, and those that lead nowhere are named', () => {
    using agent = agentOfNobody();
    using data = folderWith({ 'd/logs/x.log': '', 'd/work/y': '' });
    agent.run('rm', '-r', 'logs', 'work');
    chmodSync(data.dir, 0o755);
    agent.run('chown', '-R', 'nobody', data.dir);
    agent.run('ln', '-s', join(data.dir, 'd/logs'), 'logs');
    agent.run('ln', '-s', '/nowhere/work', 'work');
    expect(look(agent.dir)).toMatchObject({
      lacks: [],
      linked: [join(agent.dir, 'logs')],
      dangling: [{ path: join(agent.dir, 'work'), target: '/nowhere/work' }],
    });
    chownSync(join(data.dir, 'd/logs'), 0, 0);
    chmodSync(join(data.dir, 'd/logs'), 0o755);
    expect(look(agent.dir).lacks).toMatchObject([
      { right: 'write', path: join(agent.dir, 'logs'), mode: 'drwxr-xr-x', owner: 'root', despiteMode: false },
    ]);
    // The way there is closed: only the kernel knows.
    chownSync(join(data.dir, 'd/logs'), NOBODY, 0);
    chownSync(join(data.dir, 'd'), 0, 0);
    chmodSync(join(data.dir, 'd'), 0o700);
    expect(lacking(agent.dir)).toEqual(bare ? [] : [['enter', 'logs', true, true]]);
  });

  test('a config.xml that is a link is looked at where it leads', () => {
    using agent = agentOfNobody();
    using data = folderWith({ 'd/config.xml': '<parameters/>' });
    const [file, dir] = [join(data.dir, 'd/config.xml'), join(data.dir, 'd')];
    for (const path of [data.dir, dir]) chmodSync(path, 0o755);
    agent.run('ln', '-sf', file, 'config.xml');
    chownSync(file, NOBODY, 0);
    expect(look(agent.dir)).toMatchObject({ lacks: [], linked: [join(agent.dir, 'config.xml')] });
    chownSync(file, 0, 0);
    chmodSync(file, 0o600);
    expect(lacking(agent.dir)).toEqual([
      ['read', 'config.xml', !bare, false],
      ['write', 'config.xml', !bare, false],
    ]);
    chownSync(file, NOBODY, 0);
    chmodSync(dir, 0o700);
    expect(lacking(agent.dir)).toEqual(bare ? [] : [['read', 'config.xml', true, true]]);
  });

  test('a link to what is gone is closed to nobody', () => {
    using agent = agentOfNobody();
    agent.run('ln', '-sfn', '/nowhere/config.xml', 'config.xml');
    expect(look(agent.dir)).toMatchObject({ fixed: [], lacks: [] });
  });

  test('a folder that the one who looks may not enter leaves it open', () => {
    using agent = agentOfNobody();
    chmodSync(agent.dir, 0o700);
    const rights = look(agent.dir, DAEMON);
    expect(rights.lacks).toEqual([]);
    expect(rights.count === undefined || rights.incomplete).toBe(true);
  });

  test('mounts of parts are told', () => {
    using agent = agentOfNobody();
    agent.run('mount', '-t', 'tmpfs', '-o', 'ro,noexec', 'tmpfs', 'logs');
    try {
      const { mounts, fixed, lacks } = look(agent.dir);
      const logs = mounts.find((m) => m.part === 'logs');
      expect(logs).toMatchObject({ mount: join(agent.dir, 'logs') });
      expect(logs?.options).toEqual(expect.arrayContaining(['ro', 'noexec']));
      expect(fixed).toEqual([]);
      expect(lacks).toEqual([]);
    } finally {
      agent.run('umount', 'logs');
    }
  });
});
