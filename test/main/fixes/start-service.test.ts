import { describe, expect, test } from 'vitest';
import { FIXES } from '../../../src-main/fixes/catalogue.ts';
import { isSealed, planHash } from '../../../src-main/fixes/plan-hash.ts';
import { startServiceFix } from '../../../src-main/fixes/start-service.ts';
import type { AgentFacts } from '../../../src-main/model/agent.ts';
import type { FindingCode } from '../../../src-main/model/codes.ts';
import type { Finding, FindingStatus } from '../../../src-main/model/finding.ts';
import { FIX_IDS } from '../../../src-main/model/fix.ts';

const facts = (service: Partial<AgentFacts['service']> = {}, more: Partial<AgentFacts> = {}): AgentFacts => ({
  agentDir: '/opt/my mid/agent',
  midName: 'mid-ber-02',
  service: {
    manager: 'sysv',
    unit: 'mid',
    state: 'stopped',
    pid: null,
    disabled: false,
    stalePidFile: null,
    ...service,
  },
  runAs: 'midsvc',
  upgradeInProgress: false,
  ...more,
});
const finding = (code: FindingCode, status: FindingStatus, more: Partial<Finding> = {}): Finding => ({
  code,
  status,
  step: 'upgrade',
  params: {},
  evidence: [],
  check: 'upgrade.progress',
  ...more,
});
const NO_UPGRADE = [finding('upgrade.none', 'pass')];
const ROOT = { name: 'mid1', user: 'root', canBecome: true };
const JOE = { name: 'mid1', user: 'joe', canBecome: true };
const commands = (f: AgentFacts, host = ROOT) => startServiceFix.plan(f, host).commands.map((c) => c.display);

describe('starting is offered', () => {
  test('only where it is known that no upgrade runs', () => {
    expect(startServiceFix.check(facts(), NO_UPGRADE)).toBeNull();
    expect(startServiceFix.check(facts(), [])).toBe('upgrade-unknown');
    expect(startServiceFix.check(facts(), [finding('upgrade.in-progress', 'unknown')])).toBe('upgrade-unknown');
    expect(startServiceFix.check(facts(), [finding('upgrade.none', 'pass', { byHand: true })])).toBe('upgrade-unknown');
    expect(startServiceFix.check(facts(), [finding('upgrade.in-progress', 'fail')])).toBe('upgrade-in-progress');
    expect(startServiceFix.check(facts(), [finding('upgrade.stuck', 'fail')])).toBe('upgrade-in-progress');
    expect(startServiceFix.check(facts({}, { upgradeInProgress: true }), NO_UPGRADE)).toBe('upgrade-in-progress');
  });

  test.each([[{ state: 'running', pid: 5 }], [{ state: 'starting' }], [{ state: 'failed', pid: 5 }]] as const)(
    'not where it runs: %o',
    (service) => {
      expect(startServiceFix.check(facts(service), NO_UPGRADE)).toBe('already-running');
    },
  );

  test('not where the last upgrade broke off half-way', () => {
    const failed = (more: Partial<Finding>) => [...NO_UPGRADE, finding('upgrade.failed', 'fail', more)];
    expect(startServiceFix.check(facts(), failed({}))).toBe('upgrade-failed');
    const line = 'com.snc.dist.mid_upgrade.UpgradeException: java.io.FileNotFoundException: bin/mid.sh';
    expect(startServiceFix.check(facts(), failed({ variant: 'log', params: { line } }))).toBe('upgrade-failed');
    // Its check or its download failed: the agent is whole.
    const whole = { variant: 'log', params: { line: 'Setting mid status to Upgrade Failed' } };
    expect(startServiceFix.check(facts(), failed(whole))).toBeNull();
  });

  test('before the other fixes, for what it answers', () => {
    expect(FIXES.map((f) => f.id)[0]).toBe('start-service');
    expect(FIXES.map((f) => f.id).toSorted()).toEqual([...FIX_IDS].toSorted());
    expect(startServiceFix.answers).toContain('service.stopped');
  });
});

describe('the plan', () => {
  test.each([
    [facts(), ROOT, ['/etc/init.d/mid start'], '/etc/init.d/mid stop'],
    [facts(), JOE, ['sudo /etc/init.d/mid start'], 'sudo /etc/init.d/mid stop'],
    [facts({}, { runAs: 'joe' }), JOE, ['/etc/init.d/mid start'], '/etc/init.d/mid stop'],
    [
      facts({ manager: 'systemd', unit: 'mid.service' }),
      ROOT,
      ['systemctl start mid.service'],
      'systemctl stop mid.service',
    ],
    [
      facts({ manager: 'systemd', unit: 'mid.service' }, { runAs: 'joe' }),
      JOE,
      ['sudo systemctl start mid.service'],
      'sudo systemctl stop mid.service',
    ],
    [
      facts({ manager: 'none', unit: null }, { runAs: 'root' }),
      ROOT,
      ["cd '/opt/my mid/agent' && sh start.sh"],
      "cd '/opt/my mid/agent' && sh stop.sh",
    ],
    [
      facts({ manager: 'none', unit: null }, { agentDir: '/a' }),
      JOE,
      ["sudo -u midsvc sh -c 'cd /a && sh start.sh'"],
      "sudo -u midsvc sh -c 'cd /a && sh stop.sh'",
    ],
    [
      facts({ manager: 'none', unit: null }, { agentDir: '/a' }),
      { ...JOE, becomesBy: 'pkexec' as const },
      ["pkexec --user midsvc sh -c 'cd /a && sh start.sh'"],
      "pkexec --user midsvc sh -c 'cd /a && sh stop.sh'",
    ],
    [facts(), { ...JOE, becomesBy: 'doas' as const }, ['doas /etc/init.d/mid start'], 'doas /etc/init.d/mid stop'],
  ])('%#: through what the service is installed with', (f, host, expected, undo) => {
    const plan = startServiceFix.plan(f, host);
    expect(plan.commands.map((c) => c.display)).toEqual(expected);
    expect(plan.undo).toEqual([undo]);
    expect(plan).toMatchObject({ fix: 'start-service', host: 'mid1' });
  });

  test('removes a left-over pid file first', () => {
    expect(commands(facts({ stalePidFile: "/opt/it's/mid.pid" }))).toEqual([
      "rm -f '/opt/it'\\''s/mid.pid'",
      '/etc/init.d/mid start',
    ]);
  });

  test('says as whom', () => {
    expect(startServiceFix.plan(facts(), JOE)).toMatchObject({
      user: 'root',
      commands: [{ become: 'root', args: ['sysv', 'mid', '/opt/my mid/agent'] }],
    });
    expect(startServiceFix.plan(facts(), ROOT).commands[0]?.become).toBeNull();
  });

  test('carries values only as arguments', () => {
    const plan = startServiceFix.plan(facts({ stalePidFile: '/x;reboot' }, { agentDir: '/y$(reboot)' }), ROOT);
    for (const { script } of plan.commands) expect(script.text).not.toContain('reboot');
  });
});

describe('the hash', () => {
  const plan = startServiceFix.plan(facts(), ROOT);

  test('is the same for the same plan, whenever it is made', () => {
    expect(startServiceFix.plan(facts(), ROOT).hash).toBe(plan.hash);
    expect(plan.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(isSealed(plan)).toBe(true);
  });

  test('does not depend on the order of keys', () => {
    const { hash, ...rest } = plan;
    const turned = Object.fromEntries(Object.entries(rest).toReversed()) as typeof rest;
    expect(planHash(turned)).toBe(hash);
  });

  test('is another one when anything is', () => {
    const others = [
      startServiceFix.plan(facts({ state: 'failed' }), ROOT),
      startServiceFix.plan(facts({ stalePidFile: '/x' }), ROOT),
      startServiceFix.plan(facts({ unit: 'mid2' }), ROOT),
      startServiceFix.plan(facts({}, { agentDir: '/other' }), ROOT),
      startServiceFix.plan(facts({}, { upgradeInProgress: true }), ROOT),
      startServiceFix.plan(facts(), { ...ROOT, name: 'mid2' }),
      startServiceFix.plan(facts(), JOE),
    ];
    expect(new Set([plan, ...others].map((p) => p.hash)).size).toBe(others.length + 1);
  });

  test('no longer fits a plan that was altered', () => {
    const [first] = plan.commands;
    if (!first) throw new Error('no command');
    expect(isSealed({ ...plan, commands: [{ ...first, args: ['none', '', '/evil'] }] })).toBe(false);
    expect(isSealed({ ...plan, commands: [{ ...first, script: { text: 'reboot' } }] })).toBe(false);
  });
});
