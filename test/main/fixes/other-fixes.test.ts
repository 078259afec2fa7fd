import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import giveBack from '../../../src-main/fixes/give-back.sh?raw';
import grantRight from '../../../src-main/fixes/grant-right.sh?raw';
import { grantRightsFix } from '../../../src-main/fixes/grant-rights.ts';
import plainPath from '../../../src-main/fixes/plain-path.sh?raw';
import { removeStalePidFix } from '../../../src-main/fixes/remove-stale-pid.ts';
import { restartServiceFix } from '../../../src-main/fixes/restart-service.ts';
import type { AgentFacts, MissingRight } from '../../../src-main/model/agent.ts';
import type { Finding } from '../../../src-main/model/finding.ts';
import type { Fix } from '../../../src-main/model/fix.ts';

const facts = (service: Partial<AgentFacts['service']> = {}, more: Partial<AgentFacts> = {}): AgentFacts => ({
  agentDir: '/opt/my mid/agent',
  midName: 'mid-ber-02',
  service: {
    manager: 'systemd',
    unit: 'mid.service',
    state: 'running',
    pid: 500,
    disabled: false,
    stalePidFile: null,
    ...service,
  },
  runAs: 'midsvc',
  upgradeInProgress: false,
  ...more,
});
const upgrade = (code: Finding['code'], status: Finding['status']): Finding => ({
  code,
  status,
  step: 'upgrade',
  params: {},
  evidence: [],
  check: 'upgrade.progress',
});
const NO_UPGRADE = [upgrade('upgrade.none', 'pass')];
const ROOT = { name: 'mid1', user: 'root', canBecome: true };
const JOE = { name: 'mid1', user: 'joe', canBecome: true };
const STOPPED = { state: 'stopped', pid: null } as const;
const lack = (path: string, more: Partial<MissingRight> = {}): MissingRight => ({
  right: 'write',
  path,
  mode: 'drwxr-x--T',
  owner: 'root',
  group: 'adm',
  ...more,
});
const lacking = (paths: readonly MissingRight[], all = true) =>
  facts(STOPPED, { missingRights: { user: 'midsvc', all, paths } });
const display = (fix: Fix, f: AgentFacts, host = ROOT) => fix.plan(f, host).commands.map((c) => c.display);

test.each([restartServiceFix, removeStalePidFix, grantRightsFix])('$id keeps its hands off an upgrade', (fix) => {
  const ready = lacking([lack('/opt/my mid/agent/logs')]);
  expect(fix.check(ready, [])).toBe('upgrade-unknown');
  expect(fix.check(ready, [upgrade('upgrade.in-progress', 'fail')])).toBe('upgrade-in-progress');
  expect(fix.check(ready, [upgrade('upgrade.stuck', 'fail')])).toBe('upgrade-in-progress');
  expect(fix.check({ ...ready, upgradeInProgress: true }, NO_UPGRADE)).toBe('upgrade-in-progress');
});

describe('a restart', () => {
  test('is for what runs, and not after an upgrade that broke off', () => {
    expect(restartServiceFix.check(facts(), NO_UPGRADE)).toBeNull();
    expect(restartServiceFix.check(facts(STOPPED), NO_UPGRADE)).toBe('not-running');
    expect(restartServiceFix.check(facts(), [...NO_UPGRADE, upgrade('upgrade.failed', 'fail')])).toBe('upgrade-failed');
  });

  test('stops, then starts', () => {
    expect(display(restartServiceFix, facts(), JOE)).toEqual([
      'sudo systemctl stop mid.service',
      'sudo systemctl start mid.service',
    ]);
    const [stop, start] = restartServiceFix.plan(facts({ manager: 'none', unit: null }), ROOT).commands;
    expect(stop).toMatchObject({
      display: "sudo -u midsvc sh -c 'cd '\\''/opt/my mid/agent'\\'' && sh stop.sh'",
      args: ['none', '', '/opt/my mid/agent', 'stop'],
    });
    expect(start?.args).toEqual(['none', '', '/opt/my mid/agent']);
  });

  test('is planned for this process only', () => {
    expect(restartServiceFix.plan(facts(), ROOT).state).not.toBe(
      restartServiceFix.plan(facts({ pid: 501 }), ROOT).state,
    );
  });
});

describe('a pid file', () => {
  const stale = { ...STOPPED, stalePidFile: '/opt/my mid/agent/work/mid.pid' };

  test('that was left over is removed, and nothing is started', () => {
    expect(removeStalePidFix.check(facts(stale), NO_UPGRADE)).toBeNull();
    expect(display(removeStalePidFix, facts(stale))).toEqual(["rm -f '/opt/my mid/agent/work/mid.pid'"]);
  });

  test('of what runs, or that is not there, is left alone', () => {
    expect(removeStalePidFix.check(facts(), NO_UPGRADE)).toBe('already-running');
    expect(removeStalePidFix.check(facts(STOPPED), NO_UPGRADE)).toBe('nothing-to-do');
  });
});

describe('rights', () => {
  test('are given for the paths that lack them only, and the undo has their old owner and mode', () => {
    const logs = '/opt/my mid/agent/logs';
    const plan = grantRightsFix.plan(
      lacking([
        lack(logs),
        lack(logs, { right: 'read' }),
        lack(`${logs}/a'b`, { mode: '-r-sr-----', owner: 'midsvc', right: 'write' }),
      ]),
      ROOT,
    );
    expect(plan.commands.map((c) => c.display)).toEqual([
      `chown -h midsvc '${logs}' && chmod u+rw '${logs}'`,
      `chmod u+w '${logs}/a'\\''b'`,
    ]);
    expect(plan.undo).toEqual([`chown -h root '${logs}' && chmod 1750 '${logs}'`, `chmod 4540 '${logs}/a'\\''b'`]);
    expect(plan.commands.every((c) => c.become === null)).toBe(true);
    expect(grantRightsFix.plan(lacking([lack(logs)]), JOE).commands[0]).toMatchObject({
      display: `sudo chown -h midsvc '${logs}' && sudo chmod u+w '${logs}'`,
      become: 'root',
    });
  });

  test.each([
    ['a folder on the way to the agent', [lack('/opt/my mid')], true],
    ['another folder that begins alike', [lack('/opt/my mid/agent2/logs')], true],
    ['a mode that is none', [lack('/opt/my mid/agent/logs', { mode: 'prwxr-xr-x' })], true],
    ['a line break in a name', [lack('/opt/my mid/agent/a\nb')], true],
    ['more than are listed', [lack('/opt/my mid/agent/logs')], false],
    ['not all of it seen', [], false],
  ])('are for somebody else to give: %s', (_, paths, all) => {
    expect(grantRightsFix.check(lacking(paths, all), NO_UPGRADE)).toBe('by-hand');
  });

  test('that are there need no plan, and what changed since is another state', () => {
    expect(grantRightsFix.check(lacking([]), NO_UPGRADE)).toBe('nothing-to-do');
    expect(grantRightsFix.check(facts(), NO_UPGRADE)).toBe('nothing-to-do');
    const one = lack('/opt/my mid/agent/logs');
    expect(grantRightsFix.check(lacking([one]), NO_UPGRADE)).toBeNull();
    expect(grantRightsFix.plan(lacking([one]), ROOT).state).not.toBe(
      grantRightsFix.plan(lacking([{ ...one, owner: 'x' }]), ROOT).state,
    );
  });
});

/** Runs for real; needs root to give files away, and a user to give them to. */
describe.skipIf(process.getuid?.() !== 0).each(['dash', 'bash'])('the script in %s', (shell) => {
  const laid = () => {
    const dir = realpathSync(mkdtempSync(join(tmpdir(), 'midup-grant-')));
    const agent = join(dir, 'my agent');
    mkdirSync(join(agent, 'logs'), { recursive: true, mode: 0o755 });
    writeFileSync(join(agent, 'logs/a.log'), 'x', { mode: 0o440 });
    chmodSync(join(agent, 'logs/a.log'), 0o440);
    return { dir, agent, [Symbol.dispose]: () => rmSync(dir, { recursive: true }) };
  };
  const grant = (...args: readonly string[]) => {
    const input = `${plainPath}\n${grantRight}`;
    const { status, stdout } = spawnSync(shell, ['-s', '--', ...args], { input, encoding: 'utf8' });
    return { status, stdout };
  };
  const back = (...args: readonly string[]) => {
    const input = `${plainPath}\n${giveBack}`;
    const { status, stdout } = spawnSync(shell, ['-s', '--', ...args], { input, encoding: 'utf8' });
    return { status, stdout };
  };
  const log = (agent: string) => join(agent, 'logs/a.log');

  test('gives one path, with the bits that lack', () => {
    using it = laid();
    expect(grant(it.agent, log(it.agent), 'nobody', 'rw', '-r--r----- root root')).toMatchObject({ status: 0 });
    expect(statSync(log(it.agent))).toMatchObject({ uid: 65_534, gid: 0, mode: 0o100640 });
    expect(grant(it.agent, it.agent, 'nobody', 'x', 'drwxr-xr-x root root')).toMatchObject({ status: 0 });
  });

  test('takes it back to the bit, and once more does no harm', () => {
    using it = laid();
    chmodSync(it.agent, 0o3710);
    const before = [statSync(log(it.agent)), statSync(it.agent)];
    grant(it.agent, log(it.agent), 'nobody', 'rw', '-r--r----- root root');
    grant(it.agent, it.agent, 'nobody', 'rwx', 'drwx--s--T root root');
    const changes = [
      ...[log(it.agent), '-r--r----- root root', '0440', '-rw-r----- nobody root'],
      ...[it.agent, 'drwx--s--T root root', '3710', 'drwx--s--T nobody root'],
    ];
    expect(back('look', it.agent, ...changes)).toMatchObject({ status: 1 });
    for (const _ of ['once', 'again']) {
      expect(back('restore', it.agent, ...changes)).toMatchObject({ status: 0 });
      expect([statSync(log(it.agent)), statSync(it.agent)].map(({ mode, uid, gid }) => ({ mode, uid, gid }))).toEqual(
        before.map(({ mode, uid, gid }) => ({ mode, uid, gid })),
      );
    }
    expect(back('look', it.agent, ...changes)).toMatchObject({ status: 0 });
  });

  test('takes nothing back where one path has changed since', () => {
    using it = laid();
    const seen = '-r--r----- root root';
    grant(it.agent, log(it.agent), 'nobody', 'w', seen);
    grant(it.agent, it.agent, 'nobody', 'x', 'drwxr-xr-x root root');
    chmodSync(it.agent, 0o700);
    const { status, stdout } = back(
      ...['restore', it.agent, log(it.agent), seen, '0440', '-rw-r----- nobody root'],
      ...[it.agent, 'drwxr-xr-x root root', '0755', 'drwxr-xr-x nobody root'],
    );
    expect({ status, stdout }).toMatchObject({ status: 1, stdout: expect.stringContaining('Nothing was taken back') });
    expect(statSync(log(it.agent))).toMatchObject({ uid: 65_534, mode: 0o100640 });
    expect(statSync(it.agent)).toMatchObject({ mode: 0o040700 });
  });

  test('leaves alone what has changed, is a link, or is outside', () => {
    using it = laid();
    const outside = join(it.dir, 'secret');
    writeFileSync(outside, 'x', { mode: 0o600 });
    symlinkSync(outside, join(it.agent, 'link'));
    symlinkSync(it.dir, join(it.agent, 'up'));
    const lines = '-rw------- root root';
    for (const [path, seen] of [
      [log(it.agent), '-rw-r----- root root'],
      [join(it.agent, 'link'), 'lrwxrwxrwx root root'],
      [join(it.agent, 'up/secret'), lines],
      [join(it.agent, 'logs/../../secret'), lines],
      [outside, lines],
      [`${it.agent}2/x`, lines],
    ] as const) {
      const { status, stdout } = grant(it.agent, path, 'nobody', 'rw', seen);
      expect({ path, status }).toEqual({ path, status: 1 });
      expect(stdout).not.toBe('');
    }
    expect(statSync(outside)).toMatchObject({ uid: 0, mode: 0o100600 });
    expect(statSync(log(it.agent))).toMatchObject({ uid: 0, mode: 0o100440 });
  });
});
